"""Draw once what readers can ask for, and say in words what cannot be drawn.

A page that fails is found here, before the tables reach readers: by `python -m caveat check` and by the server.
"""

import contextlib
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from caveat import html
from caveat.content import briefing, record_sheet, search
from caveat.content.blocks import Block, Chart, Container, Group, SiteHtml
from caveat.content.page import Page, PageRequest
from caveat.content.pages import pages_of
from caveat.content.params import ChoiceParam, Query
from caveat.dataset import records, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history, rule_log
from caveat.domain.query import CLOCKS, QueryBounds, View, query_bounds
from caveat.text import drawing as words

_SITE = "http://localhost"


@dataclass(frozen=True)
class Part:
    """Something that readers can ask for: its name in a sentence, and what draws it from tables.

    `first`: a live edit is shown as soon as these are drawn. The others follow at once.
    """

    name: str
    draw: Callable[[Dataset], object]
    first: bool = False


# What makes the parts of a dataset on a day.
Parts = Callable[[Dataset, date], Iterable[Part]]


@dataclass(frozen=True)
class Failure:
    """A part that could not be drawn, and the error that says why."""

    part: Part
    error: Exception

    @property
    def kind(self) -> tuple[str, str, int]:
        """Equal for failures that have one cause: the kind of the error, and the place in the code."""
        frames = traceback.extract_tb(self.error.__traceback__)
        last = frames[-1] if frames else None
        return type(self.error).__name__, last.filename if last else "", last.lineno or 0 if last else 0


def page_parts(dataset: Dataset, today: date) -> Iterator[Part]:
    """Every page by both clocks, on other days, with each choice and each system; the sheet of each row; the search."""
    bounds = query_bounds(dataset, today)
    for page in pages_of(dataset):
        for known in CLOCKS if page.by_clock else CLOCKS[:1]:
            yield _page_part(page, View(bounds.default, known), first=known == CLOCKS[0])
        for view in _other_views(dataset, page, bounds):
            yield _page_part(page, view)
        for query in _choices(dataset, page, View(bounds.default)):
            yield _page_part(page, View(bounds.default), query)
    for table in records.usable_tables(dataset):
        yield Part(words.sheets(table), partial(_draw_sheets, table, bounds.default))
    yield Part(words.SEARCH, partial(_draw_search, bounds))


def made(parts: Parts, dataset: Dataset, today: date) -> list[Part]:
    """The parts of a dataset; one that fails if not even they can be told."""
    try:
        return list(parts(dataset, today))
    except Exception:
        return [Part(words.ALL, lambda tables: list(parts(tables, today)), first=True)]


def failures(dataset: Dataset, parts: Iterable[Part]) -> Iterator[Failure]:
    """Draw parts, and give the first failure of each kind."""
    seen = set()
    for part in parts:
        if (failure := failure_of(part, dataset)) and failure.kind not in seen:
            seen.add(failure.kind)
            yield failure


