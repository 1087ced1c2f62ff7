"""Rules on dates: none in the future, none later than its row was reported, precision as written."""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date

from caveat.dataset import partial_dates, schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.cells import Row, cell_error, numbered_rows

# A rule may be announced for a later day, so `effective` is not among them.
PAST_COLUMNS = (
    ("restrictions", "reported"),
    ("context", "reported"),
    ("transfers", "date"),
    ("positions", "date"),
    ("events", "date"),
    ("aid", "date"),
    ("claims", "published"),
    ("quantities", "published"),
    ("sources", "published"),
)
# Nothing that the tables are about is older.
_FIRST_YEAR = 1900
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_NAMES = "|".join(sorted((name.capitalize() for name in _MONTHS), key=len, reverse=True))
# "2024-07-02", "2 July 2024", "20-21 August" (its last day), "July 2, 2024", "July 2024", "2 July", "in October",
# "2023". Alone, "May" is as often a verb, and "for 2026" is a plan.
_WRITTEN_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)\b"
    rf"|\b(?P<day>\d{{1,2}})\.? (?P<month>{_NAMES})\b\.?(?:,? (?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_NAMES})\.? (?P<day2>\d{{1,2}})\b(?:,? (?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<month3>{_NAMES}),? (?P<year3>\d{{4}})\b"
    rf"|\b(?P<month4>(?!May\b)(?:{_NAMES}))\b"
    rf"|(?<!\bfor )\b(?P<year4>20\d\d)\b"
)
# A distance from the row's own day, which no reader of that day could know.
_AFTERWARDS = re.compile(
    r"\b(?:(?:next|following) (?:day|morning|evening)|(?:days?|weeks?|months?|years?) later"
    r"|later (?:reported|said|confirmed))\b"
)


def reported_in_the_past(dataset: Dataset, today: date | None = None) -> Iterator[DataError]:
    """What was reported, said or published does not lie in the future."""
    today = today or date.today()
    for table, column in PAST_COLUMNS:
        for index, text in dataset.frames[table][column].items() if table in dataset.frames else ():
            if partial_dates.exists(text) and partial_dates.first_day(text) > today:
                yield cell_error(dataset, (table, index, column), f"a day no later than {today.isoformat()}")


def year_is_possible(dataset: Dataset, today: date | None = None) -> Iterator[DataError]:
    """A date is of the time of living memory or of the next decades."""
    last = (today or date.today()).year + 30
    for table, frame in dataset.frames.items():
        for field in schema.fields(table, dataset.folder):
            if not (field.get("partialDate") or field.get("constraints", {}).get("pattern") == r"^\d{4}$"):
                continue
            for index, text in frame[field["name"]].items():
                if partial_dates.has_form(text) and not _FIRST_YEAR <= int(text[:4]) <= last:
                    mend = f"look at the year: {text[:4]} is a slip"
                    yield cell_error(
                        dataset, (table, index, field["name"]), f"a year from {_FIRST_YEAR} to {last}", mend
                    )


def precision_agrees(dataset: Dataset) -> Iterator[DataError]:
    """The precision column says what the date's own form says."""
    for date_column in ("effective", "reported"):
        column = f"{date_column}_precision"
        for index, row in numbered_rows(dataset["restrictions"]):
            text = row[date_column]
            if partial_dates.exists(text) and row[column] != (precision := partial_dates.precision(text)):
                yield cell_error(dataset, ("restrictions", index, column), f'"{precision}", as the date is {text}')


def period_ends_after_it_begins(dataset: Dataset) -> Iterator[DataError]:
    """A period of aid that is written as two days or months, with a stroke between, ends no earlier than it begins."""
    for index, row in numbered_rows(dataset["aid"]):
        start, stroke, end = row["period"].partition("/")
        dated = stroke and partial_dates.exists(start) and partial_dates.exists(end)
        if dated and partial_dates.last_day(end) < partial_dates.first_day(start):
            yield cell_error(dataset, ("aid", index, "period"), f"an end that is no earlier than {start}")


def reversal_is_later(dataset: Dataset) -> Iterator[DataError]:
    """A row is reversed by a row on the same supplier and system that is not earlier."""
    log = dataset["restrictions"]
    rows = {row["change_id"]: row for _, row in numbered_rows(log)}
    for index, row in numbered_rows(log):
        reversal = rows.get(row["reversed_by"])
        if reversal is None:  # blank, or an unknown id, which is an error by itself
            continue
        expected = ""
        if row["change_id"] == row["reversed_by"]:
            expected = "another row than this one"
        elif row["change_id"] in _chain(row, rows, "reversed_by"):
            expected = "a row that does not lead back to this one"
        elif (row["supplier"], row["system_id"]) != (reversal["supplier"], reversal["system_id"]):
            expected = f"a row on {row['supplier']} and {row['system_id']}"
        elif is_before(reversal["effective"], row["effective"]):
            expected = f"a row in force from {row['effective']} or later"
        if expected:
            yield cell_error(dataset, ("restrictions", index, "reversed_by"), expected)


