"""The answers of /state and /changes, as models and as rows for CSV."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from caveat.content import export_rows
from caveat.dataset import sources
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history
from caveat.domain.case import case
from caveat.domain.day_comparison import compare_days
from caveat.domain.headline import headline_facts
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_history import LogEntry
from caveat.domain.rule_log import Clock, RuleChange
from caveat.text.day_comparison import comparison_sentence
from caveat.text.headline import headline
from caveat.web import releases
from caveat.web.api import models
from caveat.web.api.parameters import ChangesQuery, StateQuery

Values = dict[str, object]
_BEFORE = {f"{name}_before": name for name in ("status", "certainty", "authority", "change_id")}
STATE_COLUMNS = ("asof", "known", "release", *export_rows.STATE_COLUMNS)
# The fields of a row of the log that the CSV has in short.
CHANGE_NAMES = {"before": "status_before", "after": "status_after", "sources": "source_ids"}
CHANGE_COLUMNS = ("release", *(CHANGE_NAMES.get(name, name) for name in models.ChangeRow.model_fields))


def _states(dataset: Dataset, query: StateQuery) -> list[PermissionState]:
    log = releases.checked_rule_log(dataset)
    pairs = [
        (supplier, system)
        for supplier, family in restrictions.logged_pairs(log)
        if not query.supplier or supplier in query.supplier
        for system in ([name for name in query.system if log.family(name) == family] if query.system else [family])
    ]
    day = cast(date, query.asof)
    states = restrictions.permission_states(log, day, query.territory or case(dataset).matrix, query.known, pairs)
    return [state for state in states if not query.authority or set(query.authority) & _authorities(state)]


def _authorities(state: PermissionState) -> set[str]:
    """Those who have a rule in a state, or are said to have one."""
    return {rule.authority for rule in state.layers} | {claim.authority for claim in state.disputed_by}


def state(dataset: Dataset, query: StateQuery) -> models.StateAnswer:
    """The state on the day of a query for its suppliers, systems, territories and authorities.

    () is all (territories: the matrix). A system that is a variant has the rules of its family. UnusableTable if
    restrictions, systems or territories cannot be used.
    """
    day, systems = cast(date, query.asof), tuple(query.system)
    rows = [_state_row(dataset, record, permission) for record, permission in _state_records(dataset, query)]
    said = headline(headline_facts(dataset, day, query.known, systems))
    values: Values = {"asof": day, "known": query.known, **stamp(dataset), "headline": said, "rows": rows}
    if query.since:
        changed = comparison_sentence(compare_days(dataset, query.since, day, query.known, systems))
        values |= {"from": query.since, "what_changed": changed}
        for row, permission in zip(rows, _states(dataset, query), strict=True):
            row["before"] = _before(dataset, permission, query)
    return models.StateAnswer.model_validate(values)


def _before(dataset: Dataset, state: PermissionState, query: StateQuery) -> PermissionState:
    """The state of the same supplier, system and territory on the day `from`."""
    log, day = releases.checked_rule_log(dataset), cast(date, query.since)
    return restrictions.permission_state(log, state.supplier, state.system_id, state.territory, day, query.known)


def state_columns(query: StateQuery) -> tuple[str, ...]:
    """The columns of the CSV; with `from` also what stood on that day."""
    return (*STATE_COLUMNS, "from", *_BEFORE) if query.since else STATE_COLUMNS


def state_rows(dataset: Dataset, query: StateQuery) -> list[list[object]]:
    """The same for CSV, in the order of `state_columns`."""
    lead = [query.asof, query.known, dataset.fingerprint]
    rows = []
    for record, permission in _state_records(dataset, query):
        before = _before(dataset, permission, query) if query.since else None
        stood = [query.since, *(getattr(before, name) for name in _BEFORE.values())] if before else []
        rows.append([*lead, *record.values(), *stood])
    return rows


def _state_records(dataset: Dataset, query: StateQuery) -> Iterator[tuple[Values, PermissionState]]:
    log, day = releases.checked_rule_log(dataset), cast(date, query.asof)
    for permission in _states(dataset, query):
        record = export_rows.state_record(log, permission, day, query.known)
        by_weight = sources.weightiest_first(dataset, str(record["source_ids"]))
        yield record | {"source_ids": by_weight}, permission


def changes(dataset: Dataset, query: ChangesQuery) -> models.ChangesAnswer:
    """The entries of the log that a query asks for, newest first, from `since` to `until`, both days included."""
    first, last = query.since or date.min, query.until or date.max
    rows = [
        _change_row(dataset, entry)
        for entry in entries(dataset, query.known, query.supplier, query.system)
        if first <= entry.day <= last and (not query.authority or entry.change.authority in query.authority)
    ]
    return models.ChangesAnswer.model_validate(
        {"since": query.since, "until": query.until, "known": query.known, **stamp(dataset), "rows": rows}
    )


def entries(
    dataset: Dataset, known: Clock, suppliers: Sequence[str] = (), systems: Sequence[str] = ()
) -> list[LogEntry]:
    """The log, newest first, for suppliers and systems (() is all); a variant has the entries of its family."""
    log = releases.checked_rule_log(dataset)
    families = {log.family(system) for system in systems}
    return [
        entry
        for entry in rule_history.log_entries(log, date.min, date.max, known)
        if (not suppliers or entry.change.supplier in suppliers)
        and (not families or log.family(entry.change.system_id) in families)
    ]


def _state_row(dataset: Dataset, record: Values, state: PermissionState) -> Values:
    return {
        **{column: value for column, value in record.items() if column != "source_ids"},
        "sources": sources.resolve_sources(dataset, state.source_ids),
        "layers": [{**_rule(dataset, layer.change), "since": layer.since} for layer in state.layers],
        "disputed_by": [_dated_rule(dataset, change) for change in state.disputed_by],
    }


def _rule(dataset: Dataset, change: RuleChange) -> Values:
    names = ("change_id", "authority", "territory", "status", "certainty", "summary")
    record: Values = {name: getattr(change, name) for name in names}
    return record | {"sources": sources.resolve_sources(dataset, change.source_ids)}


def _dated_rule(dataset: Dataset, change: RuleChange) -> Values:
    return {**_rule(dataset, change), "effective": change.effective_text, "reported": change.reported_text}


def _change_row(dataset: Dataset, entry: LogEntry) -> Values:
    change = entry.change
    return {
        **_dated_rule(dataset, change),
        "day": entry.day,
        "kind": entry.kind,
        "supplier": change.supplier,
        "system": change.system_id,
        "before": entry.before,
        "after": entry.after,
        "reversed_by": change.reversed_by,
        "note": change.note,
        "condition": change.condition,
        "restates": change.restates,
        "restates_how": change.restates_how,
    }


def stamp(dataset: Dataset) -> Values:
    """The release that an answer was made from, and when that was made."""
    return {"release": dataset.fingerprint, "generated_at": releases.generated_at(dataset)}


def change_rows(dataset: Dataset, query: ChangesQuery) -> list[list[object]]:
    """The entries for CSV, in the order of CHANGE_COLUMNS."""
    rows = []
    for row in changes(dataset, query).rows:
        source_ids = ";".join(source.id for source in row.sources)
        record = {**dict(row), "before": row.before.status, "after": row.after.status, "sources": source_ids}
        rows.append([dataset.fingerprint, *record.values()])
    return rows
