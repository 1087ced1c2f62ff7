"""The page Data: sources, coverage, files, dictionary, and the sheet of a row."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.content import best_sources, record_sheet
from caveat.content.blocks import (
    Block,
    Container,
    Group,
    Html,
    Markdown,
    PagedList,
    SearchField,
    Section,
    SiteHtml,
    page_text,
)
from caveat.content.clock import age_line
from caveat.content.coverage_tables import COVERAGE_TABLES, table_title
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import ALL, ChoiceParam, PageNumberParam, Params, TextParam
from caveat.content.weak_spots import weak_spots_html
from caveat.dataset import current, records, sources
from caveat.dataset import schema as schema_module
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import citations, coverage
from caveat.domain.case import usable_case
from caveat.domain.query import View
from caveat.text import data_page as words
from caveat.text import records as row_words

PAGE_LENGTH = 25


SECTIONS = {
    "sources": "Sources",
    "weak": "Known weak spots",
    "coverage": "Coverage, counted",
    "files": "Files",
    "dictionary": "Dictionary",
}


@memoized(4)
def answer_sentences(dataset: Dataset) -> tuple[str, ...]:
    """The answer in sentences. UnusableTable if sources cannot be used.

    Other tables that cannot be used are left out and named.
    """
    overview, resting = coverage.table_overview(dataset), coverage.source_support(dataset)
    kinds = coverage.source_kinds(dataset)
    content = overview[overview["table"] != "sources"]["rows"]
    several = resting[resting["single"].notna()]
    lines = (
        words.data_extent(
            content.sum(), int(content.notna().sum()), len(dataset["sources"]), coverage.language_count(dataset)
        ),
        words.rule_ages(coverage.newest_by_supplier(dataset), usable_case(dataset)),
        words.first_hand_sentence(dict(zip(kinds["kind"], kinds["sources"], strict=True))),
        words.copies_sentence(len(citations.aggregators(dataset)), resting["copies"].sum()),
        words.single_source_sentence(several["single"].sum(), several["rows"].sum()),
        words.idle_sources_sentence(len(citations.uncited_sources(dataset)), len(citations.undated_sources(dataset))),
        words.tables_left_out([table_title(dataset, table) for table in dataset.broken]),
    )
    return tuple(line for line in lines if line)


def answer_html(dataset: Dataset, sections: Mapping[str, str]) -> Markup:
    """The answer as a list of sentences, and links to the sections of the page (id -> title)."""
    return html.render("data_answer.html", lines=answer_sentences(dataset), sections=sections)


def page_count(total: int) -> int:
    """How many pages a list of sources has; 1 if it is empty."""
    return max(1, -(-total // PAGE_LENGTH))


def listed_count(dataset: Dataset, source_rows: pd.DataFrame, number: int) -> str:
    """How many sources a search found, and which of them a page of the list shows."""
    begin = (number - 1) * PAGE_LENGTH
    return words.sources_found(
        begin + 1, min(begin + PAGE_LENGTH, len(source_rows)), len(source_rows), len(dataset["sources"])
    )


def sources_html(dataset: Dataset, source_rows: pd.DataFrame, number: int) -> Markup:
    """One page of the sources that a search found (rows of sources), each with the rows that cite it."""
    begin = (number - 1) * PAGE_LENGTH
    part = source_rows.iloc[begin : begin + PAGE_LENGTH]
    return html.render(
        "data_sources.html",
        count=listed_count(dataset, source_rows, number),
        listed=[sources.sources_by_id(dataset)[source_id] for source_id in part["source_id"]],
        excerpts=citations.source_excerpts(dataset),
        cited_by=citations.cited_by(dataset),
        source_kind=words.source_kind,
        kind=row_words.record_kind,
        line=partial(row_words.record_line, dataset),
    )


@memoized(4)
def downloads_html(dataset: Dataset) -> Markup:
    """A link to each table as CSV and as JSON, and to the description of all."""
    return html.render("data_downloads.html", tables=coverage.table_overview(dataset).to_dict("records"))


@memoized(4)
def dictionary_html(dataset: Dataset) -> Markup:
    """Every table, every column and every allowed value with its meaning, from the data package.

    Needs no table to be readable.
    """
    table_names = schema_module.table_names(dataset.folder)
    refers = {
        (name, column): ", ".join(target for target, _ in targets)
        for name in table_names
        for column, _, targets in schema_module.references(name, dataset.folder)
    }
    described = [schema_module.resource(name, dataset.folder) for name in table_names]
    return html.render("data_dictionary.html", tables=described, type_of=words.column_type, refers=refers)


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """The opened row; else how little is first-hand and how much rests on copies, and how old the newest entry is."""
    if found := _row_heading(dataset, params["row"]):
        return found
    with suppress(UnusableTable):
        kinds = dict(coverage.source_kinds(dataset)[["kind", "sources"]].itertuples(index=False))
        copies = int(coverage.source_support(dataset)["copies"].sum())
        headline = words.headline(kinds.get("official", 0), len(dataset["sources"]), copies)
        return PageHeading(words.QUESTION, words.CONTEXT, headline, age_line(dataset, replace(view, systems=())))
    return PageHeading(words.QUESTION, words.CONTEXT)


def _row_heading(dataset: Dataset, row_id: str) -> PageHeading | None:
    """The opened row as the title; None if no readable table has it."""
    record = records.records_by_id(dataset).get(row_id)
    if record is None:
        return None
    line = textwrap.shorten(row_words.record_line(dataset, record).partition(". ")[0], MAX_TITLE, placeholder="…")
    return PageHeading(words.ROW_QUESTION, "", line, f"{row_words.record_kind(record.table)} {record.id}.")


def sources_found(dataset: Dataset, params: Params) -> pd.DataFrame:
    """The sources of the search and the kind that were chosen. UnusableTable if sources cannot be used."""
    return citations.find_sources(dataset, params["q"], "" if params["kind"] == ALL else params["kind"])


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The opened row, what was searched for, or the answer of the page."""
    if row_id := params["row"]:
        record = records.records_by_id(dataset).get(row_id)
        missing = row_words.missing_record(row_id, list(dataset.broken))
        return row_words.record_line(dataset, record) if record else missing
    source_rows, number = sources_found(dataset, params), int(params["page"])
    kind = "" if params["kind"] == ALL else words.source_kind(params["kind"])
    narrowed = words.narrowed(params["q"], kind)
    if narrowed or number > 1:
        return f"{narrowed} {listed_count(dataset, source_rows, number)}".strip()
    with suppress(UnusableTable):
        return " ".join((best_sources.verdict(dataset, view), *answer_sentences(dataset)))
    return " ".join(answer_sentences(dataset))


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """Tables that cannot be used, pending edits, the opened row, then the sections.

    A table that cannot be used takes out what needs it.
    """
    group = partial(Group, unusable=lambda error: words.section_left_out(table_title(dataset, error.table)))
    for table, faults in dataset.broken.items():
        yield Html(html.render("broken.html", table=table, faults=faults))
    for file, faults in current.pending_edits().items():
        yield Html(html.render("waiting.html", file=file, faults=faults))
    if row_id := params["row"]:
        yield group(lambda: [SiteHtml(partial(record_sheet.citation_html, dataset, row_id, view))])
        yield group(
            lambda: [Html(record_sheet.record_sheet_html(dataset, row_id, view), prerender=True)], prerender=True
        )
    yield group(lambda: [Html(best_sources.best_sources_html(dataset, view), prerender=True)], prerender=True)
    yield Section(words.WHOLE, words.WHOLE_INTRO, prerender=True)
    yield group(lambda: [Html(answer_html(dataset, SECTIONS))])
    yield group(lambda: [Html(answer_html(dataset, {}), prerender=True)], app=False, prerender=True)
    yield group(partial(_source_blocks, dataset, params), prerender=True)
    yield Section(SECTIONS["weak"], anchor="weak")
    yield group(lambda: [Html(weak_spots_html(dataset))])
    yield Markdown(page_text(dataset, "weak-spots"))
    yield Section(SECTIONS["coverage"], "Made from the tables as they are now.", anchor="coverage")
    for table_html in COVERAGE_TABLES:
        yield group(partial(_html_block, table_html, dataset))
    yield group(partial(_file_blocks, dataset), prerender=True)
    intro = "Every table and every column, from the description that the checks use."
    dictionary = Section(SECTIONS["dictionary"], intro, anchor="dictionary")
    yield group(lambda: [dictionary, Html(dictionary_html(dataset))])


