"""What each page says before any JavaScript runs: its title, one sentence for previews, and its own answer as plain HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import answer, comparison, datasheet, embed, history, ledger, maps, positions, profile, rowsheet, statements, story
from caveat.tables import Tables
from caveat.view import View, address
from caveat.words import claims as claim_words
from caveat.words import pages as words
from caveat.words import positions as position_words
from caveat.words import profile as profile_words
from caveat.words import story as story_words
from caveat.words import transfers as transfer_words
from caveat.words.state import known_sentence
from caveat.words.timeline import TERRITORY_CHOICE, ZOOM_CHOICE

Query = Mapping[str, Sequence[str]]
NO_LINE = Markup("")
Builder = Callable[[Tables, View, Query], "First"]


@dataclass(frozen=True)
class First:
    """Head and body of a page's first HTML. `description` is what previews show; `make` makes the body, which previews do not need. In a frame `line` stands under it."""

    question: str
    context: str
    description: str
    make: Callable[[], Markup]
    line: Markup = NO_LINE

    @cached_property
    def body(self) -> Markup:
        return self.make()

    @property
    def title(self) -> str:
        return f"{self.question} · Caveat"


def first(tables: Tables, page_id: str, view: View, query: Query) -> First:
    """The first HTML of a page for a view; `query` has the page's own keys. BrokenTable where what it needs cannot be used."""
    whole = _BUILDERS[page_id](tables, view, query)
    framed = "true" in query.get("embed", ())
    part, _ = embed.chosen(page_id, query, framed)
    if not part and not framed:
        return whole
    own = {key: values for key, values in query.items() if key not in ("embed", "part")}
    line = embed.line_html(view, tables.fingerprint, "" if page_id == "briefing" else page_id, own)
    return replace(whole, make=_PARTS[part](tables, view, query) if part in _PARTS else whole.make, line=line)


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
    return First(built.question, built.context, _day(tables, view), partial(answer.html, tables, view))


def _map(tables: Tables, view: View, query: Query) -> First:
    return First(words.question("map", view), known_sentence(view.known), _day(tables, view), partial(_maps, tables, view, maps.MOST))


def _maps(tables: Tables, view: View, most: int) -> Markup:
    drawn = [maps.build(tables, view, *pair) for pair in maps.pairs(tables, view)[:most]]
    sentences = Markup("").join(Markup("<h2>{}</h2><p>{}</p><p>{}</p>").format(one.title, one.missing or one.sentence, one.rules) for one in drawn)
    return Markup('<div class="cv-answer">{}</div>').format(sentences)


def _compare(tables: Tables, view: View, query: Query) -> First:
    chosen = list(view.systems) or list(comparison.DEFAULT)
    link = urlencode(address(View(view.asof, view.known)), doseq=True)
    attribute = _one_of(query, "attribute", claim_words.ATTRIBUTE, "range_km")

    def body() -> Markup:
        return comparison.lines_html(tables, chosen, attribute, link) + comparison.side_by_side_html(tables, chosen, view)

    return First(words.question("compare", view), claim_words.CONTEXT, " ".join(line.sentence for line in comparison.lines(tables, chosen, attribute)), body)


def _timeline(tables: Tables, view: View, query: Query) -> First:
    shown = history.build(tables, view, _one_of(query, "territory", TERRITORY_CHOICE, "ru_kursk"), _one_of(query, "zoom", ZOOM_CHOICE, "war"))

    def body() -> Markup:
        return history.answer_html(shown) + history.entries_html(tables, view, shown)

    return First(words.question("timeline", view), known_sentence(view.known), " ".join(shown.answer), body)


def _positions(tables: Tables, view: View, query: Query) -> First:
    issue = _one_of(query, "issue", statements.issue_options(), "atacms_inside_russia")
    shown = statements.build(tables, view.asof, issue, _one_of(query, "country", statements.country_options(tables), positions.ALL))
    if shown.said.empty:
        return First(words.question("positions", view), "", position_words.none(view.asof, shown.later), Markup)
    said = f"{position_words.subject(issue, shown.country)}. {statements.verdict(shown)}"
    return First(words.question("positions", view), "", said, partial(statements.answer_html, tables, shown, view))


def _suppliers(tables: Tables, view: View, query: Query) -> First:
    shown = ledger.build(tables, view)
    if shown.shown.empty:
        return First(words.question("suppliers", view), "", transfer_words.none(view.asof), Markup)
    return First(words.question("suppliers", view), "", " ".join(ledger.verdict(shown)), partial(ledger.answer_html, tables, shown))


def _system(tables: Tables, view: View, query: Query) -> First:
    link = urlencode(address(View(view.asof, view.known)), doseq=True)
    system = profile.find(tables, view.id)
    if system is None:
        return First(profile_words.LIST_QUESTION, profile_words.LIST_CONTEXT, profile_words.LIST_CONTEXT, partial(profile.list_html, tables, link))

    def body() -> Markup:
        return profile.identity_html(tables, system, link) + profile.state_html(tables, system, view)

    return First(profile_words.question(system.name, view.asof), system.row["one_line"], system.row["one_line"], body)


def _story(tables: Tables, view: View, query: Query) -> First:
    said = story.context(tables)
    counted = story_words.answer(story.counts(story.facts(tables)))
    return First(words.question("story", view), said, f"{said} {counted}", lambda: story.answer_html(tables) + story.facts_html(tables))


def _data(tables: Tables, view: View, query: Query) -> First:
    said = " ".join(datasheet.answer(tables))
    row = next((one for one in reversed(query.get("row", ())) if one), "")
    sheet = partial(rowsheet.html, tables, row, view) if row else Markup
    return First(words.question("data", view), "", said, lambda: sheet() + datasheet.answer_html(tables, {}) + datasheet.downloads_html(tables))


def _one_map(tables: Tables, view: View, query: Query) -> Callable[[], Markup]:
    return partial(_maps, tables, view, 1)


def _lines(tables: Tables, view: View, query: Query) -> Callable[[], Markup]:
    chosen = list(view.systems) or list(comparison.DEFAULT)
    return partial(comparison.lines_html, tables, chosen, _one_of(query, "attribute", claim_words.ATTRIBUTE, "range_km"), "")


def _turns(tables: Tables, view: View, query: Query) -> Callable[[], Markup]:
    shown = history.build(tables, view, _one_of(query, "territory", TERRITORY_CHOICE, "ru_kursk"), _one_of(query, "zoom", ZOOM_CHOICE, "war"))
    return partial(history.answer_html, shown)


# What stands in a frame of another site before the app has started: charts need it, so their sentences stand there.
_PARTS: Mapping[str, Callable[[Tables, View, Query], Callable[[], Markup]]] = {
    "cards": lambda tables, view, query: partial(embed.html, tables, view, "cards"),
    "matrix": lambda tables, view, query: partial(embed.html, tables, view, "matrix"),
    "map": _one_map,
    "claims": _lines,
    "timeline": _turns,
}
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
