"""The look that all figures share: type, ink, grid, margins, hover."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from caveat.palette import INK, Theme

FONT = "'Caveat Sans', system-ui, sans-serif"
# Given to st.plotly_chart: no mode bar, no sideways traps on phones.
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": "reset", "locale": "en"}


class Figure(go.Figure):
    """A figure that is built once and shown to many: what a page asks of it on every run is worked out once. Do not change it after it was shown."""

    _shown: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain values; the same object each time."""
        if self._shown is None:
            self._shown = super().to_dict()
        return self._shown


def apply(figure: go.Figure, theme: Theme, height_px: int) -> go.Figure:
    """Give a figure the house look in place and return it."""
    ink = INK[theme]
    figure.update_layout(
        template="none",
        height=height_px,
        autosize=True,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": ink["ink"]},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        hoverlabel={"bgcolor": ink["card"], "bordercolor": ink["line"], "font": {"family": FONT, "size": 13, "color": ink["ink"]}, "align": "left"},
        showlegend=False,
        dragmode=False,
    )
    axis = {
        "gridcolor": ink["line"],
        "linecolor": ink["line"],
        "zerolinecolor": ink["line"],
        "tickfont": {"size": 13, "color": ink["soft"]},
        "automargin": True,
        "fixedrange": True,
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure
