"""Dates that a spreadsheet wrote in its own way: 17.11.2024, 11/17/2024, 45613, Nov 24."""

import re
from datetime import date, timedelta

from caveat.editing.spreadsheet.findings import RUN_FORMAT, Place, Verdict

EXPECTED = "a date as YYYY-MM-DD, YYYY-MM or YYYY"
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# Year first, with any separator or a time of midnight after it: one reading only.
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
# With points the day comes first in every locale that writes points.
_POINTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,9})\.?[ -](\d{2}|\d{4})")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\.?[ -]([^\W\d_]{3,9})\.?,?[ -](\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([^\W\d_]{3,9})\.? (\d{1,2}),? (\d{4})")
# How the months of an English, German or French spreadsheet begin; four letters where three are not enough.
_MONTHS = {
    **{
        "jan": 1,
        "feb": 2,
        "mar": 3,
        "apr": 4,
        "may": 5,
        "jun": 6,
        "jul": 7,
        "aug": 8,
        "sep": 9,
        "oct": 10,
        "nov": 11,
        "dec": 12,
    },
    **{"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12},
    **{"fév": 2, "avr": 4, "juin": 6, "juil": 7, "aoû": 8, "déc": 12},
}
# Day 0 of Excel's calendar as it counts since March 1900.
_EXCEL_ZERO = date(1899, 12, 30)
_LIKELY = (date(1950, 1, 1), date(2100, 1, 1))


def mend(cell: str, place: Place) -> Verdict | None:
    """A cell of a date column as a date of ours; None where it has our form already, or no form that a spreadsheet gives."""
    text = cell.strip()
    if not place.is_date or not text or _ISO.fullmatch(text):
        return None
    if parts := _YEAR_FIRST.fullmatch(text):
        return _day(text, place, int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _POINTS.fullmatch(text):
        return _day(text, place, int(parts[3]), int(parts[2]), int(parts[1]))
    if parts := _SLASHES.fullmatch(text):
        return _slashed(text, place, int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _SHORT_YEAR.fullmatch(text):
        return Verdict(EXPECTED, "the spreadsheet cut the year to two digits: write the date as YYYY-MM-DD")
    if _SERIAL.fullmatch(text):
        return _serial(text, place)
    if parts := _DAY_MONTH_YEAR.fullmatch(text):
        return _day(text, place, int(parts[3]), _month(parts[2]), int(parts[1])) if _month(parts[2]) else None
    if parts := _MONTH_DAY_YEAR.fullmatch(text):
        return _day(text, place, int(parts[3]), _month(parts[1]), int(parts[2])) if _month(parts[1]) else None
    if parts := _MONTH_YEAR.fullmatch(text):
        return _month_only(place, _month(parts[1]), parts[2])
    return None


def _month(name: str) -> int:
    """The number of a month by its name or short form; 0 where it is none."""
    start = name.casefold()
    return _MONTHS.get(start[:4]) or _MONTHS.get(start[:3], 0)


def _slashed(text: str, place: Place, first: int, second: int, year: int) -> Verdict | None:
    if first <= 12 and second <= 12 and first != second:
        day_first, month_first = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        return Verdict(
            EXPECTED,
            f"write {month_first} or {day_first}: a spreadsheet may mean either, so it is not mended by itself",
        )
    return _day(text, place, year, second, first) if first > 12 else _day(text, place, year, first, second)


def _serial(text: str, place: Place) -> Verdict | None:
    day = _EXCEL_ZERO + timedelta(days=int(re.split("[.,]", text)[0]))
    if not _LIKELY[0] <= day < _LIKELY[1]:
        return None
    if day.day == 1 and not _precision(place):
        # A month such as 2024-11 becomes the number of its first day, too.
        return Verdict(
            EXPECTED,
            f"write {day.isoformat()} or {day.isoformat()[:7]}: a spreadsheet counts days and may mean either, so it is not mended by itself",
        )
    return _mended(place, day, "a spreadsheet counts days since 1900")


def _day(text: str, place: Place, year: int, month: int, day: int) -> Verdict | None:
    try:
        return _mended(place, date(year, month, day), "a spreadsheet wrote the date in its own way")
    except ValueError:  # no day of the calendar: for the editor, and the rule on dates names it
        return None


def _month_only(place: Place, month: int, year: str) -> Verdict | None:
    if not month:
        return None
    full = year if len(year) == 4 else f"20{year}"
    if len(year) == 4 or _precision(place) == "month":
        return Verdict(EXPECTED, f"a spreadsheet wrote the month in its own way; {RUN_FORMAT}", f"{full}-{month:02}")
    return Verdict(
        EXPECTED, f"write {full}-{month:02} if the month is meant: it may also be a day, so it is not mended by itself"
    )


def _mended(place: Place, day: date, why: str) -> Verdict:
    """The day, no more precise than the row itself says in its column of precision."""
    text = day.isoformat()
    if _precision(place) == "month" and day.day == 1:
        text = text[:7]
    elif _precision(place) == "year" and (day.month, day.day) == (1, 1):
        text = text[:4]
    return Verdict(EXPECTED, f"{why}; {RUN_FORMAT}", text)


def _precision(place: Place) -> str:
    return place.row.get(f"{place.name}_precision", "").strip()
