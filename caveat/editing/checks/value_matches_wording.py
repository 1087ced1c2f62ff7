"""A value follows from a number in the published wording."""

import re
from collections.abc import Iterator

import pandas as pd

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

# International mile, foot and pound are exact by definition. Mach 1 is 340.3 m/s, as at sea level in the International Standard Atmosphere (ISO 2533),
# because that is how the table converts speeds that a source gives without a height of flight.
MACH_KMH = 340.3 * 3.6
TO_OURS = {
    "km": 1,
    "mi": 1.609344,
    "m": 1,
    "ft": 0.3048,
    "kg": 1,
    "lb": 0.45359237,
    "t": 1000,
    "Mach": 1,
    "km/h": 1 / MACH_KMH,
    "mph": 1.609344 / MACH_KMH,
}
ROUNDING = 0.01


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A value follows from a number in the published wording, where that has digits and is no price (prices are written as “$1.2m”)."""
    for index, row in dataset["claims"].iterrows():
        numbers = [
            float(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", row["value_as_published"])
        ]
        factor = TO_OURS.get(row["unit_as_published"])
        if not numbers or factor is None:
            continue
        for column in ("value_low", "value_high"):
            value = row[column]
            if not pd.isna(value) and not any(abs(value - number * factor) <= ROUNDING * value for number in numbers):
                yield at(
                    dataset,
                    "claims",
                    index,
                    column,
                    f"what follows from “{row['value_as_published']}”",
                    "convert it again",
                )
