"""The page of one system in words: its question and the values of its fields."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.domain.case import Case
from caveat.domain.rule_log import RuleChange
from caveat.text.english import and_list, counted
from caveat.text.labels import CERTAINTY
from caveat.text.transfers import NOT_DELIVERED

KIND = {
    "ballistic_missile": "ballistic missile",
    "cruise_missile": "cruise missile",
    "rocket": "rocket",
    "glide_bomb": "glide bomb",
}
SUPPLIED = {
    "yes": "Yes, confirmed by its supplier",
    "reported": "Reported, not confirmed",
    "no": "No transfer in any page found",
    "delivery_confirmed": "Yes, confirmed by its supplier",
    "delivery_reported": "Reported, not confirmed",
    "used": NOT_DELIVERED["used"],
    **dict.fromkeys(("pledged", "announced", "contracted"), NOT_DELIVERED["promised"]),
    "refused": NOT_DELIVERED["refused"],
    "requested": NOT_DELIVERED["requested"],
}
FIELD = {
    "kind": "What it is",
    "designation": "Designation",
    "manufacturer": "Maker",
    "origin_countries": "Origin",
    "launch_mode": "Launched from",
    "introduced": "In service since",
}
LAUNCH = {"ground": "the ground", "air": "the air", "sea": "the sea"}
NOT_FOUND = "not found in the pages read"
# The spreadsheets of the page by the name of their export.
FILES = {"changes": "all rules to this day", "states": "the rules of the day", "claims": "published figures"}
LIST_QUESTION = "Which systems are covered?"
LIST_CONTEXT = "Those that were given or asked for, and those that the debate named beside them."
LIST_AGE = "The list is the same on every day; the page of each system follows the day."


def list_headline(count: int) -> str:
    """How many systems the list has, without a full stop."""
    return f"{counted(count, 'system or variant is', 'systems and variants are')} covered"


def supplied(value: str, recipient: str) -> tuple[str, str]:
    """Whether a system was supplied, or how far that had got, as a label and its value.

    `recipient` is its name within a sentence.
    """
    return f"Supplied to {recipient}", SUPPLIED.get(value) or f"Made in {recipient}"


def page_question(name: str, day: date) -> str:
    """The title of the page."""
    return f"What is known about {name} on {spoken_long(day)}?"


def first_allowed(change: RuleChange, names: Case) -> str:
    """Since when the system was allowed at all, and on whose word."""
    where = names.territory(change.territory).in_rule
    return f"First allowed {where}: {spoken(change.effective_text)} ({CERTAINTY[change.certainty]}). {change.summary}"


def issues_intro(issues: Sequence[str]) -> str:
    """On which issues the listed statements are, besides those that name the system; "" if there are none."""
    if not issues:
        return ""
    named = and_list([f"“{issue}”" for issue in issues])
    return f"On the {'issues' if issues[1:] else 'issue'} {named}, and on others where this system is named."


def unknown_system_note(system_id: str) -> str:
    """A note for an id that no system has."""
    cut = " ".join(system_id.split())
    cut = f"{cut[:40]}…" if len(cut) > 40 else cut
    return f"The address asks for id={cut}, which no system has. Shown instead: the list of all systems."
