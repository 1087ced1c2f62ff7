"""What each page says before any JavaScript runs: its title, one sentence for previews, and its own answer as plain HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import answer, comparison, datasheet, history, ledger, maps, positions, profile, statements, story
from caveat.tables import Tables
from caveat.view import View, address
from caveat.words import claims as claim_words
from caveat.words import pages as words
from caveat.words import profile as profile_words
from caveat.words.state import known_sentence
from caveat.words.timeline import TERRITORY_CHOICE, ZOOM_CHOICE

Query = Mapping[str, Sequence[str]]
Builder = Callable[[Tables, View, Query], "First"]


@dataclass(frozen=True)
class First:
    """Head and body of a page's first HTML. `description` is what previews show; `sheet` the page's own style sheet or ""."""

    question: str
    context: str
    description: str
    body: Markup

    @property
    def title(self) -> str:
        return f"{self.question} · Caveat"


def first(tables: Tables, page_id: str, view: View, query: Query) -> First:
    """The first HTML of a page for a view; `query` has the page's own keys. BrokenTable where what it needs cannot be used."""
    return _BUILDERS[page_id](tables, view, query)


def _one_of(query: Query, key: str, options: Mapping[str, str], default: str) -> str:
    """A page's own choice from the address, as frame.blocks.choose reads it."""
    known = [one for one in query.get(key, ()) if one in options]
    return known[-1] if known else default


def _day(tables: Tables, view: View) -> str:
    """The day's answer in one line, for previews."""
    built = answer.build(tables, view)
    return words.description([row.headline for row in built.cards], [row.system for row in built.cards], view.asof)


def _briefing(tables: Tables, view: View, query: Query) -> First:
    built = answer.build(tables, view)
    return First(built.question, built.context, _day(tables, view), answer.html(tables, view))


def _map(tables: Tables, view: View, query: Query) -> First:
    drawn = [maps.build(tables, view, *pair) for pair in maps.pairs(tables, view)[: maps.MOST]]
    sentences = Markup("").join(Markup("<h2>{}</h2><p>{}</p><p>{}</p>").format(one.title, one.missing or one.sentence, one.rules) for one in drawn)
    return First(words.question("map", view), known_sentence(view.known), _day(tables, view), Markup('<div class="cv-answer">{}</div>').format(sentences))


def _compare(tables: Tables, view: View, query: Query) -> First:
    chosen = list(view.systems) or list(comparison.DEFAULT)
    link = urlencode(address(View(view.asof, view.known)), doseq=True)
    attribute = _one_of(query, "attribute", claim_words.ATTRIBUTE, "range_km")
    body = comparison.lines_html(tables, chosen, attribute, link) + comparison.side_by_side_html(tables, chosen, view)
    return First(words.question("compare", view), claim_words.CONTEXT, " ".join(line.sentence for line in comparison.lines(tables, chosen, attribute)), body)


def _timeline(tables: Tables, view: View, query: Query) -> First:
    shown = history.build(tables, view, _one_of(query, "territory", TERRITORY_CHOICE, "ru_kursk"), _one_of(query, "zoom", ZOOM_CHOICE, "war"))
    body = history.answer_html(shown) + history.entries_html(tables, view, shown)
    return First(words.question("timeline", view), known_sentence(view.known), " ".join(shown.answer), body)


def _positions(tables: Tables, view: View, query: Query) -> First:
    issue = _one_of(query, "issue", statements.issue_options(), "atacms_inside_russia")
    shown = statements.build(tables, view.asof, issue, _one_of(query, "country", statements.country_options(tables), positions.ALL))
    body = Markup("") if shown.said.empty else statements.answer_html(tables, shown, view)
    return First(words.question("positions", view), "", statements.alt(shown) if len(shown.said) else words.question("positions", view), body)


def _suppliers(tables: Tables, view: View, query: Query) -> First:
    shown = ledger.build(tables, view)
    empty = shown.shown.empty
    return First(
        words.question("suppliers", view),
        "",
        words.question("suppliers", view) if empty else ledger.alt(shown),
        Markup("") if empty else ledger.answer_html(tables, shown),
    )


def _system(tables: Tables, view: View, query: Query) -> First:
    link = urlencode(address(View(view.asof, view.known)), doseq=True)
    system = profile.find(tables, view.id)
    if system is None:
        return First(profile_words.LIST_QUESTION, profile_words.LIST_CONTEXT, profile_words.LIST_CONTEXT, profile.list_html(tables, link))
    body = profile.identity_html(tables, system, link) + profile.state_html(tables, system, view)
    return First(profile_words.question(system.name, view.asof), system.row["one_line"], system.row["one_line"], body)


def _story(tables: Tables, view: View, query: Query) -> First:
    said = story.context(tables)
    return First(words.question("story", view), said, said, story.answer_html(tables) + story.facts_html(tables))


def _data(tables: Tables, view: View, query: Query) -> First:
    body = datasheet.answer_html(tables, {}) + datasheet.downloads_html(tables)
    return First(words.question("data", view), "", " ".join(datasheet.answer(tables)), body)


_BUILDERS: Mapping[str, Builder] = {
    "briefing": _briefing,
    "map": _map,
    "compare": _compare,
    "timeline": _timeline,
    "positions": _positions,
    "suppliers": _suppliers,
    "system": _system,
    "story": _story,
    "data": _data,
}
