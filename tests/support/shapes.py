"""Figures with the points of the shapes that they name, as static/charts.js gives them to Plotly."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Any

from caveat.charts import basemap
from tests.support.founding_map import LAND

Line = list[float | None]


def unpacked(body: bytes) -> dict[str, dict[str, Line]]:
    """Return the x and y (km) of each trace in a shape."""
    traces = json.loads(body)
    per_km = traces.pop("per_km")
    return {name: {axis: _sums(steps, per_km) for axis, steps in axes.items()} for name, axes in traces.items()}


def _sums(steps: list[int | None], per_km: int) -> Line:
    sums = accumulate(step or 0 for step in steps)
    return [None if step is None else total / per_km for step, total in zip(steps, sums, strict=True)]


@lru_cache(maxsize=64)
def here(address: str) -> bytes:
    """A shape as this process draws it, by its address."""
    name = address.removeprefix("shapes/").removesuffix(".json")
    drawn = basemap.range_basemap(LAND, float(basemap.range_in_name(name)))
    assert drawn.address == address
    return drawn.body


def whole(figure: Mapping[str, Any], fetch: Callable[[str], bytes] = here) -> dict[str, Any]:
    """A figure with the points of its shapes in it."""
    data = []
    for trace in figure["data"]:
        rest = {key: value for key, value in trace.items() if key != "shape"}
        data.append(rest | unpacked(fetch(trace["shape"]))[trace["name"]] if "shape" in trace else rest)
    return {**figure, "data": data}
