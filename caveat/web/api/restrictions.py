"""The answers of /state and /changes, as models and as rows for CSV."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from caveat.content import export_rows
from caveat.dataset import sources
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history
from caveat.domain.restrictions import AuthorityRule, PermissionState
from caveat.domain.rule_history import LogEntry
from caveat.domain.rule_log import Clock, RuleChange
from caveat.domain.territories import MATRIX_TERRITORIES
from caveat.web import releases
from caveat.web.api import models
from caveat.web.api.parameters import ChangesQuery, StateQuery

Values = dict[str, object]
STATE_COLUMNS = ("asof", "known", "release", *export_rows.STATE_COLUMNS)
CHANGE_COLUMNS = (
    "release",
    "change_id",
    "day",
    "kind",
    "effective",
    "reported",
    "supplier",
    "authority",
    "system",
    "territory",
    "status",
    "certainty",
    "status_before",
    "status_after",
    "reversed_by",
    "summary",
    "note",
    "source_ids",
)


def _states(dataset: Dataset, query: StateQuery) -> list[PermissionState]:
    log = releases.checked_rule_log(dataset)
    pairs = [
        (supplier, system)
        for supplier, family in restrictions.logged_pairs(log)
        if not query.supplier or supplier in query.supplier
        for system in ([name for name in query.system if log.family(name) == family] if query.system else [family])
    ]
    day = cast(date, query.asof)
    return restrictions.permission_states(log, day, query.known, pairs, query.territory or MATRIX_TERRITORIES)


def state(dataset: Dataset, query: StateQuery) -> models.StateAnswer:
    """The state on the day of a query for its suppliers, systems and territories.

    () is all (territories: the matrix). A system that is a variant has the rules of its family. UnusableTable if
    restrictions, systems or territories cannot be used.
    """
    rows = [_state_row(dataset, state) for state in _states(dataset, query)]
    return models.StateAnswer.model_validate({"asof": query.asof, "known": query.known, **stamp(dataset), "rows": rows})


def state_rows(dataset: Dataset, query: StateQuery) -> list[list[object]]:
    """The same for CSV, in the order of STATE_COLUMNS."""
    lead = [query.asof, query.known, dataset.fingerprint]
    return [[*lead, *export_rows.state_record(state).values()] for state in _states(dataset, query)]


def changes(dataset: Dataset, query: ChangesQuery) -> models.ChangesAnswer:
    """The entries of the log that a query asks for, newest first. From `since` to `until`, both days included."""
    first, last = query.since or date.min, query.until or date.max
    rows = [
        _change_row(dataset, entry)
        for entry in entries(dataset, query.known, query.supplier, query.system)
        if first <= entry.day <= last
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


def _state_row(dataset: Dataset, state: PermissionState) -> Values:
    record = export_rows.state_record(state)
    return {
        **{column: record[column] or None for column in export_rows.STATE_COLUMNS[:9]},
        "sources": _source_records(dataset, state.source_ids),
        "layers": [_layer(dataset, layer) for layer in state.layers],
        "disputed_by": [_dispute(dataset, change) for change in state.disputed_by],
    }


def _layer(dataset: Dataset, layer: AuthorityRule) -> Values:
    return {
        "authority": layer.authority,
        "status": layer.status,
        "certainty": layer.certainty,
        "since": layer.since,
        "territory": layer.change.territory,
        "change_id": layer.change.change_id,
        "summary": layer.change.summary,
        "sources": _source_records(dataset, layer.change.source_ids),
    }


def _dispute(dataset: Dataset, change: RuleChange) -> Values:
    return {
        "change_id": change.change_id,
        "authority": change.authority,
        "territory": change.territory,
        "status": change.status,
        "certainty": change.certainty,
        "effective": change.effective_text,
        "reported": change.reported_text,
        "summary": change.summary,
        "sources": _source_records(dataset, change.source_ids),
    }


def _standing(state: PermissionState) -> Values:
    record = export_rows.state_record(state)
    return {column: record[column] or None for column in ("status", "certainty", "authority", "change_id")}


def _change_row(dataset: Dataset, entry: LogEntry) -> Values:
    change = entry.change
    return {
        "change_id": change.change_id,
        "day": entry.day,
        "kind": entry.kind,
        "effective": change.effective_text,
        "reported": change.reported_text,
        "supplier": change.supplier,
        "authority": change.authority,
        "system": change.system_id,
        "territory": change.territory,
        "status": change.status,
        "certainty": change.certainty,
        "before": _standing(entry.before),
        "after": _standing(entry.after),
        "reversed_by": change.reversed_by or None,
        "summary": change.summary,
        "note": change.note or None,
        "sources": _source_records(dataset, change.source_ids),
    }


def stamp(dataset: Dataset) -> Values:
    """The release that an answer was made from, and when that was made."""
    return {"release": dataset.fingerprint, "generated_at": releases.generated_at(dataset)}


def _source_records(dataset: Dataset, ids: Sequence[str]) -> list[Values]:
    return [source_record(source) for source in sources.resolve_sources(dataset, ids)]


def source_record(source: Source) -> Values:
    """A source in the shape of models.Source."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url or None,
        "published": source.published or None,
    }


def change_rows(dataset: Dataset, query: ChangesQuery) -> list[list[object]]:
    """The entries for CSV, in the order of CHANGE_COLUMNS."""
    answer = changes(dataset, query)
    return [
        [
            answer.release,
            *(getattr(row, column) for column in CHANGE_COLUMNS[1:12]),
            row.before.status,
            row.after.status,
            row.reversed_by,
            row.summary,
            row.note,
            ";".join(source.id for source in row.sources),
        ]
        for row in answer.rows
    ]
