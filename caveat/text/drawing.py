"""What cannot be drawn, in words: which page, on which day, and why."""

from collections.abc import Mapping, Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.text.share import CLOCK

ALL = "the list of days and systems"
SEARCH = "the search"
EXPECTED = "rows that every page can show"
MEND = "take this change back, or report the fault: a page must show every row that the check accepts"


def page_on_day(
    title: str, day: date, known: str, about: str = "", query: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The name of a view: "the page Map of 18 Nov 2024 (in hindsight; atacms)"."""
    chosen = [CLOCK[known], about, *(f"{key}={', '.join(values)}" for key, values in (query or {}).items())]
    return f"the page {title} of {spoken(day)} ({'; '.join(part for part in chosen if part)})"


def sheets(table: str) -> str:
    """The name of the sheets of a table's rows."""
    return f"the sheets of the rows of {table}"


def found(part: str, error: BaseException, in_row: bool) -> str:
    """What was found: a row, or an edit, with which a part cannot be drawn."""
    return f"{'a row' if in_row else 'rows'} with which {part} cannot be drawn ({reason(error)})"


def reason(error: BaseException) -> str:
    """An unexpected error of a page in a few plain words, without anything of the machine."""
    text = " ".join(str(error).split())[:120]
    if isinstance(error, KeyError):
        return f"the page has no word for {text}"
    if isinstance(error, ZeroDivisionError):
        return "the page divides by nothing"
    if isinstance(error, OverflowError | RecursionError):
        return "a value is too large for the page"
    return text or type(error).__name__
