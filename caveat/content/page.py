"""The description of a page, and a page as an address asks for it.

Each page is one module with a `PAGE`; content/pages.py lists them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.content import explained_terms
from caveat.content.blocks import Block, as_html
from caveat.content.params import Param, Params, Query
from caveat.dataset.partial_dates import spoken_long
from caveat.dataset.tables import Dataset
from caveat.domain import names
from caveat.domain.address import meant
from caveat.domain.query import View, view_query
from caveat.text.english import whole_sentences
from caveat.text.share import CLOCK

SITE_NAME = "Caveat"
# In characters: search engines and networks show fewer.
MAX_DESCRIPTION = 300
IN_HINDSIGHT = "in hindsight"
Blocks = Callable[[Dataset, View, Params], Iterable[Block]]


@dataclass(frozen=True)
class PageHeading:
    """The question that a page answers and the line under it, which may have links.

    `headline` is the answer in one sentence where it is the title of the page; the question then stands above it, with
    `age`, how old the newest entry is.
    """

    question: str
    context: str
    headline: str = ""
    age: str = ""


@dataclass(frozen=True)
class Embed:
    """A part of a page that other sites put into theirs (?embed=true&part=<name>).

    `height_px` is what a frame of 600 to 800 px width needs until its page has reported its height,
    and if scripts are not allowed.
    """

    name: str
    title: str
    height_px: int
    blocks: Blocks


@dataclass(frozen=True)
class Export:
    """The rows behind a page as CSV (/shown/<page>/<name>.csv) and the text of their link. Names never change."""

    name: str
    title: str
    rows: Callable[[Dataset, View, Params], pd.DataFrame]


def _no_systems(dataset: Dataset) -> tuple[str, ...]:
    return ()


def _always_exists(dataset: Dataset, view: View, params: Params) -> bool:
    return True


def _in_every_case(dataset: Dataset) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: its navigation entry, its query keys, its content, its embeds and its exports.

    `view_params` are the keys of the view that change its content, beside the day and the clock; `params` its own keys.
    `default_systems` are shown if the address names none. `by_clock`: it answers differently by the clock.
    `by_id`: it is about one thing that the address names by `id`, and a list of all if it names none.
    `sheets` are style sheets beside its own.
    `exists`: whether the thing that the address names is in the tables; search engines should not keep a page without.
    `explains_terms`: whether terms of the glossary are explained where they stand.
    `in_place`: the app shows the HTML of the first HTML, which static/view.js changes with the day.
    `in_case`: whether the page is part of the site for a data set; `pages.pages_of` leaves it out if not.
    """

    id: str
    nav_title: str
    summary: str
    heading: Callable[[Dataset, View, Params], PageHeading]
    description: Callable[[Dataset, View, Params], str]
    blocks: Blocks
    view_params: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    sheets: tuple[str, ...] = ()
    default_systems: Callable[[Dataset], tuple[str, ...]] = _no_systems
    by_clock: bool = False
    by_id: bool = False
    draws_charts: bool = False
    has_method: bool = True
    explains_terms: bool = True
    in_place: bool = False
    exports: tuple[Export, ...] = ()
    embeds: tuple[Embed, ...] = ()
    exists: Callable[[Dataset, View, Params], bool] = _always_exists
    in_case: Callable[[Dataset], bool] = _in_every_case

    @property
    def path(self) -> str:
        """The public path, without a slash at its beginning."""
        return "" if self.id == "briefing" else self.id

    @property
    def param_keys(self) -> tuple[str, ...]:
        """The page's own query keys."""
        return tuple(param.key for param in self.params)

    def shows_one_answer(self, view: View) -> bool:
        """Whether the page answers its question in a view; False for a list of all things."""
        return not self.by_id or bool(view.id)

    def embed(self, query: Query, framed: bool) -> tuple[Embed | None, str]:
        """The part that an address asks for (None: all; in a frame the first), and a note if there is no such part."""
        name = next((name for name in reversed(query.get("part", ())) if name), "")
        embeds = {embed.name: embed for embed in self.embeds}
        name = meant(name, embeds) or name
        if name in embeds:
            return embeds[name], ""
        first_embed = self.embeds[0] if self.embeds and framed else None
        if not name:
            return first_embed, ""
        possible = f"Possible here: {', '.join(embeds)}." if embeds else "This page has no parts."
        instead = f"{first_embed.title[0].lower()}{first_embed.title[1:]}" if first_embed else "the whole page"
        return first_embed, f"The address asks for part={name[:40]}. {possible} Shown instead: {instead}."


