"""Partial dates as the tables publish them: a day, a month or a year."""

import calendar
import re
from datetime import date
from functools import lru_cache

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PRECISION = {1: "year", 2: "month", 3: "day"}
# A page asks for the same some thousand dates over and over.
_cached = lru_cache(maxsize=8192)


def _parts(text: str) -> list[int]:
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError(f'found "{text}"; expected a date as YYYY-MM-DD, YYYY-MM or YYYY')
    return [int(part) for part in match.groups() if part]


def has_form(text: str) -> bool:
    """Whether a text has the form of a partial date; the calendar need not have it."""
    return _FORM.fullmatch(text) is not None


def exists(text: str) -> bool:
    """Whether a text is a partial date of the calendar."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


@_cached
def first_day(text: str) -> date:
    """The day from which a partial date counts: "2025-05" -> 2025-05-01. ValueError if it is no date."""
    year, month, day = (*_parts(text), 1, 1)[:3]
    return date(year, month, day)


@_cached
def last_day(text: str) -> date:
    """The last day that a partial date may mean: "2025-05" -> 2025-05-31. ValueError if it is no date."""
    parts = _parts(text)
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


@_cached
def precision(text: str) -> str:
    """ "day", "month" or "year". ValueError if it is no date."""
    first_day(text)
    return _PRECISION[len(_parts(text))]


def parse_day(text: str) -> date | None:
    """The day that a text names as YYYY-MM-DD, the only form in addresses; None if it names no day."""
    return first_day(text) if text.isascii() and exists(text) and precision(text) == "day" else None


@_cached
def spoken(value: str | date) -> str:
    """A date as readers see it, no more precise than it was published: "17 Nov 2024", "Nov 2024", "2024"."""
    if isinstance(value, date):
        value = value.isoformat()
    first = first_day(value)
    month = calendar.month_abbr[first.month]
    return {"day": f"{first.day} {month} {first.year}", "month": f"{month} {first.year}", "year": f"{first.year}"}[
        precision(value)
    ]


def spoken_long(value: date) -> str:
    """A day for headlines: "18 November 2024"."""
    return f"{value.day} {calendar.month_name[value.month]} {value.year}"
