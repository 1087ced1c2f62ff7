"""The pages' questions and the one sentence that previews show."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.domain.query import View
from caveat.domain.rule_log import Clock

_QUESTION = {
    "map": "What lay within range, and what was allowed, on {day}?",
    "compare": "How far do they reach, by every published figure?",
    "timeline": "When did a rule change, and when did the public learn of it?",
    "positions": "Who said what, up to {day}?",
    "suppliers": "Who asked, refused, pledged and delivered, up to {day}?",
}
# The pages by address, in the order of the line of pages: what they are called, and what is on them.
PAGES = MappingProxyType(
    {
        "": ("Briefing", "What the missiles were allowed to reach on a day, and what changed."),
        "map": ("Map", "What lay within range, and what was allowed."),
        "compare": (
            "Compare",
            "How far the systems reach, by every published figure: range, warhead, price, length, mass, speed.",
        ),
        "timeline": ("Timeline", "When a rule changed, and when the public learned of it. Events."),
        "positions": ("Positions", "Who said what, for and against."),
        "suppliers": ("Suppliers", "Who asked, refused, pledged and delivered. Military aid."),
        "system": ("Systems", "Each system with its rules, figures, transfers and sources."),
        "story": ("Story", "What the founding article said, and whether it holds."),
        "data": ("Data", "Sources, weak spots, files, downloads, licence and the dictionary of all columns."),
    }
)
# The pages by address: their ids.
PATHS = MappingProxyType({path: path or "briefing" for path in PAGES})
# The pages that answer differently by the clock.
CLOCKED = ("briefing", "map", "timeline", "suppliers", "system")
IN_HINDSIGHT = "in hindsight"


def question(page_id: str, view: View) -> str:
    """The question of a page with the day in it; the pages that are not here have theirs beside their other words."""
    return _QUESTION[page_id].format(day=spoken_long(view.asof))


def row(identifier: str) -> str:
    """A row that has no line of its own, in a title."""
    return f"Row {identifier}"


def searched(text: str) -> str:
    """What a list was searched for, in a title."""
    return f"“{text}”"


def sources(looked_for: str, kind: str) -> str:
    """What a list of sources was narrowed to, as a sentence: a search, a kind of page in words, both; "" for neither."""
    if looked_for and kind:
        return f"Sources for “{looked_for}”, of the kind “{kind}”."
    if looked_for:
        return f"Sources for “{looked_for}”."
    return f"Sources of the kind “{kind}”." if kind else ""


def page(number: str) -> str:
    """A further page of a list, in a title."""
    return f"Page {number}"


def description(headlines: Sequence[str], systems: Sequence[str], day: date, known: Clock) -> str:
    """The answer in one line, for search engines and previews: "18 Nov 2024. ATACMS: allowed in the Kursk area; …. Each with its sources."."""
    parts = [
        f"{system}: {headline[0].lower()}{headline[1:]}" for system, headline in zip(systems, headlines, strict=True)
    ]
    clock = f", {IN_HINDSIGHT}" if known == "now" else ""
    return f"{spoken(day)}{clock}. {'; '.join(parts)}. Each with its sources."
