"""One page from address to foot: navigation, headline, day control, body, faults, foot."""

from collections.abc import Callable, Mapping
from functools import cache, partial

import streamlit as st
from markupsafe import Markup

from caveat.content import choices, embeds, heads, pages
from caveat.content.page import Embed, PageRequest
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, parse_query, query_bounds
from caveat.settings import STATIC
from caveat.text import pending_edits
from caveat.theme import Theme
from caveat.ui import blocks, chrome, day_control, footer, search_box, share_dialog, url_state
from caveat.ui.blocks import render_safely, theme
from caveat.ui.html import render_html

Body = Callable[[View, Dataset, Theme], None]


def show(page_id: str, body: Body | None = None, parts: Mapping[str, Body] | None = None) -> None:
    """Draw one page of frame.site.PAGES: what `body(view, tables, theme)` draws stands between the day control and the foot.

    `parts` draw the parts that other sites put into their pages (caveat.embed); in a frame only the part and a line with its source are drawn.

    A table that cannot be used gives a list of its faults in place of what needed it; any other error gives a quiet note with an id that the log bears too.
    """
    snapshot = current.snapshot()
    tables = snapshot.dataset
    bounds = query_bounds(tables, current.today())
    view, notes = parse_query(url_state.query(), bounds)
    render_html(_sheets(page_id))
    share_dialog.start_page()
    if body is None:
        request = PageRequest(pages.page_by_id(page_id), tables, view, url_state.query())
        body, parts = _registered(request)
    part, unknown = embeds.chosen(page_id, url_state.query(), bool(st.context.is_embedded))
    if part or st.context.is_embedded:
        _framed(page_id, [*notes, unknown], view, tables, (parts or {}).get(part, body), part)
        return
    chrome.bar(page_id, view)
    render_safely(lambda: search_box.draw(view, tables, bounds))
    known = render_safely(lambda: headline(page_id, view, tables))
    for note in [*notes, *([unknown] if unknown else []), *pending_edits.pending_edit_notes(snapshot.waiting)]:
        blocks.notice(note)
    render_safely(lambda: day_control.day_control(view, tables, bounds))
    chrome.answer()
    if known:
        render_safely(lambda: body(view, tables, theme()))
    render_safely(lambda: share_dialog.open_dialog(page_id, view, tables))
    footer.draw(page_id, view, tables)


def _registered(request: PageRequest) -> tuple[Body, dict[str, Body]]:
    def body(view: View, dataset: Dataset, theme: Theme, embed: Embed | None = None) -> None:
        if embed:
            for key in request.params:
                share_dialog.record_param(key, request.params[key])
                if request.params.note(key):
                    blocks.notice(request.params.note(key))
        if request.page.default_systems:
            share_dialog.default_systems(request.page.default_systems)
        blocks.draw_all(request.blocks(embed))

    return body, {embed.name: partial(body, embed=embed) for embed in request.page.embeds}


@cache
def _sheets(page_id: str) -> Markup:
    """The style sheets of a page: the faces, the house's, and its own where it has one. By name, so that no run reads them; the first HTML has had the browser fetch them."""
    named = [name for name in ("fonts.css", "caveat.css", f"{page_id}.css") if (STATIC / name).is_file()]
    return Markup("<style>{}</style>").format(
        Markup("").join(Markup('@import url("app/static/{}");').format(name) for name in named)
    )


def headline(page_id: str, view: View, dataset: Dataset) -> None:
    """The page's question and the line under it, as the first HTML has them; the title of the reader's window says what was chosen too."""
    head = heads.head(dataset, page_id, view)
    try:
        about = heads.subject(dataset, page_id, view, choices.changed(dataset, page_id, view, url_state.query()))
    except UnusableTable:
        about = ""
    blocks.headline(head.question, head.context, about)


def _framed(page_id: str, notes: list[str], view: View, dataset: Dataset, body: Body, part: str) -> None:
    """A page, or a part of one, inside another site's page."""
    # Named by the part, so that the style sheet knows it before the chart asks how wide it may be.
    with st.container(key=f"embed-{part or 'page'}"), st.container(key="embed-head"):
        known = render_safely(lambda: headline(page_id, view, dataset))
    for note in notes:
        if note:
            blocks.notice(note)
    if known:
        render_safely(lambda: body(view, dataset, theme()))
    share_dialog.framed(page_id, view, dataset, part)
