"""The blocks that pages are made of. The app draws them with Streamlit; the first HTML joins those with `prerender`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from caveat import html
from caveat.charts.style import Figure
from caveat.dataset import tables
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.theme import Theme

# The id of the last section. "method" is a property of forms, which DOMPurify lets no id hide.
METHOD = "how"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a page: whether the app draws it, and whether it is in the first HTML, before any script runs."""

    app: bool = True
    prerender: bool = False

    def first_html(self) -> Markup:
        """The block as it stands in the first HTML; blank for what needs the app."""
        return Markup("")


@dataclass(frozen=True)
class Html(Block):
    """A fragment rendered from a template."""

    content: Markup

    def first_html(self) -> Markup:
        return self.content


@dataclass(frozen=True)
class SiteHtml(Block):
    """A fragment that names the address of this site, which `make` is given as `pages.site_url` writes it."""

    make: Callable[[str], Markup]


@dataclass(frozen=True)
class Markdown(Block):
    """Markdown written by us, never text from the tables."""

    text: str


@dataclass(frozen=True)
class Notice(Block):
    """A quiet note to the reader; nothing for a blank text."""

    text: str

    def first_html(self) -> Markup:
        return html.notice(self.text)


@dataclass(frozen=True)
class Section(Block):
    """The heading of a section with a line of introduction and a body. `anchor` is its id for links within the page."""

    title: str
    intro: str = ""
    anchor: str = ""
    body: Markup | str = ""

    def first_html(self) -> Markup:
        """Heading, introduction and body."""
        anchor = Markup(' id="{}"').format(self.anchor) if self.anchor else ""
        intro = Markup('<p class="cv-intro">{}</p>').format(self.intro) if self.intro else ""
        return Markup('<h2 class="cv-h2"{}>{}</h2>{}{}').format(anchor, self.title, intro, self.body)


@dataclass(frozen=True)
class Chart(Block):
    """A chart with its alternative text, a key or caption below it, and its numbers as a table that opens on a click.

    `key` is the same from day to day, so that the browser goes on with the drawing that it has. `still` is the address
    of a picture of it for browsers without scripts; "" if there is none.
    """

    figure: Callable[[Theme], Figure]
    alt: str
    table: Markup
    key: str
    caption: str = ""
    summary: str = "As a table"
    below: Markup | str = ""
    still: str = ""

    def html(self, theme: Theme) -> Markup:
        """The chart for a reader's theme."""
        return html.render("chart.html", block=self, figure=self.figure(theme), dark=None)

    def first_html(self) -> Markup:
        """The chart for both themes: which one the reader has, only the browser knows yet."""
        return html.render("chart.html", block=self, figure=self.figure("light"), dark=self.figure("dark"))


@dataclass(frozen=True)
class Choice(Block):
    """A choice among options (id -> label), written to the address under `key`; it clears the keys in `resets`."""

    key: str
    label: str
    options: Mapping[str, str]
    value: str
    note: str = ""
    resets: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchField(Block):
    """A text field, written to the address under `key`; `resets` as in Choice."""

    key: str
    label: str
    value: str
    max_length: int
    placeholder: str = ""
    resets: tuple[str, ...] = ()


@dataclass(frozen=True)
class PagedList(Block):
    """One page of a long list, with buttons to turn it; its number is in the address under `key`."""

    content: Markup
    key: str
    number: int
    last: int
    note: str = ""

    def first_html(self) -> Markup:
        return self.content


@dataclass(frozen=True)
class Container(Block):
    """Blocks side by side.

    In columns of the relative widths `columns`, or as the style sheet lays out `key` (app) or `css_class` (first HTML).
    """

    blocks: tuple[Block, ...]
    key: str = ""
    css_class: str = ""
    columns: tuple[int, ...] = ()

    def first_html(self) -> Markup:
        return Markup('<div class="{}">{}</div>').format(self.css_class, first_html(self.blocks, ""))


@dataclass(frozen=True)
class Group(Block):
    """Blocks made when they are drawn. An error in the app takes out this group alone.

    `unusable` gives a note to show if a table cannot be used, in place of the list of its faults.
    `tag` names the element around the group in the first HTML.
    """

    make: Callable[[], Iterable[Block]]
    unusable: Callable[[UnusableTable], str] | None = None
    tag: str = ""

    def first_html(self) -> Markup:
        if not self.tag:
            return first_html(self.make())
        return Markup("<{0}>{1}</{0}>").format(self.tag, first_html(self.make(), ""))


@memoized()
def page_text(dataset: Dataset, name: str) -> str:
    """The Markdown of `texts/<name>.md` in the data folder; a sentence that names the file if it cannot be read."""
    path = dataset.folder / tables.TEXTS / f"{name}.md"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return f"The text of this section is missing: {dataset.folder.resolve().name}/{tables.TEXTS}/{path.name}."


def as_html(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a page whose HTML is the same in the first HTML and in the app: all that can be HTML is."""
    for block in blocks:
        if not block.app:
            continue
        if isinstance(block, Group):
            yield replace(block, make=partial(_made_html, block), prerender=True)
        elif isinstance(block, Container) and not any(isinstance(part, Choice) for part in block.blocks):
            yield replace(block, blocks=tuple(as_html(block.blocks)), prerender=True)
        elif isinstance(block, Html | Notice | Chart) or (isinstance(block, Section) and block.anchor != METHOD):
            yield replace(block, prerender=True)
        else:
            yield block


def _made_html(group: Group) -> Iterator[Block]:
    return as_html(group.make())


def method_blocks(dataset: Dataset, page_id: str, title: str = "Method and sources") -> tuple[Block, Block]:
    """How the page came to its answer, as the last section of a page."""
    return Section(title, anchor=METHOD), Markdown(page_text(dataset, page_id))


def depends_on_day(block: Block) -> bool:
    """Whether a block that only the app draws is another from day to day."""
    if isinstance(block, Container):
        return any(depends_on_day(part) for part in block.blocks)
    return not isinstance(block, Choice | SearchField | Markdown | Section)


def parts(blocks: Iterable[Block]) -> Iterator[Markup | Block]:
    """The blocks with `prerender` as HTML, joined where nothing stands between them, and those that only the app draws.

    UnusableTable as in `first_html`.
    """
    joined: list[Markup] = []
    for block in flat(blocks):
        if block.prerender:
            joined.append(block.first_html())
        elif block.app:
            if any(joined):
                yield Markup("\n").join(filter(None, joined))
            joined = []
            yield block
    if any(joined):
        yield Markup("\n").join(filter(None, joined))


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with those of groups that have no element of their own in the place of the group."""
    for block in blocks:
        if isinstance(block, Group) and block.prerender and not block.tag:
            yield from flat(block.make())
        else:
            yield block


def first_html(blocks: Iterable[Block], separator: str = "\n") -> Markup:
    """Join the blocks with `prerender`. UnusableTable if a table that a block needs cannot be used."""
    fragments = (block.first_html() for block in blocks if block.prerender)
    return Markup(separator).join(fragment for fragment in fragments if fragment)
