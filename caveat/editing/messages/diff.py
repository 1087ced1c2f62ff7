"""What changed in the data, as sentences about facts."""

from collections.abc import Mapping
from typing import Any

from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import list_items
from caveat.domain.restrictions import NO_RECORD
from caveat.editing.diff import Change, Difference, Side, Turn, state_before
from caveat.text import records
from caveat.text.labels import CERTAINTY, country_name

NOTHING = "Nothing changed."
_PLACE = {
    "everywhere": "everywhere",
    "ua_occupied": "in occupied Ukraine",
    "ru_any": "anywhere in Russia",
    "ru_border": "in the Russian border area",
    "ru_kursk": "in the Kursk area",
}
# Longer texts are named and not printed; JSON has them in full.
_LONG = 80


def sentence(change: Change, difference: Difference) -> str:
    """One row that differs, in one sentence."""
    if change.kind == "renamed":
        old = _key(change, difference, old=True)
        return f"{_fact(change, difference.new)} has a new id, {change.id} in place of {old}; ids are permanent, so links to the old one break."
    if change.table == "restrictions":
        return _rule(change, difference)
    side = difference.old if change.kind == "removed" else difference.new
    if change.kind == "added":
        return f"New: {_fact(change, side)}{_sources(change.row)} ({change.id})."
    if change.kind == "removed":
        return f"Gone: {_fact(change, side)} ({change.id})."
    return f"{_fact(change, side)}: {_cells(change)} ({change.id})."


def _rule(change: Change, difference: Difference) -> str:
    row, side = change.row, difference.old if change.kind == "removed" else difference.new
    about = _about(row, side)
    when = f"from {_day(row['effective'])}, {CERTAINTY.get(row['certainty'], row['certainty'])}"
    if change.kind == "removed":
        return f"Gone: {about}: {row['status']} {when} ({change.id})."
    if change.kind == "changed" and change.old is not None:
        if change.columns == ("status",) or "status" in change.columns:
            rest = [one for one in change.columns if one != "status"]
            more = f"; {_cells(change, rest)}" if rest else ""
            return f"{about}: {change.old['status']} -> {row['status']} {when}; {_count(row['source_ids'])}{more} ({change.id})."
        return f"{about}, {row['status']} {when}: {_cells(change)} ({change.id})."
    if row["certainty"] == "disputed":
        return f"New: {about}: {row['status']} {when}, so it stands beside the state and does not set it; {_count(row['source_ids'])} ({change.id})."
    before = state_before(difference.old, row)
    if before == row["status"]:
        return f"New: {about}: {row['status']} as before, said again {when}; {_count(row['source_ids'])} ({change.id})."
    return f"{about}: {'no record' if before == NO_RECORD else before} -> {row['status']} {when}; {_count(row['source_ids'])} ({change.id})."


def _about(row: Mapping[str, str], side: Side) -> str:
    """System and area; the supplier too where several give the system, and the authority where the rule is another's."""
    name = side.value("systems", row["system_id"], "name") or row["system_id"]
    suppliers = {
        one["supplier"] for one in side.tables.get("restrictions", {}).values() if one["system_id"] == row["system_id"]
    }
    giver = f" from {country_name(row['supplier'])}" if len(suppliers) > 1 else ""
    rule = f" (the rule of {country_name(row['authority'])})" if row["authority"] != row["supplier"] else ""
    return f"{name}{giver}, {_PLACE.get(row['territory'], row['territory'])}{rule}"


def _fact(change: Change, side: Side) -> str:
    """The row in one readable line, without its full stop."""
    record: dict[str, Any] = dict(change.row)
    system = side.value("systems", record.get("system_id", ""), "name") or side.value(
        "system_groups", record.get("system_group_id", ""), "name"
    )
    if change.table == "aid":
        try:
            record["value"] = float(record["value"])
        except ValueError:
            return f"Aid figure: {record['summary'].rstrip('.')}"
    line = records.line_of_values(change.table, record, system or record.get("system_id", "")).rstrip(".")
    return f"{records.record_kind(change.table)}: {line}"


def _cells(change: Change, columns: list[str] | None = None) -> str:
    assert change.old is not None
    assert change.new is not None
    return "; ".join(
        _cell(one, change.old[one], change.new[one]) for one in (change.columns if columns is None else columns)
    )


