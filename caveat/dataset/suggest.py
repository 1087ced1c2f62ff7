"""What somebody probably meant to write: the nearest allowed value."""

import re
from bisect import bisect
from collections.abc import Iterable, Mapping
from difflib import get_close_matches


def suggestion(text: str, allowed: Iterable[str], words: Mapping[str, str] | None = None) -> str:
    """A question that names the one allowed value of which a text is a slip of one or two letters; "" if none is.

    `words` has what readers see in place of a value. Another number is another thing, never a slip.
    """
    options = list(allowed)
    typed = _folded(text)
    meant = [option for option in options if words and typed == _folded(words.get(option, ""))]
    for edits in range(3):
        meant = meant or [option for option in options if _is_slip(typed, _folded(option), edits)]
    return f'did you mean "{meant[0]}"?' if len(meant) == 1 else ""


def nearest(text: str, allowed: Iterable[str]) -> str:
    """A question that names the allowed value most like a text, for readers who guess; "" if none is alike."""
    folded = {option.casefold(): option for option in allowed}
    matches = get_close_matches(text.strip().casefold(), folded, n=1, cutoff=0.6)
    return f'did you mean "{folded[matches[0]]}"?' if matches else ""


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().rstrip(".").casefold())


def _is_slip(typed: str, meant: str, edits: int) -> bool:
    # In a word of four letters, two others make another word; in a code of two, one does.
    if edits > bisect((3, 8), min(len(typed), len(meant))) or abs(len(typed) - len(meant)) > edits:
        return False
    return re.sub(r"\D", "", typed) == re.sub(r"\D", "", meant) and _differ_by(typed, meant, edits)


def _differ_by(first: str, second: str, edits: int) -> bool:
    """Whether so many letters added, lost, replaced or swapped lead from one text to the other."""
    same = next((place for place, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return abs(len(first) - len(second)) <= edits
    first, second = first[same:], second[same:]
    if not edits:
        return False
    ways = [(first[1:], second), (first, second[1:]), (first[1:], second[1:])]
    if first[:2] == second[1::-1]:
        ways.append((first[2:], second[2:]))
    return any(_differ_by(*way, edits - 1) for way in ways)
