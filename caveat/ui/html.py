"""HTML of ours onto the page, just as it is."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup


@dataclass(frozen=True)
class _AsItIs:
    """What says itself how it looks is taken as it is; text would be looked up as a file's name and searched for indentation, which for charts takes longer than all else that a page does."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


def render_html(fragment: Markup, scripts: bool = False) -> None:
    """Draw a fragment made by caveat.fragments; with `scripts`, those that it names run. TypeError for plain text, so that text from the tables can never be HTML."""
    if not isinstance(fragment, Markup):
        raise TypeError(f"found {type(fragment).__name__}; expected Markup from caveat.html")
    st.html(_AsItIs(str(fragment)), unsafe_allow_javascript=scripts)
