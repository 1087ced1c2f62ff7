"""The sheet of one row: its location, cells, sources and badges, and how to report it."""

from markupsafe import Markup

from caveat import html, settings
from caveat.content import notes, provenance
from caveat.dataset import current, records, schema, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.records import Record
from caveat.dataset.tables import Dataset, file_name
from caveat.domain import citations, confirmations, restrictions, rule_log, transfers
from caveat.domain.case import usable_case
from caveat.domain.query import View
from caveat.domain.rule_log import RuleChange
from caveat.text import data_page, error_reports, share
from caveat.text import permissions as rule_words
from caveat.text import records as words
from caveat.text.english import capital_first


def record_location(dataset: Dataset, row: Record) -> str:
    """File and line of a row: "data/restrictions.csv, line 12"."""
    line = dataset.line(row.table, _indexes(dataset, row.table)[row.id])
    return words.file_and_line(file_name(row.table, dataset.folder), line)


@memoized(None)
def _indexes(dataset: Dataset, table: str) -> dict[str, int]:
    """id -> the index of its row in a table."""
    return {record.id: index for index, record in enumerate(records.table_records(dataset, table))}


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


def rule_lines(dataset: Dataset, row: Record, view: View) -> list[tuple[str, RuleChange]]:
    """What a row of the log has to do with the rule of the day, each with the row that shows it.

    Which rule it repeats, its condition, and, while that rule stands, its last confirmation and what disputes it.
    """
    if row.table != "restrictions" or any(table in dataset.broken for table in ("systems", "territories")):
        return []
    log = rule_log.rule_log(dataset)
    change = log.by_id[row.id]
    rule = confirmations.root(log, change, view.asof, view.known)
    state = restrictions.permission_state(
        log, change.supplier, change.system_id, change.territory, view.asof, view.known
    )
    standing = confirmations.standing_rule(log, state, view.asof, view.known)
    last_use = transfers.last_use(dataset, log.family(change.system_id), view.asof)
    lines = []
    if repeated := rule_words.repeats(change, rule):
        lines.append((f"{capital_first(repeated)}: {rule.summary}", rule))
    if standing and standing.change == rule:
        lines.append((rule_words.condition_sentence(rule, standing.condition), change))
        said = rule_words.later_words(state, standing, last_use)
        lines += [(f"{head}: {later.summary}", later) for head, later in said if later != change]
        lines += [
            (f"{rule_words.disputes_head([claim], usable_case(dataset))}: {claim.summary}", claim)
            for claim in state.disputed_by
        ]
    else:
        lines.append((rule_words.condition_sentence(change, change.condition), change))
    return [line for line in lines if line[0]]


@memoized(None)
def _names(dataset: Dataset, table: str) -> dict[str, dict[str, str]]:
    """For each column that names a system, an area or a group: id -> name."""
    names = {}
    for key in schema.resource(table, dataset.folder)["schema"].get("foreignKeys", []):
        target, column = key["reference"]["resource"], key["reference"]["fields"][0]
        if target in dataset.frames and "name" in dataset[target]:
            names[key["fields"][0]] = dict(zip(dataset[target][column], dataset[target]["name"], strict=True))
    return names


def citation_html(dataset: Dataset, identifier: str, view: View, site: str) -> Markup:
    """The citation of a row, to copy; "" if no readable table has it. `site` as in `pages.site_url`."""
    row = records.records_by_id(dataset).get(identifier)
    if row is None:
        return Markup("")
    address = f"{site}/{provenance.Provenance(dataset, view, '').record_url(row.id)}"
    line = words.record_line(dataset, row)
    return html.render(
        "row_citation.html", citation=share.citation(line, view, dataset.fingerprint, address, current.today())
    )


def record_sheet_html(dataset: Dataset, identifier: str, view: View) -> Markup:
    """The sheet of a row as HTML; a sentence that says so if no readable table has the id."""
    row = records.records_by_id(dataset).get(identifier)
    if row is None:
        reason = records.withdrawn_reason(dataset, identifier)
        text = words.missing_record(identifier, list(dataset.broken), reason)
        return Markup('<div class="cv-answer"><p class="cv-intro" role="status">{}</p></div>').format(text)
    file, line = record_location(dataset, row), words.record_line(dataset, row)
    shown = provenance.Provenance(dataset, view, "")
    page = f"{settings.current().url}/{shown.record_url(row.id)}"
    stated = citations.source_excerpts(dataset)
    cells = {column: f"{cell:.15g}" if isinstance(cell, float) else cell for column, cell in row.values.items()}
    cells = {column: "" if cell == "nan" else cell for column, cell in cells.items()}
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
        rule_lines=[
            (text, "" if change.change_id == row.id else shown.record_url(change.change_id))
            for text, change in rule_lines(dataset, row, view)
        ],
        method=words.METHOD.get(row.table, ""),
        copied=error_reports.report_text(page, row.id, file, line),
        form=error_reports.report_link(row.id, line, page),
        proposal=error_reports.proposal_text(file, row.id, cells),
        proposal_form=error_reports.proposal_link(file, row.id, cells),
    )
