"""A summary tells nothing later than the day on which its row was reported."""

import calendar
import re
from collections.abc import Iterator

from caveat.dataset import partial_dates
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

_MONTH = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_NAMES = "|".join(sorted((name.capitalize() for name in _MONTH), key=len, reverse=True))
# "2024-07-02", "2 July 2024", "20-21 August" (its last day), "July 2, 2024", "July 2024", "2 July", "in October", "2023". Alone, "May" is as often a verb, and "for 2026" is a plan.
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)\b"
    rf"|\b(?P<day>\d{{1,2}})\.? (?P<month>{_NAMES})\b\.?(?:,? (?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_NAMES})\.? (?P<day2>\d{{1,2}})\b(?:,? (?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<month3>{_NAMES}),? (?P<year3>\d{{4}})\b"
    rf"|\b(?P<month4>(?!May\b)(?:{_NAMES}))\b"
    rf"|(?<!\bfor )\b(?P<year4>20\d\d)\b"
)
# A distance from the row's own day, which no reader of that day could know.
_AFTER = re.compile(
    r"\b(?:(?:next|following) (?:day|morning|evening)|(?:days?|weeks?|months?|years?) later|later (?:reported|said|confirmed))\b"
)
_EXPECTED = "nothing later than “reported” ({})"
_MEND = (
    "give the later statement a row of its own, or tell it in the note; write the year where an earlier year is meant"
)


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A summary tells nothing later than the day on which its row was reported."""
    for table in ("restrictions", "context"):
        for index, row in dataset[table].iterrows():
            if partial_dates.exists(row["reported"]):  # else another rule's matter
                for said in later(row["summary"], row["reported"]):
                    yield at(dataset, table, index, "summary", _EXPECTED.format(row["reported"]), _MEND, f'"{said}"')


def later(text: str, reported: str) -> list[str]:
    """What a text names that is later than the partial date `reported`: written dates, and words such as "three days later". A date without a year is read in the year of `reported`."""
    limit = partial_dates.last_day(reported)
    found = [one.group().rstrip(".") for one in _DATE.finditer(text) if _first(one, reported[:4]) > limit.isoformat()]
    return found + [one.group() for one in _AFTER.finditer(text)]


def _first(found: re.Match[str], year: str) -> str:
    """The first day that a written date may mean, as ISO; "" where the calendar has no such day."""
    part = {key.rstrip("234"): value for key, value in found.groupdict().items() if value}
    if "iso" in part:
        text = part["iso"]
    elif "month" not in part:
        text = part["year"]
    else:
        text = f"{part.get('year', year)}-{_MONTH[part['month'].lower()]:02}" + (
            f"-{int(part['day']):02}" if "day" in part else ""
        )
    return partial_dates.first_day(text).isoformat() if partial_dates.exists(text) else ""
