"""The parts of pages that other sites put into theirs (?embed=true&part=…): which there are, their names, their heights, their plain HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

# part -> the page that has it. The first part of a page is what `?embed=true` alone shows.
PAGE_OF = MappingProxyType({"cards": "briefing", "matrix": "briefing", "map": "map", "claims": "compare", "timeline": "timeline"})
NAME = MappingProxyType(
    {"cards": "The cards", "matrix": "The matrix", "map": "The map", "claims": "The chart of published figures", "timeline": "The timeline"}
)
# What a frame of 600 to 800 px needs without a bar to scroll with; narrower frames scroll.
HEIGHT_PX = MappingProxyType({"cards": 760, "matrix": 900, "map": 760, "claims": 900, "timeline": 800})


def parts_of(page_id: str) -> list[str]:
    """The parts that a page has, its first choice first; none where it can only be embedded whole."""
    return [part for part, page in PAGE_OF.items() if page == page_id]


def chosen(page_id: str, query: Mapping[str, Sequence[str]], embedded: bool) -> tuple[str, str]:
    """(part, note): the part that an address asks for, "" for the whole page, and a note in words where it asks for one that the page has not.

    A page in a frame shows its first part where the address names none.
    """
    parts = parts_of(page_id)
    asked = next((one for one in reversed(query.get("part", ())) if one), "")
    if asked in parts:
        return asked, ""
    first = parts[0] if parts and embedded else ""
    if not asked:
        return first, ""
    possible = f"Possible here: {', '.join(parts)}." if parts else "This page has no parts."
    return first, f"The address asks for part={asked[:40]}. {possible} Shown instead: {NAME[first].lower() if first else 'the whole page'}."
