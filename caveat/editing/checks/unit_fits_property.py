"""A figure is published in a unit of its property."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

UNITS = {
    "range_km": ("km", "mi"),
    "warhead_kg": ("kg", "lb", "t"),
    "mass_kg": ("kg", "lb", "t"),
    "length_m": ("m", "ft"),
    "speed_mach": ("Mach", "km/h", "mph"),
    "unit_cost_usd": ("USD", "EUR", "GBP", "KRW"),
}


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A figure is published in a unit of its property."""
    for index, row in dataset["claims"].iterrows():
        units = UNITS.get(row["attribute"], ())
        if units and row["unit_as_published"] not in units:
            yield at(
                dataset,
                "claims",
                index,
                "unit_as_published",
                f"one of {', '.join(units)}, as the property is {row['attribute']}",
            )
