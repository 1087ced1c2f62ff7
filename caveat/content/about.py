"""The page About: how to read the site, questions and answers, terms, who keeps it, how to follow and correct it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.content import blocks, briefing, published_figures, quantities
from caveat.content.blocks import Block, Group, Html, SiteHtml
from caveat.content.clock import age_line
from caveat.content.page import Page, PageHeading
from caveat.content.params import Params
from caveat.dataset import current, releases, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import coverage, glossary, rule_log
from caveat.domain.case import case
from caveat.domain.query import View, view_query
from caveat.domain.restrictions import CARRIED_AFTER_DAYS
from caveat.domain.rule_log import RuleChange
from caveat.text import about as words
from caveat.text import labels
from caveat.text.quantities import question as quantity_question
from caveat.text.share import AUTHOR

# So many releases are listed.
RELEASES = 5
# The question, its answer, and the path and name of the page that tells more.
Answer = tuple[str, str, str, str]


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The question and the line under it."""
    settings = dataset.read_settings
    headline, age = "" if "sources" in dataset.broken else words.headline(len(dataset["sources"])), ""
    with suppress(UnusableTable):
        age = age_line(dataset, view)
    return PageHeading(words.QUESTION, words.context(settings.subject) if settings else "", headline, age)


def description(dataset: Dataset, view: View, params: Params) -> str:
    """What the site is about and what it rests on."""
    return f"{heading(dataset, view).context} {_extent(dataset)}"


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """How to read the site first, then the questions, the terms, and the rest. A broken table takes out its section."""
    query = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    yield Html(_rendered("about_read.html", carried_after=CARRIED_AFTER_DAYS), prerender=True)
    yield Group(lambda: [Html(questions_html(dataset, view, query, current.today()), prerender=True)], prerender=True)
    yield Group(lambda: [Html(terms_html(dataset, view), prerender=True)], prerender=True)
    keeping = partial(keeping_html, dataset, query, current.today())
    yield SiteHtml(keeping)
    yield Html(keeping(""), app=False, prerender=True)
    yield from blocks.method_blocks(dataset, "about", "How reviews were made")


def _rendered(template: str, **values: object) -> Markup:
    return html.render(template, words=words, labels=labels, **values)


def _extent(dataset: Dataset) -> str:
    if {"sources", "publishers"} & set(dataset.broken):
        return ""
    rows = coverage.table_overview(dataset)
    content = rows[~rows["table"].isin(["sources", "publishers"])]["rows"].sum()
    return words.extent(int(content), len(dataset["sources"]), dataset["sources"]["publisher"].nunique())


@memoized()
def questions_html(dataset: Dataset, view: View, query: str, today: date) -> Markup:
    """The questions with their answers; one whose table cannot be used is left out.

    `today` because the first answer says how old it is.
    """
    answers = []
    for make in (_day_answer, _source_answer, _certainty_answer, _authority_answer, _range_answer, _number_answer):
        with suppress(UnusableTable, IndexError):
            answers.append(make(dataset, view))
    return _rendered("about_questions.html", answers=answers, query=query)


def entries_by(dataset: Dataset, view: View) -> list[RuleChange]:
    """The entries on rules that were in by the day of a view."""
    return [change for change in rule_log.rule_log(dataset).changes if change.day(view.known) <= view.asof]


def _day_answer(dataset: Dataset, view: View) -> Answer:
    heading = briefing.heading(dataset, View(view.asof, view.known))
    return heading.question, f"{heading.headline}. {heading.age}", "", "The whole answer"


def _source_answer(dataset: Dataset, view: View) -> Answer:
    official = int((dataset["sources"]["kind"] == "official").sum())
    return "How do you know?", words.sources_answer(official, len(dataset["sources"])), "data", "All sources"


def _certainty_answer(dataset: Dataset, view: View) -> Answer:
    counts = Counter(change.certainty for change in entries_by(dataset, view))
    return "How sure is it?", words.certainty_answer(counts, view.asof), "timeline", "All entries"


def _authority_answer(dataset: Dataset, view: View) -> Answer:
    others = Counter(
        change.authority for change in entries_by(dataset, view) if change.authority not in ("", change.supplier)
    )
    counts = dict(others.most_common())
    question = "Two governments have a say: whose rule counts?"
    return question, words.authority_answer(counts, view.asof, case(dataset)), "consent", "Whose yes it takes"


def _range_answer(dataset: Dataset, view: View) -> Answer:
    system = dataset.settings.defaults.system
    [sentence] = published_figures.attribute_sentences(dataset, (system,), "range_km")
    return "Why are there several figures for one range?", words.range_answer(sentence), "compare", "All ranges"


def _number_answer(dataset: Dataset, view: View) -> Answer:
    numbers = quantities.find_numbers(dataset, dataset.settings.defaults.system, view.asof)
    said = " ".join([numbers.answer, *numbers.sentences])
    return quantity_question(numbers.name), said, "suppliers", "All numbers"


@memoized()
def terms_html(dataset: Dataset, view: View) -> Markup:
    """The glossary, each term under its permanent id. UnusableTable if the glossary cannot be used."""
    return _rendered("about_terms.html", view=view, terms=glossary.terms(dataset))


def _kept_releases() -> list[releases.Release]:
    """The newest releases, the newest first; none if their index cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return releases.release_index(releases.releases_folder())[: -RELEASES - 1 : -1]
    return []


def keeping_html(dataset: Dataset, query: str, today: date, site: str) -> Markup:
    """Who keeps the site, how to follow, correct, cite and take it. `site` is its address, "" if it is not known."""
    due = dataset.read_settings.next_review if dataset.read_settings else None
    return _rendered(
        "about_keeping.html",
        unconfirmed_after=schema.resource("restrictions", dataset.folder)["staleness_days"],
        author=AUTHOR,
        review=words.review_line(due, today) if due else "",
        release=dataset.fingerprint,
        releases=_kept_releases(),
        query=query,
        site=site,
    )


PAGE = Page(
    id="about",
    nav_title="About",
    summary="How to read this site, questions and answers, terms, who keeps it, how to follow, correct and cite it.",
    heading=lambda dataset, view, params: heading(dataset, view),
    description=description,
    blocks=page_blocks,
    by_clock=True,
    explains_terms=False,
)
