"""Draw the same map page as a newcomer to Streamlit writes it: built anew on every rerun, nothing cached."""

import sys
from datetime import date
from pathlib import Path

import plotly.io as pio
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from caveat.content import map as map_page
from caveat.dataset import tables
from caveat.domain.query import View

st.title("What lay within range?")
day = st.date_input("Day", date(2024, 11, 18), key="day")
dataset = tables.load()
view = View(day)
for pair in map_page.map_pairs(dataset, view):
    model = map_page.build_map(dataset, view, *pair)
    st.subheader(model.title)
    st.write(model.sentence)
    # From JSON and back: validated on every rerun, as a figure built in the page is.
    st.plotly_chart(pio.from_json(map_page.map_figure(model, "light").to_json()))
    st.dataframe(map_page.map_table(model))
st.caption("done")
