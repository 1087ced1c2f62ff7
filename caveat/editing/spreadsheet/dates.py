"""Dates that a spreadsheet wrote in its own way: 17.11.2024, 11/17/2024, 45613, Nov 24."""

import re
from datetime import date, timedelta

from caveat.editing.spreadsheet.findings import CellContext, Repair

EXPECTED = "a date as YYYY-MM-DD, YYYY-MM or YYYY"
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# One reading only: the year first, with any separator or a time of midnight after it; points, with which the day comes
# first in every locale; a month in words.
_DAYS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.?[ -](?P<month>[^\W\d_]{3,9})\.?,?[ -](?P<year>\d{4})",
        r"(?P<month>[^\W\d_]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
)
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?")
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,9})\.?[ -](\d{2}|\d{4})")
# How the months of an English, German or French spreadsheet begin; four letters where three are not enough.
_MONTHS = {
    start: number
    for number, starts in enumerate(
        [
            "jan",
            "feb fév",
            "mar mär mrz",
            "apr avr",
            "may mai",
            "jun juin",
            "jul juil",
            "aug aoû",
            "sep",
            "oct okt",
            "nov",
            "dec dez déc",
        ],
        1,
    )
    for start in starts.split()
}
# Day 0 of Excel's calendar as it counts since March 1900.
_EXCEL_ZERO = date(1899, 12, 30)
_LIKELY = (date(1950, 1, 1), date(2100, 1, 1))
_OWN_WAY = "a spreadsheet wrote the date in its own way"


def mend_date(cell: str, context: CellContext) -> Repair | None:
    """A cell of a date column in the form of the tables.

    None if it has that already, or no form that a spreadsheet gives.
    """
    text = cell.strip()
    if not context.is_date or not text or _ISO.fullmatch(text):
        return None
    for form in _DAYS:
        if match := form.fullmatch(text):
            return _mend_day(context, int(match["year"]), _month_number(match["month"]), int(match["day"]))
    if match := _SLASHES.fullmatch(text):
        return _mend_slashes(context, int(match[1]), int(match[2]), int(match[3]))
    if _SHORT_YEAR.fullmatch(text):
        return Repair(EXPECTED, "the spreadsheet cut the year to two digits: write the date as YYYY-MM-DD")
    if match := _SERIAL.fullmatch(text):
        return _mend_serial(context, int(match[1]))
    if (match := _MONTH_YEAR.fullmatch(text)) and (month := _month_number(match[1])):
        return _mend_month(context, month, match[2])
    return None


def _month_number(text: str) -> int:
    """The number of a month by its number, name or short form; 0 if it is none."""
    start = text.casefold()
    return int(text) if text.isdecimal() else _MONTHS.get(start[:4]) or _MONTHS.get(start[:3], 0)


def _mend_slashes(context: CellContext, first: int, second: int, year: int) -> Repair | None:
    """A date with slashes: the larger number is the day; None if the calendar has no such day."""
    if first > 12 or first == second:
        return _mend_day(context, year, second, first)
    if second > 12:
        return _mend_day(context, year, first, second)
    meant = f"{year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}"
    return Repair(EXPECTED, f"write {meant}: a spreadsheet may mean either, so it is not mended by itself")


def _mend_serial(context: CellContext, number: int) -> Repair | None:
    day = _EXCEL_ZERO + timedelta(days=number)
    if not _LIKELY[0] <= day < _LIKELY[1]:
        return None
    if day.day == 1 and not _precision(context):
        # A month such as 2024-11 becomes the number of its first day, too.
        meant = f"{day.isoformat()} or {day.isoformat()[:7]}: a spreadsheet counts days and may mean either"
        return Repair(EXPECTED, f"write {meant}, so it is not mended by itself")
    return _repair_to_day(context, day, "a spreadsheet counts days since 1900")


def _mend_day(context: CellContext, year: int, month: int, day: int) -> Repair | None:
    try:
        return _repair_to_day(context, date(year, month, day), _OWN_WAY)
    except ValueError:  # no day of the calendar, which is an error by itself
        return None


def _mend_month(context: CellContext, month: int, year: str) -> Repair:
    text = f"{year if len(year) == 4 else f'20{year}'}-{month:02}"
    if len(year) == 4 or _precision(context) == "month":
        return Repair(EXPECTED, "a spreadsheet wrote the month in its own way", text)
    advice = f"write {text} if the month is meant: it may also be a day, so it is not mended by itself"
    return Repair(EXPECTED, advice)


def _repair_to_day(context: CellContext, day: date, why: str) -> Repair:
    """The day, no more precise than the row itself says in its column of precision."""
    text = day.isoformat()
    if _precision(context) == "month" and day.day == 1:
        text = text[:7]
    elif _precision(context) == "year" and (day.month, day.day) == (1, 1):
        text = text[:4]
    return Repair(EXPECTED, why, text)


def _precision(context: CellContext) -> str:
    return context.row.get(f"{context.name}_precision", "").strip()
