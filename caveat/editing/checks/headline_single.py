"""A system has exactly one headline figure, a range that is shown."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A system has exactly one headline figure, a range that is shown."""
    claims = dataset["claims"]
    headlines = claims[claims["headline"] == "yes"]
    for index, row in headlines.iterrows():
        if row["attribute"] != "range_km" or row["shown"] != "yes":
            yield at(
                dataset,
                "claims",
                index,
                "headline",
                "a range that is shown (attribute range_km, shown yes)",
                "leave the cell blank",
            )
    for index, row in headlines[headlines.duplicated("system_id")].iterrows():
        first = headlines.loc[headlines["system_id"] == row["system_id"], "claim_id"].iloc[0]
        yield at(
            dataset,
            "claims",
            index,
            "headline",
            f"one headline for {row['system_id']}, which {first} already is",
            "leave the cell blank",
        )
    ranges = claims[(claims["attribute"] == "range_km") & ~claims["system_id"].isin(headlines["system_id"])]
    for index, row in ranges.drop_duplicates("system_id").iterrows():
        yield at(
            dataset,
            "claims",
            index,
            "headline",
            f"one headline among the ranges of {row['system_id']}",
            "write “yes” at one of them",
        )
