"""What the API answers about restrictions, from the tables: the fold and the log as models and as flat rows for CSV."""

from collections.abc import Sequence
from datetime import date, timedelta

from caveat.content import exports
from caveat.dataset import sources
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions
from caveat.domain.restrictions import AuthorityRule, LogEntry, PermissionState
from caveat.domain.rule_log import Clock, RuleChange
from caveat.domain.territories import MATRIX_TERRITORIES
from caveat.web import releases
from caveat.web.api import models as models

Values = dict[str, object]
# A list within one cell of a CSV, as in the tables.
LIST = ";"
STATE_COLUMNS = ("asof", "known", "release", *exports.STATE)
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


def suppliers(dataset: Dataset) -> tuple[str, ...]:
    """The suppliers that the log speaks of, in the order of the file."""
    return tuple(dict.fromkeys(supplier for supplier, _ in restrictions.pairs(releases.checked_rule_log(dataset))))


def systems(dataset: Dataset) -> tuple[str, ...]:
    """The ids of all systems."""
    return tuple(dataset["systems"]["system_id"])


def territories(dataset: Dataset) -> tuple[str, ...]:
    """The ids of all territories."""
    return tuple(dataset["territories"]["territory_id"])


def state(
    dataset: Dataset,
    asof: date,
    known: Clock,
    supplier: tuple[str, ...],
    system: tuple[str, ...],
    territory: tuple[str, ...],
) -> models.StateAnswer:
    """The state on a day for the suppliers, systems and territories asked for (() asks for all; territories: those of the matrix).

    A system that is a variant has the rules of its family. BrokenTable where restrictions, systems or territories cannot be used.
    """
    log = releases.checked_rule_log(dataset)
    pairs = [
        (who, one)
        for who, family in restrictions.pairs(log)
        for one in ([it for it in system if log.family(it) == family] if system else [family])
    ]
    over = [pair for pair in pairs if not supplier or pair[0] in supplier]
    found = restrictions.permission_states(log, asof, known, over, territory or MATRIX_TERRITORIES)
    rows = [_state_row(dataset, one) for one in found]
    return models.StateAnswer.model_validate({"asof": asof, "known": known, **stamp(dataset), "rows": rows})


def changes(
    dataset: Dataset,
    since: date | None,
    until: date | None,
    known: Clock,
    supplier: tuple[str, ...],
    system: tuple[str, ...],
) -> models.ChangesAnswer:
    """The entries of the log from `since` to `until`, both days included, newest first, for the suppliers and systems asked for (() asks for all)."""
    found = entries(dataset, since, until, known, supplier, system)
    rows = [_change_row(dataset, one) for one in found]
    return models.ChangesAnswer.model_validate(
        {"since": since, "until": until, "known": known, **stamp(dataset), "rows": rows}
    )


def entries(
    dataset: Dataset,
    since: date | None,
    until: date | None,
    known: Clock,
    supplier: Sequence[str] = (),
    system: Sequence[str] = (),
) -> list[LogEntry]:
    """The entries behind `changes`. A variant has the entries of its family."""
    log = releases.checked_rule_log(dataset)
    families = {log.family(one) for one in system}
    before = since - timedelta(days=1) if since and since > date.min else date.min
    return [
        one
        for one in restrictions.log_entries(log, before, until or date.max, known)
        if (not supplier or one.change.supplier in supplier)
        and (not families or log.family(one.change.system_id) in families)
    ]


def _state_row(dataset: Dataset, one: PermissionState) -> Values:
    return {
        "supplier": one.supplier,
        "system": one.system_id,
        "territory": one.territory,
        "status": one.status,
        "certainty": one.certainty or None,
        "since": one.since or None,
        "authority": one.authority or None,
        "change_id": one.change_id or None,
        "summary": one.summary or None,
        "sources": _sources(dataset, one.source_ids),
        "layers": [_layer(dataset, layer) for layer in one.layers],
        "disputed_by": [_dispute(dataset, change) for change in one.disputed_by],
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
        "sources": _sources(dataset, layer.change.source_ids),
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
        "sources": _sources(dataset, change.source_ids),
    }


def _standing(one: PermissionState) -> Values:
    return {
        "status": one.status,
        "certainty": one.certainty or None,
        "authority": one.authority or None,
        "change_id": one.change_id or None,
    }


def _change_row(dataset: Dataset, entry: LogEntry) -> Values:
    one = entry.change
    return {
        "change_id": one.change_id,
        "day": entry.day,
        "kind": entry.kind,
        "effective": one.effective_text,
        "reported": one.reported_text,
        "supplier": one.supplier,
        "authority": one.authority,
        "system": one.system_id,
        "territory": one.territory,
        "status": one.status,
        "certainty": one.certainty,
        "before": _standing(entry.before),
        "after": _standing(entry.after),
        "reversed_by": one.reversed_by or None,
        "summary": one.summary,
        "note": one.note or None,
        "sources": _sources(dataset, one.source_ids),
    }


def stamp(dataset: Dataset) -> Values:
    """What every answer says of the tables it was made from."""
    return {"release": dataset.fingerprint, "generated_at": releases.generated_at(dataset)}


def _sources(dataset: Dataset, ids: Sequence[str]) -> list[Values]:
    return [source(one) for one in sources.resolve(dataset, ids)]


def source(one: Source) -> Values:
    """A source in the shape of the API (api_models.Source)."""
    return {
        "id": one.id,
        "publisher": one.publisher,
        "title": one.title,
        "url": one.url or None,
        "published": one.published or None,
    }


def state_rows(answer: models.StateAnswer) -> list[list[object]]:
    """The rows of a state for CSV, in the order of STATE_COLUMNS. A layer reads "US=prohibited", a dispute is the id of its entry."""
    return [
        [
            answer.asof,
            answer.known,
            answer.release,
            *(getattr(row, column) for column in STATE_COLUMNS[3:12]),
            LIST.join(one.id for one in row.sources),
            LIST.join(f"{layer.authority}={layer.status}" for layer in row.layers),
            LIST.join(one.change_id for one in row.disputed_by),
        ]
        for row in answer.rows
    ]


def change_rows(answer: models.ChangesAnswer) -> list[list[object]]:
    """The rows of the log for CSV, in the order of CHANGE_COLUMNS."""
    return [
        [
            answer.release,
            *(getattr(row, column) for column in CHANGE_COLUMNS[1:12]),
            row.before.status,
            row.after.status,
            row.reversed_by,
            row.summary,
            row.note,
            LIST.join(one.id for one in row.sources),
        ]
        for row in answer.rows
    ]
