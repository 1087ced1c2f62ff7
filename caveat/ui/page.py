"""Show a page from its address: navigation, heading, day control, blocks, footer."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from caveat import html
from caveat.content.day_control import unfollowed_html
from caveat.content.page import SITE_NAME, Embed, PageRequest, join_title
from caveat.content.pages import page_by_id
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.domain.query import parse_query, query_bounds
from caveat.text import pending_edits
from caveat.ui import blocks, day_control, frame, in_place, share_dialog, url_state
from caveat.ui.blocks import render_html, render_safely


def show(page_id: str) -> None:
    """Draw a page of the registry (content/pages.py). KeyError for an unknown id.

    In a frame of another site only a part, or the blocks alone, are drawn with a line that names the source.
    A table that cannot be used gives a list of its faults in place of what needed it; any other error a quiet note
    with the id of its entry in the log.
    """
    page = page_by_id(page_id)
    snapshot = current.snapshot()
    bounds = query_bounds(snapshot.dataset, current.today())
    address = url_state.read_address(page)
    view, notes = parse_query(address.query, bounds)
    request = PageRequest(page, snapshot.dataset, view, address.query)
    framed = bool(st.context.is_embedded)
    embed, embed_note = page.embed(request.query, framed)
    notes = [*address.notes, *notes, *([embed_note] if embed_note else [])]
    if embed:
        # A part is of one day.
        request = replace(request, view=replace(view, since=None))
    if embed or framed:
        _draw_in_frame(request, embed, notes)
        return
    found = in_place.find(request)
    frame.draw_bar(page_id, view, snapshot.dataset, found)
    render_safely(lambda: frame.draw_search_box(view, snapshot.dataset, bounds))
    pending = pending_edits.pending_edit_notes(snapshot.pending_edits)
    if found:
        _draw_notices(pending)
        render_safely(lambda: in_place.draw(request, found, notes))
    else:
        _draw_blocks(request, [*notes, *pending])
    frame.draw_footer(request)


def _draw_blocks(request: PageRequest, notes: list[str]) -> None:
    """Draw heading, notes, day control and each block by itself: what fails takes out its own part."""
    answers = render_safely(lambda: _heading(request, unfollowed_html(request)))
    _draw_notices(notes)
    render_safely(lambda: day_control.draw_control(request))
    frame.draw_answer_target()
    if answers:
        render_safely(lambda: blocks.draw_blocks(request.explained_blocks(app=True)))


def _draw_notices(notes: list[str]) -> None:
    for note in notes:
        blocks.draw_notice(note)


def _heading(request: PageRequest, unfollowed: Markup | str = "") -> None:
    """Draw the question and the line under it; the title of the window adds what was chosen."""
    heading = request.heading
    try:
        title = request.title
    except UnusableTable:
        title = join_title(heading.question, SITE_NAME)
    st.set_page_config(page_title=title)
    render_html(
        Markup('<div class="cv-page">{}</div>').format(
            html.render("heading.html", heading=heading, unfollowed=unfollowed)
        )
    )


def _draw_in_frame(request: PageRequest, embed: Embed | None, notes: list[str]) -> None:
    """Draw a page, or a part of it, inside another site's page."""
    # Named by the part, so that the style sheet knows it before the chart asks how wide it may be.
    with st.container(key=f"embed-{embed.name if embed else 'page'}"), st.container(key="embed-head"):
        answers = render_safely(lambda: _heading(request))
    _draw_notices(notes)

    def draw_part() -> None:
        for note in request.params.notes if embed else ():
            blocks.draw_notice(note)
        blocks.draw_blocks(request.blocks(embed))

    if answers:
        render_safely(draw_part)
    share_dialog.draw_source_line(request, embed)
