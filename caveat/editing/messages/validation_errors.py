"""Errors as an editor reads them: a line for each error, and for each that many rows share."""

import re
from collections.abc import Iterable

from caveat.dataset.errors import DataError
from caveat.text.english import and_list

# From this many on, errors that differ in their cell only are one line.
MIN_SHARED = 3
MAX_EXAMPLES = 3


def lines(errors: Iterable[DataError]) -> list[str]:
    """A line for each error, by file and row.

    Errors of one file that expect the same and are mended alike share a line.
    """
    groups: dict[tuple[str, str, str, str], list[DataError]] = {}
    for error in sorted(errors):
        # Without a word on how to mend it, only the same column is the same error.
        column = "" if error.mend else error.column
        groups.setdefault((error.file, error.expected, _repair_kind(error.mend), column), []).append(error)
    keyed: list[tuple[DataError, str]] = []
    for group in groups.values():
        keyed += (
            [(error, str(error)) for error in group] if len(group) < MIN_SHARED else [(group[0], _shared_line(group))]
        )
    return [text for _, text in sorted(keyed)]


def _repair_kind(mend: str) -> str:
    """How an error is mended, whatever the date or number in it.

    “write 2024-03-12 or 2024-12-03 …” is one kind. An id that is proposed is a kind by itself.
    """
    return mend if mend.startswith("did you mean") else re.sub(r"\d[\d.-]*", "0", mend)


def _shared_line(group: list[DataError]) -> str:
    first = group[0]
    values = list(dict.fromkeys(error.found for error in group))
    rows = list(dict.fromkeys(str(error.row) for error in group))
    columns = list(dict.fromkeys(error.column for error in group if error.column))
    cells = f"{len(group)} cells of {and_list(columns)}" if columns else f"{len(group)} rows"
    found = f"{_first_examples(values)} in {cells} (rows {_first_examples(rows)})"
    return str(DataError(first.file, first.row, first.column, found, first.expected, first.mend))


def _first_examples(parts: list[str]) -> str:
    return ", ".join(parts[:MAX_EXAMPLES]) + (" …" if len(parts) > MAX_EXAMPLES else "")


def count(number: int, kinds: int) -> str:
    """How many errors there are, and in how many lines they are told.

    "1 fault.", "2 faults.", "251 faults of 3 kinds.".
    """
    if kinds < number:
        return f"{number} faults of {'1 kind' if kinds == 1 else f'{kinds} kinds'}."
    return "1 fault." if number == 1 else f"{number} faults."
