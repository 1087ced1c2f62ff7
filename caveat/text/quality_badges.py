"""Badges of weak and old values: a few words beside the value, and a sentence with the reason."""

from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.text.english import capital_first

# Why a row is weak -> the badge, and the sentence.
WEAK_EVIDENCE = {
    "single": ("1 source", "Rests on one source."),
    "origin": ("1 publisher", "Its sources go back to one publisher, so they are one witness."),
    "copies": ("copy only", "Only a copy or digest of another’s report was read, not the original."),
}
# What is missing if nothing newer was found, by table.
_OLD = {
    "claims": "not stated again since",
    "transfers": "no newer step since",
    "positions": "no newer statement found since",
    "aid": "no newer figure since",
    "context": "not said again since",
    "quantities": "not stated again since",
}


def unconfirmed_badge(table: str, newest: str) -> str:
    """The badge of a row after which nothing came: "not confirmed since 23 Nov 2024"."""
    return f"{_OLD.get(table, 'not confirmed since')} {spoken(newest)}"


def unconfirmed_sentence(badge: str, allowed: int, day: date) -> str:
    """The same as a sentence, with the limit of the table and the day that it is counted to."""
    return f"{capital_first(badge)}: by {spoken(day)} more than {allowed} days had passed, the limit for this table."


# Before a note on a page that shows what was known then: whoever wrote it knew what came after.
IN_HINDSIGHT = "Note, in hindsight:"
