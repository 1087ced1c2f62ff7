"""Texts of the preview card: notes for no rule and for tables that cannot be used."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken_long

SITE_PURPOSE = "What each weapon can reach, and what its supplier allows"
UNAVAILABLE = "The answer to this address cannot be shown at the moment: one of the tables is being mended."


def no_rule_note(systems: Sequence[str], day: date) -> str:
    """In place of the rows where the log has no rule on any chosen system."""
    return (
        f"No supplier’s rule on {', '.join(systems)} is on record by {spoken_long(day)}. "
        "No record is not a prohibition."
    )
