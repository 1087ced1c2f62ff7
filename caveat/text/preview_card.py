"""Texts of the preview card: its name, and notes for no rule, too many rows or unusable tables."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken_long

SITE_NAME = "Caveat"
SITE_PURPOSE = "What each weapon can reach, and what its supplier allows"
UNAVAILABLE = "The answer to this address cannot be shown at the moment: one of the tables is being mended."


def rows_left_out(count: int) -> str:
    """The line under the rows where a view has more of them."""
    return "One more on the page." if count == 1 else f"{count} more on the page."


def no_rule_note(systems: Sequence[str], day: date) -> str:
    """In place of the rows where the log has no rule on any chosen system."""
    return (
        f"No supplier’s rule on {', '.join(systems)} is on record by {spoken_long(day)}. "
        "No record is not a prohibition."
    )
