"""What each page says before any JavaScript runs: its title, one sentence for previews, and the answer as plain HTML."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from caveat import answer
from caveat.dates import spoken_long
from caveat.tables import Tables
from caveat.view import View
from caveat.words import pages as words


@dataclass(frozen=True)
class First:
    """Head and body of a page's first HTML. `links` are the other pages in the same view."""

    title: str
    description: str
    question: str
    context: str
    body: Markup
    day: str


def first(tables: Tables, page_id: str, view: View) -> First:
    """The first HTML of a page for a view. BrokenTable where the answer's tables cannot be used."""
    built = answer.build(tables, view)
    question = built.question if page_id == "briefing" else words.question(page_id, view)
    return First(
        title=f"{question} · Caveat",
        description=words.description([row.headline for row in built.cards], [row.system for row in built.cards], view.asof),
        question=question,
        context=built.context,
        body=answer.html(tables, view),
        day=spoken_long(view.asof),
    )
