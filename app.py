"""The Streamlit script: page list and frame, nothing else (streamlit run app.py works by itself)."""

import streamlit as st

from frame.site import targets

st.set_page_config(page_title="Caveat", page_icon="static/icon.svg", layout="wide", initial_sidebar_state="collapsed")
st.navigation(targets(), position="hidden").run()
