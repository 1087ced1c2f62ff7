"""Decode a file as a spreadsheet saved it. UTF-8, UTF-16 and Windows-1252, byte order marks, line ends."""

import codecs
import re

from caveat.editing.spreadsheet.findings import Finding

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Three letters with accents in a row are in no Western European word of these tables: such bytes are Cyrillic or
# another code page.
_NOT_WESTERN = re.compile("[À-ÖØ-öø-ÿ]{3}")


def decode(raw: bytes) -> tuple[str, list[Finding]] | None:
    """The text of a file and what is not as it should be; None if its bytes have no certain meaning."""
    text, faults, line = _decode_text(raw)
    if text is None:
        return None
    # A mark and other line ends do readers no harm; Excel's own “CSV UTF-8” has them, so saving again would not help.
    advice = "save the file as “CSV UTF-8”" if any("text in" in fault for fault in faults) else ""
    if "\r\n" in text:
        faults.append("Windows line ends (CRLF)")
    elif "\r" in text:
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
    text = _decode_strictly(raw, "utf-8")
    return (text, [], 0) if text is not None else _decode_windows(raw)


def _decode_windows(raw: bytes) -> tuple[str | None, list[str], int]:
    """The text in Windows-1252, if nothing in it is UTF-8 or looks like another alphabet."""
    holds_utf8 = not raw.decode("utf-8", errors="ignore").isascii()
    text = _decode_strictly(raw, "cp1252")
    if text is None or holds_utf8 or _NOT_WESTERN.search(text):
        return None, [], 0
    first = next(index for index, byte in enumerate(raw) if byte > 127)
    return text, ["text in Windows-1252 (cp1252), not UTF-8,"], raw[:first].count(b"\n") + 1


def _decode_strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None
