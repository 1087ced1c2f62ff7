"""The ground of a map by its address: text and shapes together are the whole figure, the address says the content, and figures that share a range share it."""

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from caveat.charts import basemap
from caveat.charts.map import reach_map
from caveat.charts.map_model import map_model
from caveat.charts.style import Figure
from caveat.content import map as map_page
from caveat.dataset import current
from caveat.domain.query import View
from caveat.theme import Theme
from tests.support.drawn_maps import range_band
from tests.support.founding_map import LAND
from tests.support.shapes import here, unpacked, whole

ADDRESS = r'"shape":"(shapes/[^"]+)"'
PAIRS = map_page.map_pairs(current.current_dataset(), View(date(2024, 11, 18)))


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Figure, "basemaps_by_url", True)
    yield


def drawn(pair: tuple[str, str], theme: Theme = "light", day: date = date(2024, 11, 18)) -> Figure:
    return map_page.map_figure(map_page.build_map(current.current_dataset(), View(day), *pair), theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_text_and_shapes_are_the_whole_figure(
    pair: tuple[str, str], theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = drawn(pair, theme)
    full = figure.text
    assert "shape" not in {key for trace in json.loads(full)["data"] for key in trace}
    monkeypatch.setattr(Figure, "basemaps_by_url", True)
    light = figure.text
    assert figure.text is light, "written once"
    assert whole(json.loads(light)) == json.loads(full)
    assert len(light) < 0.5 * len(full)
    assert not re.search("[<>&']", light)
    named = {trace["name"]: trace["shape"] for trace in json.loads(light)["data"] if "shape" in trace}
    assert set(named) == {"land", "RUS", "UKR"} and len(set(named.values())) == 1
    # Who reads the figure in Python has everything.
    assert all(len(trace.x) for trace in figure.data)


@pytest.mark.usefixtures("served")
def test_the_day_and_the_theme_have_no_part_in_the_address() -> None:
    days = [date(2023, 6, 1), date(2024, 11, 18), date(2026, 3, 1)]
    found = {
        tuple(re.findall(ADDRESS, drawn(PAIRS[0], theme, day).text)) for theme in ("light", "dark") for day in days
    }
    assert len(found) == 1
    assert len({drawn(PAIRS[0], "light", day).text for day in days}) > 1
    storm_shadow, scalp = (
        re.findall(ADDRESS, drawn(pair).text) for pair in PAIRS if pair[1] in ("storm-shadow", "scalp-eg")
    )
    assert storm_shadow == scalp, "one range, one ground"


@pytest.mark.usefixtures("served")
def test_only_the_usual_height_has_an_address() -> None:
    states = {
        state.territory: state
        for state in map_page.build_map(current.current_dataset(), View(date(2024, 11, 18)), *PAIRS[0]).states
    }
    model = map_model(LAND, range_band(80, 80), states)
    assert re.search(ADDRESS, reach_map("System", model, "light").text)
    assert not re.search(ADDRESS, reach_map("System", model, "light", 300).text)


@pytest.mark.parametrize("range_km", [80.0, 165.0, 1609.3, 3000.0])
def test_a_ground(range_km: float) -> None:
    found = basemap.range_basemap(LAND, range_km)
    assert (
        basemap.range_in_name(found.name) == basemap.range_text(range_km)
        and float(basemap.range_text(range_km)) == range_km
    )
    assert {name: (both["x"], both["y"]) for name, both in unpacked(found.body).items()} == found.points
    assert here(found.address) == found.body
    basemap.range_basemap.cache_of(LAND).cache_clear()
    assert basemap.range_basemap(LAND, range_km) == found, "drawn again, the same bytes"


def test_packed_points() -> None:
    body = basemap.packed_points({"a": ([1.5, None, -2.0], [0.0, None, 0.1])})
    assert json.loads(body) == {"per_km": 10, "a": {"x": [15, None, -35], "y": [0, None, 1]}}
    assert json.loads(basemap.packed_points({"a": ([3.0, 5.0], [0.0, -1.0])})) == {
        "per_km": 1,
        "a": {"x": [3, 2], "y": [0, -1]},
    }


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ground-",
        "ground-300",
        "ground-300-55612391078",
        "ground-300-55612391078aa",
        "ground-1e3-55612391078a",
        "ground-٣-55612391078a",
        "ground-300-55612391078a\n",
    ],
)
def test_what_is_no_name(name: str) -> None:
    assert basemap.range_in_name(name) == ""
