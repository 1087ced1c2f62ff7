"""Rows that several pages offer as CSV: states, changes of the log, claims.

Ids and values are as in the tables; labels come beside them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from caveat.dataset.tables import Dataset
from caveat.domain import claims, confirmations
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import Clock, RuleChange, RuleLog

# What is said of a state, in this order, here and in the API.
STATE_COLUMNS = (
    "supplier",
    "system",
    "territory",
    "status",
    "certainty",
    "since",
    "authority",
    "change_id",
    "summary",
    "source_ids",
    "layers",
    "disputed_by",
    "rule_id",
    "condition",
    "confirmed_on",
    "confirmed_by",
)
CHANGE_COLUMNS = (
    "change_id",
    "day",
    "effective",
    "reported",
    "supplier",
    "system",
    "territory",
    "authority",
    "status",
    "certainty",
    "summary",
    "note",
    "source_ids",
)
CLAIM_COLUMNS = (
    "system",
    "attribute",
    "claim_id",
    "qualifier",
    "value_low",
    "value_high",
    "value_as_published",
    "unit_as_published",
    "headline",
    "rule",
    "variant_note",
    "published",
    "note",
    "source_ids",
)
# The attribute of a column that has another name.
_ATTRIBUTES = {
    "system": "system_id",
    "effective": "effective_text",
    "reported": "reported_text",
    "value_low": "low",
    "value_high": "high",
}


def records_frame(records: Sequence[dict[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Records as a DataFrame of objects with the given columns, also if there are no records."""
    return pd.DataFrame(records, columns=list(columns), dtype="object")


def _record(shown: object, columns: Sequence[str], **computed: object) -> dict[str, object]:
    """The columns of a state, change or claim: what is `computed`, else its attributes, lists joined by semicolons."""
    record = {}
    for column in columns:
        value = computed[column] if column in computed else getattr(shown, _ATTRIBUTES.get(column, column))
        record[column] = ";".join(value) if isinstance(value, tuple) else value
    return record


def state_record(log: RuleLog, state: PermissionState, day: date, known: Clock) -> dict[str, object]:
    """A state on a day as a record with STATE_COLUMNS; lists are joined by semicolons, as in the tables."""
    rule = confirmations.standing_rule(log, state, day, known)
    confirmed = rule.confirmed if rule else None
    layers = tuple(f"{layer.authority}={layer.status}" for layer in state.layers)
    disputed_by = tuple(change.change_id for change in state.disputed_by)
    return _record(
        state,
        STATE_COLUMNS,
        layers=layers,
        disputed_by=disputed_by,
        rule_id=rule.change.change_id if rule else "",
        condition=rule.condition if rule else "",
        confirmed_on=confirmed.effective_text if confirmed else "",
        confirmed_by=confirmed.change_id if confirmed else "",
    )


def changes_frame(changes: Iterable[tuple[RuleChange, date]]) -> pd.DataFrame:
    """Changes of the log, each with the day on which it counts."""
    records = [_record(change, CHANGE_COLUMNS, day=day.isoformat()) for change, day in changes]
    return records_frame(records, CHANGE_COLUMNS)


def claims_frame(
    dataset: Dataset, system_ids: Sequence[str], attributes: Sequence[str], headlines_only: bool = False
) -> pd.DataFrame:
    """The claims on systems and attributes, or only the headline of each. UnusableTable if claims cannot be used."""
    records: list[dict[str, object]] = []
    for system_id in system_ids:
        for attribute in attributes:
            published = claims.claims_of(dataset, system_id, attribute)
            headline = claims.headline_claim(published)
            for claim in published:
                chosen = claim is headline.claim
                if chosen or not headlines_only:
                    rule = headline.rule if chosen else ""
                    records.append(
                        _record(claim, CLAIM_COLUMNS, headline=chosen, rule=rule, source_ids=claim.source_id)
                    )
    return records_frame(records, CLAIM_COLUMNS)
