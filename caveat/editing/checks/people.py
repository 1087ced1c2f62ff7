"""Rules on people: their offices follow one another, and what the log has them say is in the positions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from caveat.dataset.errors import DataError
from caveat.dataset.partial_dates import exists, first_day, last_day
from caveat.dataset.tables import Dataset, list_items
from caveat.editing.checks.cells import Row, cell_error, numbered_rows

_SAYS = (
    "says|said|tells|told|states|stated|repeats|repeated|calls|called|explains|explained|confirms|confirmed|promises|promised|announces|announced|"
    "refuses|refused|declines|declined|writes|wrote|rejects|rejected|rules out|ruled out|denies|denied|leaves|left"
)


def offices_follow(dataset: Dataset) -> Iterator[DataError]:
    """The offices of a person follow one another and do not overlap."""
    offices_of: dict[str, list[tuple[int, Row]]] = {}
    for index, row in numbered_rows(_dated(dataset["roles"])):
        offices_of.setdefault(row["actor"], []).append((index, row))
    for actor, offices in offices_of.items():
        ordered = sorted(offices, key=lambda office: first_day(office[1]["since"]))
        for (index, row), after in zip(ordered, [*(row for _, row in ordered[1:]), None], strict=True):
            if row["until"] and last_day(row["until"]) < first_day(row["since"]):
                expected = f"a day no earlier than “since” ({row['since']})"
            elif after is not None and (not row["until"] or first_day(row["until"]) > last_day(after["since"])):
                expected = f"a day no later than {after['since']}, when {actor} was {after['role']}"
            else:
                continue
            yield cell_error(dataset, ("roles", index, "until"), expected)


def statement_bears_office(dataset: Dataset) -> Iterator[DataError]:
    """A statement names an office that its actor had on its day, where the roles follow the actor."""
    offices_of: dict[str, list[Row]] = {}
    for _, office in numbered_rows(_dated(dataset["roles"])):
        offices_of.setdefault(office["actor"], []).append(office)
    for index, row in numbered_rows(dataset["positions"]):
        offices = offices_of.get(row["actor"], [])
        if offices and exists(row["date"]) and row["role"] not in (held := _held(offices, row["date"])):
            expected = " or ".join(held) or "an office that roles has for that day"
            yield cell_error(dataset, ("positions", index, "role"), expected, "mend the role, or add a row to roles")


def _dated(roles: pd.DataFrame) -> pd.DataFrame:
    """The rows whose dates can be read; the others are errors by themselves."""
    return roles.loc[[exists(row.since) and (not row.until or exists(row.until)) for row in roles.itertuples()]]


def _held(offices: Sequence[Row], date: str) -> list[str]:
    """The offices that a person may have held on a partial date."""
    return [
        row["role"]
        for row in offices
        if first_day(row["since"]) <= last_day(date) and (not row["until"] or first_day(date) <= last_day(row["until"]))
    ]


def speakers_are_followed(dataset: Dataset) -> Iterator[DataError]:
    """What the log has an actor say is in the positions too, where they follow the actor on that issue."""
    last, issues_of = _newest(dataset), defaultdict(list)
    for issue in dataset["issues"].itertuples():
        for system_id in list_items(issue.system_ids):
            issues_of[system_id].append(issue.issue)
    for table in ("restrictions", "context"):
        for index, row in numbered_rows(dataset[table]):
            if not exists(row["effective"]):
                continue
            day, issues = first_day(row["effective"]), issues_of.get(row["system_id"], ())
            for (actor, issue, country), newest in last.items():
                is_followed = issue in issues and country == row["supplier"] and day > newest
                if is_followed and speaks(actor, row["summary"]):
                    expected = f"a statement of {actor} on {issue} in positions from {row['effective']} or later"
                    yield cell_error(dataset, (table, index, "summary"), expected, "add it to positions", f'"{actor}"')


def _newest(dataset: Dataset) -> dict[tuple[str, str, str], date]:
    """(actor, issue, country) -> the last day that the newest statement may mean."""
    found: dict[tuple[str, str, str], date] = {}
    for row in dataset["positions"].itertuples():
        if exists(row.date):
            key = (row.actor, row.issue, row.country_or_body)
            found[key] = max(found.get(key, date.min), last_day(row.date))
    return found


def speaks(actor: str, summary: str) -> bool:
    """Whether a summary tells what a person says: surname, then a verb of saying; False for bodies and groups."""
    surname = actor.split()[-1]
    if len(actor.split()) > 4 or not surname[0].isupper() or surname.endswith("."):
        return False
    return bool(re.search(rf"\b{re.escape(surname)}(?:, asked\b|(?:, [^,.;]+,)? (?:{_SAYS})\b)", summary))
