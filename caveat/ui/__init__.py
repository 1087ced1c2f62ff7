"""Streamlit: the script, the page frame, controls, static files."""
