"""The style that all figures share: type, ink, grid, margins, hover."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from caveat.theme import INK, Theme

FONT = "'Caveat Sans', system-ui, sans-serif"
# No mode bar, no sideways traps on phones.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset", "locale": "en"}
# Signs that would end an attribute of HTML or begin a tag, as JSON may write them: they occur within strings only.
_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&'"})


class Figure(go.Figure):
    """A figure that is built once and shown to many readers.

    Its JSON is written once, so it must not change afterwards. `basemaps_by_url`: whether basemaps are answered at
    their URLs; the server sets it at start. Else figures carry all that they draw.
    """

    basemaps_by_url: ClassVar[bool] = False
    _referenced: Mapping[str, str] = MappingProxyType({})

    def reference_points(self, url: str, traces: Iterable[str]) -> None:
        """Record that the points of some traces, by name, are also at a URL, as `basemap.packed_points` writes them."""
        self._referenced = {**self._referenced, **dict.fromkeys(traces, url)}

    @cached_property
    def height_px(self) -> int:
        """The height; asking the layout each time is slow."""
        return int(self.layout.height)

    @property
    def text(self) -> str:
        """The figure as JSON for static/charts.js: {data, layout, config}, without <, >, & and '.

        If basemaps have URLs, a trace whose points are referenced has the URL under "shape" in place of its x and y;
        all else is as plotly.js takes it.
        """
        return self._linked_text if self.basemaps_by_url and self._referenced else self._full_text

    @cached_property
    def _full_text(self) -> str:
        return _with_config(str(self.to_json()))

    @cached_property
    def _linked_text(self) -> str:
        figure = self.to_dict()
        for trace in figure["data"]:
            if trace.get("name") in self._referenced:
                del trace["x"], trace["y"]
                trace["shape"] = self._referenced[trace["name"]]
        return _with_config(json.dumps(figure, cls=PlotlyJSONEncoder, separators=(",", ":")))


def _with_config(figure_json: str) -> str:
    return f'{figure_json[:-1]},"config":{json.dumps(CONFIG)}}}'.translate(_ESCAPES)


def tint(colour: str, opacity: float) -> str:
    """A colour of the theme ("#rrggbb"), made see-through."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def text_halo(theme: Theme) -> str:
    """A rim in the page's colour around type, as a CSS shadow. Type can then be read on hatching and borders."""
    offsets = ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 0), (0, 0))
    return ", ".join(f"{x}px {y}px 2px {INK[theme]['card']}" for x, y in offsets)


def apply_style(figure: Figure, theme: Theme, height_px: int) -> Figure:
    """Give a figure the shared style in place and return it."""
    ink = INK[theme]
    figure.update_layout(
        template="none",
        height=height_px,
        autosize=True,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": ink["ink"]},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        hoverlabel={
            "bgcolor": ink["card"],
            "bordercolor": ink["line"],
            "font": {"family": FONT, "size": 13, "color": ink["ink"]},
            "align": "left",
        },
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
