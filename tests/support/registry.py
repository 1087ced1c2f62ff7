"""The registry of pages as tables that tests go through."""

from datetime import date

from caveat.content.blocks import first_html
from caveat.content.page import Embed, PageRequest
from caveat.content.pages import PAGES, page_by_id
from caveat.content.params import Query
from caveat.dataset.tables import Dataset
from caveat.domain.query import View

# path -> id of each page; name -> page id, and the part itself, of each part that can be embedded.
PATHS = {page.path: page.id for page in PAGES}
EMBEDS: dict[str, Embed] = {embed.name: embed for page in PAGES for embed in page.embeds}
PAGE_OF = {embed.name: page.id for page in PAGES for embed in page.embeds}
SHEETS = [(page.id, export.name) for page in PAGES for export in page.exports]


def request(dataset: Dataset, page_id: str, view: View | date, query: Query | None = None) -> PageRequest:
    """A page as an address asks for it."""
    return PageRequest(page_by_id(page_id), dataset, view if isinstance(view, View) else View(view), query or {})


def body(asked: PageRequest) -> str:
    """The first HTML of the blocks of a page."""
    return first_html(asked.blocks())
