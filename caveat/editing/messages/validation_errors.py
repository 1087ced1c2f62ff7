"""Faults as an editor reads them: one line a fault, and one line for a fault that many rows share."""

import re
from collections.abc import Iterable

from caveat.dataset.errors import DataError
from caveat.text.permissions import and_list

# From this many on, faults that differ in their cell only are one line.
MANY = 3
_SHOWN = 3


def lines(faults: Iterable[DataError]) -> list[str]:
    """One line a fault, in the order of files and rows; faults of one file that expect the same and are mended in the same way share a line."""
    groups: dict[tuple[str, str, str, str], list[DataError]] = {}
    for fault in sorted(faults):
        # Where there is no word on how to mend it, only the same column is the same fault.
        groups.setdefault(
            (fault.file, fault.expected, _kind(fault.mend), "" if fault.mend else fault.column), []
        ).append(fault)
    said: list[tuple[DataError, str]] = []
    for group in groups.values():
        said += [(one, str(one)) for one in group] if len(group) < MANY else [(group[0], _shared(group))]
    return [text for _, text in sorted(said)]


def _kind(mend: str) -> str:
    """How a fault is mended, whatever the date or number in it: “write 2024-03-12 or 2024-12-03 …” is one kind. An id that is proposed stands for itself."""
    return mend if mend.startswith("did you mean") else re.sub(r"\d[\d.-]*", "0", mend)


def _shared(group: list[DataError]) -> str:
    first = group[0]
    found = list(dict.fromkeys(one.found for one in group))
    rows = list(dict.fromkeys(one.row for one in group))
    columns = list(dict.fromkeys(one.column for one in group if one.column))
    cells = f"{len(group)} cells of {and_list(columns)}" if columns else f"{len(group)} rows"
    text = f"{_first(found)} in {cells} (rows {_first([str(row) for row in rows])})"
    return str(DataError(first.file, first.row, first.column, text, first.expected, first.mend))


def _first(parts: list[str]) -> str:
    return ", ".join(parts[:_SHOWN]) + (" …" if len(parts) > _SHOWN else "")


def count(number: int, kinds: int) -> str:
    """How many faults there are, told in how many lines: "1 fault.", "2 faults.", "251 faults of 3 kinds."."""
    if kinds < number:
        return f"{number} faults of {'1 kind' if kinds == 1 else f'{kinds} kinds'}."
    return "1 fault." if number == 1 else f"{number} faults."
