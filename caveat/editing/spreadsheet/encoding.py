"""Decode a file as a spreadsheet saved it. UTF-8, UTF-16 and Windows-1252, byte order marks, line ends."""

import codecs
import re
import unicodedata
from collections.abc import Iterator

from caveat.editing.spreadsheet.findings import Finding

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# What else the bytes of a file may be: Windows, ISO, Macintosh, DOS and East Asian pages.
_OTHER_PAGES = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1258", "iso8859_2", "iso8859_5", "iso8859_15", "koi8_u"),
    *("mac_roman", "mac_latin2", "mac_cyrillic", "mac_greek", "mac_turkish", "cp437", "cp850", "cp852", "cp866"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
)
_UNCERTAIN = "bytes that are not UTF-8, and not certain which encoding"
_WORD = re.compile(r"[^\W\d_]+")
# The letters and signs of English and its neighbours; any other is a sign that Windows-1252 is the wrong page.
_WESTERN = set("àâäçèéêëîïôöùûüßñáíóúãõåæøœÀÂÄÇÈÉÊËÎÏÔÖÙÛÜÑÁÍÓÚÃÕÅÆØŒ‘’“”„‚–—…«»€£¥§°·×©®½¼¾\xa0")
# Controls, private and unknown signs, loose accents, boxes and signs of mathematics.
_IMPOSSIBLE = re.compile("C.|M.|Lm|S[kmo]")
_SINGLE = set("àáèéêíòóôùúåöæøÀÁÈÉÊÍÓÅÖÆØ")
# An English possessive or short form: "Starmer’s", "don’t", "the allies’ ".
_SHORT_FORM = re.compile(r"\b([A-Za-z]+)’(?:s|t|re|ve|ll|d|m)?(?!\w)")


def decode(raw: bytes) -> tuple[str, list[Finding]]:
    """The text of a file and what is not as it should be; "" if its bytes have no certain meaning."""
    text, faults, line = _decode_text(raw)
    if text is None:
        return "", [Finding(line, "", _UNCERTAIN, "text saved as UTF-8", "save the file again as “CSV UTF-8”", False)]
    # A mark does readers no harm; Excel's own “CSV UTF-8” has it, so saving again would not help.
    advice = "save the file as “CSV UTF-8”" if any("text in" in fault for fault in faults) else ""
    # Git may write Windows line ends by itself, so they alone are no fault.
    if "\r\n" in text and faults:
        faults.append("Windows line ends (CRLF)")
    elif "\r" in text.replace("\r\n", ""):
        faults.append("old Mac line ends (CR)")
    if not faults:
        return text, []
    expected = "UTF-8 without a byte order mark, each line ended by a line feed"
    return text, [Finding(line, "", " and ".join(faults).rstrip(","), expected, advice)]


def _decode_text(raw: bytes) -> tuple[str | None, list[str], int]:
    """The text, what is wrong with the encoding, and the first line that shows it."""
    for mark, name in _UTF16.items():
        if raw.startswith(mark):
            return _decode_strictly(raw[len(mark) :], name), ["text in UTF-16"], 0
    # Without a mark, every second byte of mostly English text is a NUL.
    start = raw[:400]
    if start.count(0) * 3 > len(start) > 0:
        return _decode_strictly(raw, "utf-16-be" if start[0] == 0 else "utf-16-le"), ["text in UTF-16"], 0
    if raw.startswith(codecs.BOM_UTF8):
        return _decode_strictly(raw[3:], "utf-8"), ["a byte order mark (BOM)"], 1
    try:
        return _without_nul(raw.decode("utf-8")), [], 0
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _decode_windows(raw), ["text in Windows-1252 (cp1252), not UTF-8,"], line


