"""The feed in words: title, subtitle, and how sure an entry is."""

from collections.abc import Sequence

from caveat.domain.rule_history import LogEntry
from caveat.text.labels import CERTAINTY

TITLE = "Caveat: what suppliers allow"
RIGHTS = "Creative Commons Attribution 4.0 (CC BY 4.0)"
DISPUTED = "Sources contradict each other, so this entry does not count."


def feed_title(chosen: Sequence[str]) -> str:
    """The feed's title, with the names of the systems and suppliers that it is limited to."""
    return f"{TITLE}: {', '.join(chosen)}" if chosen else TITLE


def feed_subtitle(most: int) -> str:
    """What the feed holds."""
    return (
        "Changes of policy on long-range weapons for Ukraine, each on the day on which the public learned of "
        f"it; the newest {most}."
    )


def certainty_sentence(entry: LogEntry) -> str:
    """How sure an entry is, as a sentence."""
    if entry.kind == "disputed":
        return DISPUTED
    return f"Certainty: {CERTAINTY[entry.change.certainty]}."
