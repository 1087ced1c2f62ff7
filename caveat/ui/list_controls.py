"""What long lists need: a search box and pages, both in the address."""

import streamlit as st

from caveat.content import choices
from caveat.ui import blocks, share_dialog, url_state


def search(label: str, key: str, placeholder: str = "", longest: int = choices.LONGEST) -> str:
    """A text box whose text stands in the address under `key`: what the reader looks for, trimmed and cut to `longest` characters."""
    asked = choices.text(url_state.query(), key, longest)
    share_dialog.record_param(key, asked)
    widget = f"search-{key}"
    st.session_state[widget] = asked
    st.text_input(
        label,
        key=widget,
        placeholder=placeholder,
        max_chars=longest,
        on_change=lambda: url_state.put(key, st.session_state[widget].strip()),
    )
    return asked


def page_number(key: str, pages: int, within: object) -> int:
    """Which page of a list the address asks for (1 is the first). A number that is none, or lies beyond the last page, falls back to the first with a note.

    `within` is what the list was made from: where the reader changes it, the list starts again at its first page.
    """
    number = _page_number(key, pages, within)
    share_dialog.record_param(key, str(number))
    return number


def _page_number(key: str, pages: int, within: object) -> int:
    seen = f"within-{key}"
    if st.session_state.get(seen, within) != within:
        url_state.put(key, "")
    st.session_state[seen] = within
    number, note = choices.number(url_state.query(), key, pages)
    if note:
        blocks.notice(note)
    return number


def turn(key: str, number: int, pages: int) -> None:
    """Buttons to the previous and the next page; nothing where there is one page only."""
    if pages <= 1:
        return
    with st.container(key=f"turn-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "‹ Previous",
            key=f"{key}-previous",
            disabled=number <= 1,
            on_click=url_state.put,
            args=(key, str(number - 1)),
            type="tertiary",
        )
        st.html(f'<p class="cv-count">Page {number} of {pages}</p>', width="content")
        st.button(
            "Next ›",
            key=f"{key}-next",
            disabled=number >= pages,
            on_click=url_state.put,
            args=(key, str(number + 1)),
            type="tertiary",
        )