@dataclass(frozen=True, eq=False)
class PageRequest:
    """A page as an address asks for it. Its properties raise UnusableTable if a table that they need cannot be used."""

    page: Page
    dataset: Dataset
    view: View
    query: Query

    @cached_property
    def params(self) -> Params:
        """The values of the page's own keys."""
        return Params(self.page.params, self.dataset, self.view, self.query)

    @cached_property
    def heading(self) -> PageHeading:
        """The question and the line under it."""
        return self.page.heading(self.dataset, self.view, self.params)

    @cached_property
    def choices(self) -> str:
        """What the reader chose beside the question: systems, the page's own keys, the clock. "" for the defaults."""
        systems = self.view.systems if "sys" in self.page.view_params else ()
        chosen = [names.short_name(self.dataset, system_id) for system_id in systems]
        chosen += [self.params.title_of(key) for key in self.params.changed]
        if self.view.known == "now" and self.page.by_clock:
            chosen.append(IN_HINDSIGHT)
        return " · ".join(chosen)

    @property
    def name(self) -> str:
        """The question, or the answer in its place, with what was chosen, for previews."""
        title = self.heading.headline or self.heading.question
        return join_title(
            title, *(part for part in self.choices.split(" · ") if part not in title and title not in part)
        )

    @property
    def title(self) -> str:
        """The title of the reader's window and of a search engine's result."""
        day = spoken_long(self.view.asof) if self.heading.headline else ""
        if day and self.view.since and "from" in self.page.view_params:
            day = f"{spoken_long(self.view.since)} to {day}"
        return join_title(self.name, day, SITE_NAME)

    @property
    def description(self) -> str:
        """The answer in one line, for previews and search engines."""
        return whole_sentences(self.page.description(self.dataset, self.view, self.params), MAX_DESCRIPTION)

    @property
    def exists(self) -> bool:
        """Whether the thing that the address names is in the tables."""
        return self.page.exists(self.dataset, self.view, self.params)

    @property
    def canonical_query(self) -> dict[str, str | list[str]]:
        """The query with only the keys that change the page, so that one view has one address."""
        kept = {"asof", "known", *self.page.view_params} - (set() if self.exists else {"id"})
        query = {key: value for key, value in view_query(self.view).items() if key in kept}
        return {**query, **self.params.changed}

    def source_line(self, embed: Embed | None) -> Markup:
        """The line under an embedded page or part: day, clock, source, and a link to the full view."""
        query = view_query(self.view) | self.params.usable
        return html.render(
            "embed_line.html",
            day=self.view.asof,
            clock=CLOCK[self.view.known],
            release=self.dataset.fingerprint,
            link=f"{self.page.path or './'}?{urlencode(query, doseq=True)}",
            part=embed.name if embed else "",
        )

    def blocks(self, embed: Embed | None = None) -> Iterable[Block]:
        """The blocks of the page, or of one part of it."""
        return (embed or self.page).blocks(self.dataset, self.view, self.params)

    def explained_blocks(self, app: bool) -> Iterable[Block]:
        """The blocks that the app draws, or those of the first HTML, with the terms of the glossary explained."""
        found = as_html(self.blocks()) if self.page.in_place and not app else self.blocks()
        if not self.page.explains_terms:
            return found
        return explained_terms.explained(self.dataset, self.view, found, app)


def join_title(*parts: str) -> str:
    """The title of a window or of a preview."""
    return " · ".join(part for part in parts if part)
