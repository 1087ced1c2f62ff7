"""The look that all figures share: type, ink, grid, margins, hover."""

from __future__ import annotations

import json

import plotly.graph_objects as go

from caveat.palette import INK, Theme

FONT = "'Caveat Sans', system-ui, sans-serif"
# No mode bar, no sideways traps on phones.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset", "locale": "en"}
# What would end an attribute of HTML or begin a tag, as JSON may write it too: it stands within strings only.
_QUIET = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&'"})


class Figure(go.Figure):
    """A figure that is built once and shown to many: what goes to the browser is written once. Do not change it after it was shown."""

    _text: str | None = None

    @property
    def text(self) -> str:
        """The figure as JSON for plotly.js, {data, layout, config}, without the signs <, >, & and '; the same object each time."""
        if self._text is None:
            whole = str(self.to_json())
            self._text = f'{whole[:-1]},"config":{json.dumps(CONFIG)}}}'.translate(_QUIET)
        return self._text


def apply(figure: Figure, theme: Theme, height_px: int) -> Figure:
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
