"""Rows that several pages offer as CSV: states, changes of the log, claims.

Ids and values are as in the tables; labels come beside them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import RuleChange

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


def records_frame(records: Sequence[dict[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Records as a DataFrame of objects with the given columns, also if there are no records."""
    return pd.DataFrame(records, columns=list(columns), dtype="object")


def state_record(state: PermissionState) -> dict[str, object]:
    """A state as a record with STATE_COLUMNS; lists are joined by semicolons, as in the tables."""
    return {
        "supplier": state.supplier,
        "system": state.system_id,
        "territory": state.territory,
        "status": state.status,
        "certainty": state.certainty,
        "since": state.since,
        "authority": state.authority,
        "change_id": state.change_id,
        "summary": state.summary,
        "source_ids": ";".join(state.source_ids),
        "layers": ";".join(f"{layer.authority}={layer.status}" for layer in state.layers),
        "disputed_by": ";".join(change.change_id for change in state.disputed_by),
    }


def changes_frame(changes: Iterable[tuple[RuleChange, date]]) -> pd.DataFrame:
    """Changes of the log, each with the day on which it counts."""
    records: list[dict[str, object]] = [
        {
            "change_id": change.change_id,
            "day": day.isoformat(),
            "effective": change.effective_text,
            "reported": change.reported_text,
            "supplier": change.supplier,
            "system": change.system_id,
            "territory": change.territory,
            "authority": change.authority,
            "status": change.status,
            "certainty": change.certainty,
            "summary": change.summary,
            "note": change.note,
            "source_ids": ";".join(change.source_ids),
        }
        for change, day in changes
    ]
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
            records += [
                {
                    "system": system_id,
                    "attribute": attribute,
                    "claim_id": claim.claim_id,
                    "qualifier": claim.qualifier,
                    "value_low": claim.low,
                    "value_high": claim.high,
                    "value_as_published": claim.value_as_published,
                    "unit_as_published": claim.unit_as_published,
                    "headline": claim is headline.claim,
                    "rule": headline.rule if claim is headline.claim else "",
                    "variant_note": claim.variant_note,
                    "published": claim.published,
                    "note": claim.note,
                    "source_ids": claim.source_id,
                }
                for claim in published
                if claim is headline.claim or not headlines_only
            ]
    return records_frame(records, CLAIM_COLUMNS)
