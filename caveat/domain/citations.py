"""What cites each source, and which sources a search finds."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pandas as pd

from caveat.dataset import records
from caveat.dataset.memo import memoized
from caveat.dataset.records import Row
from caveat.dataset.tables import Tables

# The columns of sources that a search looks through.
SEARCHED = ("source_id", "publisher", "title", "url", "seen_excerpt")


@memoized(4)
def cited_by(tables: Tables) -> Mapping[str, tuple[Row, ...]]:
    """source_id -> the rows that rest on it, in the order of the package and the files. A source that nothing cites is absent; a table that cannot be read cites nothing."""
    found: dict[str, list[Row]] = {}
    for row in records.every(tables):
        for source_id in row.source_ids:
            found.setdefault(source_id, []).append(row)
    return {source_id: tuple(citing) for source_id, citing in found.items()}


def uncited(tables: Tables) -> pd.DataFrame:
    """The rows of sources that no row of any readable table names, in the order of the file. BrokenTable where sources cannot be read."""
    frame = tables["sources"]
    return frame[~frame["source_id"].isin(list(cited_by(tables)))]


def undated(tables: Tables) -> pd.DataFrame:
    """The rows of sources whose page shows no date."""
    frame = tables["sources"]
    return frame[frame["published"] == ""]


def stand_ins(tables: Tables) -> pd.DataFrame:
    """The rows of sources that repeat a named original (kind aggregator)."""
    frame = tables["sources"]
    return frame[frame["kind"] == "aggregator"]


@memoized(4)
def excerpts(tables: Tables) -> Mapping[str, str]:
    """source_id -> what the page states, in our own words; empty where sources cannot be read."""
    if "sources" in tables.broken:
        return {}
    return dict(zip(tables["sources"]["source_id"], tables["sources"]["seen_excerpt"], strict=True))


def plain(text: str) -> str:
    """Text for comparison: small letters without accents, so that "Elysee" finds "Élysée"."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


@memoized(4)
def _searched(tables: Tables) -> pd.Series:
    frame = tables["sources"]
    return pd.Series([plain("\n".join(parts)) for parts in zip(*(frame[column] for column in SEARCHED), strict=True)], index=frame.index, dtype="str")


def find(tables: Tables, query: str = "", kind: str = "") -> pd.DataFrame:
    """The rows of sources that hold every word of `query` (in any case, accents aside) and are of `kind`; newest first, undated last.

    A blank query or kind asks for nothing. BrokenTable where sources cannot be read.
    """
    frame = tables["sources"]
    wanted = pd.Series(True, index=frame.index)
    for word in plain(query).split():
        wanted &= _searched(tables).str.contains(word, regex=False)
    if kind:
        wanted &= frame["kind"] == kind
    return frame[wanted].sort_values("published", ascending=False, kind="stable")
