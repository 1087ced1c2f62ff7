"""The data page as HTML fragments: the answer, the sources, the tables of coverage, the downloads, the dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.dataset import schema as schema_module
from caveat.dataset import sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.records import Record
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import citations, coverage
from caveat.text import data_page as words
from caveat.text import labels
from caveat.text import records as row_words

PAGE_LENGTH = 25


@dataclass(frozen=True)
class Listed:
    """One source in the list: what it states, and the rows that rest on it."""

    source: Source
    states: str
    language: str
    cited: tuple[Record, ...]


def title_of(dataset: Dataset, name: str) -> str:
    """A table's title as the package gives it."""
    return str(schema_module.resource(name, dataset.folder).get("title", name))


@memoized(4)
def answer(dataset: Dataset) -> tuple[str, ...]:
    """The answer in sentences. BrokenTable where sources cannot be read; other broken tables are left out and named."""
    overview, resting, kinds = (
        coverage.table_overview(dataset),
        coverage.source_support(dataset),
        coverage.source_kinds(dataset),
    )
    content = overview[overview["table"] != "sources"]["rows"]
    several = resting[resting["single"].notna()]
    lines = (
        words.data_extent(
            content.sum(), int(content.notna().sum()), len(dataset["sources"]), coverage.language_count(dataset)
        ),
        words.rule_ages(_newest_rules(dataset)),
        words.first_hand_sentence(dict(zip(kinds["kind"], kinds["sources"], strict=True))),
        words.copies_sentence(len(citations.aggregators(dataset)), resting["copies"].sum()),
        words.single_source_sentence(several["single"].sum(), several["rows"].sum()),
        words.idle_sources_sentence(len(citations.uncited_sources(dataset)), len(citations.undated_sources(dataset))),
        words.tables_left_out([title_of(dataset, one) for one in dataset.broken]),
    )
    return tuple(line for line in lines if line)


def _newest_rules(dataset: Dataset) -> dict[str, str]:
    frame = coverage.newest_by_supplier(dataset)
    return dict(zip(frame["supplier"], frame["restrictions"], strict=True)) if "restrictions" in frame else {}


def _day(text: str) -> str:
    """A date for a cell, which does not break over two lines."""
    return spoken(text).replace(" ", "\u00a0") if text else ""


def answer_html(dataset: Dataset, sections: Mapping[str, str]) -> Markup:
    """The answer as a list of sentences, and links to the sections of the page (id -> title)."""
    return html.render("data_answer.html", lines=answer(dataset), sections=sections)