def _decode_windows(raw: bytes) -> str | None:
    """The text in Windows-1252; None if it is no Western text, or another page makes other words of the same bytes."""
    text = _decode_strictly(raw, "cp1252")
    if text is None or not raw.decode("utf-8", errors="ignore").isascii():  # some of it is UTF-8
        return None
    # Where a word ends is found in one pass: a pattern for words with such a letter would look at a long one without
    # again and again.
    words = {word for word in re.findall(r"[\S\x80-\U0010ffff]+", text) if not word.isascii()}
    if not all(_is_western(word) for word in words):
        return None
    sure = _sure_signs(text)
    for page in _OTHER_PAGES:
        if any(_decode_strictly(sign.encode("cp1252"), page) != sign for sign in sure):
            continue
        other = [_decode_strictly(word.encode("cp1252"), page) for word in words]
        if all(word is not None and _may_be_text(word) for word in other) and set(other) != words:
            return None
    return text


def _sure_signs(text: str) -> set[str]:
    """The signs that stand where only they can: apostrophes of English words, pairs of quotation marks."""
    sure = set()
    stems = set(_SHORT_FORM.findall(text))
    known = set(re.findall(r"(?<![^\W\d_])[A-Za-z]{3,}(?![’\w])", text))
    if len([stem for stem in stems if len(stem) > 3]) > 2 or (stems and stems <= known):
        sure.add("’")
    pairs = len(re.findall(r"(?<![\w’])“[^“”\n]*[^\s“”]”(?!\w)", text))
    if pairs and pairs == text.count("“") == text.count("”"):
        sure |= {"“", "”"}
    return sure


def _is_western(word: str) -> bool:
    """Whether a word has the letters and signs of a Western European text, each at a place of its own."""
    if any(sign > "\x7f" and sign not in _WESTERN for sign in word):
        return False
    runs = re.findall(r"[^\W\d_]+", word)
    odd = any(len(run) > 1 and run.isalpha() and not re.search("[A-Za-z]", run) for run in runs)
    return not odd and not re.search("[À-ÖØ-öø-ÿŒœ]{3}", word) and _may_be_text(word)


def _may_be_text(word: str) -> bool:
    """Whether a word can be one of any language: one script, no capital after a small letter, signs where they fit."""
    if any(_IMPOSSIBLE.fullmatch(unicodedata.category(sign)) and sign not in "°©®±×" for sign in word if sign > "\x7f"):
        return False
    if "ﬀ" <= max(word) <= "ﬆ" or not all(map(_stands_right, word, word[1:])):
        return False
    if any(map(_is_capital_within, word, word[1:], word[2:])):
        return False
    if any(sign > "\x7f" and sign not in "’‘–—" for sign in re.findall(r"(?<=\w)\W(?=\w)", word)):
        return False
    return all(
        len(set(scripts_of(run))) == 1 and (len(run) > 1 or run < "\x7f" or run in _SINGLE or "А" <= run <= "ӿ")
        for run in _WORD.findall(word)
    )


def _is_capital_within(before: str, sign: str, after: str) -> bool:
    return sign > "\x7f" and before.isalpha() and sign.isupper() and after.islower()


def _stands_right(first: str, second: str) -> bool:
    """Whether two signs may follow each other: no letter with an accent beside a digit, no paragraph sign in a word."""
    if max(first, second) < "\x80":
        return True
    kinds = {unicodedata.category(sign)[0] for sign in (first, second)}
    odd = kinds == {"L", "N"} or (kinds & {"L", "N"} and not {first, second}.isdisjoint("†‡‰¶§｡｢｣､･"))
    return not odd and not (first.islower() and second.isupper())


def scripts_of(word: str) -> Iterator[str]:
    """The script of each letter of a word: LATIN, CYRILLIC, GREEK; the scripts of East Asia are one."""
    for letter in word:
        script = unicodedata.name(letter, "OTHER").split()[0].split("-")[0]
        yield "CJK" if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "HALFWIDTH") else script


def _without_nul(text: str) -> str | None:
    return None if "\0" in text else text


def _decode_strictly(raw: bytes, name: str) -> str | None:
    try:
        return _without_nul(raw.decode(name))
    except UnicodeDecodeError:
        return None
