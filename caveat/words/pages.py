"""The pages' questions and the one sentence that previews show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caveat.dates import spoken, spoken_long
from caveat.view import View

_QUESTION = {
    "map": "What lay within range, and what was allowed, on {day}?",
    "compare": "How far do they reach, by every published figure?",
    "timeline": "When did a rule change, and when did the public learn of it?",
    "positions": "Who said what, up to {day}?",
    "suppliers": "Who asked, refused, pledged and delivered, up to {day}?",
    "system": "What is known about one system on {day}?",
    "story": "What did the founding article say, and does it hold?",
    "data": "What does all this rest on?",
}


def question(page_id: str, view: View) -> str:
    """A page's question with the day in it."""
    return _QUESTION[page_id].format(day=spoken_long(view.asof))


def description(headlines: Sequence[str], systems: Sequence[str], day: date) -> str:
    """The answer in one line, for search engines and previews: "18 Nov 2024: ATACMS allowed in the Kursk area; …"."""
    parts = [f"{system}: {headline[0].lower()}{headline[1:]}" for system, headline in zip(systems, headlines, strict=True)]
    return f"{spoken(day)}. {'; '.join(parts)}. Each with its sources."
