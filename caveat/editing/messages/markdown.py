"""Write sentences as Markdown in which signs of the data stand for themselves, and shorten a comment."""

import re
import unicodedata
from collections.abc import Iterable

_SIGNS = "\\`*_[]<>|!~&"
# A longer sentence is cut: a cell may hold a whole file.
MAX_SENTENCE = 1_000


def as_list(sentences: Iterable[str]) -> str:
    """A list with an entry for each sentence."""
    return "\n".join(f"- {escape(_cut(sentence))}" for sentence in sentences)


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= MAX_SENTENCE else f"{sentence[:MAX_SENTENCE]} … ({len(sentence)} characters)"


def escape(text: str) -> str:
    """The text on one line, as it stands: nothing in it is Markdown or HTML, calls a user or names an issue."""
    line = "".join(_visible(sign) for sign in " ".join(text.split()))
    escaped = "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in line).replace("-\\>", "→")
    # What names users and issues is found after Markdown was read, so a backslash is no help: a blank without width is.
    return re.sub(r"[@#](?=\w)", lambda sign: f"{sign[0]}&#8203;", escaped)


def _visible(sign: str) -> str:
    """A sign that cannot be seen, or turns the direction of the text, by its number."""
    return f"(U+{ord(sign):04X})" if unicodedata.category(sign) in ("Cc", "Cf", "Cs") else sign


def shorten(text: str, limit: int, where: str) -> str:
    """The whole lines of a text that fit; where it was cut it says so, and where the whole is."""
    if len(text) <= limit:
        return text
    last = f"\n\n**Cut here**, because a comment holds {limit:,} characters. {where}\n"
    kept = text[: limit - len(last)]
    return kept[: kept.rfind("\n") + 1].rstrip() + last
