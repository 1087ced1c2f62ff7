"""Text that a spreadsheet spoiled: errors, formulas, ids turned to numbers or dates, smart quotes around codes, letters lost or doubled."""

import re

from caveat.editing.spreadsheet.findings import FROM_LAST_VERSION, RUN_FORMAT, Place, Verdict

_ERROR = re.compile(
    r"#(NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!|SPILL!|NV|BEZUG!|WERT!|ZAHL!|NOM\?|VALEUR!|NOMBRE!)|#{3,}"
)
_NUMBER = re.compile(r"\d+([.,]\d+)*([eE][+-]?\d+)?")
_DATE = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}( 00:00(:00)?)?|\d{1,2}[. -]+(?:[A-Z][^\W\d_]{2,8})\.?([ -]\d{2,4})?|(?:[A-Z][^\W\d_]{2,8})\.?[- ]\d{2,4}"
)
_SMART = "“”„‟‘’‚«»"
_LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|\?{3,}")


def errors(cell: str, place: Place) -> Verdict | None:
    """An error of a spreadsheet in place of the value."""
    if not _ERROR.fullmatch(cell.strip()):
        return None
    return Verdict("a value, where the spreadsheet wrote an error", FROM_LAST_VERSION)


def formulas(cell: str, place: Place) -> Verdict | None:
    """Text that a spreadsheet would run as a formula."""
    if place.is_number or not cell.startswith(("=", "+", "-", "@")):
        return None
    return Verdict(
        "text that does not start with =, +, - or @", "begin with a word: a spreadsheet would run this as a formula"
    )


def ids(cell: str, place: Place) -> Verdict | None:
    """An id that has become a number or a date."""
    if not place.is_id:
        return None
    if _NUMBER.fullmatch(cell):
        return Verdict("an id with a word in it", f"a spreadsheet turned the id into a number: {FROM_LAST_VERSION}")
    if _DATE.fullmatch(cell):
        return Verdict("an id with a word in it", f"a spreadsheet turned the id into a date: {FROM_LAST_VERSION}")
    return None


def quotes(cell: str, place: Place) -> Verdict | None:
    """Smart quotes around a code, a date or a number. In prose they are right."""
    coded = (
        place.is_id
        or place.is_date
        or place.is_number
        or "enum" in place.field.get("constraints", {})
        or "list" in place.field
    )
    if not coded or not any(sign in cell for sign in _SMART):
        return None
    bare = cell.strip(_SMART + "\"'")
    if not bare.strip() or any(sign in bare for sign in _SMART):
        return Verdict("a value without quotation marks", "take the smart quotes out")
    return Verdict("a value without quotation marks", f"take the smart quotes out; {RUN_FORMAT}", bare)


def doubled(cell: str, place: Place) -> Verdict | None:
    """UTF-8 that was read as Windows-1252 and saved again: “â€™” for “’”."""
    if cell.isascii():
        return None
    try:
        right = b"".join(_byte(sign) for sign in cell).decode("utf-8")
    except UnicodeError:
        return None
    return Verdict("each letter once", f"UTF-8 was read as Windows-1252 and saved again; {RUN_FORMAT}", right)


def _byte(sign: str) -> bytes:
    """A sign's byte in Windows-1252; the five bytes without a sign there stand for themselves, as Windows has it."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def lost(cell: str, place: Place) -> Verdict | None:
    """A question mark where a letter was that the saved encoding does not have."""
    if cell.startswith(("http://", "https://")) or not _LOST.search(cell):
        return None
    return Verdict("the letters themselves", f"the encoding of the file lost a letter: {FROM_LAST_VERSION}")
