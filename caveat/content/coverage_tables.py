"""Tables that count what the data covers, and lists of weak sources, for the page Data."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.dataset import current, sources
from caveat.dataset import schema as schema_module
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import citations, coverage
from caveat.domain.case import usable_case
from caveat.text import data_page as words
from caveat.text import labels

DAY_COLUMNS = ("newest", "oldest")


def table_title(dataset: Dataset, name: str) -> str:
    """The title of a table in the data package."""
    return str(schema_module.resource(name, dataset.folder).get("title", name))


def _counts_html(
    dataset: Dataset, frame: pd.DataFrame, heads: Mapping[str, str], caption: str, note: str = ""
) -> Markup:
    """Columns of a frame under their `heads`, tables by their titles, days in words."""
    shown = frame.rename(columns=heads)[list(heads.values())]
    for column, head in heads.items():
        if column == "table":
            shown[head] = [table_title(dataset, name) for name in frame[column]]
        elif column in DAY_COLUMNS:
            shown[head] = [_day_cell(text) for text in frame[column]]
    return html.table(shown, caption, note=note)


def _day_cell(text: str) -> str:
    """A date for a cell, which does not break over two lines."""
    return spoken(text).replace(" ", "\u00a0") if text else ""


def _source_list(dataset: Dataset, heading: str, source_rows: pd.DataFrame) -> Markup:
    listed = sources.resolve_sources(dataset, source_rows["source_id"])
    return html.render("data_short_list.html", heading=heading, sources=listed)


@memoized(4)
def uncited_html(dataset: Dataset) -> Markup:
    """The sources that nothing cites, as a list that opens on a click."""
    return _source_list(dataset, "Cited by nothing yet", citations.uncited_sources(dataset))


@memoized(4)
def undated_html(dataset: Dataset) -> Markup:
    """The sources whose page shows no date, as a list that opens on a click."""
    return _source_list(dataset, "Without a date", citations.undated_sources(dataset))


@memoized(4)
def overview_html(dataset: Dataset) -> Markup:
    """Every table with its number of rows and its newest date."""
    heads = {"title": "Table", "rows": "Rows", "newest": "Newest entry", "description": "What a row is"}
    return _counts_html(dataset, coverage.table_overview(dataset), heads, "Rows and newest entry of each table")


@memoized(4)
def suppliers_html(dataset: Dataset) -> Markup:
    """The newest entry of each supplier in each table that names one."""
    frame = coverage.newest_by_supplier(dataset)
    columns = {"Country": [usable_case(dataset).country_name(code) for code in frame["supplier"]]}
    for name in frame.columns.drop("supplier"):
        columns[table_title(dataset, name)] = [_day_cell(text) for text in frame[name]]
    caption = "Newest entry by country and table; disputed rows do not count"
    return html.table(pd.DataFrame(columns), caption, note="– : no entry.")


@memoized(4)
def certainty_html(dataset: Dataset) -> Markup:
    """Rows by certainty, as counts with shares."""
    frame = coverage.certainty_counts(dataset)
    for name in coverage.CERTAINTIES:
        counts = zip(frame[name], frame["rows"], strict=True)
        frame[name] = pd.Series([words.count_with_share(*count) for count in counts], dtype="str")
    heads = {name: labels.CERTAINTY[name].capitalize() for name in coverage.CERTAINTIES}
    caption = "Rows by certainty, with their share of the table"
    return _counts_html(dataset, frame, {"table": "Table", "rows": "Rows"} | heads, caption)


@memoized(4)
def resting_html(dataset: Dataset) -> Markup:
    """How many rows have a single source, sources of one publisher, or copies only."""
    return _counts_html(
        dataset,
        coverage.source_support(dataset),
        {
            "table": "Table",
            "rows": "Rows",
            "single": "On one source",
            "origin": "On pages of one publisher",
            "copies": "On copies only",
        },
        "Rows that rest on a single source, on several pages that go back to one publisher, "
        "and rows for which only a copy of the original was read",
        "– : a row is one source’s words by definition. For the founding article the independent sources are counted.",
    )


@memoized(8)
def unconfirmed_html(dataset: Dataset, today: date) -> Markup:
    """How many rows nothing has confirmed for longer than their table allows."""
    frame = coverage.unconfirmed_counts(dataset, today)
    heads = {"table": "Table", "allowed": "Days allowed", "rows": "Not confirmed for longer", "oldest": "The oldest"}
    caption = f"Rows that stand today and that nothing newer confirms, counted to {spoken(today)}"
    return _counts_html(dataset, frame, heads, caption, words.UNCONFIRMED)


@memoized(4)
def claims_html(dataset: Dataset) -> Markup:
    """Published figures per system."""
    heads = {
        "name": "System",
        "figures": "Published figures",
        "range": "of range",
        "other": "of other properties",
        "sources": "Different sources",
    }
    return _counts_html(dataset, coverage.claims_per_system(dataset), heads, "Published figures per system")


@memoized(4)
def dates_html(dataset: Dataset) -> Markup:
    """Dates that are known to the month or the year only."""
    frame = coverage.placeholder_dates(dataset)
    titles = {
        (table, field["name"]): field["title"]
        for table in frame["table"]
        for field in schema_module.fields(table, dataset.folder)
    }
    frame["column"] = [titles[key] for key in zip(frame["table"], frame["column"], strict=True)]
    heads = {
        "table": "Table",
        "column": "Date",
        "rows": "Dates",
        "month": "Only the month is known",
        "year": "Only the year is known",
    }
    caption = "Dates known to the month or to the year only; such a date counts from the first day of its period"
    return _counts_html(dataset, frame, heads, caption)


@memoized(4)
def kinds_html(dataset: Dataset) -> Markup:
    """Sources by kind."""
    frame = coverage.source_kinds(dataset)
    frame["kind"] = [words.source_kind(kind) for kind in frame["kind"]]
    heads = {"kind": "Kind of page", "sources": "Pages", "cited": "Cited by a row"}
    return _counts_html(dataset, frame, heads, "Sources by kind")


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
