"""Signs that nobody sees, and letters that look like others. Zero width, NBSP, decomposed and foreign letters."""

import re
import unicodedata

from caveat.editing.spreadsheet.encoding import scripts_of
from caveat.editing.spreadsheet.findings import CellContext, Repair

_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800]")
# What shapes the letters of Arabic, Indic and East Asian text, and emoji, stays there.
_HIDDEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![\u0590-\u1fff\u2190-\U000dffff])[\u200c-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Where a word ends and another begins at such a sign, a space may have been meant.
_BETWEEN_WORDS = re.compile("(?<=[^\\W\\d_A-Z])[\u200b-\u200d\u2060\ufeff](?=[A-Z])")
# Printers' ligatures, wide and mathematical letters; wide ones are right in East Asian text.
_STYLED = re.compile("[\ufb00-\ufb06\U0001d400-\U0001d7ff]")
_WIDE = re.compile("[\uff01-\uff5e]")
_EAST_ASIAN = re.compile("[\u3001-\u9fff\uac00-\ud7af]")
_LOOK_ALIKES = set(
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅУԌԚԜ"  # Cyrillic
    "ονρυικαΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # Greek
    "օսոհցյ"  # Armenian
)
_ALPHABETS = {
    *("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN"),
    *("HEBREW", "ARABIC", "SYRIAC", "THAANA", "NKO"),
}
_WORD = re.compile(r"[^\W\d_]+")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def mend_signs(cell: str, context: CellContext) -> Repair | None:
    """A cell without signs that nobody sees, with plain spaces and letters in one piece; None if it is that already."""
    if cell.isascii():
        return None
    if between := _BETWEEN_WORDS.search(cell):
        return Repair("signs that can be seen", f"put a space or nothing in place of {_sign_name(between[0])}")
    mended = _STYLED.sub(_plain, _SPACES.sub(" ", _HIDDEN.sub("", cell)))
    if not _EAST_ASIAN.search(mended):
        mended = _WIDE.sub(_plain, mended)
    mended = unicodedata.normalize("NFC", mended)
    if mended == cell:
        return None
    sign = next((old for old in cell if not old.isascii() and old not in mended), max(cell))
    advice = f"put plain letters and spaces in place of {_sign_name(sign)}"
    return Repair("signs that can be seen, each letter in one piece", advice, mended)


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _sign_name(sign: str) -> str:
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'a control').lower()})"


def find_unprintable(cell: str, context: CellContext) -> Repair | None:
    """A control or a sign of no alphabet, which a wrong encoding leaves."""
    for sign in cell if not cell.isprintable() else "":
        if unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and not sign.isspace():
            return Repair("signs that can be seen", f"look up what stood in place of {_sign_name(sign)}")
    return None


def find_look_alike(cell: str, context: CellContext) -> Repair | None:
    """A letter of another alphabet in a word, or in place of a word, that readers take for a Latin one."""
    if cell.isascii():
        return None
    words = [(word, list(scripts_of(word))) for word in _WORD.findall(cell)]
    # A quotation in another alphabet has letters that no Latin word has.
    foreign = any("LATIN" not in scripts and not set(word) <= _LOOK_ALIKES for word, scripts in words)
    latin = context.is_coded or any("LATIN" in scripts for _, scripts in words)
    for word, scripts in words:
        used = set(scripts) & _ALPHABETS
        if len(used) > 1 and not (foreign and _is_inflected(scripts)):
            rare = min(used, key=lambda script: (scripts.count(script), script == "LATIN"))
            return _look_alike(word, scripts.index(rare), rare)
        if latin and not foreign and "LATIN" not in used and used and set(word) <= _LOOK_ALIKES:
            return _look_alike(word, 0, scripts[0])
    return None


def _is_inflected(scripts: list[str]) -> bool:
    """Whether a word is a Latin name with the ending of another language: "ATACMSів"."""
    latin = scripts.count("LATIN")
    return latin > 1 and set(scripts[:latin]) == {"LATIN"} and len(scripts) - latin < 5


def _look_alike(word: str, place: int, script: str) -> Repair:
    which = f"the {_ORDINALS[place]} letter" if place < len(_ORDINALS) else f"letter {place + 1}"
    advice = f"in “{word}” {which} is a {script.capitalize()} {word[place]}, U+{ord(word[place]):04X}: type it anew"
    return Repair("letters of one alphabet in a word", advice)
