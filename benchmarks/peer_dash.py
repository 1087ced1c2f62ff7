"""The rival: the same figure in Dash, cached by day. Served by gunicorn with one worker and eight threads."""

from datetime import date
from functools import cache

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from caveat.content import map as map_page
from caveat.dataset import tables
from caveat.domain.query import View

READ = tables.load()


@cache
def figure(day: str) -> go.Figure:
    """The map of ATACMS on a day, as our own page draws it."""
    view = View(date.fromisoformat(day), systems=("atacms",))
    [pair] = map_page.map_pairs(READ, view)
    return map_page.map_figure(map_page.build_map(READ, view, *pair), "light")


app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1("What lay within range?"),
        dcc.DatePickerSingle(id="day", date="2024-11-18"),
        dcc.Graph(id="map", figure=figure("2024-11-18")),
    ]
)
server = app.server


@app.callback(Output("map", "figure"), Input("day", "date"), prevent_initial_call=True)
def change(day: str) -> go.Figure:
    """The figure of the day that the reader chose."""
    return figure(day)
