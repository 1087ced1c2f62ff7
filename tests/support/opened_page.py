"""Pages as readers get them, opened through AppTest: their HTML, notices, figures and logged errors."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from html import unescape
from typing import Any, Self

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from caveat.content.pages import page_by_id
from caveat.settings import ROOT
from caveat.ui import navigation
from tests.support import shapes
from tests.support.elements import Element, parse
from tests.support.excerpts import one_line

# The figure that a chart's element carries (templates/chart.html).
FIGURE = re.compile(r" data-(?:figure|dark)='([^']*)'")
# With its dark twin, where the browser chooses.
TWINS = re.compile(r" data-figure='([^']*)'(?: data-dark='([^']*)')?")
Query = Mapping[str, str | Sequence[str]]


@lru_cache(maxsize=1)
def _components() -> BidiComponentManager:
    """AppTest scans all installed packages for components in each new session (0.1 s); one scan serves all tests."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


class ErrorLog(logging.Handler):
    """`with ErrorLog() as log: …; log.lines`: the errors that the dashboard logs meanwhile, with their traces."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def __enter__(self) -> Self:
        logging.getLogger("caveat").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("caveat").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(f"{record.getMessage()}\n{trace}")


class OpenedPage:
    """A reader's session on a page. `rerun` draws it again after a widget was used."""

    def __init__(self, page_id: str, query: Query | None = None, theme: str | None = None) -> None:
        self.test = AppTest.from_file(ROOT / "caveat" / "ui" / "main.py", default_timeout=60)
        self.test._bidi_component_manager = _components()
        self.test.query_params = {
            key: value if isinstance(value, str) else list(value) for key, value in (query or {}).items()
        }
        self.theme = theme
        if theme:
            self.test.context["theme"] = theme
        self.test.switch_page(navigation.script_path(page_by_id(page_id)))
        self.rerun()

    def rerun(self) -> Self:
        with ErrorLog() as log:
            self.test.run()
        self.logged = log.lines
        html = "\n".join(element.proto.body for element in self.test.get("html"))
        self.figures: list[dict[str, Any]] = [
            shapes.whole(json.loads((self.theme == "dark" and dark) or light)) for light, dark in TWINS.findall(html)
        ]
        # The words in a figure are drawn, not read as HTML.
        self.html = FIGURE.sub("", html)
        self.__dict__.pop("soup", None)
        return self

    @cached_property
    def soup(self) -> Element:
        # A term that is explained is part of its sentence.
        return parse(self.html).without(".cv-term > button").without(".cv-term, .cv-nowrap", keep_text=True)

    def _select(self, css_class: str) -> list[Element]:
        """Return the elements of a class. Parsing takes longer than drawing, so a page without the class is not parsed."""
        return self.soup.select(f".{css_class}") if css_class.split()[0] in self.html else []

    @property
    def title(self) -> str:
        """The page's heading; empty if there is none or more than one."""
        headings = re.findall(r'<h1 class="cv-h1"[^>]*>(.*?)</h1>', self.html, re.DOTALL)
        # A space at which no line breaks is a space.
        return unescape(re.sub("<[^>]*>", "", headings[0])).replace("\xa0", " ") if len(headings) == 1 else ""

    @property
    def question(self) -> str:
        """What the page answers: its heading, or what stands above an answer that is the heading."""
        asked = [tag.get_text() for tag in self._select("cv-asked > span")]
        return asked[0] if asked else self.title

    @property
    def text(self) -> str:
        return self.soup.get_text(" ", strip=True)

    @property
    def notices(self) -> list[str]:
        return [notice.get_text() for notice in self._select("cv-notice")]

    @property
    def address_notes(self) -> list[str]:
        """The notices that a value of the address was replaced."""
        return [text for text in self.notices if "The address" in text or "outside the days covered" in text]

    @property
    def data_errors(self) -> list[str]:
        """The errors in tables that the page names in place of what needs them."""
        return [code.get_text() for block in self._select("cv-broken") for code in block.select("code")]

    @property
    def chart_labels(self) -> list[str]:
        """The sentence of each chart, in order."""
        return [str(chart["aria-label"]) for chart in self._select("cv-chart")]

    @property
    def choice_keys(self) -> list[str]:
        """The keys of the page's own choices."""
        return [str(key).removeprefix("choice-") for key in self.test.session_state if str(key).startswith("choice-")]

    @property
    def problems(self) -> list[str]:
        """What a page must never have: exceptions, error blocks, logged errors, Streamlit's own error boxes."""
        return [
            *(f"exception: {element.message}" for element in self.test.exception),
            *(f"error block: {block.get_text()}" for block in self._select("cv-error")),
            *(f"logged: {line}" for line in self.logged),
            *(f"error box: {element.value}" for element in self.test.error),
        ]

    def table(self, *heads: str) -> list[dict[str, str]]:
        """Return the rows of all plain tables with these column heads, cell text by head."""
        rows = []
        for table in self.soup.select("table"):
            names = [head.get_text(strip=True) for head in table.select("thead th")]
            if set(heads) <= set(names):
                rows += [
                    dict(zip(names, cell_texts(row), strict=True))
                    for row in table.select("tbody tr")
                    if len(row.select("th, td")) == len(names)
                ]
        return rows


def cell_texts(row: Element) -> list[str]:
    """Return the text of each cell of a row, on one line."""
    return [one_line(cell.get_text(" ", strip=True)) for cell in row.select("th, td")]


def shared_page(page_id: str, **query: str | Sequence[str]) -> OpenedPage:
    """Return a page that is opened once for all tests of a worker that only read it."""
    return _shared_page(
        page_id, tuple((key, value if isinstance(value, str) else tuple(value)) for key, value in query.items())
    )


@lru_cache(maxsize=64)
def _shared_page(page_id: str, query: tuple[tuple[str, str | tuple[str, ...]], ...]) -> OpenedPage:
    return OpenedPage(page_id, dict(query))
