"""A value follows from a number in the published wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from caveat.checks.at import at
from caveat.faults import Fault
from caveat.tables import Tables

# International mile, foot and pound are exact by definition. A Mach number depends on the height of flight, so speeds have a wide margin.
TO_OURS = {"km": 1, "mi": 1.609344, "m": 1, "ft": 0.3048, "kg": 1, "lb": 0.45359237, "t": 1000, "Mach": 1, "km/h": 1 / 1225, "mph": 1.609344 / 1225}
MARGIN = {"km/h": 0.16, "mph": 0.16}
ROUNDING = 0.01


def rule(tables: Tables) -> Iterator[Fault]:
    """A value follows from a number in the published wording, where that has digits and is no price (prices are written as “$1.2m”)."""
    for index, row in tables["claims"].iterrows():
        numbers = [float(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", row["value_as_published"])]
        factor = TO_OURS.get(row["unit_as_published"])
        if not numbers or factor is None:
            continue
        margin = MARGIN.get(row["unit_as_published"], ROUNDING)
        for column in ("value_low", "value_high"):
            value = row[column]
            if not pd.isna(value) and not any(abs(value - number * factor) <= margin * value for number in numbers):
                yield at(tables, "claims", index, column, f"what follows from “{row['value_as_published']}”", "convert it again")