def restatement_is_later(dataset: Dataset) -> Iterator[DataError]:
    """A row restates a row of the same supplier, system and authority that is not later, and says how."""
    log = dataset["restrictions"]
    systems = set(dataset["systems"]["system_id"])
    rows = {row["change_id"]: row for _, row in numbered_rows(log)}
    for index, row in numbered_rows(log):
        if bool(row["restates"]) != bool(row["restates_how"]):
            expected = "how it restates the other row" if row["restates"] else "nothing, as no row is restated"
            yield cell_error(dataset, ("restrictions", index, "restates_how"), expected)
        older = rows.get(row["restates"])
        # A blank or unknown id and an unknown system are errors by themselves.
        if older is None or not {row["system_id"], older["system_id"]} <= systems:
            continue
        if expected := _expected_restatement(row, older, rows):
            yield cell_error(dataset, ("restrictions", index, "restates"), expected)


def _chain(row: Row, rows: Mapping[str, Row], column: str) -> set[str]:
    """The ids to which a column leads from a row, one after the other."""
    found: set[str] = set()
    identifier = row[column]
    while identifier in rows and identifier not in found:
        found.add(identifier)
        identifier = rows[identifier][column]
    return found


def _expected_restatement(row: Row, older: Row, rows: Mapping[str, Row]) -> str:
    """What a row should restate instead of `older`; "" if that is right."""
    same = ("supplier", "system_id", "authority")
    if row["change_id"] in _chain(row, rows, "restates"):
        return "a row that does not lead back to this one"
    if any(row[column] != older[column] for column in same):
        return "a row with " + ", ".join(f"{column} {row[column]}" for column in same)
    if "disputed" in (row["certainty"], older["certainty"]):
        return "no row that is disputed, on either side"
    dates = (older["effective"], row["effective"])
    if all(map(partial_dates.exists, dates)) and partial_dates.first_day(dates[0]) > partial_dates.first_day(dates[1]):
        return f"a row in force from {row['effective']} or before"
    return ""


def is_before(earlier: str, later: str) -> bool:
    """Whether a partial date ends before another begins.

    False if one of them is no date, which is an error by itself.
    """
    if not partial_dates.exists(earlier) or not partial_dates.exists(later):
        return False
    return partial_dates.last_day(earlier) < partial_dates.first_day(later)


def summary_keeps_clock(dataset: Dataset) -> Iterator[DataError]:
    """A summary or a condition tells nothing later than the day on which its row was reported."""
    mend = "give the later statement a row of its own, or tell it in the note; "
    mend += "write the year where an earlier year is meant"
    for table in ("restrictions", "context"):
        for index, row in numbered_rows(dataset[table]):
            if partial_dates.exists(row["reported"]):
                expected = f"nothing later than “reported” ({row['reported']})"
                for column in ("summary", "condition"):
                    for phrase in later_phrases(row.get(column, ""), row["reported"]):
                        yield cell_error(dataset, (table, index, column), expected, mend, f'"{phrase}"')


def later_phrases(text: str, reported: str) -> list[str]:
    """The phrases of a text that are later than the partial date `reported`.

    Dates, or words such as "days later". A date without a year is read in the year of `reported`.
    """
    limit = partial_dates.last_day(reported).isoformat()
    dates = [
        match.group().rstrip(".") for match in _WRITTEN_DATE.finditer(text) if _first_day(match, reported[:4]) > limit
    ]
    return dates + [match.group() for match in _AFTERWARDS.finditer(text)]


def _first_day(match: re.Match[str], year: str) -> str:
    """The first day that a written date may mean, as ISO; "" if the calendar has no such day."""
    part = {key.rstrip("234"): value for key, value in match.groupdict().items() if value}
    if "iso" in part:
        text = part["iso"]
    elif "month" not in part:
        text = part["year"]
    else:
        text = f"{part.get('year', year)}-{_MONTHS[part['month'].lower()]:02}"
        text += f"-{int(part['day']):02}" if "day" in part else ""
    return partial_dates.first_day(text).isoformat() if partial_dates.exists(text) else ""
