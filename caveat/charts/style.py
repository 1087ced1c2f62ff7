"""The look that all figures share: type, ink, grid, margins, hover."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import plotly.graph_objects as go

from caveat.theme import INK, Theme

FONT = "'Caveat Sans', system-ui, sans-serif"
# No mode bar, no sideways traps on phones.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset", "locale": "en"}
# What would end an attribute of HTML or begin a tag, as JSON may write it too: it stands within strings only.
_QUIET = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&'"})


@dataclass
class Shapes:
    """How shapes reach the browser. `by_address`: whether somebody answers at their addresses; `streamlit run app.py` alone has nobody there, and figures carry all that they draw."""

    by_address: bool = False


SHAPES = Shapes()


class Figure(go.Figure):
    """A figure that is built once and shown to many: what goes to the browser is written once. Do not change it after it was shown."""

    _lent: Mapping[str, str] = MappingProxyType({})
    _height_px: int | None = None
    _whole: str | None = None
    _light: str | None = None

    def lend(self, address: str, traces: Iterable[str]) -> None:
        """Say that the x and y of some traces, by name, also stand at an address from the root of the site, as caveat.figures.ground packs them. They are the same for many figures."""
        self._lent = {**self._lent, **dict.fromkeys(traces, address)}

    @property
    def height_px(self) -> int:
        """How high the figure is; asking its layout each time takes longer than one would think."""
        if self._height_px is None:
            self._height_px = int(self.layout.height)
        return self._height_px

    @property
    def text(self) -> str:
        """The figure as JSON for static/charts.js, {data, layout, config}, without the signs <, >, & and '; the same object each time.

        Where shapes are served by address, a trace whose x and y are lent has their address under "shape" in their place; all else is as plotly.js takes it.
        """
        if SHAPES.by_address and self._lent:
            if self._light is None:
                self._light = _text(self._without_lent())
            return self._light
        if self._whole is None:
            self._whole = _text(str(self.to_json()))
        return self._whole

    def _without_lent(self) -> str:
        """The JSON of the figure with addresses in place of the points that are lent."""
        found = json.loads(str(self.to_json()))
        for trace in found["data"]:
            if trace.get("name") in self._lent:
                del trace["x"], trace["y"]
                trace["shape"] = self._lent[trace["name"]]
        return json.dumps(found, separators=(",", ":"))


def _text(whole: str) -> str:
    return f'{whole[:-1]},"config":{json.dumps(CONFIG)}}}'.translate(_QUIET)


def apply_style(figure: Figure, theme: Theme, height_px: int) -> Figure:
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
