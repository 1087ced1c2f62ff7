"""Tell what changed in the data, in sentences about facts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from caveat.dataset.partial_dates import exists, spoken
from caveat.dataset.tables import list_items
from caveat.domain.case import Case
from caveat.domain.restrictions import NO_RECORD
from caveat.editing.diff import Difference, Row, RowChange, StatusChange, Version, status_before
from caveat.editing.messages import markdown
from caveat.text import records
from caveat.text.english import counted
from caveat.text.labels import CERTAINTY

NOTHING = "Nothing changed."
# Longer texts are named and not printed; JSON has them in full.
MAX_PRINTED = 80
# More rows than this that differ in one and the same column are told in one sentence.
MANY_ALIKE = 100
# Of the lines that cannot be read the first are named.
MAX_LINES = 5


def change_sentence(change: RowChange, difference: Difference) -> str:
    """One row that differs, in one sentence."""
    version = difference.old if change.kind == "removed" else difference.new
    if change.kind == "renamed":
        old_rows = difference.old.tables[change.table].items()
        old = next(key for key, row in old_rows if row is change.old)
        renamed = f"{_fact_clause(change, version, difference.case)} has a new id, {change.id} in place of {old}"
        return f"{renamed}; ids are permanent, so links to the old one break."
    if change.kind == "removed" and (reason := difference.new.withdrawn.get((change.table, change.id))):
        return f"Withdrawn: {_fact_clause(change, version, difference.case)}; {reason.rstrip('.')} ({change.id})."
    if change.table == "restrictions":
        sentence = _rule_clause(change, difference)
    elif change.kind == "changed":
        sentence = f"{_fact_clause(change, version, difference.case)}: {_cell_changes(change, change.columns)}"
    elif change.kind == "removed":
        sentence = f"Gone: {_fact_clause(change, version, difference.case)}"
    else:
        sources = f"; {_source_count(change.row)}" if "source_ids" in change.row else ""
        sentence = f"New: {_fact_clause(change, version, difference.case)}{sources}"
    return f"{sentence} ({change.id})."


def _rule_clause(change: RowChange, difference: Difference) -> str:
    """A restriction that is new, gone or changed, without its id and full stop."""
    row = change.row
    about = _subject(row, difference.old if change.kind == "removed" else difference.new, difference.case)
    day = spoken(row["effective"]) if exists(row["effective"]) else row["effective"]
    when = f"from {day}, {CERTAINTY.get(row['certainty'], row['certainty'])}"
    if change.kind == "removed":
        return f"Gone: {about}: {row['status']} {when}"
    if change.old is not None:
        if "status" not in change.columns:
            return f"{about}, {row['status']} {when}: {_cell_changes(change, change.columns)}"
        others = [column for column in change.columns if column != "status"]
        more = f"; {_cell_changes(change, others)}" if others else ""
        return f"{about}: {change.old['status']} -> {row['status']} {when}; {_source_count(row)}{more}"
    if row["certainty"] == "disputed":
        disputed = f"{row['status']} {when}, so it stands beside the state and does not set it"
        return f"New: {about}: {disputed}; {_source_count(row)}"
    before = status_before(difference.old, row)
    if before == row["status"]:
        return f"New: {about}: {row['status']} as before, said again {when}; {_source_count(row)}"
    return f"{about}: {_status_word(before)} -> {row['status']} {when}; {_source_count(row)}"


def _subject(row: Row, version: Version, names: Case) -> str:
    """System and area of a row.

    The supplier too if several give the system, and the authority if the rule is another's.
    """
    system = version.value("systems", row["system_id"], "name") or row["system_id"]
    rules = version.tables.get("restrictions", {}).values()
    suppliers = {rule["supplier"] for rule in rules if rule["system_id"] == row["system_id"]}
    supplier = f" from {names.country_name(row['supplier'])}" if len(suppliers) > 1 else ""
    authority = f" (the rule of {names.country_name(row['authority'])})" if row["authority"] != row["supplier"] else ""
    return f"{system}{supplier}, {names.territory(row['territory']).in_rule}{authority}"


def _status_word(status: str) -> str:
    return "no record" if status == NO_RECORD else status


def _fact_clause(change: RowChange, version: Version, names: Case) -> str:
    """The row in one readable line, without its full stop."""
    record: dict[str, Any] = dict(change.row)
    system = version.value("systems", record.get("system_id", ""), "name")
    system = system or version.value("system_groups", record.get("system_group_id", ""), "name")
    try:
        if change.table == "aid":
            record["value"] = float(record["value"])
        line = records.line_of_values(change.table, record, system or record.get("system_id", ""), names)
    except (ValueError, KeyError):
        # A value that has no words, or a column that this version has not: the longest cell says most.
        line = max(change.row.values(), key=len)
    return f"{records.record_kind(change.table)}: {line.rstrip('.')}"


def _cell_changes(change: RowChange, columns: Sequence[str]) -> str:
    assert change.old is not None
    assert change.new is not None
    return "; ".join(_cell_change(column, change.old[column], change.new[column]) for column in columns)


def _cell_change(column: str, old: str, new: str) -> str:
    if column.endswith("_ids"):
        before, after = list_items(old), list_items(new)
        entries = [f"+{entry}" for entry in after if entry not in before]
        entries += [f"-{entry}" for entry in before if entry not in after]
        return f"{column} {', '.join(entries)}" if entries else f"{column} in another order"
    if max(len(old), len(new)) > MAX_PRINTED:
        return f"{column} {'written' if not old else 'taken out' if not new else 'reworded'}"
    return f"{column} {_quoted_cell(old)} -> {_quoted_cell(new)}"


def _quoted_cell(cell: str) -> str:
    return f"“{cell}”" if cell else "blank"


def _source_count(row: Row) -> str:
    number = len(list_items(row["source_ids"]))
    return "1 source" if number == 1 else f"{number} sources"


def status_sentence(change: StatusChange, difference: Difference) -> str:
    """A span of days on which readers see another status, in one sentence."""
    supplier = {"supplier": change.supplier, "authority": change.supplier}
    about = _subject(
        {**supplier, "system_id": change.system_id, "territory": change.territory}, difference.new, difference.case
    )
    last = f" to the day before {spoken(change.end)}" if change.end else " on"
    return f"{about}: {_status_word(change.before)} -> {_status_word(change.after)} from {spoken(change.start)}{last}."


def shape_sentences(difference: Difference) -> list[str]:
    """Tables and columns that are new, gone or cannot be read."""
    unreadable = difference.new.unreadable
    return [
        *(f"New table: {table}." for table in difference.added_tables),
        *(f"The table {table} is gone." for table in difference.removed_tables),
        *(f"New column: {column} of {table}." for table, column in difference.added_columns),
        *(f"The column {column} of {table} is gone." for table, column in difference.removed_columns),
        *(
            f"The table {table} cannot be read, so it is not compared; `python -m caveat check` says why."
            for table in unreadable
        ),
        *(
            f"The table {table} could not be read before, so it is not compared."
            for table in difference.old.unreadable
            if table not in unreadable
        ),
        *(_torn_sentence(table, rows) for table, rows in difference.new.torn.items() if rows),
        *([_untold_states(difference)] if difference.states is None else []),
    ]


def _torn_sentence(table: str, rows: Sequence[tuple[int, list[str]]]) -> str:
    lines = ", ".join(str(line) for line, _ in rows[:MAX_LINES]) + (" …" if len(rows) > MAX_LINES else "")
    return (
        f"{counted(len(rows), 'row')} of {table} (line {lines}) cannot be told: too many or too few cells; "
        "`python -m caveat check` says more."
    )


def _untold_states(difference: Difference) -> str:
    """Why the states that readers see are not compared."""
    faults = difference.new.faults or difference.old.faults
    when = "" if difference.new.faults or not faults else "before, "
    reason = f"{when}{faults[0]}" if faults else "the rules of one version cannot be read"
    more = f", and {counted(len(faults) - 1, 'more fault')}" if len(faults) > 1 else ""
    return f"What readers see cannot be compared: {reason}{more}."


def sections(difference: Difference, first: Sequence[str] = ()) -> dict[str, list[str]]:
    """All sentences by heading, in the order of the package, after those to be told first; {} if nothing changed."""
    by_heading: dict[str, list[str]] = {"Look at this first": list(first)} if first else {}
    if shape := shape_sentences(difference):
        by_heading["Tables and columns"] = shape
    alike: Counter[tuple[str, ...]] = Counter(
        (change.table, *change.columns) for change in difference.rows if len(change.columns) == 1
    )
    counted = set()
    for change in difference.rows:
        group = (change.table, *change.columns)
        if alike[group] <= MANY_ALIKE:
            by_heading.setdefault(change.table, []).append(change_sentence(change, difference))
        elif group not in counted:
            counted.add(group)
            example = f"{_cell_changes(change, change.columns)} ({change.id})"
            sentence = f"{alike[group]} rows differ in {change.columns[0]} alone, such as {example}."
            by_heading.setdefault(change.table, []).append(sentence)
    if difference.states:
        sentences = [status_sentence(change, difference) for change in difference.states]
        by_heading["What readers see, in hindsight"] = sentences
    return by_heading


def as_text(difference: Difference, first: Sequence[str] = ()) -> str:
    """The difference as plain text, after the sentences to be told first."""
    parts = (
        "\n".join([f"{heading}:", *(f"  {sentence}" for sentence in sentences)])
        for heading, sentences in sections(difference, first).items()
    )
    return "\n".join(parts) or NOTHING


def as_markdown(difference: Difference, first: Sequence[str] = ()) -> str:
    """The difference as Markdown, after the sentences to be told first."""
    parts = (
        f"### {markdown.escape(heading)}\n\n{markdown.as_list(sentences)}"
        for heading, sentences in sections(difference, first).items()
    )
    return "\n\n".join(parts) or NOTHING


def as_data(difference: Difference, revision: str) -> dict[str, Any]:
    """The difference for programs: every cell in full."""
    return {
        "since": revision,
        "changed": not difference.is_empty,
        "tables": shape_sentences(difference),
        "rows": [
            {
                "table": change.table,
                "kind": change.kind,
                "id": change.id,
                "sentence": change_sentence(change, difference),
                "cells": _cell_pairs(change),
            }
            for change in difference.rows
        ],
        "states": [
            {
                "supplier": change.supplier,
                "system": change.system_id,
                "territory": change.territory,
                "start": change.start.isoformat(),
                "end": change.end.isoformat() if change.end else None,
                "before": change.before,
                "after": change.after,
                "sentence": status_sentence(change, difference),
            }
            for change in difference.states or ()
        ],
    }


def _cell_pairs(change: RowChange) -> dict[str, list[str | None]]:
    """The old and the new cell of each column that differs, or of all columns if only one version has the row."""
    old: Mapping[str, str] = change.old or {}
    new: Mapping[str, str] = change.new or {}
    return {column: [old.get(column), new.get(column)] for column in change.columns or change.row}
