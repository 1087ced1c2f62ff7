"""The quiet marks of weak and old values: a few words for the value, one sentence for what stands behind it."""

from caveat.dataset.partial_dates import spoken

# Why a row is weak -> the mark, and the sentence.
WEAK_EVIDENCE = {
    "single": ("1 source", "Rests on one source."),
    "origin": ("1 publisher", "Its sources go back to one publisher, so they are one witness."),
    "copies": ("copy only", "Only a copy or digest of another’s report was read, not the original."),
}
# What is missing where nothing newer was found, by table.
_OLD = {
    "claims": "not stated again since",
    "transfers": "no newer step since",
    "positions": "no newer statement since",
    "aid": "no newer figure since",
    "context": "not said again since",
}
_CONFIRMED = "not confirmed since"


def unconfirmed_badge(table: str, newest: str) -> str:
    """The mark of a row that nothing confirms: "not confirmed since 23 Nov 2024"."""
    return f"{_OLD.get(table, _CONFIRMED)} {spoken(newest)}"


def unconfirmed_sentence(table: str, newest: str, allowed: int, day: str) -> str:
    """The same as a sentence, with the limit of the table and the day that it is counted to (spoken)."""
    said = unconfirmed_badge(table, newest)
    return f"{said[0].upper()}{said[1:]}: by {day} more than {allowed} days had passed, the limit for this table."


NOT_WEAK = "Several pages of different publishers, and new enough: nothing here is marked as weak."

# Before a note on a page that shows what was known then: whoever wrote it knew what came after.
IN_HINDSIGHT = "Note, in hindsight:"
