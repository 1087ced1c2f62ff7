"""The Streamlit script: page configuration and navigation, run for each view of a reader."""

import streamlit as st

from caveat.settings import STATIC
from caveat.ui.navigation import navigation_pages

st.set_page_config(
    page_title="Caveat", page_icon=str(STATIC / "icon.svg"), layout="wide", initial_sidebar_state="collapsed"
)
st.navigation(navigation_pages(), position="hidden").run()
