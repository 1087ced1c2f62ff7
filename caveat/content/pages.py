"""The pages, in the order of the navigation.

To add a page: a module with a `PAGE`, its line here, and a script in pages/.
"""

from caveat.content import briefing, compare, data, positions, story, suppliers, system, timeline
from caveat.content import map as map_page
from caveat.content.page import Page

PAGES: tuple[Page, ...] = (
    briefing.PAGE,
    map_page.PAGE,
    compare.PAGE,
    timeline.PAGE,
    positions.PAGE,
    suppliers.PAGE,
    system.PAGE,
    story.PAGE,
    data.PAGE,
)


def page_by_id(page_id: str) -> Page:
    """The page with an id. KeyError if the id is unknown."""
    return {page.id: page for page in PAGES}[page_id]


def page_by_path(path: str) -> Page | None:
    """The page of a public path, without a slash at its beginning."""
    return next((page for page in PAGES if page.path == path), None)
