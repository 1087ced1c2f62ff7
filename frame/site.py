"""The list of pages: id, script, name in the navigation, address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One page. `path` is its public address, which never changes; `in_navigation` is False for pages that are reached by links."""

    id: str
    title: str
    path: str
    in_navigation: bool = True

    @property
    def script(self) -> str:
        return f"pages/{self.id}.py"


PAGES = (
    Entry("briefing", "Briefing", ""),
    Entry("map", "Map", "map"),
    Entry("compare", "Compare", "compare"),
    Entry("timeline", "Timeline", "timeline"),
    Entry("positions", "Positions", "positions"),
    Entry("suppliers", "Suppliers", "suppliers"),
    Entry("system", "Systems", "system"),
    Entry("story", "Story", "story"),
    Entry("data", "Data", "data"),
)
