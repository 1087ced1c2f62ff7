"""The key of a map: what each filling, outline and line of it means."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from caveat.domain.claims import RangeBand
from caveat.text.labels import CERTAINTY, STATUS
from caveat.text.map_labels import line_meanings

# How an area of the map is filled.
Filling = Literal["solid", "dotted", "hatched", "plain"]
# How an outline is drawn, by certainty; the two lines at other published ranges.
Line = Literal["official", "reported", "inferred", "lowest", "highest"]


@dataclass(frozen=True)
class KeyItem:
    """A sample of what the map draws, with its words; `status` gives a filling its colour."""

    sample: Filling | Line
    text: str
    status: str = ""


def key_items(
    fillings: Iterable[tuple[str, Filling]], certainties: Collection[str], band: RangeBand
) -> tuple[KeyItem, ...]:
    """The key of a map, for what it has: fillings by status, outlines by certainty, lines."""
    items = [KeyItem(filling, STATUS[status], status) for status, filling in fillings]
    outlines: tuple[Line, ...] = ("official", "reported", "inferred")
    items += [KeyItem(line, f"outline: {CERTAINTY[line]}") for line in outlines if line in certainties]
    return (*items, *(KeyItem(line, text) for line, text in line_meanings(band).items()))
