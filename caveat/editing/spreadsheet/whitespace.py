"""Spaces at the ends of a cell or twice in a row, and line breaks in it: put right without loss of a word."""

import re

from caveat.editing.spreadsheet.findings import RUN_FORMAT, Place, Verdict

_UNTIDY = re.compile(r"^\s|\s$|\s\s|[\t\n\x0b\x0c\r]")
_BREAK = re.compile(r"[\n\r\x0b\x0c\u2028\u2029\x85]")


def mend(cell: str, place: Place) -> Verdict | None:
    """A cell as one line with single spaces; None where it is that already."""
    if not _UNTIDY.search(cell):
        return None
    tidy = " ".join(cell.split())
    if _BREAK.search(cell.strip()):
        return Verdict("one line, without line breaks", f"put a space in place of the line break; {RUN_FORMAT}", tidy)
    return Verdict("one line, without spaces at its ends or twice in a row", f"take the spaces out; {RUN_FORMAT}", tidy)
