"""The pages, in the order of the navigation. To add one: a module with a `PAGE`, its line here, and a script in pages/."""

from caveat.content import map as map_page
from caveat.content.page import Page

PAGES: tuple[Page, ...] = (map_page.PAGE,)


def page_by_id(page_id: str) -> Page:
    """The page of an id. KeyError for an unknown one."""
    return {page.id: page for page in PAGES}[page_id]
