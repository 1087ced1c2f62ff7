"""Texts of pictures to publish: findings, credits, keys, alternative texts."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.dataset.sources import Source
from caveat.domain.query import View
from caveat.text.day_comparison import ChangeWords
from caveat.text.english import and_list, capital_first, counted
from caveat.text.labels import STATUS_SHORT
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


BRIEF_CREDIT = f"Caveat · {LICENCE}"


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


def strip_subject(title: str, view: View) -> str:
    """What the strip shows, by which clock."""
    return f"{title}, {CLOCK[view.known]}"


def more_rows(count: int) -> str:
    """Under a table that has more rows than there is room for."""
    return f"{'One' if count == 1 else count} more on the page."


WHO_SAID_WHAT = "Who said what"
NUMBERS = "Published numbers"
AID = "Published figures"
NEVER_ADDED = "Measures and figures overlap and are never added."
FURTHEST_STEP = "How far each supplier got"
BEST_SOURCES = "The best source behind each answer"
PALE_NOTE = "Full: official; pale: reported or inferred."
STRIP_NOTE = f"{PALE_NOTE} A thin line over a bar: freer in a smaller area."
PALER = "Paler: no newer entry, assumed unchanged."
QUALIFIER = {
    "exactly": "a figure",
    "about": "about",
    "at_least": "at least, more than",
    "up_to": "up to",
    "between": "from … to",
}


def window(subject: str, start: date, end: date, view: View) -> str:
    """What a chart over time shows: "Use inside Russia from 24 Feb 2022 to 18 November 2024, …"."""
    aside = "" if end <= view.asof else f"; the day is {spoken_long(view.asof)}"
    return f"{subject} from {spoken(start)} to {spoken_long(end)}, {CLOCK[view.known]}{aside}"


def until(subject: str, view: View) -> str:
    """What a picture shows up to the day."""
    return f"{subject} up to {spoken_long(view.asof)}, {CLOCK[view.known]}"


def bar_word(status: str) -> str:
    """The word of a status in a bar."""
    return STATUS_SHORT[status]


def figures_title(attribute: str, named: Sequence[tuple[str, str]]) -> str:
    """The lowest and the highest headline figure: "Range: from 80 km (GMLRS) to more than 500 km (Taurus)"."""
    if not named:
        return f"{attribute}: no figure was chosen as the headline"
    (low, low_figure), (high, high_figure) = named[0], named[-1]
    if len(named) == 1:
        return f"{attribute} of {low} as published: {low_figure}"
    return f"{attribute} as published: from {low_figure} ({low}) to {high_figure} ({high})"


def claims_subject(claims: int, systems: int, log: bool) -> str:
    """What the chart of figures shows, and on which scale."""
    scale = "logarithmic scale" if log else "scale from zero"
    about = f" on {systems} systems" if systems > 1 else ""
    return f"{counted(claims, 'published figure')}{about}, of all dates; in bold the headline figure; {scale}"


def claim_count(count: int) -> str:
    """After the name of a block of claims."""
    return counted(count, "claim")


def deliveries_title(delivered: Sequence[str], refused: Sequence[str], day: date) -> str:
    """What was delivered and what refused by a day."""
    if not delivered:
        return f"By {spoken_long(day)} no undisputed delivery was on record"
    said = f"Delivered by {spoken_long(day)}: {and_list(list(delivered))}"
    return f"{said}. Refused: {and_list(list(refused))}" if refused else said


def story_title(sentence: str) -> str:
    """How many facts of the article hold: "Of 48 facts in the founding article …"."""
    return f"The founding article: {sentence.rstrip('.')}"


WHY = "Why, and how sure"
CONSENT_HEADS = ("", "The supplier’s rule", "Another state’s rule", "So, on the day")


def compared(question: str, view: View) -> str:
    """Which two days a picture compares, by which clock."""
    return f"{question} {capital_first(CLOCK[view.known])}"


def change_sentence(said: ChangeWords) -> str:
    """A change in a sentence: "ATACMS, the Kursk area: not allowed, now allowed (reported, 17 Nov 2024)"."""
    return f"{said.system}, {said.area}: {said.was}, now {said.now} ({said.sure})"


def rules_for(place: str) -> str:
    """What the picture of two rules shows."""
    return f"Whose yes it took to fire {place}"
