"""The blocks that pages are made of: headline, section, HTML, chart with its table, method, choice."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from caveat import html as html_html
from caveat.charts import embed_html
from caveat.charts.style import Figure
from caveat.content import choices, heads
from caveat.ui import share_dialog, url_state
from caveat.ui.html import render_html

_BLOCK = Markup('<div class="cv-block">{}</div>')


def headline(question: str, context: str = "", about: str = "") -> None:
    """The page's question as its title, and one line of context; `about` stands in the title of the window beside the question."""
    st.set_page_config(page_title=heads.title(question, about))
    share_dialog.ask(question)
    paragraph = Markup('<p class="cv-context">{}</p>').format(context) if context else ""
    render_html(Markup('<div class="cv-page"><h1 class="cv-h1">{}</h1>{}</div>').format(question, paragraph))


def html(fragment: Markup) -> None:
    """A fragment made by caveat.fragments, as a block of the page. TypeError for plain text."""
    if not isinstance(fragment, Markup):
        raise TypeError(f"found {type(fragment).__name__}; expected Markup from caveat.fragments")
    render_html(_BLOCK.format(fragment))


def section(title: str, intro: str = "", anchor: str = "", body: Markup | None = None) -> None:
    """A section's heading, with one line of introduction and what it says where that is HTML. `anchor` names it for links within the page ("#sources")."""
    line = Markup('<p class="cv-intro">{}</p>').format(intro) if intro else ""
    name = Markup(' id="{}"').format(anchor) if anchor else ""
    html(Markup('<h2 class="cv-h2"{}>{}</h2>{}{}').format(name, title, line, body or ""))


def notice(text: str) -> None:
    """A quiet note to the reader: a value that fell back, a table that waits."""
    render_html(html_html.notice(text))


def chart(
    figure: Figure,
    alt: str,
    table: pd.DataFrame | Markup,
    key: str,
    caption: str = "",
    title: str = "The same as a table",
) -> None:
    """A chart with one sentence of alt text, a caption, and the same numbers as a table that opens on a click."""
    body = table if isinstance(table, Markup) else html_html.table(table, caption=alt)
    html(embed_html.with_table(embed_html.figure_html(figure, alt, key), body, caption, title))


def method(text: str, title: str = "Method and sources") -> None:
    """How the page came to its answer, under it. `text` is Markdown written by us, never text from the tables."""
    section(
        title, anchor="how"
    )  # "method" would be taken away: it is a property of forms, and DOMPurify lets no id hide one
    st.markdown(text)


def choose(label: str, key: str, options: Mapping[str, str], default: str) -> str:
    """A choice whose id stands in the address under `key`: the id. Up to five options are buttons, more are a list."""
    chosen = param_value(key, options, default)
    widget = f"choice-{key}"
    st.session_state[widget] = chosen
    common: dict[str, Any] = {
        "key": widget,
        "format_func": lambda one: options[one],
        "on_change": _write_choice,
        "args": (key,),
    }
    if len(options) <= 5:
        st.segmented_control(label, list(options), required=True, **common)
    else:
        st.selectbox(label, list(options), **common)
    return chosen


def param_value(key: str, options: Mapping[str, str], default: str) -> str:
    """What the address asks for under `key`, without a widget. An id that is no option falls back to the default with a visible note."""
    chosen, note = choices.read(url_state.query(), key, options, default)
    if note:
        notice(note)
    share_dialog.record_param(key, chosen)
    return chosen


def _write_choice(key: str) -> None:
    url_state.put(key, st.session_state[f"choice-{key}"] or "")
