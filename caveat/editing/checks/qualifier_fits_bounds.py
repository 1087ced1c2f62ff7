"""The qualifier says which of the two values are filled."""

import re
from collections.abc import Iterator

import pandas as pd

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at, quoted

FORMS = {
    "exactly": "value_low and value_high filled and equal",
    "about": "value_low and value_high filled and equal",
    "up_to": "value_low blank and value_high filled",
    "at_least": "value_low filled and value_high blank",
    "between": "value_low and value_high filled, the first lower",
}


def rule(dataset: Dataset) -> Iterator[DataError]:
    """The qualifier says which of the two values are filled; a price in another currency leaves both blank and stands in the note."""
    for index, row in dataset["claims"].iterrows():
        if row["qualifier"] in FORMS and not _fits(row) and not _unconverted(row):
            found = f"{quoted(row['qualifier'])} with value_low {quoted(row['value_low'])} and value_high {quoted(row['value_high'])}"
            yield at(dataset, "claims", index, "qualifier", FORMS[row["qualifier"]], found=found)


def _fits(row: pd.Series) -> bool:
    low, high = row["value_low"], row["value_high"]
    has_low, has_high = not pd.isna(low), not pd.isna(high)
    match row["qualifier"]:
        case "up_to":
            return has_high and not has_low
        case "at_least":
            return has_low and not has_high
        case "between":
            return has_low and has_high and low < high
    return has_low and has_high and low == high


def _unconverted(row: pd.Series) -> bool:
    blank = pd.isna(row["value_low"]) and pd.isna(row["value_high"])
    amount = re.search(r"\bamount=\d+(\.\d+)? ([A-Z]{3})\b", row["note"])
    return bool(
        blank and row["attribute"] == "unit_cost_usd" and amount and amount[2] == row["unit_as_published"] != "USD"
    )
