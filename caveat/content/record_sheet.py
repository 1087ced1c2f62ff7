"""The sheet of one row: its location, cells, sources and badges, and how to report it."""

from dataclasses import dataclass

from markupsafe import Markup

from caveat import html, settings
from caveat.content import notes, provenance
from caveat.dataset import records, schema, sources
from caveat.dataset.partial_dates import spoken
from caveat.dataset.records import Record
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset, file_name
from caveat.domain import citations
from caveat.domain.query import View
from caveat.text import data_page, error_reports
from caveat.text import records as words


@dataclass(frozen=True)
class SourcePage:
    """One source of a row: what it states in our own words, and its kind."""

    source: Source
    kind: str
    states: str


def find_record(dataset: Dataset, identifier: str) -> Record | None:
    """The row of an id in any table that can be read; None if there is none."""
    return records.records_by_id(dataset).get(identifier)


def record_location(dataset: Dataset, row: Record) -> str:
    """File and line of a row: "data/restrictions.csv, line 12"."""
    identifiers = [record.id for record in records.table_records(dataset, row.table)]
    return words.file_and_line(file_name(row.table, dataset.folder), dataset.line(row.table, identifiers.index(row.id)))


def record_cells(dataset: Dataset, row: Record) -> list[tuple[str, str]]:
    """The filled cells of a row as (title of the column, value in words), without its sources."""
    fields = schema.fields(row.table, dataset.folder)
    apart = {
        *records.source_columns(dataset, row.table),
        *schema.resource(row.table, dataset.folder)["schema"]["primaryKey"],
    }
    named = _names(dataset, row.table)
    record = dataset[row.table].iloc[
        [table_row.id for table_row in records.table_records(dataset, row.table)].index(row.id)
    ]
    cells: list[tuple[str, str]] = []
    for field in fields:
        value = record[field["name"]]
        if field["name"] in apart or value == "" or value != value:
            continue
        if field["name"].endswith("note"):
            cells.append((field["title"], notes.linked_note(dataset, value)))
            continue
        if field.get("partialDate"):
            value = spoken(value)
        elif isinstance(value, float):
            value = f"{value:.15g}" + (f" {field['unit']}" if field.get("unit") else "")
        cells.append(
            (field["title"], words.cell_with_meaning(value, field.get("enumMeanings") or named.get(field["name"], {})))
        )
    return cells


def _names(dataset: Dataset, table: str) -> dict[str, dict[str, str]]:
    """For each column that names a system, an area or a group: id -> name."""
    names = {}
    for key in schema.resource(table, dataset.folder)["schema"].get("foreignKeys", []):
        target, column = key["reference"]["resource"], key["reference"]["fields"][0]
        if target in dataset.frames and "name" in dataset[target]:
            names[key["fields"][0]] = dict(zip(dataset[target][column], dataset[target]["name"], strict=True))
    return names


def record_sheet_html(dataset: Dataset, identifier: str, view: View) -> Markup:
    """The sheet of a row as HTML; a sentence that says so if no readable table has the id."""
    row = find_record(dataset, identifier)
    if row is None:
        return html.render("row_missing.html", text=words.missing_record(identifier, list(dataset.broken)))
    file, line = record_location(dataset, row), words.record_line(dataset, row)
    page = f"{settings.current().url}/{provenance.Provenance(dataset, view, '').record_url(row.id)}"
    stated = citations.source_excerpts(dataset)
    pages = [
        SourcePage(source, data_page.source_kind(source.kind), stated.get(source.id, ""))
        for source in sources.resolve_sources(dataset, row.source_ids)
    ]
    return html.render(
        "row_sheet.html",
        row_id=row.id,
        line=line,
        kind=words.record_kind(row.table),
        place=file,
        cells=record_cells(dataset, row),
        pages=pages,
        badges=provenance.quality_badges(dataset, view.asof, view.known).get((row.table, row.id), ()),
        method=words.METHOD.get(row.table, ""),
        copied=error_reports.report_text(page, row.id, file, line),
        form=error_reports.report_link(row.id, line, page),
        steps=error_reports.report_steps(file),
        words=words,
        report=error_reports,
    )
