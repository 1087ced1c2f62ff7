"""All checks of the data: the library frictionless against the package, then our own rules, one a file. All run; all faults are listed."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from caveat.dataset import schema as schema_module
from caveat.dataset import tables as reading
from caveat.dataset.errors import DataError, UnusableTable
from caveat.editing import spreadsheet
from caveat.editing.checks import (
    dates_exist,
    dates_past,
    disagreement_has_note,
    disputed_has_note,
    early_has_note,
    family_is_family,
    files_are_listed,
    headline_single,
    keys_lead_somewhere,
    lists_refer,
    low_not_above_high,
    notes_refer,
    plain_text,
    precision_agrees,
    published_as_source,
    qualifier_fits_bounds,
    reversal_is_later,
    rules_name_families,
    schema,
    share_is_percent,
    summary_keeps_clock,
    system_or_group,
    territories_form_tree,
    tidy_text,
    unit_fits_property,
    value_matches_wording,
    withheld_has_note,
)
from caveat.editing.spreadsheet.repair import Sheet

Rule = Callable[[reading.Dataset], Iterable[DataError]]

RULES: tuple[Rule, ...] = (
    files_are_listed.rule,
    keys_lead_somewhere.rule,
    dates_exist.rule,
    dates_past.rule,
    early_has_note.rule,
    summary_keeps_clock.rule,
    precision_agrees.rule,
    headline_single.rule,
    low_not_above_high.rule,
    qualifier_fits_bounds.rule,
    unit_fits_property.rule,
    value_matches_wording.rule,
    published_as_source.rule,
    withheld_has_note.rule,
    disputed_has_note.rule,
    disagreement_has_note.rule,
    lists_refer.rule,
    notes_refer.rule,
    system_or_group.rule,
    family_is_family.rule,
    rules_name_families.rule,
    reversal_is_later.rule,
    territories_form_tree.rule,
    share_is_percent.rule,
    plain_text.rule,
    tidy_text.rule,
)


def check(folder: Path = schema_module.DATA) -> list[DataError]:
    """Every fault of the data package in `folder`, by file and line; [] where it is sound. Never raises for bad data.

    What a spreadsheet did to a file is named first; the rules then see the file as the formatter would mend it, so that one wrong separator hides no wrong word.
    """
    unusable = schema.describe(folder)
    if unusable:
        return sorted(unusable)
    sheets = spreadsheet.sheets(folder)
    if not any(one.mended for sheet in sheets.values() for one in sheet.findings):
        return _together(sheets, folder, *_contents(folder))
    with tempfile.TemporaryDirectory() as near:
        copy = Path(near) / folder.resolve().name
        _mended_copy(folder, copy, sheets)
        plain, ruled = _contents(copy)
        return _together(sheets, folder, _at_true_lines(plain, sheets, folder), _at_true_lines(ruled, sheets, folder))


def _contents(folder: Path) -> tuple[list[DataError], list[DataError]]:
    """The faults of what the files say: by the package, and by our rules."""
    tables = reading.load(folder)
    usable = _usable(tables)
    bad_rows = {(fault.file, fault.row) for fault in tables.faults}
    # In a row whose cells could not be read, a rule would only repeat in other words what is already said.
    ruled = [fault for rule in RULES for fault in _run(rule, usable) if (fault.file, fault.row) not in bad_rows]
    return [*tables.faults, *schema.validate(usable)], ruled


def _together(
    sheets: Mapping[str, Sheet], folder: Path, plain: Iterable[DataError], ruled: Iterable[DataError]
) -> list[DataError]:
    """All faults once, by file and line. What a spreadsheet did explains a place better than the package, and a row better than a rule."""
    found = [spreadsheet.fault(one, table, folder) for table, sheet in sheets.items() for one in sheet.findings]
    left = {
        (spreadsheet.file_name(table, folder), one.line) for table, sheet in sheets.items() for one in sheet.unguessed
    }
    said = {(one.file, one.row, one.column) for one in found}
    beside = [one for one in plain if (one.file, one.row, one.column) not in said]
    beside += [one for one in ruled if (one.file, one.row, one.column) not in said and (one.file, one.row) not in left]
    return sorted(_one_a_cell([*found, *beside]))


def _mended_copy(folder: Path, copy: Path, sheets: Mapping[str, Sheet]) -> None:
    """The folder's files beside it: links, and the mended form of those that a spreadsheet changed."""
    copy.mkdir()
    mended = {
        schema_module.resource(table, folder)["path"]: sheet
        for table, sheet in sheets.items()
        if any(one.mended for one in sheet.findings)
    }
    for path in [*folder.glob("*.csv"), *folder.glob("*.json")]:
        if path.name in mended:
            (copy / path.name).write_bytes(mended[path.name].written())
        else:
            (copy / path.name).symlink_to(path.resolve())


def _at_true_lines(faults: Iterable[DataError], sheets: Mapping[str, Sheet], folder: Path) -> list[DataError]:
    """Faults of the mended copy, at the lines of the files as they are."""
    lines = {
        reading.file_name(table, folder): sheet.lines()
        for table, sheet in sheets.items()
        if any(one.mended for one in sheet.findings)
    }
    return [replace(one, row=lines.get(one.file, {}).get(one.row, one.row)) for one in faults]


def _usable(tables: reading.Dataset) -> reading.Dataset:
    """The reading with every table that has rows, those with bad cells too, so that one bad cell does not hide faults elsewhere."""
    broken = {name: faults for name, faults in tables.broken.items() if name not in tables.rough}
    return replace(tables, frames={**tables.frames, **tables.rough}, broken=broken, rough={})


def _run(rule: Rule, tables: reading.Dataset) -> Iterator[DataError]:
    """A rule's faults; none where it needs a table that cannot be read, because that table's own fault comes first."""
    try:
        yield from rule(tables)
    except UnusableTable:
        return
    except KeyError as error:
        yield DataError(
            f"{tables.folder.resolve().name}/datapackage.json",
            0,
            "",
            f"no {error}",
            f"what the rule “{rule.__doc__}” needs",
        )


def _one_a_cell(faults: list[DataError]) -> list[DataError]:
    """The faults without repetition: where one value breaks a type, a key and a rule, the first finding is the plainest."""
    seen: dict[tuple[str, int, str, str], DataError] = {}
    for fault in faults:
        seen.setdefault((fault.file, fault.row, fault.column, fault.found), fault)
    return list(seen.values())
