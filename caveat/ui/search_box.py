"""The search box in the navigation bar and its results; the query is in the address under `find`."""

import streamlit as st

from caveat.content import search
from caveat.dataset.tables import Dataset
from caveat.domain.query import QueryBounds, View
from caveat.text import search as words
from caveat.ui import url_state
from caveat.ui.html import render_html

KEY = "find"


def draw_search_box(view: View, dataset: Dataset, bounds: QueryBounds) -> None:
    """Draw the box, and the results as links if the address has a query."""
    text = " ".join(url_state.address_query().get(KEY, [""])[-1].split())[: search.MAX_QUERY_LENGTH]
    st.session_state["find-text"] = text
    st.text_input(
        words.SEARCH_LABEL,
        key="find-text",
        placeholder=words.PLACEHOLDER,
        max_chars=search.MAX_QUERY_LENGTH,
        label_visibility="collapsed",
        on_change=_write_query,
        width="stretch",
    )
    if text:
        with st.container(key="found", gap="small"):
            render_html(search.search_html(dataset, text, view, bounds))
            st.button(words.CLOSE_LABEL, key="find-close", on_click=url_state.put_key, args=(KEY, ""), type="tertiary")


def _write_query() -> None:
    url_state.put_key(KEY, st.session_state["find-text"].strip())
