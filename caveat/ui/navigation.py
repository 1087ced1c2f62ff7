"""The list of pages: id, script, name in the navigation, address; and the same as Streamlit has it."""

from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from caveat.settings import ROOT
from caveat.text.page_titles import PAGES as NAMED


@dataclass(frozen=True)
class Entry:
    """One page. `path` is its public address, which never changes."""

    id: str
    path: str

    @property
    def title(self) -> str:
        return NAMED[self.path][0]

    @property
    def script(self) -> str:
        return str(ROOT / "pages" / f"{self.id}.py")


PAGES = (
    Entry("briefing", ""),
    Entry("map", "map"),
    Entry("compare", "compare"),
    Entry("timeline", "timeline"),
    Entry("positions", "positions"),
    Entry("suppliers", "suppliers"),
    Entry("system", "system"),
    Entry("story", "story"),
    Entry("data", "data"),
)


@cache
def target(entry: Entry) -> Any:
    """A page as Streamlit has it, for links. Made once: a link that names its page by file, and a page made anew, look the file up on disk, each in every run of every reader."""
    return st.Page(entry.script, title=entry.title, url_path=entry.path, default=not entry.path)


def targets() -> list[Any]:
    """All pages for `st.navigation`, which notes on its page that it may run: copies, so that no reader's note is another's."""
    return [copy(target(entry)) for entry in PAGES]
