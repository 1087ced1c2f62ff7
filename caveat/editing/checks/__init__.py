"""Check the data package: spreadsheet damage, the schema, then the rules. All run; all errors are listed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from caveat.dataset import schema as package_schema
from caveat.dataset import tables
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.memo import by_key
from caveat.dataset.tables import Dataset, file_name
from caveat.editing import spreadsheet
from caveat.editing.checks import case, dates, figures, notes, package, people, publishers, references, schema, text
from caveat.editing.checks.cells import value_hint
from caveat.editing.files import folder_with
from caveat.editing.spreadsheet import Sheet

Rule = Callable[[Dataset], Iterable[DataError]]

# A rule's docstring is its name. Where several find the same value in a cell, the first is told.
RULES: tuple[Rule, ...] = (
    package.files_are_listed,
    package.no_conflict_is_left,
    package.texts_can_be_read,
    package.keys_name_columns,
    dates.year_is_possible,
    package.values_have_words,
    dates.reported_in_the_past,
    notes.early_has_note,
    dates.summary_keeps_clock,
    dates.precision_agrees,
    figures.headline_is_single,
    figures.low_is_not_above_high,
    figures.qualifier_fits_bounds,
    figures.unit_fits_property,
    figures.value_matches_wording,
    figures.published_with_source,
    notes.withheld_has_note,
    notes.disputed_has_note,
    notes.disagreement_has_note,
    references.list_entries_exist,
    references.named_ids_exist,
    references.system_or_group,
    references.recipient_is_of_the_case,
    references.family_is_no_variant,
    references.restrictions_name_families,
    dates.period_ends_after_it_begins,
    dates.reversal_is_later,
    dates.restatement_is_later,
    notes.condition_is_named,
    notes.kind_has_note,
    people.speakers_are_followed,
    people.offices_follow,
    people.statement_bears_office,
    publishers.origins_have_form,
    publishers.parents_form_no_circle,
    package.tables_have_rows,
    package.ids_differ_in_letters,
    package.places_in_an_order_differ,
    package.published_ids_are_kept,
    references.territories_form_tree,
    references.shapes_exist,
    case.settings_name_rows,
    case.windows_are_distinct,
    case.first_day_has_entries,
    case.review_is_to_come,
    figures.share_is_percent,
    text.is_plain,
    text.is_tidy,
)
# These look at each table by itself: what they find in a file that an edit did not change is known.
_ALONE: frozenset[Rule] = frozenset({schema.constraint_errors, text.is_plain, text.is_tidy})


def check(folder: Path = package_schema.DATA) -> list[DataError]:
    """Every error of the data package in `folder`, by file and line; [] if it is sound.

    Never raises for bad data. What a spreadsheet did to a file is named first; the rules then see the file as the
    formatter would mend it, so that one wrong separator hides no wrong word.
    """
    unusable = schema.descriptor_errors(folder)
    if unusable:
        return sorted(unusable)
    sheets = spreadsheet.read_sheets(folder)
    mended = {table: sheet for table, sheet in sheets.items() if any(finding.mended for finding in sheet.findings)}
    if not mended:
        return _merge_errors(sheets, folder, *_content_errors(folder))
    contents = {package_schema.resource(table, folder)["path"]: sheet.written() for table, sheet in mended.items()}
    with folder_with(folder.resolve().name, contents, folder) as copy:
        schema_errors, rule_errors = _content_errors(copy)
    lines = {file_name(table, folder): sheet.lines() for table, sheet in mended.items()}
    return _merge_errors(sheets, folder, _move_to_lines(schema_errors, lines), _move_to_lines(rule_errors, lines))


def new_errors(errors: Sequence[DataError], before: Sequence[DataError]) -> list[DataError]:
    """The errors that were not there before. One that stands on another line is not new: rows above it move it."""
    moved = Counter(_without_line(error) for error in before if error not in errors)
    new = []
    for error in errors:
        if error in before:
            continue
        if moved[_without_line(error)]:
            moved[_without_line(error)] -= 1
        else:
            new.append(error)
    return new


def _without_line(error: DataError) -> DataError:
    return replace(error, row=0)


def _content_errors(folder: Path) -> tuple[list[DataError], list[DataError]]:
    """The errors of what the files say: by the schema, and by the rules."""
    dataset = tables.load(folder)
    # A table with some bad cells is checked too, so that these hide no error elsewhere in it.
    broken = {table: errors for table, errors in dataset.broken.items() if table not in dataset.partial}
    usable = replace(dataset, frames={**dataset.frames, **dataset.partial}, broken=broken, partial={})
    bad_cells = {(error.file, error.row, error.column) for error in dataset.faults}
    bad_rows = {(file, row) for file, row, _ in bad_cells}
    schema_errors = [
        error
        for rule in (schema.constraint_errors, schema.foreign_key_errors)
        for error in _rule_errors(rule, usable)
        if (error.file, error.row, error.column) not in bad_cells  # a bad number reads as blank
    ]
    # In a row whose cells could not be read, a rule would only repeat in other words what is already said.
    rule_errors = [
        error for rule in RULES for error in _rule_errors(rule, usable) if (error.file, error.row) not in bad_rows
    ]
    return [*map(_with_hint, dataset.faults), *schema_errors], rule_errors


def _with_hint(error: DataError) -> DataError:
    """An error of a coded cell with the value for the word that readers see: "allowed" for `permitted`."""
    if error.mend or not error.expected.startswith("one of "):
        return error
    return replace(error, mend=value_hint(error.found.strip('"'), error.expected.removeprefix("one of ").split(", ")))


def _rule_errors(rule: Rule, dataset: Dataset) -> Iterator[DataError]:
    """The errors that a rule finds. None if it needs a table that cannot be read, which is an error by itself."""
    try:
        yield from _errors_of_tables(rule, dataset) if rule in _ALONE else rule(dataset)
    except UnusableTable:
        return
    except Exception as error:  # the description gives other columns or types than the rule reads
        found = f"no {error}" if isinstance(error, KeyError) else f"values that it cannot read ({error})"
        name, mend = f"{dataset.folder.resolve().name}/datapackage.json", "take the file from its last version"
        yield DataError(name, 0, "", found, f"what the rule “{(rule.__doc__ or '').partition('.')[0]}” needs", mend)


def _errors_of_tables(rule: Rule, dataset: Dataset) -> Iterator[DataError]:
    folder = dataset.folder
    for table in dataset.frames:
        digest = dataset.digests[package_schema.resource(table, folder)["path"]]
        key = rule, table, digest, folder.resolve().name, package_schema.descriptor_text(folder)
        yield from _errors_alone(key, dataset)


@by_key(maxsize=256)
def _errors_alone(key: tuple[Rule, str, str, str, str], dataset: Dataset) -> tuple[DataError, ...]:
    """The errors that a rule finds in a table, by the rule, the table, its file, the folder's name, the descriptor."""
    rule, table, *_ = key
    return tuple(rule(replace(dataset, frames={table: dataset.frames[table]})))