def pages(total: int) -> int:
    """How many pages a list of sources has; 1 where it is empty."""
    return max(1, -(-total // PAGE_LENGTH))


def count(dataset: Dataset, found: pd.DataFrame, number: int) -> str:
    """How many sources a search found and which of them one page of the list shows."""
    begin = (number - 1) * PAGE_LENGTH
    return words.sources_found(begin + 1, min(begin + PAGE_LENGTH, len(found)), len(found), len(dataset["sources"]))


def sources_html(dataset: Dataset, found: pd.DataFrame, number: int) -> Markup:
    """One page of the sources that a search found (rows of sources), each with what it states and what cites it."""
    begin = (number - 1) * PAGE_LENGTH
    part = found.iloc[begin : begin + PAGE_LENGTH]
    return html.render(
        "data_sources.html",
        count=count(dataset, found, number),
        listed=[_listed(dataset, source_id) for source_id in part["source_id"]],
        words=words,
        kind=row_words.record_kind,
        line=partial(row_words.record_line, dataset),
    )


def _listed(dataset: Dataset, source_id: str) -> Listed:
    source = sources.sources_by_id(dataset)[source_id]
    language = schema_module.meanings("sources", "language", dataset.folder).get(source.language, source.language)
    return Listed(
        source,
        citations.source_excerpts(dataset).get(source_id, ""),
        language,
        citations.cited_by(dataset).get(source_id, ()),
    )


@memoized(4)
def uncited_html(dataset: Dataset) -> Markup:
    """The sources that nothing cites, as a list that opens on a click."""
    found = citations.uncited_sources(dataset)
    return _short_list(dataset, found, words.uncited_heading(len(found)))


@memoized(4)
def undated_html(dataset: Dataset) -> Markup:
    """The sources whose page shows no date, as a list that opens on a click."""
    found = citations.undated_sources(dataset)
    return _short_list(dataset, found, words.undated_heading(len(found)))


def _short_list(dataset: Dataset, found: pd.DataFrame, summary: str) -> Markup:
    return html.render(
        "data_short_list.html", summary=summary, sources=sources.resolve_sources(dataset, found["source_id"])
    )


@memoized(4)
def overview_html(dataset: Dataset) -> Markup:
    """Every table with its number of rows and its newest date."""
    frame = coverage.table_overview(dataset)
    shown = pd.DataFrame(
        {
            "Table": frame["title"],
            "Rows": frame["rows"],
            "Newest entry": [_day(text) for text in frame["newest"]],
            "What a row is": frame["description"],
        }
    )
    return html.table(shown, "Rows and newest entry of each table")


@memoized(4)
def suppliers_html(dataset: Dataset) -> Markup:
    """The newest entry of each supplier in each table that names one."""
    frame = coverage.newest_by_supplier(dataset)
    shown: dict[str, Any] = {"Country": [labels.country_name(code) for code in frame["supplier"]]}
    for name in frame.columns.drop("supplier"):
        shown[title_of(dataset, name)] = [_day(text) for text in frame[name]]
    return html.table(
        pd.DataFrame(shown), "Newest entry by country and table; disputed rows do not count", note="– : no entry."
    )


@memoized(4)
def certainty_html(dataset: Dataset) -> Markup:
    """How sure the rows are, as counts with shares."""
    frame = coverage.certainty_counts(dataset)
    shown: dict[str, Any] = {"Table": [title_of(dataset, name) for name in frame["table"]], "Rows": frame["rows"]}
    for certainty in coverage.CERTAINTIES:
        shown[labels.CERTAINTY[certainty].capitalize()] = [
            words.count_with_share(count, total) for count, total in zip(frame[certainty], frame["rows"], strict=True)
        ]
    return html.table(pd.DataFrame(shown), "Rows by certainty, with their share of the table")


@memoized(4)
def resting_html(dataset: Dataset) -> Markup:
    """How many rows rest on one source, and on copies only."""
    frame = coverage.source_support(dataset)
    shown = pd.DataFrame(
        {
            "Table": [title_of(dataset, name) for name in frame["table"]],
            "Rows": frame["rows"],
            "On one source": frame["single"],
            "On pages of one publisher": frame["origin"],
            "On copies only": frame["copies"],
        }
    )
    note = (
        "– : a row is one source’s words by definition. For the founding article the independent sources are counted."
    )
    return html.table(
        shown,
        "Rows that rest on a single source, on several pages that go back to one publisher, and rows for which only a copy of the original was read",
        note=note,
    )


@memoized(8)
def unconfirmed_html(dataset: Dataset, today: date) -> Markup:
    """How many rows nothing has confirmed for longer than their table allows."""
    frame = coverage.unconfirmed_counts(dataset, today)
    shown = pd.DataFrame(
        {
            "Table": [title_of(dataset, name) for name in frame["table"]],
            "Days allowed": frame["allowed"],
            "Not confirmed for longer": frame["rows"],
            "The oldest": [_day(text) for text in frame["oldest"]],
        }
    )
    return html.table(
        shown,
        f"Rows that stand today and that nothing newer confirms, counted to {spoken(today)}",
        note=words.UNCONFIRMED,
    )


@memoized(4)
def claims_html(dataset: Dataset) -> Markup:
    """Published figures per system."""
    frame = coverage.claims_per_system(dataset).drop(columns="system_id")
    frame.columns = pd.Index(["System", "Published figures", "of range", "of other properties", "Different sources"])
    return html.table(frame, "Published figures per system")


@memoized(4)
def dates_html(dataset: Dataset) -> Markup:
    """Dates that are known to the month or the year only."""
    frame = coverage.placeholder_dates(dataset)
    titles = [
        next(one["title"] for one in schema_module.fields(table, dataset.folder) if one["name"] == column)
        for table, column in zip(frame["table"], frame["column"], strict=True)
    ]
    shown = pd.DataFrame(
        {
            "Table": [title_of(dataset, name) for name in frame["table"]],
            "Date": titles,
            "Dates": frame["rows"],
            "Only the month is known": frame["month"],
            "Only the year is known": frame["year"],
        }
    )
    return html.table(
        shown, "Dates known to the month or to the year only; such a date counts from the first day of its period"
    )


@memoized(4)
def kinds_html(dataset: Dataset) -> Markup:
    """Sources by kind."""
    frame = coverage.source_kinds(dataset)
    shown = pd.DataFrame(
        {
            "Kind of page": [words.source_kind(one) for one in frame["kind"]],
            "Pages": frame["sources"],
            "Cited by a row": frame["cited"],
        }
    )
    return html.table(shown, "Sources by kind")


@memoized(4)
def downloads_html(dataset: Dataset) -> Markup:
    """A link to each table as CSV and as JSON, and to the description of all."""
    return html.render("data_downloads.html", tables=coverage.table_overview(dataset).to_dict("records"))


@memoized(4)
def dictionary_html(dataset: Dataset) -> Markup:
    """The dictionary made from the package: every table, every column, every allowed value with its meaning. Needs no table to be readable."""
    described = [schema_module.resource(name, dataset.folder) for name in schema_module.table_names(dataset.folder)]
    return html.render("data_dictionary.html", tables=described, type_of=words.column_type, refers=_refers)


def _refers(resource: Mapping[str, Any], column: str) -> str:
    """Which table a column points to, by the package's foreign keys and lists; "" for none."""
    schema = resource["schema"]
    named = [
        key["reference"]["resource"] or resource["name"]
        for key in schema.get("foreignKeys", [])
        if key["fields"] == [column]
    ]
    for field in schema["fields"]:
        if field["name"] == column and "reference" in field.get("list", {}):
            reference = field["list"]["reference"]
            named += [one["resource"] for one in (reference if isinstance(reference, list) else [reference])]
    return ", ".join(named)
