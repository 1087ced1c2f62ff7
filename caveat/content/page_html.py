"""What a page says in a view, as HTML: the same in the first HTML, in the app and at /fragment/<page>."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.content import day_control, pages
from caveat.content.blocks import Block, depends_on_day, parts
from caveat.content.page import PageHeading, PageRequest
from caveat.content.params import Query
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.tables import Dataset
from caveat.domain.query import View

# How a page stands in a frame of another site; beside the page's own keys no others make another page.
FRAME_KEYS = ("embed", "part")
# The values of an address that count, in a fixed order.
Asked = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class PageHtml:
    """A page in a view as HTML.

    `name` is as in PageRequest, `title` the title of the window, `here` the address of the view with what was chosen.
    `unfollowed` says which choices do not change the page.
    `canonical` is the query of the view; `source_line` stands under a page in a frame; `exists` as in Page.
    `body` has HTML, and between it the blocks that only the app draws.
    """

    page_id: str
    release: str
    heading: PageHeading
    name: str
    title: str
    description: str
    notes: tuple[str, ...]
    unfollowed: Markup
    here: str
    canonical: str
    control: Markup
    body: tuple[Markup | Block, ...]
    source_line: Markup
    exists: bool

    def head(self, notes: Sequence[str]) -> Markup:
        """Question and answer, and under them what is said of the address."""
        return html.render("page_head.html", page=self, heading=self.heading, unfollowed=self.unfollowed, notes=notes)

    @property
    def pieces(self) -> tuple[Markup, ...]:
        """The HTML of the body."""
        return tuple(part for part in self.body if isinstance(part, Markup))

    @property
    def follows(self) -> bool:
        """Whether the app draws something that is another from day to day."""
        return any(depends_on_day(part) for part in self.body if not isinstance(part, Markup))

    def fragment(self, notes: Sequence[str]) -> Markup:
        """All that changes with the day: the pieces of the page that have a place in the app."""
        return Markup("\n").join([self.head(notes), self.control, *self.pieces])


def asked(query: Query, keys: Sequence[str]) -> Asked:
    """What an address says under some keys."""
    return tuple((key, tuple(values)) for key, values in sorted(query.items()) if key in keys)


@memoized_by_bytes()
def page_html(dataset: Dataset, page_id: str, view: View, query: Asked, today: date) -> PageHtml:
    """A page for its own keys and FRAME_KEYS. UnusableTable if a table that it needs cannot be used.

    `today` because a page says how old its newest entry is.
    """
    request = PageRequest(pages.page_by_id(page_id), dataset, view, dict(query))
    framed = "true" in request.query.get("embed", ())
    embed, _ = request.page.embed(request.query, framed)
    if embed:
        # A part is of one day.
        request = replace(request, view=replace(view, since=None))
    control = Markup("")
    if not (embed or framed):
        # The answer may not need the table that the control does.
        with suppress(UnusableTable):
            control = _slot("control", day_control.control_html(request, today))
    blocks = request.blocks(embed) if embed or framed else request.explained_blocks(app=False)
    return PageHtml(
        page_id,
        dataset.fingerprint,
        request.heading,
        request.name,
        request.title,
        request.description,
        tuple(request.params.notes),
        Markup("") if embed or framed else day_control.unfollowed_html(request),
        day_control.address(request),
        urlencode(request.canonical_query, doseq=True),
        control,
        tuple(_numbered(parts(blocks))),
        request.source_line(embed) if embed or framed else Markup(""),
        request.exists,
    )


def _slot(name: str, content: Markup, css_class: str = "") -> Markup:
    return Markup('<div class="cv-slot{}" data-slot="{}">{}</div>').format(css_class, name, content)


def _numbered(found: Iterator[Markup | Block]) -> Iterator[Markup | Block]:
    """The parts of a body with each piece of HTML in a place of its own, named by the blocks that stand before it."""
    before = 0
    for part in found:
        if isinstance(part, Markup):
            yield _slot(f"body-{before}", part, " cv-block")
        else:
            before += 1
            yield part
