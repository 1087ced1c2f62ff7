"""Draw HTML and the blocks of a page (content/blocks.py) with Streamlit."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import streamlit as st
from markupsafe import Markup

from caveat import error_log, html
from caveat.content import blocks as kinds
from caveat.dataset.errors import UnusableTable
from caveat.theme import Theme
from caveat.ui import url_state

_MARKDOWN = re.compile(r"[\\`*_$:<>#~\[\]]")
_BLOCK = Markup('<div class="cv-block">{}</div>')


@dataclass(frozen=True)
class _HtmlObject:
    """An object with _repr_html_, which Streamlit takes unchanged.

    Streamlit looks text up as a file name and searches it for indentation, which for charts takes longer than all else.
    """

    text: str

    def _repr_html_(self) -> str:
        return self.text


def render_html(fragment: Markup, scripts: bool = False) -> None:
    """Draw a fragment; with `scripts`, its scripts run. TypeError for plain text: a table's text is never HTML."""
    if not isinstance(fragment, Markup):
        raise TypeError(f"found {type(fragment).__name__}; expected Markup from caveat.html")
    st.html(_HtmlObject(str(fragment)), unsafe_allow_javascript=scripts)


def draw_html(fragment: Markup) -> None:
    """Draw a fragment rendered from a template. TypeError for plain text."""
    if not isinstance(fragment, Markup):
        raise TypeError(f"found {type(fragment).__name__}; expected Markup from caveat.html")
    render_html(_BLOCK.format(fragment))


def draw_notice(text: str) -> None:
    """Draw a quiet note: a value that was replaced, an edit that is pending."""
    render_html(html.notice(text))


def reader_theme() -> Theme:
    """The reader's theme; light until the browser has reported it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def draw_blocks(blocks: Iterable[kinds.Block]) -> None:
    """Draw the blocks with `app`, in their order."""
    for block in blocks:
        if block.app:
            draw_block(block)


@singledispatch
def draw_block(block: kinds.Block) -> None:
    """Draw one block of a page."""
    raise TypeError(f"found {type(block).__name__}; expected a kind of block with a way to draw it")


@draw_block.register
def _(block: kinds.Html) -> None:
    draw_html(block.content)


@draw_block.register
def _(block: kinds.SiteHtml) -> None:
    draw_html(block.make(url_state.site_url()))


@draw_block.register
def _(block: kinds.Markdown) -> None:
    st.markdown(block.text)


@draw_block.register
def _(block: kinds.Notice) -> None:
    if block.text:
        draw_notice(block.text)


@draw_block.register
def _(block: kinds.Section) -> None:
    draw_html(block.first_html())


@draw_block.register
def _(block: kinds.Chart) -> None:
    draw_html(block.html(reader_theme()))


@draw_block.register
def _(block: kinds.Container) -> None:
    if block.columns:
        for column, content in zip(st.columns(block.columns), block.blocks, strict=True):
            with column:
                draw_block(content)
    elif block.key:
        with st.container(key=block.key):
            draw_blocks(block.blocks)
    else:
        draw_blocks(block.blocks)


@draw_block.register
def _(block: kinds.Group) -> None:
    render_safely(lambda: draw_blocks(block.make()), block.unusable)


@draw_block.register
def _(block: kinds.Choice) -> None:
    if block.note:
        draw_notice(block.note)
    widget = f"choice-{block.key}"
    st.session_state[widget] = block.value
    common: dict[str, Any] = {
        "key": widget,
        "format_func": block.options.__getitem__,
        "on_change": _write_value,
        "args": (widget, block.key, block.resets),
    }
    # Up to five options are buttons, more are a list.
    if len(block.options) <= 5:
        # Streamlit reads the words on buttons as Markdown, and these may come from the tables.
        common["format_func"] = lambda option: _MARKDOWN.sub(r"\\\g<0>", block.options[option])
        st.segmented_control(block.label, list(block.options), required=True, **common)
    else:
        st.selectbox(block.label, list(block.options), **common)


@draw_block.register
def _(block: kinds.SearchField) -> None:
    widget = f"search-{block.key}"
    st.session_state[widget] = block.value
    st.text_input(
        block.label,
        key=widget,
        placeholder=block.placeholder,
        max_chars=block.max_length,
        on_change=_write_value,
        args=(widget, block.key, block.resets),
    )


@draw_block.register
def _(block: kinds.PagedList) -> None:
    if block.note:
        draw_notice(block.note)
    draw_html(block.content)
    if block.last <= 1:
        return
    with st.container(key=f"turn-{block.key}", horizontal=True, vertical_alignment="center", gap="small"):
        _turn_button(block, "‹ Previous", "previous", block.number - 1)
        st.html(f'<p class="cv-count">Page {block.number} of {block.last}</p>', width="content")
        _turn_button(block, "Next ›", "next", block.number + 1)


def _turn_button(block: kinds.PagedList, label: str, name: str, number: int) -> None:
    st.button(
        label,
        key=f"{block.key}-{name}",
        disabled=not 1 <= number <= block.last,
        on_click=url_state.put_keys,
        args=({block.key: str(number)},),
        type="tertiary",
    )


def _write_value(widget: str, key: str, resets: tuple[str, ...]) -> None:
    """Write the value of a control to the address, and clear the keys that depend on it."""
    url_state.put_keys({key: (st.session_state[widget] or "").strip(), **dict.fromkeys(resets, "")})


def render_safely(draw_part: Callable[[], None], unusable: Callable[[UnusableTable], str] | None = None) -> bool:
    """Draw a part of a page and return whether that succeeded; an error takes out this part only.

    In its place come the faults of the table that cannot be used (or the note that `unusable` makes), or a quiet note.
    """
    try:
        draw_part()
        return True
    except UnusableTable as error:
        if unusable:
            draw_notice(unusable(error))
        else:
            render_html(html.render("broken.html", table=error.table, faults=error.faults))
    except Exception as error:
        show_error(error)
    return False


def show_error(error: Exception) -> bool:
    """Log an error and show its id; True tells Streamlit to show nothing else."""
    render_html(html.render("error.html", number=error_log.record_error(error, "page")))
    return True
