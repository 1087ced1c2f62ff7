"""What somebody probably meant to write: the nearest allowed value."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggestion(text: str, allowed: Iterable[str]) -> str:
    """A question that names the allowed value most like a text; "" if none is alike."""
    options = list(allowed)
    folded = {option.casefold(): option for option in options}
    matches = get_close_matches(text.strip().casefold(), folded, n=1, cutoff=0.6)
    return f'did you mean "{folded[matches[0]]}"?' if matches else ""
