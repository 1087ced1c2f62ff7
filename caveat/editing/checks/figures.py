"""Rules on published figures. Bounds and qualifier, unit, wording, headline, date of the source, shares."""

import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from caveat.dataset.errors import DataError
from caveat.dataset.schema import CLAIM_UNITS
from caveat.dataset.tables import Dataset
from caveat.editing.checks.cells import Row, cell_error, numbered_rows, quoted

BOUNDS = (
    ("claims", "value_low", "value_high"),
    ("quantities", "value_low", "value_high"),
    ("transfers", "quantity_low", "quantity_high"),
)
QUALIFIER_BOUNDS = {
    "": "value_low and value_high blank, as the source gives words only",
    "exactly": "value_low and value_high filled and equal",
    "about": "value_low and value_high filled and equal",
    "up_to": "value_low blank and value_high filled",
    "at_least": "value_low filled and value_high blank",
    "between": "value_low and value_high filled, the first lower",
}
# International mile, foot and pound are exact by definition. Mach 1 is 340.3 m/s, as at sea level in the International
# Standard Atmosphere (ISO 2533), because that is how the table converts speeds that a source gives without a height.
MACH_KMH = 340.3 * 3.6
FACTORS = {
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
# The relative difference from a number in the wording that rounding may explain.
ROUNDING = 0.01


def headline_is_single(dataset: Dataset) -> Iterator[DataError]:
    """A system has exactly one headline figure, a range that is shown."""

    def error(index: object, expected: str, mend: str = "leave the cell blank") -> DataError:
        return cell_error(dataset, ("claims", index, "headline"), expected, mend)

    claims = dataset["claims"]
    headlines = claims[claims["headline"] == "yes"]
    for index in headlines.index[(headlines["attribute"] != "range_km") | (headlines["shown"] != "yes")]:
        yield error(index, "a range that is shown (attribute range_km, shown yes)")
    for index, system in headlines.loc[headlines.duplicated("system_id"), "system_id"].items():
        first = headlines.loc[headlines["system_id"] == system, "claim_id"].iloc[0]
        yield error(index, f"one headline for {system}, which {first} already is")
    ranges = claims[(claims["attribute"] == "range_km") & ~claims["system_id"].isin(headlines["system_id"])]
    for index, system in ranges["system_id"].drop_duplicates().items():
        yield error(index, f"one headline among the ranges of {system}", "write “yes” at one of them")


def low_is_not_above_high(dataset: Dataset) -> Iterator[DataError]:
    """A lowest value is not above its highest."""
    for table, low, high in BOUNDS:
        frame = dataset[table]
        for index in frame.index[frame[low] > frame[high]]:
            expected = f"no more than {high} ({float(frame[high][index]):g})"
            yield cell_error(dataset, (table, index, low), expected, "look whether the two are swapped")


def qualifier_fits_bounds(dataset: Dataset) -> Iterator[DataError]:
    """The qualifier says which of the two values are filled."""
    for table in ("claims", "quantities"):
        for index, row in numbered_rows(dataset[table]):
            qualifier, low, high = row["qualifier"], row["value_low"], row["value_high"]
            if not qualifier and table == "claims":
                continue  # a missing value is an error by itself
            if qualifier in QUALIFIER_BOUNDS and not _bounds_fit(qualifier, low, high) and not _is_unconverted(row):
                found = f"{quoted(qualifier)} with value_low {quoted(low)} and value_high {quoted(high)}"
                yield cell_error(dataset, (table, index, "qualifier"), QUALIFIER_BOUNDS[qualifier], found=found)


def _bounds_fit(qualifier: str, low: float, high: float) -> bool:
    if not qualifier:
        return pd.isna(low) and pd.isna(high)
    if qualifier == "up_to":
        return pd.isna(low) and not pd.isna(high)
    if qualifier == "at_least":
        return pd.isna(high) and not pd.isna(low)
    return low < high if qualifier == "between" else low == high  # both False if one is NaN


def _is_unconverted(row: Row) -> bool:
    """Whether a price in another currency leaves both values blank and stands in the note."""
    blank = pd.isna(row["value_low"]) and pd.isna(row["value_high"])
    amount = re.search(r"\bamount=\d+(\.\d+)? ([A-Z]{3})\b", row["note"])
    return bool(
        blank and row.get("attribute") == "unit_cost_usd" and amount and amount[2] == row["unit_as_published"] != "USD"
    )


def unit_fits_property(dataset: Dataset) -> Iterator[DataError]:
    """A figure is published in a unit of its property."""
    for index, row in numbered_rows(dataset["claims"]):
        units = CLAIM_UNITS.get(row["attribute"], ())
        if units and row["unit_as_published"] not in units:
            expected = f"one of {', '.join(units)}, as the property is {row['attribute']}"
            yield cell_error(dataset, ("claims", index, "unit_as_published"), expected)


def value_matches_wording(dataset: Dataset) -> Iterator[DataError]:
    """A value follows from a number in the published wording."""
    # Only where the wording has digits and the unit is no currency: prices are written as “$1.2m”.
    for index, row in numbered_rows(dataset["claims"]):
        if factor := FACTORS.get(row["unit_as_published"]):
            follows = [(number * factor, ROUNDING * number * factor) for number in _numbers(row["value_as_published"])]
            yield from _values_apart(dataset, ("claims", index), row, follows)
    for index, row in numbered_rows(dataset["quantities"]):
        # Words may reckon (“half of 600”); a number alone is what a spreadsheet turns into another one.
        if re.fullmatch(r"[\d,.]+", row["value_as_published"]):
            yield from _values_apart(
                dataset, ("quantities", index), row, [(number, 0) for number in _numbers(row["value_as_published"])]
            )


def _numbers(wording: str) -> list[float]:
    return [float(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", wording)]


def _values_apart(
    dataset: Dataset, place: tuple[str, int], row: Row, follows: Sequence[tuple[float, float]]
) -> Iterable[DataError]:
    """Errors for values that are none of some numbers, each with how far a value may be from it."""
    for column in ("value_low", "value_high"):
        value = row[column]
        if follows and not pd.isna(value) and not any(abs(value - number) <= off for number, off in follows):
            expected = f"what follows from “{row['value_as_published']}”"
            yield cell_error(dataset, (*place, column), expected, "convert it again")


def published_with_source(dataset: Dataset) -> Iterator[DataError]:
    """A figure is as old as its source: the two tables give the same date of publication."""
    sources = dataset["sources"]
    published = dict(zip(sources["source_id"], sources["published"], strict=True))
    for table in ("claims", "quantities"):
        for index, row in numbered_rows(dataset[table]):
            expected = published.get(row["source_id"])
            if expected is not None and row["published"] != expected:
                expected = f"{quoted(expected)}, as sources has it for {row['source_id']}"
                yield cell_error(dataset, (table, index, "published"), expected)


def share_is_percent(dataset: Dataset) -> Iterator[DataError]:
    """A share of the gross domestic product is a per cent figure, and nothing else is."""
    for index, row in numbered_rows(dataset["aid"]):
        share = row["measure"].endswith("_share_of_gdp")
        if share != (row["currency"] == "PCT_GDP"):
            expected = '"PCT_GDP"' if share else f"a currency, as the measure is {row['measure']}"
            yield cell_error(dataset, ("aid", index, "currency"), expected)
        elif share and row["value"] > 100:
            yield cell_error(dataset, ("aid", index, "value"), "no more than 100 per cent")
