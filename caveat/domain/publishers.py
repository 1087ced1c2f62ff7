"""Whose report a page goes back to: the publisher that it repeats, or its own."""

from collections.abc import Mapping

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset, list_items

# Two publishers in these relations are one newsroom.
_ONE_NEWSROOM = {"edition", "part"}


@memoized(4)
def original_publishers(dataset: Dataset) -> Mapping[str, str]:
    """source_id -> the publisher of the original report; empty if sources or publishers cannot be read.

    A page that prints a text goes back to the last publisher in its chain of origins ("dts;Welt" -> "Welt"); one that
    tells what several reported, to all of them. Editions and parts count as their parent.
    """
    if {"sources", "publishers"} & set(dataset.broken):
        return {}
    parents = {row.publisher: row.parent for row in dataset["publishers"].itertuples() if row.relation in _ONE_NEWSROOM}
    found = {}
    for row in dataset["sources"].itertuples():
        origins = list_items(row.origins) or [row.publisher]
        named = origins[-1:] if row.origin_form == "text" else origins
        found[row.source_id] = "; ".join(sorted({_newsroom(name, parents) for name in named}))
    return found


def _newsroom(publisher: str, parents: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while (parent := parents.get(publisher)) and publisher not in seen:
        seen.add(publisher)
        publisher = parent
    return publisher
