"""Texts of pictures to publish: findings, credits, keys, alternative texts."""

from collections.abc import Sequence

from caveat.dataset.partial_dates import spoken_long
from caveat.dataset.sources import Source
from caveat.domain.query import View
from caveat.text.english import and_list
from caveat.text.share import CLOCK

LICENCE = "CC BY 4.0"
UNAVAILABLE = "The answer to this address cannot be shown at the moment: one of the tables is being mended."
SITE_PURPOSE = "What each weapon can reach, and what its supplier allows"
WHAT_WAS_ALLOWED = "What suppliers allowed"
NO_RECORD = "No record does not mean “not allowed”."
DISPUTED = "disputed"


def credits(sources: Sequence[str], note: str) -> list[str]:
    """The named sources and a note, from the version with every source to the one with a single source."""
    versions = []
    for count in range(min(len(sources), 40), 0, -1):
        left = len(sources) - count
        more = f" and {left} more" if left else ""
        head = "Source" if len(sources) == 1 else "Sources"
        versions.append(f"{head}: {', '.join(sources[:count])}{more}. {note}".strip())
    return versions or [note]


def named_source(source: Source) -> str:
    """A page as a credit names it: "AP (17 Nov 2024)", "Turan (citing AP, 17 Nov 2024)"."""
    if not source.published:
        return source.publisher
    if source.publisher.endswith(")"):
        return f"{source.publisher[:-1]}, {source.date})"
    return f"{source.publisher} ({source.date})"


def origin(address: str, release: str) -> str:
    """Who made the picture, under which licence, at which address, from which release."""
    shown = address.split("://", 1)[-1]
    return " · ".join(part for part in ("Graphic: Caveat", LICENCE, shown, f"release {release}") if part)


def brief_credit(address: str) -> str:
    """The one line under a preview card."""
    return " · ".join(part for part in ("Caveat", LICENCE, address.split("://", 1)[-1].split("?", 1)[0]) if part)


def on_the_day(subject: str, view: View) -> str:
    """What a picture shows, on which day, by which clock: "What suppliers allowed on 18 November 2024, …"."""
    return f"{subject} on {spoken_long(view.asof)}, {CLOCK[view.known]}"


def map_subject(system: str) -> str:
    """What a map shows."""
    return f"Where {system} could reach, and what was allowed,"


def rules_on(system: str) -> str:
    """What the card of a system shows."""
    return f"The rules on {system}"


def area_list(areas: Sequence[str], every: int) -> str:
    """The areas of one rule; all of them in two words."""
    return "All areas" if len(areas) == every else and_list(areas)


def alt(title: str, subtitle: str, sentences: Sequence[str]) -> str:
    """The alternative text: the finding, what the picture shows, then what it says."""
    return " ".join(f"{part.rstrip('.')}." for part in (title, subtitle, *sentences) if part)


def more_rows(count: int) -> str:
    """Under a table that has more rows than there is room for."""
    return f"{'One' if count == 1 else count} more on the page."
