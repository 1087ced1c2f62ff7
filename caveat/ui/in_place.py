"""A page whose day static/view.js changes: its HTML in elements that stay the same, so that React writes them once."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from caveat.content import day_control, page_html
from caveat.content.page import PageRequest
from caveat.content.page_html import PageHtml
from caveat.dataset import current
from caveat.domain.query import View
from caveat.ui import frame, share_dialog
from caveat.ui.blocks import draw_block, render_html

# What was drawn of a page when it was opened.
KEY = "drawn-first"


def find(request: PageRequest) -> PageHtml | None:
    """The page as HTML; None if it is not one of those, or cannot be made, so that its blocks say what is wrong."""
    if not request.page.in_place:
        return None
    try:
        found = _made(request, request.view)
    except Exception:
        return None
    return found if found.control else None


def _made(request: PageRequest, view: View) -> PageHtml:
    asked = page_html.asked(request.query, request.page.param_keys)
    return page_html.page_html(request.dataset, request.page.id, view, asked, current.today())


def draw(request: PageRequest, now: PageHtml, notes: Sequence[str]) -> None:
    """Draw heading, day control with the Share button, scripts and body.

    While the reader stays on a page with what they chose on it, their script shows its days, and the app draws what it
    drew first.
    """
    st.set_page_config(page_title=now.title)
    kinds = tuple(type(part).__name__ for part in now.body)
    same = (now.page_id, now.release, current.today(), request.view.id, day_control.own_values(request), kinds)
    stored = st.session_state.get(KEY)
    if not stored or stored[0] != same:
        stored = st.session_state[KEY] = (same, request.view, tuple(notes))
    _, view, said = stored
    first = now if view == request.view else _made(request, view)
    render_html(first.head(said))
    with st.container(key="day-control"):
        render_html(first.control)
        share_dialog.draw_button(request)
    frame.draw_answer_target()
    for part, kept in zip(now.body, first.body, strict=True):
        if isinstance(kept, Markup):
            render_html(kept)
        elif not isinstance(part, Markup):
            draw_block(part)