def _cell(column: str, old: str, new: str) -> str:
    if column.endswith("_ids"):
        was, now = list_items(old), list_items(new)
        told = [*(f"+{one}" for one in now if one not in was), *(f"-{one}" for one in was if one not in now)]
        return f"{column} {', '.join(told)}" if told else f"{column} in another order"
    if max(len(old), len(new)) > _LONG:
        return f"{column} {'written' if not old else 'taken out' if not new else 'reworded'}"
    return f"{column} {_quoted(old)} -> {_quoted(new)}"


def _quoted(cell: str) -> str:
    return f"“{cell}”" if cell else "blank"


def _sources(row: Mapping[str, str]) -> str:
    return f"; {_count(row['source_ids'])}" if "source_ids" in row else ""


def _count(source_ids: str) -> str:
    number = len(list_items(source_ids))
    return "1 source" if number == 1 else f"{number} sources"


def _key(change: Change, difference: Difference, old: bool) -> str:
    side, row = (difference.old, change.old) if old else (difference.new, change.new)
    return next((key for key, one in side.tables[change.table].items() if one is row), "")


def _day(text: str) -> str:
    try:
        return spoken(text)
    except ValueError:
        return text


def turn(one: Turn, side: Side) -> str:
    """A stretch of days on which readers see another state."""
    about = _about(
        {"system_id": one.system_id, "supplier": one.supplier, "authority": one.supplier, "territory": one.territory},
        side,
    )
    last = f" to the day before {spoken(one.end)}" if one.end else " on"
    before, after = ("no record" if status == NO_RECORD else status for status in (one.before, one.after))
    return f"{about}: {before} -> {after} from {spoken(one.start)}{last}."


def shape(difference: Difference) -> list[str]:
    """Tables and columns that came, went or cannot be read."""
    said = [f"New table: {one}." for one in difference.new_tables] + [
        f"The table {one} is gone." for one in difference.gone_tables
    ]
    said += [
        f"New column: {column} of {table}." for table, column in difference.columns(difference.new, difference.old)
    ]
    said += [
        f"The column {column} of {table} is gone."
        for table, column in difference.columns(difference.old, difference.new)
    ]
    said += [
        f"The table {one} cannot be read, so it is not compared; `python -m caveat check` says why."
        for one in difference.new.unreadable
    ]
    said += [
        f"The table {one} could not be read before, so it is not compared."
        for one in difference.old.unreadable
        if one not in difference.new.unreadable
    ]
    return said


def sections(difference: Difference) -> dict[str, list[str]]:
    """All sentences by heading, in the order of the package; {} where nothing changed."""
    found: dict[str, list[str]] = {}
    if said := shape(difference):
        found["Tables and columns"] = said
    for change in difference.rows:
        found.setdefault(change.table, []).append(sentence(change, difference))
    if difference.turns:
        side = difference.new
        found["What readers see, in hindsight"] = [turn(one, side) for one in difference.turns]
    return found


def as_text(difference: Difference) -> str:
    """The difference as plain text."""
    parts = ["\n".join([f"{head}:", *(f"  {one}" for one in said)]) for head, said in sections(difference).items()]
    return "\n".join(parts) or NOTHING


def as_markdown(difference: Difference) -> str:
    """The difference as Markdown; signs of Markdown in the data stand for themselves."""
    parts = [
        f"### {_escaped(head)}\n\n" + "\n".join(f"- {_escaped(one)}" for one in said)
        for head, said in sections(difference).items()
    ]
    return "\n\n".join(parts) or NOTHING


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|@!~" else sign for sign in text).replace("-\\>", "→")


def as_data(difference: Difference, revision: str) -> dict[str, Any]:
    """The difference for programs: every cell in full."""
    return {
        "since": revision,
        "changed": difference.anything,
        "tables": shape(difference),
        "rows": [
            {
                "table": one.table,
                "kind": one.kind,
                "id": one.id,
                "sentence": sentence(one, difference),
                "cells": {
                    column: [(one.old or {}).get(column), (one.new or {}).get(column)]
                    for column in (one.columns or one.row)
                },
            }
            for one in difference.rows
        ],
        "states": [
            {
                "supplier": one.supplier,
                "system": one.system_id,
                "territory": one.territory,
                "start": one.start.isoformat(),
                "end": one.end.isoformat() if one.end else None,
                "before": one.before,
                "after": one.after,
                "sentence": turn(one, difference.new),
            }
            for one in difference.turns
        ],
    }
