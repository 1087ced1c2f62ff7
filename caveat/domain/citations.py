"""The rows that cite each source, and the search for sources."""

import unicodedata
from collections.abc import Mapping

import pandas as pd

from caveat.dataset import records, sources
from caveat.dataset.memo import memoized
from caveat.dataset.records import Record
from caveat.dataset.tables import Dataset

# The columns of sources that a search looks through.
SEARCHED = ("source_id", "publisher", "title", "url", "seen_excerpt")


@memoized(4)
def cited_by(dataset: Dataset) -> Mapping[str, tuple[Record, ...]]:
    """source_id -> the rows that cite it, in the order of the package and the files.

    A source that nothing cites is absent; a table that cannot be read cites nothing.
    """
    rows_by_source: dict[str, list[Record]] = {}
    for row in records.all_records(dataset):
        for source_id in row.source_ids:
            rows_by_source.setdefault(source_id, []).append(row)
    return {source_id: tuple(citing) for source_id, citing in rows_by_source.items()}


def uncited_sources(dataset: Dataset) -> pd.DataFrame:
    """The rows of sources that no readable table cites, in the order of the file.

    UnusableTable if sources cannot be read.
    """
    frame = dataset["sources"]
    return frame[~frame["source_id"].isin(list(cited_by(dataset)))]


def undated_sources(dataset: Dataset) -> pd.DataFrame:
    """The rows of sources whose page shows no date."""
    frame = dataset["sources"]
    return frame[frame["published"] == ""]


def aggregators(dataset: Dataset) -> pd.DataFrame:
    """The rows of sources that repeat a named original (kind aggregator)."""
    frame = dataset["sources"]
    return frame[frame["kind"] == "aggregator"]


@memoized(4)
def source_excerpts(dataset: Dataset) -> Mapping[str, str]:
    """source_id -> what the page states, in our own words; empty if sources cannot be read."""
    if "sources" in dataset.broken:
        return {}
    return dict(zip(dataset["sources"]["source_id"], dataset["sources"]["seen_excerpt"], strict=True))


def fold_text(text: str) -> str:
    """Text for comparison: small letters without accents, so that "Elysee" finds "Élysée"."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )


@memoized(4)
def _searched(dataset: Dataset) -> pd.Series:
    frame = dataset["sources"]
    return pd.Series(
        [fold_text("\n".join(parts)) for parts in zip(*(frame[column] for column in SEARCHED), strict=True)],
        index=frame.index,
        dtype="str",
    )


def find_sources(dataset: Dataset, query: str = "", kind: str = "") -> pd.DataFrame:
    """The rows of sources that hold every word of `query` and are of `kind`; the weightiest first, then the newest.

    Of equal weight the undated come last. Case and accents do not count. A blank query or kind selects all.
    UnusableTable if sources cannot be read.
    """
    frame = dataset["sources"]
    wanted = pd.Series(True, index=frame.index)
    for word in fold_text(query).split():
        wanted &= _searched(dataset).str.contains(word, regex=False)
    if kind:
        wanted &= frame["kind"] == kind
    by_id = sources.sources_by_id(dataset)
    weights = frame["source_id"].map(lambda source_id: by_id[source_id].weight)
    return frame.assign(weight=weights)[wanted].sort_values(["weight", "published"], ascending=False, kind="stable")[
        frame.columns
    ]