def _html_block(table_html: Callable[[Dataset], Markup], dataset: Dataset) -> Iterable[Block]:
    return [Html(table_html(dataset))]


def _source_blocks(dataset: Dataset, params: Params) -> Iterator[Block]:
    yield Section(
        SECTIONS["sources"],
        "Search by publisher, title, address, id or by what a page states. Each source lists the rows that rest on it.",
        anchor="sources",
    )
    search = SearchField(
        "q",
        "Search the sources",
        params["q"],
        MAX_SEARCH_LENGTH,
        f"for example: {dataset.settings.defaults.search_example}",
        ("page",),
    )
    yield Container((search, params.choice("kind")), columns=(2, 1))
    source_rows = sources_found(dataset, params)
    number = int(params["page"])
    content = sources_html(dataset, source_rows, number)
    yield PagedList(content, "page", number, page_count(len(source_rows)), params.note("page"), prerender=True)


def _file_blocks(dataset: Dataset) -> Iterator[Block]:
    intro = "Everything as it is published here, under CC BY 4.0. Ids are permanent."
    yield Section(SECTIONS["files"], intro, anchor="files")
    yield Html(downloads_html(dataset), prerender=True)
    yield Markdown(words.NO_FILES)


def _kind_options(dataset: Dataset, view: View) -> tuple[dict[str, str], str]:
    kinds = schema_module.enum("sources", "kind", dataset.folder)
    return {ALL: words.ALL_KINDS} | {kind: words.source_kind(kind) for kind in kinds}, ALL


def _row_title(dataset: Dataset, row_id: str) -> str:
    """The title of the sheet of a row: what the row says in one line."""
    record = records.records_by_id(dataset).get(row_id)
    return row_words.record_line(dataset, record) if record else f"Row {row_id}"


# In characters.
MAX_SEARCH_LENGTH, MAX_ID_LENGTH, MAX_TITLE = 120, 80, 120


PAGE = Page(
    id="data",
    nav_title="Evidence",
    summary="Sources, weak spots, files, downloads, licence and the dictionary of all columns.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    params=(
        TextParam(key="row", max_length=MAX_ID_LENGTH, titles=_row_title, is_id=True),
        TextParam(key="q", max_length=MAX_SEARCH_LENGTH, titles=lambda dataset, text: "rows with chosen words"),
        ChoiceParam(
            key="kind",
            label="Kind of page",
            options=_kind_options,
            titles=lambda dataset, kind: words.SOURCE_KIND[kind],
            resets=("page",),
        ),
        PageNumberParam(key="page", last=lambda params: page_count(len(sources_found(params.dataset, params)))),
    ),
    by_clock=True,
    has_method=False,
    exports=(Export("sources", "The sources found", lambda dataset, view, params: sources_found(dataset, params)),),
    exists=lambda dataset, view, params: not params["row"] or params["row"] in records.records_by_id(dataset),
)