def failure_of(part: Part, dataset: Dataset) -> Failure | None:
    """Why a part cannot be drawn; None if it can. A table that cannot be used is told on the page itself."""
    try:
        with _quiet():
            part.draw(dataset)
    except UnusableTable:
        return None
    except Exception as error:
        return Failure(part, error)
    return None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the log of a page that goes on without its picture: here the picture counts."""
    log = logging.getLogger("caveat")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _page_part(page: Page, view: View, query: Query | None = None, first: bool = False) -> Part:
    name = words.page_on_day(page.nav_title, view.asof, view.known, view.id or ", ".join(view.systems), query or {})
    draw = _draw_whole_page if first else _draw_page
    return Part(name, partial(draw, page, view, query or {}), first)


def day_parts(dataset: Dataset, today: date, before: Dataset | None = None) -> Iterator[Part]:
    """The front page on each day on which a rule changed, by both clocks.

    A row that was drawn of the version `before` is not drawn again where only the rules are others.
    """
    bounds = query_bounds(dataset, today)
    if any(table in dataset.broken for table in ("restrictions", "systems", "territories")):
        return
    log = rule_log.rule_log(dataset)
    drawn_before = _drawn_rows(before) if before and _rules_alone_differ(before, dataset) else frozenset()
    for known in CLOCKS:
        for day in rule_history.change_days(log, known):
            if bounds.earliest <= day <= bounds.latest:
                name = words.page_on_day(briefing.PAGE.nav_title, day, known)
                yield Part(name, partial(_draw_day, View(day, known), drawn_before), first=True)


@memoized(1)
def _drawn_rows(dataset: Dataset) -> set[object]:
    """What was drawn of the front page on any day. It grows with each day that is drawn."""
    return set()


def _rules_alone_differ(before: Dataset, after: Dataset) -> bool:
    """Whether all that the front page shows beside its rows is as it was: the other tables and the settings."""
    path = schema.resource("restrictions", after.folder)["path"]
    others = [{**dataset.digests, path: ""} for dataset in (before, after)]
    return others[0] == others[1] and before.read_settings == after.read_settings


def _draw_day(view: View, drawn_before: Set[object], dataset: Dataset) -> None:
    """Draw the answer of a day, without the rows that were drawn alike on another day or before."""
    drawn = _drawn_rows(dataset)
    built = briefing.build_briefing(dataset, view)
    briefing.day_summary(dataset, view)
    still = briefing.briefing_map(dataset, built)
    if still and ("still", id(still.model)) not in drawn:
        still.svg()
        drawn.add(("still", id(still.model)))
    kinds = ("cards", "matrix", "disputes", "changes")
    new: dict[str, Any] = {
        kind: tuple(row for row in getattr(built, kind) if (kind, row) not in drawn) for kind in kinds
    }
    unseen: dict[str, Any] = {
        kind: tuple(row for row in rows if (kind, row) not in drawn_before) for kind, rows in new.items()
    }
    if any(unseen.values()):
        values = briefing.template_values(dataset, view) | {"answer": replace(built, **unseen, silent=())}
        html.render("answer.html", still=None, **values)
    drawn.update((kind, row) for kind in kinds for row in new[kind])


def _other_views(dataset: Dataset, page: Page, bounds: QueryBounds) -> Iterator[View]:
    """A page on the first day, the day in the middle and today, and on each system."""
    middle = bounds.earliest + (bounds.default - bounds.earliest) / 2
    for day in dict.fromkeys((bounds.earliest, middle, bounds.latest)):
        yield View(day)
    if page.by_id:
        yield from (View(bounds.default, id=system_id) for system_id in bounds.systems)
    elif "sys" in page.view_params and bounds.systems:
        yield View(bounds.default, systems=tuple(bounds.systems))


def _choices(dataset: Dataset, page: Page, view: View) -> Iterator[dict[str, list[str]]]:
    """A query for each option of each choice of a page that is not its default."""
    for param in page.params:
        if isinstance(param, ChoiceParam):
            with contextlib.suppress(UnusableTable):
                options, default = param.options(dataset, view)
                yield from ({param.key: [option]} for option in options if option != default)


def _draw_page(page: Page, view: View, query: Query, dataset: Dataset) -> None:
    """Draw a page with its head. Its charts, which cost the most, only on the page of one thing."""
    _draw_request(PageRequest(page, dataset, view, query), bool(view.id))


def _draw_whole_page(page: Page, view: View, query: Query, dataset: Dataset) -> None:
    """Draw a page with its charts, its parts for other sites and its rows as CSV."""
    request = PageRequest(page, dataset, view, query)
    _draw_request(request, True)
    for embed in page.embeds:
        request.source_line(embed)
        _draw_blocks(request.blocks(embed), True)
    for export in page.exports:
        export.rows(dataset, view, request.params)


def _draw_request(request: PageRequest, charts: bool) -> None:
    _ = request.title, request.description, request.canonical_query, request.params.notes
    _draw_blocks(request.blocks(), charts)


def _draw_blocks(blocks: Iterable[Block], charts: bool) -> None:
    """Draw blocks, with or without their charts (in one theme: the other differs in nothing that is in a table)."""
    for block in blocks:
        if isinstance(block, Group):
            with contextlib.suppress(UnusableTable):
                _draw_blocks(block.make(), charts)
        elif isinstance(block, Container):
            _draw_blocks(block.blocks, charts)
        elif isinstance(block, Chart):
            if charts:
                block.html("light")
        elif isinstance(block, SiteHtml):
            block.make(_SITE)
        else:
            block.first_html()


def _draw_sheets(table: str, day: date, dataset: Dataset) -> None:
    for row in records.table_records(dataset, table):
        record_sheet.record_sheet_html(dataset, row.id, View(day))


def _draw_search(bounds: QueryBounds, dataset: Dataset) -> None:
    """Draw the search's results for each system, which also makes its index."""
    for system_id in bounds.systems or ("a",):
        search.search_html(dataset, system_id, View(bounds.default), bounds)
