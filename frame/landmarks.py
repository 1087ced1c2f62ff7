"""What a keyboard and a screen reader need of the frame: a way past what all pages share, and names for its parts."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

# A file of ours: the policy on scripts (web/headers.py) allows no other.
_SCRIPT = Markup('<script src="app/static/landmarks.js"></script>')
_SKIP = Markup('<a class="cv-skip" href="#answer">Skip to the answer</a>')
_TARGET = Markup('<div id="answer" class="cv-target" tabindex="-1"></div>')


def begin() -> None:
    """The first thing on a page: a link to its answer, seen when the keyboard is on it. The names of the parts come along."""
    st.html(_SKIP + _SCRIPT, unsafe_allow_javascript=True)


def answer() -> None:
    """Where that link leads."""
    st.html(_TARGET)
