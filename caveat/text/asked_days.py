"""The days that a typed question names: "1 Oct 2024", "October 2024", "between 1 May and 1 Sep 2025"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from caveat.dataset.partial_dates import first_day, last_day

_MONTHS = {
    form: number
    for number in range(1, 13)
    for form in {calendar.month_name[number].lower(), calendar.month_abbr[number].lower()}
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TO = r"(?:and|to|until|till|through|[-–])"
_ORDINAL = "(?:st|nd|rd|th)?"
# The forms of a date, the longest first. A month alone is one only before "and" or "to": "may" is a verb too.
_DATE = re.compile(
    rf"""\b(?:
    (?P<iso>\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?)
    |(?P<dotted>\d{{1,2}}\.\d{{1,2}}\.\d{{4}})
    |(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?P<year>\d{{4}}))?
    |(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}}){_ORDINAL}\b,?(?:\s+(?P<year2>\d{{4}}))?
    |(?P<month3>{_MONTH})\.?,?\s+(?P<year3>\d{{4}})
    |(?P<month4>{_MONTH})(?=\s+{_TO}\s+(?:\d{{1,2}}{_ORDINAL}\s+)?(?:{_MONTH})\b)
    |(?P<year4>(?:19|20)\d{{2}})
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SINCE = re.compile(r"\b(?:since|after)\s*$", re.IGNORECASE)
# A date with the words around it that say no more; each date is marked with §.
_JOINERS = re.compile(rf"(?:\b(?:between|from|since|after|on|in|of|by)\s*)?§(?:\s*{_TO}\s*§)?", re.IGNORECASE)


@dataclass(frozen=True)
class AskedDays:
    """The day on which an answer is asked for, and the day with which it is compared; None if it is one day."""

    day: date
    since: date | None = None


def find_days(text: str, near: date) -> tuple[AskedDays | None, str]:
    """The days that a text names, None for none, and the text without them.

    Of two dates the first is compared with the second; a month or a year is compared with the day before it began. A
    date without a year is the last such day before the next date of the text, or up to `near`.
    """
    found: list[tuple[date, date]] = []
    before, spans = near, []
    for match in reversed(list(_DATE.finditer(text))):
        if days := _days(match, before):
            found.insert(0, days)
            spans.append(match.span())
            before = days[0]
    if not found:
        return None, text
    rest = text
    for start, end in spans:
        rest = f"{rest[:start]}§{rest[end:]}"
    rest = _JOINERS.sub(" ", rest)
    if len(found) > 1:
        first, last = sorted((found[0], found[-1]))
        return AskedDays(last[1], first[0]) if first[0] < last[1] else AskedDays(last[1]), rest
    [(first_of, last_of)] = found
    if _SINCE.search(text[: min(start for start, _ in spans)]) and first_of < near:
        return AskedDays(near, first_of), rest
    return AskedDays(last_of, first_of - timedelta(days=1) if first_of < last_of else None), rest


def _days(match: re.Match[str], before: date) -> tuple[date, date] | None:
    """The first and the last day that a date may mean, without a year the last up to `before`; None for no such day."""
    found = match.groupdict()
    number = found["day"] or found["day2"]
    name = next((found[key] for key in ("month", "month2", "month3", "month4") if found[key]), "")
    month = _MONTHS[name.lower()] if name else 0
    year = next((found[key] for key in ("year", "year2", "year3", "year4") if found[key]), "")
    if found["iso"]:
        parts = [int(part) for part in found["iso"].split("-")]
    elif found["dotted"]:
        parts = [int(part) for part in reversed(found["dotted"].split("."))]
    else:
        if not year:
            year = before.year if (month, int(number or 1)) <= (before.month, before.day) else before.year - 1
        parts = [int(part) for part in (year, month, number) if part]
    try:
        partial = "-".join(f"{part:02}" for part in parts)
        return first_day(partial), last_day(partial)
    except ValueError:
        return None
