"""What frames every page: navigation bar, search box, the target of the skip link with the scripts, footer."""

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from caveat import html
from caveat.content import pages, search
from caveat.content.page import PageRequest
from caveat.content.page_html import PageHtml
from caveat.dataset.tables import Dataset
from caveat.domain.query import QueryBounds, View, view_query
from caveat.text import error_reports
from caveat.text import search as words
from caveat.ui import share_dialog, url_state
from caveat.ui.blocks import render_html

# Our own files: the content security policy allows no others. The first HTML names `charts` too;
# here it is for a page reached without one.
# Always the same text, so that a browser runs them once.
SCRIPTS = Markup("").join(
    Markup('<script src="app/static/{}.js"></script>').format(name)
    for name in ("view", "day", "landmarks", "pages", "reader", "charts", "play", "strip")
)
# The key of the address that has what a reader searches for.
FIND = "find"


def draw_bar(page_id: str, view: View, dataset: Dataset, shown: PageHtml | None) -> None:
    """Draw the first element of a page: the skip link to the answer, and the navigation bar.

    One piece of HTML, not a link each: every element costs each reader a part of each change of day.
    static/pages.js follows the links within the open session. `shown` is the page where static/view.js changes its day.
    """
    query = url_state.link_query(view)
    listed = pages.pages_of(dataset)
    render_html(html.render("pages_bar.html", pages=listed, here=page_id, query=query, view=shown))


def draw_search_box(view: View, dataset: Dataset, bounds: QueryBounds) -> None:
    """Draw the box, and the results as links if the address has a query."""
    text = " ".join(url_state.read_address().query.get(FIND, [""])[-1].split())[: search.MAX_QUERY_LENGTH]
    st.session_state["find-text"] = text
    st.text_input(
        words.SEARCH_LABEL,
        key="find-text",
        placeholder=words.PLACEHOLDER,
        max_chars=search.MAX_QUERY_LENGTH,
        label_visibility="collapsed",
        on_change=_write_search,
        width="stretch",
    )
    if text:
        with st.container(key="found", gap="small"):
            render_html(search.search_html(dataset, text, view, bounds))
            st.button(
                words.CLOSE_LABEL, key="find-close", on_click=url_state.put_keys, args=({FIND: ""},), type="tertiary"
            )


def _write_search() -> None:
    url_state.put_keys({FIND: st.session_state["find-text"].strip()})


def draw_answer_target() -> None:
    """Draw the target of the skip link, with the scripts of every page."""
    render_html(Markup('<div id="answer" class="cv-target" tabindex="-1"></div>') + SCRIPTS, scripts=True)


def draw_footer(request: PageRequest) -> None:
    """Draw the footer, under what is added to each value that is copied."""
    view = request.view
    query = urlencode(url_state.read_address().query, doseq=True)
    address = f"{url_state.site_url()}/{request.page.path}?{query}".rstrip("?")
    asks = html.render(
        "report_foot.html",
        method=request.page.has_method and request.page.shows_one_answer(view),
        query=urlencode(view_query(View(view.asof, view.known)), doseq=True),
        form=error_reports.report_link("", "", address),
        file="",
        copied=error_reports.report_text(address),
    )
    suffix = share_dialog.copy_suffix_html(request)
    render_html(suffix + html.render("foot.html", release=request.dataset.fingerprint, asks=asks))
