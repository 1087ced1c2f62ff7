"""The Streamlit script: page list and frame, nothing else (streamlit run app.py works by itself)."""

import streamlit as st

from frame.site import PAGES

st.set_page_config(page_title="Caveat", page_icon="static/icon.svg", layout="wide", initial_sidebar_state="collapsed")
st.navigation([st.Page(entry.script, title=entry.title, url_path=entry.path, default=not entry.path) for entry in PAGES], position="hidden").run()