def _move_to_lines(errors: Iterable[DataError], lines: Mapping[str, Mapping[int, int]]) -> list[DataError]:
    """Errors of mended files, at the lines of the files as they are."""
    return [replace(error, row=lines.get(error.file, {}).get(error.row, error.row)) for error in errors]


def _merge_errors(
    sheets: Mapping[str, Sheet], folder: Path, schema_errors: Iterable[DataError], rule_errors: Iterable[DataError]
) -> list[DataError]:
    """All errors by file and line, each value of a cell once: the first that names it is the plainest.

    What a spreadsheet did explains a cell better than the schema, and a row better than a rule.
    """
    errors = [
        spreadsheet.error(finding, table, folder) for table, sheet in sheets.items() for finding in sheet.findings
    ]
    named = {(error.file, error.row, error.column) for error in errors}
    # Of a file whose rows or header are not whole, the sheet says all that is certain.
    torn = {file_name(table, folder) for table, sheet in sheets.items() if not sheet.whole and sheet.findings}
    schema_errors = [error for error in schema_errors if error.file not in torn]
    unmended_rows = {
        (file_name(table, folder), finding.line) for table, sheet in sheets.items() for finding in sheet.unmended
    }
    # An id that a spreadsheet damaged is missing as well: the first says it better.
    damaged = {(error.file, error.column) for error in errors}
    rule_errors = [error for error in rule_errors if error.row or (error.file, error.column) not in damaged]
    errors += [error for error in schema_errors if (error.file, error.row, error.column) not in named]
    errors += [
        error
        for error in rule_errors
        if (error.file, error.row, error.column) not in named and (error.file, error.row) not in unmended_rows
    ]
    first: dict[tuple[str, int, str, str], DataError] = {}
    for error in errors:
        first.setdefault((error.file, error.row, error.column, error.found), error)
    return sorted(first.values())
