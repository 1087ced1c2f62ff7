"""The words of the day control."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.text.english import and_list, counted


def step_label(name: str, day: date | None) -> str:
    """The name of the link to the previous or next day with an entry, or what stands in its place."""
    if day is None:
        return f"No {'earlier' if name == 'previous' else 'later'} day with an entry"
    return f"{name.capitalize()} day with an entry, {spoken(day)}"


def entry_count(count: int) -> str:
    """How many entries came in on the day that is shown."""
    return f"{counted(count, 'entry', 'entries') if count else 'no entry'} on the rules that day"


def systems_label(count: int) -> str:
    """The name of the choice of systems; `count` were chosen."""
    return f"Systems: {count}" if count else "Systems"


def unfollowed_systems(names: Sequence[str]) -> str:
    """That a page is the same for every choice of systems."""
    chosen = and_list(names) if len(names) < 3 else "systems"
    return f"The choice of {chosen} does not change this page."


# On a page of one day, where the address names two.
ONE_DAY = "This page shows the later day alone."
SYSTEMS_HINT = "Nothing chosen: what the page shows by itself."
