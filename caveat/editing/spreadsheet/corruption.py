"""Text that a spreadsheet spoiled. Errors, formulas, ids as numbers or dates, smart quotes, lost letters, spaces."""

import re

from caveat.editing.spreadsheet.findings import FROM_LAST_VERSION, CellContext, Repair

_ERROR = re.compile(
    r"#(NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!|SPILL!|NV|BEZUG!|WERT!|ZAHL!|NOM\?|VALEUR!|NOMBRE!)|#{3,}"
)
_NUMBER = re.compile(r"\d+([.,]\d+)*([eE][+-]?\d+)?")
_DATE = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}( 00:00(:00)?)?"
    r"|\d{1,2}[. -]+(?:[A-Z][^\W\d_]{2,8})\.?([ -]\d{2,4})?|(?:[A-Z][^\W\d_]{2,8})\.?[- ]\d{2,4}"
)
_SMART_QUOTES = "“”„‟‘’‚«»"
_LOST_LETTER = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|\?{3,}")
_UNTIDY = re.compile(r"^\s|\s$|\s\s|[\t\n\x0b\x0c\r]")
_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\u2028\u2029\x85]")


def mend_spaces(cell: str, context: CellContext) -> Repair | None:
    """A cell as one line with single spaces; None if it is that already."""
    if not _UNTIDY.search(cell):
        return None
    tidy = " ".join(cell.split())
    if _LINE_BREAK.search(cell.strip()):
        return Repair("one line, without line breaks", "put a space in place of the line break", tidy)
    return Repair("one line, without spaces at its ends or twice in a row", "take the spaces out", tidy)


def find_error(cell: str, context: CellContext) -> Repair | None:
    """An error of a spreadsheet in place of the value."""
    if not _ERROR.fullmatch(cell.strip()):
        return None
    return Repair("a value, where the spreadsheet wrote an error", FROM_LAST_VERSION)


def find_formula(cell: str, context: CellContext) -> Repair | None:
    """Text that a spreadsheet would run as a formula."""
    if context.is_number or not cell.startswith(("=", "+", "-", "@")):
        return None
    advice = "begin with a word: a spreadsheet would run this as a formula"
    return Repair("text that does not start with =, +, - or @", advice)


def find_lost_id(cell: str, context: CellContext) -> Repair | None:
    """An id that has become a number or a date."""
    for kind, form in (("a number", _NUMBER), ("a date", _DATE)):
        if context.is_id and form.fullmatch(cell):
            return Repair("an id with a word in it", f"a spreadsheet turned the id into {kind}: {FROM_LAST_VERSION}")
    return None


def mend_quotes(cell: str, context: CellContext) -> Repair | None:
    """Smart quotes around a code, a date or a number. In prose they are right."""
    coded = context.is_id or context.is_date or context.is_number or "list" in context.field
    coded = coded or "enum" in context.field.get("constraints", {})
    if not coded or not any(sign in cell for sign in _SMART_QUOTES):
        return None
    bare = cell.strip(_SMART_QUOTES + "\"'")
    sure = bare.strip() and not any(sign in bare for sign in _SMART_QUOTES)
    return Repair("a value without quotation marks", "take the smart quotes out", bare if sure else None)


def mend_doubled(cell: str, context: CellContext) -> Repair | None:
    """UTF-8 that was read as Windows-1252 and saved again: “â€™” for “’”."""
    if cell.isascii():
        return None
    try:
        right = b"".join(_windows_byte(sign) for sign in cell).decode("utf-8")
    except UnicodeError:
        return None
    return Repair("each letter once", "UTF-8 was read as Windows-1252 and saved again", right)


def _windows_byte(sign: str) -> bytes:
    """A sign's byte in Windows-1252. The five bytes without a sign there stand for themselves, as in Windows."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def find_lost_letter(cell: str, context: CellContext) -> Repair | None:
    """A question mark in place of a letter that the saved encoding does not have."""
    if cell.startswith(("http://", "https://")) or not _LOST_LETTER.search(cell):
        return None
    return Repair("the letters themselves", f"the encoding of the file lost a letter: {FROM_LAST_VERSION}")
