"""Tables that count what the data covers, and lists of weak sources, for the page Data."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.dataset import current, sources
from caveat.dataset import schema as schema_module
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import citations, coverage
from caveat.text import data_page as words
from caveat.text import labels


def table_title(dataset: Dataset, name: str) -> str:
    """The title of a table in the data package."""
    return str(schema_module.resource(name, dataset.folder).get("title", name))


def _day_cell(text: str) -> str:
    """A date for a cell, which does not break over two lines."""
    return spoken(text).replace(" ", "\u00a0") if text else ""


@memoized(4)
def uncited_html(dataset: Dataset) -> Markup:
    """The sources that nothing cites, as a list that opens on a click."""
    uncited = citations.uncited_sources(dataset)
    return _short_list(dataset, uncited, words.uncited_heading(len(uncited)))


@memoized(4)
def undated_html(dataset: Dataset) -> Markup:
    """The sources whose page shows no date, as a list that opens on a click."""
    undated = citations.undated_sources(dataset)
    return _short_list(dataset, undated, words.undated_heading(len(undated)))


def _short_list(dataset: Dataset, source_rows: pd.DataFrame, summary: str) -> Markup:
    return html.render(
        "data_short_list.html", summary=summary, sources=sources.resolve_sources(dataset, source_rows["source_id"])
    )


@memoized(4)
def overview_html(dataset: Dataset) -> Markup:
    """Every table with its number of rows and its newest date."""
    frame = coverage.table_overview(dataset)
    table = pd.DataFrame(
        {
            "Table": frame["title"],
            "Rows": frame["rows"],
            "Newest entry": [_day_cell(text) for text in frame["newest"]],
            "What a row is": frame["description"],
        }
    )
    return html.table(table, "Rows and newest entry of each table")


@memoized(4)
def suppliers_html(dataset: Dataset) -> Markup:
    """The newest entry of each supplier in each table that names one."""
    frame = coverage.newest_by_supplier(dataset)
    columns: dict[str, Any] = {"Country": [labels.country_name(code) for code in frame["supplier"]]}
    for name in frame.columns.drop("supplier"):
        columns[table_title(dataset, name)] = [_day_cell(text) for text in frame[name]]
    return html.table(
        pd.DataFrame(columns), "Newest entry by country and table; disputed rows do not count", note="– : no entry."
    )


@memoized(4)
def certainty_html(dataset: Dataset) -> Markup:
    """Rows by certainty, as counts with shares."""
    frame = coverage.certainty_counts(dataset)
    columns: dict[str, Any] = {"Table": [table_title(dataset, name) for name in frame["table"]], "Rows": frame["rows"]}
    for certainty in coverage.CERTAINTIES:
        columns[labels.CERTAINTY[certainty].capitalize()] = [
            words.count_with_share(count, total) for count, total in zip(frame[certainty], frame["rows"], strict=True)
        ]
    return html.table(pd.DataFrame(columns), "Rows by certainty, with their share of the table")


@memoized(4)
def resting_html(dataset: Dataset) -> Markup:
    """How many rows have a single source, sources of one publisher, or copies only."""
    frame = coverage.source_support(dataset)
    table = pd.DataFrame(
        {
            "Table": [table_title(dataset, name) for name in frame["table"]],
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
        table,
        "Rows that rest on a single source, on several pages that go back to one publisher, "
        "and rows for which only a copy of the original was read",
        note=note,
    )


@memoized(8)
def unconfirmed_html(dataset: Dataset, today: date) -> Markup:
    """How many rows nothing has confirmed for longer than their table allows."""
    frame = coverage.unconfirmed_counts(dataset, today)
    table = pd.DataFrame(
        {
            "Table": [table_title(dataset, name) for name in frame["table"]],
            "Days allowed": frame["allowed"],
            "Not confirmed for longer": frame["rows"],
            "The oldest": [_day_cell(text) for text in frame["oldest"]],
        }
    )
    return html.table(
        table,
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
        next(field["title"] for field in schema_module.fields(table, dataset.folder) if field["name"] == column)
        for table, column in zip(frame["table"], frame["column"], strict=True)
    ]
    table = pd.DataFrame(
        {
            "Table": [table_title(dataset, name) for name in frame["table"]],
            "Date": titles,
            "Dates": frame["rows"],
            "Only the month is known": frame["month"],
            "Only the year is known": frame["year"],
        }
    )
    return html.table(
        table, "Dates known to the month or to the year only; such a date counts from the first day of its period"
    )


@memoized(4)
def kinds_html(dataset: Dataset) -> Markup:
    """Sources by kind."""
    frame = coverage.source_kinds(dataset)
    table = pd.DataFrame(
        {
            "Kind of page": [words.source_kind(kind) for kind in frame["kind"]],
            "Pages": frame["sources"],
            "Cited by a row": frame["cited"],
        }
    )
    return html.table(table, "Sources by kind")


COVERAGE_TABLES: tuple[Callable[[Dataset], Markup], ...] = (
    overview_html,
    suppliers_html,
    certainty_html,
    resting_html,
    lambda dataset: unconfirmed_html(dataset, current.today()),
    claims_html,
    dates_html,
    kinds_html,
    uncited_html,
    undated_html,
)
