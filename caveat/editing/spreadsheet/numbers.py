"""Numbers that a spreadsheet wrote in its own way: 0,85, 1.234,5, 1 650, 7E+08."""

import re

from caveat.editing.spreadsheet.findings import FROM_LAST_VERSION, CellContext, Repair

EXPECTED = "a number with a decimal point, or nothing"
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
# \A: a search in a long cell of digits does not begin at each of them anew.
_SHORTENED = re.compile(r"\A-?\d+([.,]\d+)?[eE][+-]?\d+")
_ONE_GROUP = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_GROUPS = re.compile(r"-?\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,}|(?:[ \u00a0\u202f'’]\d{3})+)")
_GROUPS_AND_REST = re.compile(r"-?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?:[ \u00a0\u202f'’]\d{3})+[.,]\d+)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[. -]+[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?[- ]\d{2,4}")


def mend_number(cell: str, context: CellContext) -> Repair | None:
    """A cell of a number column with a decimal point. None if it has that form, or none that a spreadsheet gives."""
    text = cell.strip()
    if not context.is_number or not text:
        return None
    if _ONE_GROUP.fullmatch(text) and ("," in text or context.separator == ";"):
        whole, rest = re.split("[.,]", text)
        meant = f"{whole}{rest} or {whole}.{rest} may be meant, so it is not mended by itself"
        return Repair(EXPECTED, f"write 1234.5 without groups: {meant}")
    if _PLAIN.fullmatch(text):
        return None
    if _DECIMAL_COMMA.fullmatch(text):
        return Repair(EXPECTED, "write 1234.5: a point in place of the decimal comma", text.replace(",", "."))
    if _GROUPS.fullmatch(text):
        return Repair(EXPECTED, "write 1234.5 without groups", re.sub(r"[^\d-]", "", text))
    if _GROUPS_AND_REST.fullmatch(text):
        whole, rest = re.split(r"[.,](?=\d+$)", text)
        return Repair(EXPECTED, "write 1234.5 without groups", re.sub(r"[^\d-]", "", whole) + "." + rest)
    return _lost_number(text)


def _lost_number(text: str) -> Repair | None:
    """A number of which the spreadsheet kept too little."""
    if _SHORTENED.fullmatch(text):
        return Repair(EXPECTED, f"a spreadsheet shortened the number and may have dropped digits: {FROM_LAST_VERSION}")
    if _DATE.fullmatch(text):
        return Repair(EXPECTED, f"a spreadsheet turned the number into a date: {FROM_LAST_VERSION}")
    if text.startswith(("=", "+", "@")):
        return Repair(EXPECTED, "write the value itself in place of the formula")
    return None
