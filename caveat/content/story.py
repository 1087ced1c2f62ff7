"""The founding article fact by fact: what it said, which rows carry it, what independent pages say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from caveat import html
from caveat.content.notes import linked
from caveat.dataset import records, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.records import Row
from caveat.dataset.sources import Source
from caveat.dataset.tables import Tables, items
from caveat.domain import citations
from caveat.text import records as row_words
from caveat.text import story as words

# Facts that do not hold are shown apart, the contradicted first.
APART = ("no", "not_found")


@dataclass(frozen=True)
class Page:
    """An independent page with what it states, in our own words."""

    source: Source
    states: str


@dataclass(frozen=True)
class Fact:
    """One fact of the article. `agrees` is yes, partly, no or not_found; `note` is HTML with the ids in it as links."""

    id: str
    number: int
    fact: str
    agrees: str
    note: Markup
    rows: tuple[Row, ...]
    pages: tuple[Page, ...]

    @property
    def glyph(self) -> str:
        return words.GLYPH[self.agrees]

    @property
    def word(self) -> str:
        return words.AGREES[self.agrees]


@memoized(4)
def facts(tables: Tables) -> tuple[Fact, ...]:
    """Every fact, in the order of the article. BrokenTable where the table of facts cannot be read; a broken table of sources or of rows only takes out what it carries."""
    states = citations.excerpts(tables)
    return tuple(
        Fact(
            id=row.fact_id,
            number=place,
            fact=row.fact,
            agrees=row.independent_agrees,
            note=linked(tables, row.wording_note),
            rows=tuple(records.resolve(tables, items(row.row_ids))),
            pages=tuple(Page(one, states.get(one.id, "")) for one in sources.resolve(tables, items(row.independent_source_ids))),
        )
        for place, row in enumerate(tables["article_facts"].itertuples(), start=1)
    )


def article(tables: Tables) -> Source:
    """The article itself: the source that the facts name most often."""
    named = Counter(tables["article_facts"]["seed_source_id"])
    return sources.resolve(tables, [named.most_common(1)[0][0] if named else ""])[0]


def counts(found: tuple[Fact, ...]) -> dict[str, int]:
    """How many facts by agreement, in the order of `words.ORDER`."""
    number = Counter(one.agrees for one in found)
    return {agrees: number[agrees] for agrees in words.ORDER}


def apart(found: tuple[Fact, ...]) -> list[Fact]:
    """The facts that do not hold: contradicted first, then found nowhere else."""
    return sorted((one for one in found if one.agrees in APART), key=lambda one: APART.index(one.agrees))


def chosen(found: tuple[Fact, ...], agrees: str) -> list[Fact]:
    """The facts of one agreement; all of them for "all"."""
    return [one for one in found if agrees in ("all", one.agrees)]


@memoized(4)
def answer_html(tables: Tables) -> Markup:
    """The answer: the count in one sentence, the article at a glance, and the facts that do not hold with what others say."""
    found = facts(tables)
    return html.render("story_answer.html", answer=words.answer(counts(found)), facts=found, apart=apart(found), article=article(tables), words=words)


@memoized(20)
def facts_html(tables: Tables, agrees: str = "all") -> Markup:
    """The facts of one agreement (or "all"), each with its rows and its independent pages."""
    found = facts(tables)
    shown = chosen(found, agrees)
    return html.render(
        "story_facts.html",
        facts=shown,
        listed=words.listed(len(shown), len(found)),
        words=words,
        kind=row_words.kind,
        line=partial(row_words.record_line, tables),
        sources_of=lambda ids: sources.resolve(tables, ids),
    )


def not_yet(tables: Tables, day: date) -> str:
    """The notice for a day before the article; "" from its day on, and where its day is unknown."""
    published = article(tables).published
    return words.not_yet(day, first_day(published)) if published else ""


def context(tables: Tables) -> str:
    """The line under the question; without the tables of facts and of sources it names neither agency nor day."""
    if "article_facts" in tables.broken:
        return words.CONTEXT
    one = article(tables)
    return words.context(one.publisher, one.published) if one.published else words.CONTEXT
