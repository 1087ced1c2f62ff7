"""A page as a reader gets it, opened through AppTest: its HTML, notes, figures and what was logged."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from html import unescape
from typing import Any, Self

from bs4 import BeautifulSoup, Tag
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from caveat.settings import ROOT
from caveat.ui.navigation import PAGES, Entry
from tests.support import shapes

# The figure that a chart's box carries (caveat.figures.placed).
FIGURE = re.compile(r" data-(?:figure|dark)='([^']*)'")
Query = Mapping[str, str | Sequence[str]]


@lru_cache(maxsize=1)
def _components() -> BidiComponentManager:
    """AppTest scans all installed packages for components in each new session (0.1 s); one scan serves all tests."""
    found = BidiComponentManager()
    found.discover_and_register_components(start_file_watching=False)
    return found


class Logged(logging.Handler):
    """What the dashboard logs as an error while a page is drawn."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(f"{record.getMessage()}\n{trace}")


class Opened:
    """One reader's session on one page. `rerun` draws it again after a widget was used."""

    def __init__(self, page_id: str, query: Query | None = None, theme: str | None = None) -> None:
        self.entry: Entry = next(one for one in PAGES if one.id == page_id)
        self.test = AppTest.from_file(ROOT / "caveat" / "ui" / "main.py", default_timeout=60)
        self.test._bidi_component_manager = _components()
        self.test.query_params = {
            key: value if isinstance(value, str) else list(value) for key, value in (query or {}).items()
        }
        if theme:
            self.test.context["theme"] = theme
        self.test.switch_page(self.entry.script)
        self.logged: list[str] = []
        self.rerun()

    def rerun(self) -> Self:
        handler = Logged()
        logger = logging.getLogger("caveat")
        logger.addHandler(handler)
        try:
            self.test.run()
        finally:
            logger.removeHandler(handler)
        self.logged = handler.lines
        bodies = [one.proto.body for one in self.test.get("html")]
        # Style sheets are HTML to Streamlit too; a reader does not see them.
        whole = "\n".join(one for one in bodies if not one.startswith("<style"))
        self.figures: list[dict[str, Any]] = [shapes.whole(json.loads(one)) for one in FIGURE.findall(whole)]
        # What a figure says is drawn, not read as HTML.
        self.html = FIGURE.sub("", whole)
        self.__dict__.pop("soup", None)
        return self

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    def _select(self, mark: str) -> list[Tag]:
        """The elements of a class; parsing a long page takes longer than drawing it, so it is parsed only where the class is there."""
        return self.soup.select(f".{mark}") if mark in self.html else []

    @property
    def title(self) -> str:
        found = re.findall(r'<h1 class="cv-h1"[^>]*>([^<]*)</h1>', self.html)
        return unescape(found[0]) if len(found) == 1 else ""

    @property
    def text(self) -> str:
        return self.soup.get_text(" ", strip=True)

    @property
    def notices(self) -> list[str]:
        return [one.get_text() for one in self._select("cv-notice")]

    @property
    def address_notes(self) -> list[str]:
        """The notes that say that a value of the address was replaced."""
        return [one for one in self.notices if "The address" in one or "outside the days covered" in one]

    @property
    def faults(self) -> list[str]:
        return [one.get_text() for block in self._select("cv-broken") for one in block.select("code")]

    @property
    def alts(self) -> list[str]:
        """The sentence of each chart, in order."""
        return [str(one["aria-label"]) for one in self._select("cv-chart")]

    @property
    def own_keys(self) -> list[str]:
        """The keys of the page's own choices (frame.blocks.choose)."""
        return [str(key).removeprefix("choice-") for key in self.test.session_state if str(key).startswith("choice-")]

    @property
    def trouble(self) -> list[str]:
        """What must never be there: exceptions, error blocks, logged errors, Streamlit's own error boxes."""
        found = [f"exception: {one.message}" for one in self.test.exception]
        found += [f"error block: {one.get_text()}" for one in self._select("cv-error")]
        found += [f"logged: {one}" for one in self.logged]
        return found + [f"error box: {one.value}" for one in self.test.error]

    def table(self, *heads: str) -> list[dict[str, str]]:
        """The rows of all plain tables that have these column heads, cell text by head."""
        rows = []
        for table in self.soup.select("table"):
            names = [one.get_text(strip=True) for one in table.select("thead th")]
            if set(heads) <= set(names):
                rows += [
                    dict(zip(names, cells_of(row), strict=True))
                    for row in table.select("tbody tr")
                    if len(row.select("th, td")) == len(names)
                ]
        return rows


def cells_of(row: Tag) -> list[str]:
    """The text of a row's cells, on one line each."""
    return [" ".join(one.get_text(" ", strip=True).split()) for one in row.select("th, td")]
