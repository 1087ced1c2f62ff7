"""Published numbers of pieces: those known by a day, which of them cannot both be true, who gave a total.

Numbers are never added up: they count different things, and a later one may contain an earlier one.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd

from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.records import text_fields
from caveat.dataset.tables import Dataset, list_items
from caveat.domain.rule_log import families

# What a number counts, in the order in which pages tell it.
DELIVERED = ("delivered_total", "delivered_batch", "delivered_of_promise")
# What tells how many in a step of a transfer, by the kind of the step.
_PROMISED = ("pledged_batch", "approved_sale_ceiling")
_OF_STEP = {
    "requested": ("requested",),
    "under_discussion": ("consented_reexport",),
    "pledged": _PROMISED,
    "announced": _PROMISED,
    "contracted": _PROMISED,
    "delivery_reported": DELIVERED,
    "delivery_confirmed": DELIVERED,
    "paused": ("held_back",),
    "stock_reported": ("left",),
    "use_reported": ("fired",),
}
# How the table begins the value for what the recipient has left (its end names the recipient), and what it is here.
LEFT_IN, LEFT = "left_in_", "left"
# The least that a plural in words can mean, for comparison only; no page shows it as a number.
_LEAST_MEANT = {"dozens": 24, "hundreds": 200, "several hundred": 200, "thousands": 2000}


@dataclass(frozen=True)
class Quantity:
    """One published number. `low` and `high` are None where the source gives no such bound, or words only."""

    quantity_id: str
    system_ids: tuple[str, ...]
    suppliers: tuple[str, ...]
    what: str
    qualifier: str
    low: float | None
    high: float | None
    value_as_published: str
    speaker: str
    source_id: str
    published: str
    certainty: str
    note: str

    @property
    def has_number(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def is_withheld(self) -> bool:
        """Whether the source says that there is no number, as in "no quantity given"."""
        return not self.has_number and self.value_as_published.startswith("no ")

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most that the source can mean; "about" is taken as a quarter either way."""
        if not self.has_number:
            meant = (
                least for words, least in _LEAST_MEANT.items() if re.search(rf"\b{words}\b", self.value_as_published)
            )
            return next(meant, 0), math.inf
        low = 0 if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return (low * 0.75, high * 1.25) if self.qualifier == "about" else (low, high)


@memoized(4)
def all_quantities(dataset: Dataset) -> tuple[Quantity, ...]:
    """Every row of the table, in its order. UnusableTable if quantities cannot be used."""
    return tuple(_quantity(row) for row in dataset["quantities"].to_dict("records"))


def _quantity(row: Mapping[object, object]) -> Quantity:
    low, high = (None if pd.isna(row[column]) else float(str(row[column])) for column in ("value_low", "value_high"))
    system_ids, suppliers = (tuple(list_items(str(row[column]))) for column in ("system_ids", "suppliers"))
    texts = text_fields(Quantity, row)
    texts["what"] = LEFT if texts["what"].startswith(LEFT_IN) else texts["what"]
    return Quantity(**texts, system_ids=system_ids, suppliers=suppliers, low=low, high=high)


@memoized(256)
def quantities_of(dataset: Dataset, family: str, day: date) -> tuple[Quantity, ...]:
    """The numbers on a family and its variants that were public by a day, in the order of the table.

    A page without a date counts from the day of the newest dated row of the table: all that is known of it is that
    it was read after that. UnusableTable if quantities or systems cannot be used.
    """
    rows = all_quantities(dataset)
    dated = [first_day(row.published) for row in rows if row.published]
    newest = max(dated, default=date.max)
    family_of = families(dataset["systems"])
    return tuple(
        row
        for row in rows
        if family in {family_of.get(system_id) or system_id for system_id in row.system_ids}
        and (first_day(row.published) if row.published else newest) <= day
    )


def quantities_of_step(dataset: Dataset, step: Mapping[str, Any], day: date) -> tuple[Quantity, ...]:
    """The numbers in the sources of a step (a row of `transfers_until`) that tell how many it is about."""
    if "quantities" not in dataset.frames:
        return ()
    return tuple(
        row
        for row in quantities_of(dataset, step["lane"], day)
        if row.source_id in list_items(step["source_ids"])
        and step["supplier"] in row.suppliers
        and row.what in _OF_STEP.get(step["kind"], ())
        and not row.is_withheld
    )


def counted_families(dataset: Dataset) -> tuple[str, ...]:
    """The families that have numbers, in the order of the table. UnusableTable as for quantities_of."""
    family_of = families(dataset["systems"])
    every = (family_of.get(system_id) or system_id for row in all_quantities(dataset) for system_id in row.system_ids)
    return tuple(dict.fromkeys(every))


def official_totals(quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The numbers of all deliveries that a government put on the record."""
    return tuple(row for row in quantities if row.what == "delivered_total" and row.certainty == "official")


def contradictions(quantities: tuple[Quantity, ...]) -> tuple[tuple[Quantity, Quantity], ...]:
    """The pairs that cannot both be true: two totals that do not meet, or a batch above a total, each by supplier.

    Numbers of several systems together are left out.
    """
    rows = [
        row for row in quantities if row.what in ("delivered_total", "delivered_batch") and len(row.system_ids) == 1
    ]
    return tuple(
        (first, second)
        for first, second in combinations(rows, 2)
        if set(first.suppliers) & set(second.suppliers) and _contradict(first, second)
    )


def _contradict(first: Quantity, second: Quantity) -> bool:
    (first_low, first_high), (second_low, second_high) = first.bounds, second.bounds
    if first.what == second.what == "delivered_total":
        return first_low > second_high or second_low > first_high
    if first.what == second.what:
        return False  # two batches may be two deliveries
    total_high = first_high if first.what == "delivered_total" else second_high
    batch_low = second_low if first.what == "delivered_total" else first_low
    return batch_low > total_high
