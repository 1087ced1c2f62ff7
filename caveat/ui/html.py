"""Put HTML rendered from templates onto the page unchanged."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup


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
