"""The page System: everything on one system, or the list of all systems."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import pandas as pd

from caveat import html
from caveat.content import blocks, briefing, export_rows, published_figures, quantities, system_profile
from caveat.content.blocks import Block, Choice, Group, Html, Notice, Section, SiteHtml
from caveat.content.clock import age_line
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import Params
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain import claims, names
from caveat.domain.case import case
from caveat.domain.headline import headline_facts
from caveat.domain.quantities import counted_families
from caveat.domain.query import View, view_query
from caveat.text import claims as claim_words
from caveat.text import system as words
from caveat.text.headline import headline
from caveat.text.who_line import who_line


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """What the rules on the system came to, since when and on whose word; without rules what the system is."""
    system = system_profile.find_system(dataset, view.id)
    if system is None:
        return PageHeading(
            words.LIST_QUESTION, words.LIST_CONTEXT, words.list_headline(len(dataset["systems"])), words.LIST_AGE
        )
    question = words.page_question(system.name, view.asof)
    with suppress(UnusableTable):
        facts = headline_facts(dataset, view.asof, view.known, (system.family,))
        first = system_profile.first_allowed(dataset, system, view) if facts.on_record else None
        more = words.first_allowed(first, case(dataset)) if first else ""
        said = f"{who_line(facts)} {more if facts.on_record else system.row['one_line']}".strip()
        age = age_line(dataset, replace(view, systems=(system.family,)))
        return PageHeading(question, said, headline(facts), age)
    return PageHeading(question, system.row["one_line"])


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """Everything on the system that the address names, or the list of all systems."""
    link_query = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    system = system_profile.find_system(dataset, view.id)
    if system is None:
        yield Notice(words.unknown_system_note(view.id) if view.id else "", prerender=True)
        yield Html(system_profile.list_html(dataset, link_query), prerender=True)
        return
    yield Choice("id", "System", names.system_names(dataset), system.system_id)
    yield Group(partial(_rule_blocks, dataset, system, view), prerender=True)
    yield Group(
        lambda: [Html(system_profile.identity_html(dataset, system, view.asof, link_query), prerender=True)],
        prerender=True,
    )
    yield Group(partial(_figure_blocks, dataset, system, view), prerender=True)
    yield Group(partial(_number_blocks, dataset, system, view), prerender=True)
    yield Group(partial(_change_blocks, dataset, system, view), prerender=True)
    yield Group(partial(_dated_blocks, dataset, system, view))
    yield Section("How to cite this")
    yield SiteHtml(partial(system_profile.citation_html, dataset, system, view))
    yield from blocks.method_blocks(dataset, "system", "How to read this")


def _rule_blocks(dataset: Dataset, system: system_profile.System, view: View) -> Iterator[Block]:
    yield Html(system_profile.state_html(dataset, system, view), prerender=True)


def _figure_blocks(dataset: Dataset, system: system_profile.System, view: View) -> Iterator[Block]:
    yield Section("Published figures", prerender=True)
    yield Html(published_figures.lines_html(dataset, (system.system_id,), "range_km"), prerender=True)
    yield Group(partial(_chart_blocks, dataset, system, view))


def _chart_blocks(dataset: Dataset, system: system_profile.System, view: View) -> Iterator[Block]:
    table = partial(published_figures.claims_table, dataset)
    today = current.today()
    chart = published_figures.system_chart(dataset, system.system_id)
    caption = claim_words.table_caption(system.name, len(chart.claims))
    yield from published_figures.chart_blocks(
        chart, table(chart.claims, caption, view, system_profile.PATH, today), "figures"
    )
    if not system.variants:
        return
    chart = published_figures.attribute_chart(dataset, system.variants, "range_km")
    if not chart.rows.empty:
        yield Section("Range by variant", claim_words.VARIANTS)
        caption = claim_words.table_caption(claim_words.ATTRIBUTE["range_km"], len(chart.claims))
        yield from published_figures.chart_blocks(
            chart, table(chart.claims, caption, view, system_profile.PATH, today), "variants", captioned=False
        )


def _number_blocks(dataset: Dataset, system: system_profile.System, view: View) -> Iterator[Block]:
    if system.family in counted_families(dataset):
        yield from quantities.numbers_blocks(dataset, view, system.family, system_profile.PATH)


def _change_blocks(dataset: Dataset, system: system_profile.System, view: View) -> Iterator[Block]:
    yield Section("What changed", prerender=True)
    listed = system_profile.changes(dataset, system, view)
    yield Html(system_profile.entries_html(dataset, system, view, listed, "rule"), prerender=True)


def _dated_blocks(dataset: Dataset, system: system_profile.System, view: View) -> Iterator[Block]:
    day, known = view.asof, case(dataset)
    issues = [known.issue_name(issue) for issue in known.issues_about(*system.related)]
    lists = (
        ("Requested, refused, given", "", "transfer", system_profile.transfers(dataset, system, day)),
        ("Said and reported, without setting a rule", "", "such row", system_profile.context(dataset, system, day)),
        (
            "Who argued what",
            words.issues_intro(issues),
            "statement on this system",
            system_profile.positions(dataset, system, day),
        ),
        ("Events", "", "event", system_profile.events(dataset, system, day)),
    )
    for title, intro, noun, listed in lists:
        yield Section(title, intro)
        yield Html(system_profile.entries_html(dataset, system, view, listed, noun))
    yield Section("Sources")
    every = [system_profile.changes(dataset, system, view), *(listed for *_, listed in lists)]
    yield Html(html.render("system_sources.html", sources=system_profile.all_sources(dataset, system, every)))


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The rules on the system, or what it is."""
    shown = heading(dataset, view, params)
    return f"{shown.headline}. {shown.context}" if shown.headline else shown.context


def claims_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The published figures of the system and its variants."""
    system = system_profile.find_system(dataset, view.id)
    return export_rows.claims_frame(dataset, [system.system_id, *system.variants] if system else [], claims.ATTRIBUTES)


def states_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The matrix of the system's family on the day."""
    system = system_profile.find_system(dataset, view.id)
    if system is None:
        return export_rows.records_frame([], export_rows.STATE_COLUMNS)
    return briefing.states_frame(dataset, replace(view, systems=(system.family,), id=""), params)


def changes_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The log on the system's family up to the day, newest first."""
    system = system_profile.find_system(dataset, view.id)
    entries = system_profile.log_entries(dataset, system.family, view) if system else []
    return export_rows.changes_frame((entry.change, entry.day) for entry in entries)


PAGE = Page(
    id="system",
    nav_title="Systems",
    summary="Each system with its rules, figures, transfers and sources.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    view_params=("id",),
    by_clock=True,
    by_id=True,
    draws_charts=True,
    exports=(
        Export("claims", "The published figures", claims_frame),
        Export("states", "The matrix of the day", states_frame),
        Export("changes", "What changed", changes_frame),
    ),
    exists=lambda dataset, view, params: not view.id or system_profile.find_system(dataset, view.id) is not None,
)
