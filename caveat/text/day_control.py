"""The words of the day control."""

from datetime import date

from caveat.dataset.partial_dates import spoken


def step_label(name: str, day: date | None) -> str:
    """The name of the link to the previous or next day with an entry, or what stands in its place."""
    if day is None:
        return f"No {'earlier' if name == 'previous' else 'later'} day with an entry"
    return f"{name.capitalize()} day with an entry, {spoken(day)}"


def entry_count(count: int) -> str:
    """How many entries came in on the day that is shown."""
    return "no entry that day" if count == 0 else "1 entry that day" if count == 1 else f"{count} entries that day"


def systems_label(count: int) -> str:
    """The name of the choice of systems; `count` were chosen."""
    return f"Systems: {count}" if count else "Systems"


SYSTEMS_HINT = "Nothing chosen: what the page shows by itself."
