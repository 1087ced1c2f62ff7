"""The words of DATA_CHANGES.md and of the command that writes it."""

from datetime import date

from caveat.dataset.partial_dates import spoken

NO_ENTRY = "the file has no entry of a release yet; name the revision that the first one begins with"


def nothing(since: str) -> str:
    """What the command says when there is nothing to write."""
    return f"Nothing changed in the facts since {since}; no entry is written."


def not_held(release: str) -> str:
    """Why the last recorded release cannot be compared with."""
    return f"no revision holds the data of release {release}, the last one with an entry; commit the data, or name a revision"


def entry(release: str, since: str, revision: str, today: date, changes: str) -> str:
    """One entry. `since` is the release before it, "" where only the revision is known; `changes` is the difference as Markdown."""
    before = f"release {since} (revision {revision[:10]})" if since else f"revision {revision}"
    return f"## Release {release}, {spoken(today)}\n\nSince {before}.\n\n{changes}\n"


def written(name: str, release: str, sentences: int) -> str:
    """What the command says when it has written."""
    return f"{name}: an entry for release {release} with {sentences} {'sentence' if sentences == 1 else 'sentences'}."
