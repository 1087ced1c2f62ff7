"""One page from address to foot: navigation, headline, day control, body, faults, foot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from caveat import fragments, incidents, reading
from caveat.faults import BrokenTable
from caveat.palette import Theme
from caveat.tables import Tables
from caveat.view import View, parse
from caveat.words import waiting
from frame import address, blocks, controls, share
from frame.site import PAGES

Body = Callable[[View, Tables, Theme], None]
CSS = Path(__file__).resolve().parent.parent / "static" / "caveat.css"


def theme() -> Theme:
    """The reader's theme; light where the browser has not said yet."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show(page_id: str, body: Body) -> None:
    """Draw one page of frame.site.PAGES: what `body(view, tables, theme)` draws stands between the day control and the foot.

    A table that cannot be used gives a list of its faults in place of what needed it; any other error gives a quiet note with an id that the log bears too.
    """
    tables = reading.current()
    bounds = reading.bounds(tables)
    view, notes = parse(address.query(), bounds)
    st.html(CSS)
    # A page may have a sheet of its own, by its id.
    if (own := CSS.with_name(f"{page_id}.css")).is_file():
        st.html(own)
    share.begin()
    _navigation(page_id, view)
    blocks.set_head(st.container())
    for note in [*notes, *waiting.notes(reading.waiting())]:
        blocks.notice(note)
    guarded(lambda: controls.day_control(view, tables, bounds))
    guarded(lambda: body(view, tables, theme()))
    guarded(lambda: share.fill(page_id, view, tables))
    st.html(fragments.render("foot.html", release=tables.fingerprint))


def guarded(draw: Callable[[], None]) -> None:
    """Draw one part of a page. A table that cannot be used, or any other error, takes out this part only: its faults, or a quiet note, stand in its place."""
    try:
        draw()
    except BrokenTable as error:
        st.html(fragments.render("broken.html", table=error.table, faults=error.faults))
    except Exception as error:
        trouble(error)


def trouble(error: Exception) -> bool:
    """Log an error and show its id in place of what it took out. True, as Streamlit asks for where nothing else is to be shown (server.py)."""
    st.html(fragments.render("error.html", number=incidents.record(error, "page")))
    return True


def _navigation(page_id: str, view: View) -> None:
    with st.container(key="navigation", horizontal=True):
        with st.container(key="nav-home", width="content"):
            st.page_link(PAGES[0].script, label="Caveat", query_params=address.link_query(view))
        for entry in PAGES:
            here = "nav-here" if entry.id == page_id else "nav-to"
            with st.container(key=f"{here}-{entry.id}", width="content"):
                st.page_link(entry.script, label=entry.title, query_params=address.link_query(view))
