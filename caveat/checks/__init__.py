"""All checks of the data: the library frictionless against the package, then our own rules, one a file. All run; all faults are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from caveat import package
from caveat import tables as reading
from caveat.checks import (
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
    plain_text,
    precision_agrees,
    published_as_source,
    qualifier_fits_bounds,
    reversal_is_later,
    rules_name_families,
    schema,
    share_is_percent,
    system_or_group,
    territories_form_tree,
    tidy_text,
    unit_fits_property,
    value_matches_wording,
    withheld_has_note,
)
from caveat.faults import BrokenTable, Fault

Rule = Callable[[reading.Tables], Iterable[Fault]]

RULES: tuple[Rule, ...] = (
    files_are_listed.rule,
    keys_lead_somewhere.rule,
    dates_exist.rule,
    dates_past.rule,
    early_has_note.rule,
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
    system_or_group.rule,
    family_is_family.rule,
    rules_name_families.rule,
    reversal_is_later.rule,
    territories_form_tree.rule,
    share_is_percent.rule,
    plain_text.rule,
    tidy_text.rule,
)


def check(folder: Path = package.DATA) -> list[Fault]:
    """Every fault of the data package in `folder`, by file and line; [] where it is sound. Never raises for bad data."""
    unusable = schema.describe(folder)
    if unusable:
        return sorted(unusable)
    tables = reading.load(folder)
    usable = _usable(tables)
    bad_rows = {(fault.file, fault.row) for fault in tables.faults}
    # In a row whose cells could not be read, a rule would only repeat in other words what is already said.
    ruled = [fault for rule in RULES for fault in _run(rule, usable) if (fault.file, fault.row) not in bad_rows]
    return sorted(_one_a_cell([*tables.faults, *schema.validate(usable), *ruled]))


def _usable(tables: reading.Tables) -> reading.Tables:
    """The reading with every table that has rows, those with bad cells too, so that one bad cell does not hide faults elsewhere."""
    broken = {name: faults for name, faults in tables.broken.items() if name not in tables.rough}
    return replace(tables, frames={**tables.frames, **tables.rough}, broken=broken, rough={})


def _run(rule: Rule, tables: reading.Tables) -> Iterator[Fault]:
    """A rule's faults; none where it needs a table that cannot be read, because that table's own fault comes first."""
    try:
        yield from rule(tables)
    except BrokenTable:
        return
    except KeyError as error:
        yield Fault(f"{tables.folder.resolve().name}/datapackage.json", 0, "", f"no {error}", f"what the rule “{rule.__doc__}” needs")


def _one_a_cell(faults: list[Fault]) -> list[Fault]:
    """The faults without repetition: where one value breaks a type, a key and a rule, the first finding is the plainest."""
    seen: dict[tuple[str, int, str, str], Fault] = {}
    for fault in faults:
        seen.setdefault((fault.file, fault.row, fault.column, fault.found), fault)
    return list(seen.values())
