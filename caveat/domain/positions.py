"""Statements of actors: up to a day, the newest of each actor, changes of stance, the busiest actors."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import list_items

# From support to opposition; the order of legends, tables and answers.
STANCES = ("supports", "supports_with_limits", "undecided", "declines_comment", "warns_against", "opposes")
ALL = "all"


def select_statements(positions: pd.DataFrame, issue: str = ALL, country: str = ALL) -> pd.DataFrame:
    """The statements on an issue by a country or body ("all" for any), in order of the day.

    `day` is the first day that the date may mean.
    """
    kept = positions[
        ((positions["issue"] == issue) | (issue == ALL))
        & ((positions["country_or_body"] == country) | (country == ALL))
    ]
    return (
        kept.assign(day=[first_day(text) for text in kept["date"]])
        .sort_values("day", kind="stable")
        .reset_index(drop=True)
    )


def statements_until(statements: pd.DataFrame, day: date) -> tuple[pd.DataFrame, int]:
    """The statements up to a day, and how many come later."""
    past = statements[
        pd.Series([statement_day <= day for statement_day in statements["day"]], index=statements.index, dtype=bool)
    ].reset_index(drop=True)
    return past, len(statements) - len(past)


def naming_systems(statements: pd.DataFrame, system_ids: Collection[str], but_on: str) -> pd.DataFrame:
    """The statements that name one of some systems and are on another issue than `but_on`."""
    named = [not set(system_ids).isdisjoint(list_items(text)) for text in statements["system_ids"]]
    return statements[pd.Series(named, index=statements.index, dtype=bool) & (statements["issue"] != but_on)]


def latest_statements(statements: pd.DataFrame) -> pd.DataFrame:
    """The last statement of each actor on each issue, newest first; `count` has the number of statements."""
    if statements.empty:
        return statements.assign(count=pd.Series(dtype="int64"))
    counts = statements.groupby(["actor", "issue"]).size()
    last = statements.drop_duplicates(["actor", "issue"], keep="last").iloc[::-1]
    last = last.assign(count=[int(counts[row.actor, row.issue]) for row in last.itertuples()])
    return last.sort_values("day", ascending=False, kind="stable").reset_index(drop=True)


def group_by_stance(last: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The latest statements grouped by stance, from support to opposition; empty groups are left out."""
    groups = [(stance, last[last["stance"] == stance].reset_index(drop=True)) for stance in STANCES]
    return [(stance, rows) for stance, rows in groups if len(rows)]


def stance_changes(statements: pd.DataFrame) -> pd.DataFrame:
    """The actors whose stance on an issue differs between their first and last statement, newest first.

    Columns: actor, issue, first, first_date, last, last_date.
    """
    rows = []
    for (actor, issue), own in statements.groupby(["actor", "issue"], sort=False):
        first, last = own.iloc[0], own.iloc[-1]
        if first["stance"] != last["stance"]:
            rows.append([actor, issue, first["stance"], first["date"], last["stance"], last["date"], last["day"]])
    frame = pd.DataFrame(rows, columns=["actor", "issue", "first", "first_date", "last", "last_date", "day"])
    return frame.sort_values("day", ascending=False, kind="stable").drop(columns="day").reset_index(drop=True)


def top_actors(statements: pd.DataFrame, most: int = 12) -> tuple[pd.DataFrame, int]:
    """The `most` actors with the most statements, and how many actors are left out.

    Columns: actor, country_or_body, count. Among equals the newer comes first.

    Actors of one country are adjacent; the country with the most statements comes first.
    """
    if statements.empty:
        return pd.DataFrame(columns=["actor", "country_or_body", "count"]), 0
    whole = (
        statements.groupby("actor", sort=False)
        .agg(country_or_body=("country_or_body", "last"), count=("actor", "size"), day=("day", "max"))
        .reset_index()
    )
    kept = whole.sort_values(["count", "day", "actor"], ascending=[False, False, True]).head(most)
    weight = kept.groupby("country_or_body")["count"].sum().to_dict()
    kept = kept.assign(weight=[weight[code] for code in kept["country_or_body"]])
    kept = kept.sort_values(["weight", "country_or_body", "count", "actor"], ascending=[False, True, False, True])
    return kept[["actor", "country_or_body", "count"]].reset_index(drop=True), len(whole) - len(kept)
