"""The page of one system in words: what it is, how rules reach a variant, later rows, its citation."""

from datetime import date

from caveat.dataset.partial_dates import spoken_long
from caveat.domain.rule_log import Clock
from caveat.text.english import and_list
from caveat.text.positions import ISSUE

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
    "domestic": "Made in Ukraine",
}
FIELD = {
    "kind": "What it is",
    "designation": "Designation",
    "manufacturer": "Maker",
    "origin_countries": "Origin",
    "launch_mode": "Launched from",
    "introduced": "In service since",
    "supplied_to_ukraine": "Supplied to Ukraine",
}
LAUNCH = {"ground": "the ground", "air": "the air", "sea": "the sea"}
NOT_FOUND = "not found in the pages read"
RULES_HEADING = "What was allowed on the day"
FIGURES_HEADING = "Published figures"
CHANGES_HEADING = "What changed"
# What the list of changes has, for its note where it has none.
RULE_NOUN = "rule"
LIST_QUESTION = "Which systems are covered?"
LIST_CONTEXT = "The four of the founding week of November 2024, and the systems that the debate named beside them."


def page_question(name: str, day: date) -> str:
    """The title of the page."""
    return f"What is known about {name} on {spoken_long(day)}?"


def unknown_system_note(system_id: str) -> str:
    """A note for an id that no system has."""
    cut = " ".join(system_id.split())
    cut = f"{cut[:40]}…" if len(cut) > 40 else cut
    return f"The address asks for id={cut}, which no system has. Shown instead: the list of all systems."


def variant_note(name: str, family: str) -> str:
    """How rules reach a variant."""
    return (
        f"{name} is a variant of {family}. Rules are kept for the family and hold for its variants, "
        f"so this is the state of {family}."
    )


def family_note(family: str, variants: list[str]) -> str:
    """How rules reach the variants of a family."""
    return f"The rules of {family} hold for its variants too: {and_list(variants)}."


def no_rule_note(name: str) -> str:
    """Where the log has no rule on a system."""
    return f"The log has no rule on {name} by this day. No record does not mean “not allowed”."


def other_system_note(name: str, other: str) -> str:
    """Marks a row that is filed under another system of the family."""
    return "" if name == other else f"on {other}"


def later_rows_note(many: int, day: date) -> str:
    """How many rows lie after the chosen day; "" where none do."""
    if not many:
        return ""
    return (
        f"{'1 row lies' if many == 1 else f'{many} rows lie'} after {spoken_long(day)} and "
        f"{'is' if many == 1 else 'are'} not shown."
    )


def issue_sentence(key: str) -> str:
    """Which issue the statements are on; "" where the tables have none for the system."""
    return f"On the issue “{ISSUE[key]}”." if key else ""


def no_rows_note(what: str, day: date) -> str:
    """An empty section: "No transfer by 18 November 2024 is in the tables." """
    return f"No {what} by {spoken_long(day)} is in the tables."


def earlier_rows_label(many: int) -> str:
    """What opens the rest of a long list."""
    return "Show the one before" if many == 1 else f"Show the {many} before"


def sources_count(many: int) -> str:
    """How many pages the whole page rests on."""
    return "1 source stands behind this page." if many == 1 else f"{many} sources stand behind this page."


def system_citation(name: str, day: date, known: Clock, release: str, address: str) -> str:
    """A ready citation of the state of one system."""
    clock = "as known then" if known == "then" else "in hindsight"
    return f"Caveat, {name}: state on {spoken_long(day)} {clock}, release {release}, {address}"
