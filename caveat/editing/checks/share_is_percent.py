"""A share of the gross domestic product is a per cent figure, and nothing else is."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A share of the gross domestic product is a per cent figure, and nothing else is."""
    for index, row in dataset["aid"].iterrows():
        share = row["measure"].endswith("_share_of_gdp")
        if share != (row["currency"] == "PCT_GDP"):
            yield at(
                dataset,
                "aid",
                index,
                "currency",
                '"PCT_GDP"' if share else f"a currency, as the measure is {row['measure']}",
            )
        elif share and row["value"] > 100:
            yield at(dataset, "aid", index, "value", "no more than 100 per cent")
