"""The sheet of one row: its location, cells, sources and badges, and how to report it."""

from markupsafe import Markup

from caveat import html, settings
from caveat.content import notes, provenance
from caveat.dataset import records, schema, sources
from caveat.dataset.partial_dates import spoken
from caveat.dataset.records import Record
from caveat.dataset.tables import Dataset, file_name
from caveat.domain import citations
from caveat.domain.query import View
from caveat.text import data_page, error_reports
from caveat.text import records as words


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
    cells: list[tuple[str, str]] = []
    for field in fields:
        value = row.values[field["name"]]
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
    row = records.records_by_id(dataset).get(identifier)
    if row is None:
        reason = records.withdrawn_reason(dataset, identifier)
        text = words.missing_record(identifier, list(dataset.broken), reason)
        return Markup('<div class="cv-answer"><p class="cv-intro" role="status">{}</p></div>').format(text)
    file, line = record_location(dataset, row), words.record_line(dataset, row)
    page = f"{settings.current().url}/{provenance.Provenance(dataset, view, '').record_url(row.id)}"
    stated = citations.source_excerpts(dataset)
    return html.render(
        "row_sheet.html",
        row_id=row.id,
        line=line,
        kind=words.record_kind(row.table),
        file=file,
        cells=record_cells(dataset, row),
        pages=[
            (source, data_page.source_kind(source.kind), stated.get(source.id, ""))
            for source in sources.resolve_sources(dataset, row.source_ids)
        ],
        badges=provenance.quality_badges(dataset, view.asof, view.known).get((row.table, row.id), ()),
        method=words.METHOD.get(row.table, ""),
        copied=error_reports.report_text(page, row.id, file, line),
        form=error_reports.report_link(row.id, line, page),
    )
