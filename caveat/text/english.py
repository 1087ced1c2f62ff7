"""Counts and lists as English writes them."""

import re
from collections.abc import Sequence

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def counted(count: float, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 row", "1,871 rows"; `plural` if it is not the singular with an s."""
    return f"{count:,.0f} {singular if count == 1 else plural or f'{singular}s'}"


def number_word(count: int) -> str:
    """A whole number in words up to twelve: "three", "13"."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def and_list(parts: Sequence[str]) -> str:
    """Parts as English lists them: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def possessive(name: str) -> str:
    """A name before what belongs to it: "Ukraine’s", "the Netherlands’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def whole_sentences(text: str, most: int) -> str:
    """As many whole sentences as fit into `most` characters; a first one that is too long is cut after an item."""
    if len(text) <= most:
        return text
    ends = [end.end() for end in re.finditer(r"[.!?”](?=\s+[A-Z0-9“])", text[: most + 2])]
    if ends and ends[-1] > most / 3:
        return text[: ends[-1]]
    kept = text[: most - 2]
    return f"{re.sub(r'[,;:]? [^,;:]*$', '', kept)} …"


def capital_first(text: str) -> str:
    """The text with its first letter as a capital; "SCALP" stays as it is."""
    return text[:1].upper() + text[1:]
