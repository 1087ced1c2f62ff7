"""What an editor should look at next, in lines."""

import pandas as pd

from caveat.dataset.partial_dates import spoken

# Rows that are named one by one; of longer lists the rest is counted.
NAMED = 12


def lines(stale: pd.DataFrame, weak: pd.DataFrame, uncited: list[str]) -> list[str]:
    """The whole review: rows not confirmed for too long, rows on copies only, on one source, on several pages of one house, sources that nothing cites."""
    said = []
    for table, some in stale.groupby("table", sort=False):
        allowed = int(some["allowed"].iloc[0])
        said.append(f"{table}: {_rows(len(some))} not confirmed for more than {allowed} days:")
        said += _named(
            [f"{row.id}: newest date {spoken(row.newest)}, {row.days} days ago" for row in some.itertuples()]
        )
    for why, what in (
        ("copies", "on copies of others’ reports only"),
        ("single", "on one source only"),
        ("origin", "on several pages that go back to one publisher"),
    ):
        for table, some in weak[weak["why"] == why].groupby("table", sort=False):
            said.append(f"{table}: {_rows(len(some))} {'rests' if len(some) == 1 else 'rest'} {what}:")
            said += _named([f"{row.id}: {row.sources}" for row in some.itertuples()])
    if uncited:
        said.append(f"sources: {_rows(len(uncited))} cited by nothing:")
        said += _named(uncited)
    return said or ["Nothing is old or weak."]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _named(parts: list[str]) -> list[str]:
    more = len(parts) - NAMED
    return [f"  {one}" for one in parts[:NAMED]] + ([f"  and {more} more"] if more > 0 else [])
