"""Text that a spreadsheet spoiled. Errors, formulas, ids as numbers or dates, smart quotes, lost letters, spaces."""

import re

from caveat.dataset.tables import WITHDRAWN
from caveat.editing.spreadsheet.findings import FROM_LAST_VERSION, CellContext, Repair

# "#REF!", "#¡VALOR!", "#ССЫЛКА!", "#N/A", "#DIV/0", "#########", "Err:502", in any language of a spreadsheet.
_ERROR = re.compile(
    r"(?<![\w#])#¡?(?=[^\W_]*[^\W\d_])[^\W_a-z]+(?:[/ ]?[^\W_a-z]+)?[!?]"
    r"|#(?:N/?[AVDF]|Н/Д|DIV/0|BUSY|[A-Z]+_DATA)(?!\w)|#{3,}|\bErr:\d{3}\b"
)
# What programs and people write where nothing is known.
_PLACEHOLDER = re.compile(
    r"nan|none|null|nil|void|<na>|nat|n\.? ?/? ?a\.?|not (?:available|applicable)|tb[adc]|to ?do"
    r"|to be (?:done|confirmed)|undefined|empty|\(?blank\)?|missing|x{2,}"
    r"|loading(?:\.{3}|…)?|[-–—−_.?*/\\]+|k\. ?a\.|keine angabe|s\. ?o\.|n/[cdsv]",
    re.IGNORECASE,
)
_LONGEST = 20
# What a box that is ticked or not leaves, or a mark, where a reason belongs; in four languages.
_NO_REASON = re.compile(
    r"true|false|yes|no|[a-zа-яії01✓✔✗✘]|ja|nein|wahr|falsch|oui|non|vrai|faux|так|ні|істина|хибність|withdrawn|withdraw",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"""\\["']""")
_NUMBER = re.compile(r"\d+([.,]\d+)*([eE][+-]?\d+)?")
_DATE = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}( 00:00(:00)?)?"
    r"|\d{1,2}[. -]+(?:[A-Z][^\W\d_]{2,8})\.?([ -]\d{2,4})?|(?:[A-Z][^\W\d_]{2,8})\.?[- ]\d{2,4}"
)
_SMART_QUOTES = "“”„‟‘’‚«»"
# A question mark within a word, before one, or after one where no sentence ends.
_LOST_LETTER = re.compile(
    r"\ufffd|\w[?¿]\w|\?{3,}|(?:^|[\s(\[“‘\"'«])\?+\w|\w\?(?: +(?=[^\W\d_A-Z])(?![A-ZÀ-Þ])|[,;:]|\.(?!\.)|-\w)"
)
# French alone has a space before the mark.
_LONE_MARK = re.compile(r"\s\?+(?!\S)")
_QUESTION = re.compile(r"(?:wh|how|is|are|was|will|can|could|do|did|has|have|should|may|must)", re.IGNORECASE)
_MARK = re.compile(r"[?¿\ufffd]")
_ADDRESS = re.compile(r"https?://\S+")
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
    if not ("#" in cell or "Err:" in cell) or not _ERROR.search(_ADDRESS.sub("", cell)):
        return None
    return Repair("a value, where the spreadsheet wrote an error", FROM_LAST_VERSION)


def find_placeholder(cell: str, context: CellContext) -> Repair | None:
    """A word or a sign in place of a value that is not known, unless the column means something by it."""
    if len(cell) > _LONGEST or not _PLACEHOLDER.fullmatch(cell.strip()):
        return None
    rules = context.field.get("constraints", {})
    allowed = {*rules.get("enum", ()), *context.field.get("list", {}).get("enum", ())}
    if cell in allowed or (context.is_coded and cell == "NA"):
        return None
    if rules.get("required"):
        return Repair("a value", "write the value, or leave the row out until it is known")
    return Repair("a value, or nothing", "write the value, or leave the cell blank")


def find_no_reason(cell: str, context: CellContext) -> Repair | None:
    """A mark where a withdrawn row gives its reason: the row would be withdrawn in any case, even by “no”."""
    if context.name != WITHDRAWN or not _NO_REASON.fullmatch(cell.strip()):
        return None
    return Repair("the reason in words, or nothing", "write why the row is withdrawn, or leave the cell blank")


def find_escaped(cell: str, context: CellContext) -> Repair | None:
    """A quotation mark with a backslash before it, as some programs write one."""
    if not _ESCAPED.search(cell):
        return None
    return Repair("quotation marks without a backslash", "write a mark within a cell twice, and no backslash")


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
    if not (context.is_coded or context.is_date or context.is_number) or not any(
        sign in cell for sign in _SMART_QUOTES
    ):
        return None
    bare = cell.strip(_SMART_QUOTES + "\"'")
    sure = bare.strip() and not any(sign in bare for sign in _SMART_QUOTES)
    return Repair("a value without quotation marks", "take the smart quotes out", bare if sure else None)


def mend_doubled(cell: str, context: CellContext) -> Repair | None:
    """UTF-8 that was read as Windows-1252 and saved again: “â€™” for “’”; named if it was read as another page."""
    if cell.isascii():
        return None
    try:
        right = b"".join(_windows_byte(sign) for sign in cell).decode("utf-8")
    except UnicodeError:
        return _find_doubled(cell)
    return Repair("each letter once", "UTF-8 was read as Windows-1252 and saved again", right)


def _find_doubled(cell: str) -> Repair | None:
    for page, name in (("mac_roman", "Mac Roman"), ("cp850", "a DOS page"), ("cp1251", "Windows-1251")):
        try:
            right = cell.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        return Repair("each letter once", f"UTF-8 was read as {name} and saved again: was it “{right}”?")
    return None


def _windows_byte(sign: str) -> bytes:
    """A sign's byte in Windows-1252. The five bytes without a sign there stand for themselves, as in Windows."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def find_lost_letter(cell: str, context: CellContext) -> Repair | None:
    """A question mark in place of a letter or a sign that the saved encoding does not have."""
    if not _MARK.search(cell):
        return None
    text = _ADDRESS.sub("", cell)
    # A name or a figure is no question.
    is_name = context.name != "title" and len(text.split()) < 4 and not _QUESTION.match(text)
    is_lost = _LOST_LETTER.search(text) or (context.row.get("language") != "fr" and _LONE_MARK.search(text))
    if not is_lost and not (is_name and text.endswith("?")):
        return None
    advice = f"the encoding of the file lost a letter: {FROM_LAST_VERSION}"
    return Repair("the letters themselves", advice)
