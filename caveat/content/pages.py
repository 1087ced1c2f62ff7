"""The pages in the order of the navigation, and the address of the site.

To add a page: a module with a `PAGE`, its line here, and a script in pages/.
"""

import re
from collections.abc import Collection

from caveat import settings
from caveat.content import about, briefing, compare, consent, data, positions, story, suppliers, system, timeline
from caveat.content import map as map_page
from caveat.content.page import Page
from caveat.dataset.tables import Dataset
from caveat.domain.address import Address, Pairs
from caveat.domain.address import read_address as read_keys
from caveat.domain.query import VIEW_KEYS

PAGES: tuple[Page, ...] = (
    briefing.PAGE,
    map_page.PAGE,
    timeline.PAGE,
    consent.PAGE,
    compare.PAGE,
    positions.PAGE,
    suppliers.PAGE,
    system.PAGE,
    data.PAGE,
    story.PAGE,
    about.PAGE,
)
# A host as browsers send it: a name or an IP address, with or without a port.
_ORIGIN = re.compile(r"https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")


def pages_of(dataset: Dataset) -> tuple[Page, ...]:
    """Return the pages of a data set in the order of the navigation: a case without shapes has no map."""
    return tuple(page for page in PAGES if page.in_case(dataset))


def page_by_id(page_id: str) -> Page:
    """The page with an id. KeyError if the id is unknown."""
    return {page.id: page for page in PAGES}[page_id]


def page_by_path(path: str) -> Page | None:
    """The page of a public path, without a slash at its beginning."""
    return next((page for page in PAGES if page.path == path), None)


# The keys that every page takes: the view, the search, a page in a frame of another site.
SITE_KEYS = (*VIEW_KEYS, "find", "embed", "part")
# The keys that some page takes.
PAGE_KEYS = frozenset(key for page in PAGES for key in page.param_keys)


def read_address(pairs: Pairs, page: Page | None = None, more: Collection[str] = ()) -> Address:
    """What an address asks of a page (None: of what has a view alone), which takes the keys `more` too."""
    own = (*SITE_KEYS, *(page.param_keys if page else ()), *more)
    return read_keys(pairs, own, PAGE_KEYS)


def site_url(origin: str, path: str = "") -> str:
    """The public address of the site without a slash at its end; "" if it is not known.

    CAVEAT_URL, or scheme and host of a request or a browser, with what its path has before the path of a page.
    """
    if settings.current().url:
        return settings.current().url
    if not _ORIGIN.fullmatch(origin):
        return ""
    parent, _, last = path.rstrip("/").rpartition("/")
    return f"{origin}{parent if page_by_path(last) else path.rstrip('/')}"
