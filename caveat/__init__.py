"""Caveat: what each weapon can reach, and what its supplier allows, on any day.

Never imports Streamlit.
"""
