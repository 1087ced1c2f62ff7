"""The page Story: the founding article fact by fact, with the rows and independent pages on each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.content import blocks
from caveat.content.blocks import Block, Html, Notice, Section
from caveat.content.notes import linked_note
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import ALL, ChoiceParam, Params
from caveat.dataset import records, sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.records import Record
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import citations
from caveat.domain.query import View
from caveat.text import records as row_words
from caveat.text import story as words


@dataclass(frozen=True)
class Fact:
    """One fact of the article.

    `agrees` is yes, partly, no or not_found; `note` is HTML with the ids in it as links; `pages` are those of others,
    each with what it states in our own words. `originals` are pages of governments on which a fact that holds rests.
    """

    id: str
    number: int
    fact: str
    agrees: str
    note: Markup
    rows: tuple[Record, ...]
    pages: tuple[tuple[Source, str], ...]
    originals: tuple[Source, ...] = ()

    @property
    def glyph(self) -> str:
        return words.GLYPH[self.agrees]

    @property
    def word(self) -> str:
        return words.AGREES[self.agrees]


@memoized(4)
def article_facts(dataset: Dataset) -> tuple[Fact, ...]:
    """Every fact, in the order of the article. UnusableTable if the facts cannot be used.

    A table of sources or of rows that cannot be used takes out only what it backs.
    """
    states = citations.source_excerpts(dataset)
    originals = _originals(dataset)
    return tuple(
        Fact(
            id=row.fact_id,
            number=number,
            fact=row.fact,
            agrees=row.independent_agrees,
            note=linked_note(dataset, row.wording_note),
            rows=tuple(records.resolve_records(dataset, list_items(row.row_ids))),
            pages=tuple(
                (source, states.get(source.id, ""))
                for source in sources.resolve_sources(dataset, list_items(row.independent_source_ids))
            ),
            originals=originals.get(row.fact_id, ()),
        )
        for number, row in enumerate(dataset["article_facts"].itertuples(), start=1)
    )


def _originals(dataset: Dataset) -> Mapping[str, tuple[Source, ...]]:
    """fact_id -> the official pages of a government's own among its independent sources and those of its rows.

    Only facts that hold, at least in part.
    """
    found = {}
    for row in dataset["article_facts"].itertuples():
        rows = records.resolve_records(dataset, list_items(row.row_ids))
        cited = [source_id for record in rows for source_id in record.source_ids]
        pages = sources.resolve_sources(dataset, [*list_items(row.independent_source_ids), *cited])
        if row.independent_agrees in words.HOLDS:
            found[row.fact_id] = tuple(page for page in pages if page.kind == "official" and not page.origins)
    return found


def article_source(dataset: Dataset) -> Source:
    """The source of the article: the one that the facts name most often."""
    named = Counter(dataset["article_facts"]["seed_source_id"])
    return sources.resolve_sources(dataset, [named.most_common(1)[0][0] if named else ""])[0]


def agreement_counts(all_facts: tuple[Fact, ...]) -> dict[str, int]:
    """The number of facts by agreement, in the order of `words.AGREES`."""
    number = Counter(fact.agrees for fact in all_facts)
    return {agrees: number[agrees] for agrees in words.AGREES}


def facts_by_agreement(all_facts: tuple[Fact, ...], agrees: str) -> list[Fact]:
    """The facts with one agreement; all facts for "all", those that rest on an original for "original"."""
    if agrees == words.ORIGINAL:
        return [fact for fact in all_facts if fact.originals]
    return [fact for fact in all_facts if agrees in ("all", fact.agrees)]


@memoized(4)
def answer_html(dataset: Dataset) -> Markup:
    """The answer: the count in a sentence, the article at a glance, and apart the facts that do not hold."""
    all_facts = article_facts(dataset)
    return html.render(
        "story_answer.html",
        answer=words.facts_sentence(agreement_counts(all_facts)),
        originals=""
        if "sources" in dataset.broken
        else words.originals_sentence(len(facts_by_agreement(all_facts, words.ORIGINAL))),
        facts=all_facts,
        # The contradicted first, then those found nowhere else.
        apart=[*facts_by_agreement(all_facts, "no"), *facts_by_agreement(all_facts, "not_found")],
        article=article_source(dataset),
        words=words,
    )


@memoized(20)
def facts_html(dataset: Dataset, agrees: str = "all") -> Markup:
    """The facts with one agreement (or "all"), each with its rows and its independent pages."""
    all_facts = article_facts(dataset)
    chosen_facts = facts_by_agreement(all_facts, agrees)
    return html.render(
        "story_facts.html",
        facts=chosen_facts,
        listed=words.facts_listed(len(chosen_facts), len(all_facts)),
        kind=row_words.record_kind,
        line=partial(row_words.record_line, dataset),
        sources_of=lambda ids: sources.resolve_sources(dataset, ids),
    )


def before_article_note(dataset: Dataset, day: date) -> str:
    """The notice for a day before the article; "" from its day on, and if its day is unknown."""
    published = article_source(dataset).published
    return words.before_article_note(day, first_day(published)) if published else ""


def heading_context(dataset: Dataset) -> str:
    """The line under the question. It names agency and day if the tables of facts and of sources can be used."""
    if "article_facts" in dataset.broken:
        return words.page_context()
    source = article_source(dataset)
    return words.page_context(source.publisher, source.published, source.title)


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """How many facts hold, and which article they are of."""
    headline = ""
    with suppress(UnusableTable):
        headline = words.headline(agreement_counts(article_facts(dataset)))
    return PageHeading(words.QUESTION, heading_context(dataset), headline, words.AGE if headline else "")


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The article and how many of its facts hold, after the group of facts if one was chosen."""
    all_facts, agrees = article_facts(dataset), params["agrees"]
    group = ""
    if agrees != ALL:
        listed = words.facts_listed(len(facts_by_agreement(all_facts, agrees)), len(all_facts))
        group = f"{words.FILTER_SUBJECT[agrees]}: {listed} "
    return f"{heading_context(dataset)} {group}{words.facts_sentence(agreement_counts(all_facts))}"


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The answer, then the article fact by fact."""
    yield Notice(before_article_note(dataset, view.asof), prerender=True)
    yield Html(answer_html(dataset), prerender=True)
    yield Section("Fact by fact")
    yield params.choice("agrees")
    yield Html(facts_html(dataset, params["agrees"]), prerender=True)
    yield from blocks.method_blocks(dataset, "story", "How to read this")


def facts_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The facts with one agreement, those that rest on an original, or all facts."""
    chosen = {fact.id for fact in facts_by_agreement(article_facts(dataset), params["agrees"])}
    return dataset["article_facts"][dataset["article_facts"]["fact_id"].isin(chosen)]


def _choices(dataset: Dataset, view: View) -> tuple[dict[str, str], str]:
    all_facts = article_facts(dataset)
    originals = len(facts_by_agreement(all_facts, words.ORIGINAL))
    return words.filter_labels(agreement_counts(all_facts), originals), ALL


PAGE = Page(
    id="story",
    nav_title="Fact check",
    summary="What the founding article said, and whether it holds.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    params=(
        ChoiceParam(
            key="agrees",
            label="Show",
            options=_choices,
            titles=lambda dataset, agrees: words.FILTER_SUBJECT[agrees],
        ),
    ),
    # What cannot be read may have facts: the page says what is wrong with it.
    in_case=lambda dataset: "article_facts" in dataset.broken or len(dataset["article_facts"]) > 0,
    exports=(Export("facts", "The facts of the article", facts_frame),),
)
