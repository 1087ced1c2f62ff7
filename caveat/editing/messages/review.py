"""What an editor should look at next: old, weak and uncited rows."""

from collections.abc import Sequence

import pandas as pd

from caveat.dataset.partial_dates import spoken
from caveat.domain.data_quality import UnconfirmedRow

# Rows that are named one by one; of longer lists the rest is counted.
MAX_NAMED = 12
_WEAK = (
    ("copies", "on copies of others’ reports only"),
    ("single", "on one source only"),
    ("origin", "on several pages that go back to one publisher"),
)


def lines(stale: Sequence[UnconfirmedRow], weak: pd.DataFrame, uncited: list[str]) -> list[str]:
    """The review: rows unconfirmed for too long, rows on weak evidence, sources that nothing cites."""
    review = []
    for table in dict.fromkeys(row.table for row in stale):
        old = [row for row in stale if row.table == table]
        review.append(f"{table}: {_row_count(len(old))} not confirmed for more than {old[0].allowed} days:")
        review += _first_rows([f"{row.id}: newest date {spoken(row.newest)}, {row.days} days ago" for row in old])
    for why, evidence in _WEAK:
        for table, rows in weak[weak["why"] == why].groupby("table", sort=False):
            review.append(f"{table}: {_row_count(len(rows))} {'rests' if len(rows) == 1 else 'rest'} {evidence}:")
            review += _first_rows([f"{row.id}: {row.sources}" for row in rows.itertuples()])
    if uncited:
        review += [f"sources: {_row_count(len(uncited))} cited by nothing:", *_first_rows(uncited)]
    return review or ["Nothing is old or weak."]


def _row_count(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _first_rows(rows: list[str]) -> list[str]:
    more = len(rows) - MAX_NAMED
    return [f"  {row}" for row in rows[:MAX_NAMED]] + ([f"  and {more} more"] if more > 0 else [])
