"""The still map says what the state says: areas, statuses, certainty and numbers, read back from the SVG."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.charts import svg_paths
from caveat.charts.map_label_placement import IMAGE_TYPE, GridPlacer
from caveat.charts.map_model import Rule, map_model
from caveat.charts.static_map import static_map_svg
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions
from caveat.domain.rule_log import RuleLog
from caveat.theme import INK, STATUS
from tests.support import drawn_maps, reach_shapes, reference
from tests.support.drawn_maps import SVG, view_model
from tests.support.founding_map import LAND, REGIONS

PAIRS = [("US", "atacms"), ("GB", "storm-shadow"), ("FR", "scalp-eg"), ("DE", "taurus-kepd-350"), ("US", "gmlrs")]
DAYS = [date(2022, 2, 24), date(2024, 11, 16), date(2024, 11, 18), date(2025, 6, 30)]
DRAWN = {"permitted": "solid", "restricted": "dotted", "case_by_case": "dotted", "no_record": "plain"}
WORDS = reference.STATUS_WORDS | {"restricted": "allowed with conditions"}
DASHED = {"official": None, "reported": "7 4", "inferred": "1.6 3.2", "": None}


def areas(svg: str) -> dict[str, ET.Element]:
    """Territory -> the group that draws it."""
    groups = drawn_maps.svg_groups(svg)
    return {territory: group for territories, group in groups.items() for territory in territories.split("+")}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("known", ["then", "now"])
def test_areas_are_those_of_the_log(
    dataset: Dataset, log: RuleLog, pair: tuple[str, str], day: date, known: str
) -> None:
    """Against the second implementation of the fold."""
    model = view_model(dataset, log, pair, day, known)
    svg = static_map_svg(model)
    found = areas(svg)
    for territory in LAND.drawn:
        truth = reference.fold(*pair, territory, day, known)
        assert found[territory].get("data-status") == truth.status
        assert found[territory].get("data-certainty") == truth.certainty
        assert found[territory].get("data-drawn") == DRAWN.get(truth.status, "hatched")
        assert found[territory].find(f"{SVG}path").get("stroke-dasharray") == DASHED[truth.certainty]
        certainty = f" ({truth.certainty})" if truth.certainty else ""
        assert any(f"{WORDS[truth.status]}{certainty}" in text for text in drawn_maps.svg_texts(svg))
    said = " ".join(drawn_maps.svg_texts(svg))
    band = model.band
    assert f"{band.headline_km:,.0f} km" in said
    assert (f"from {band.lowest_km:,.0f} km" in said) == (band.lowest_km < band.headline_km)
    assert all(name in said for name in band.highest_by[:2])


def test_the_solid_area_lies_where_the_kursk_region_is(dataset: Dataset, log: RuleLog) -> None:
    svg = static_map_svg(view_model(dataset, log, ("US", "atacms"), date(2024, 11, 18)))
    frame = svg_paths.picture_frame(LAND, 300.0, 440, 470)
    rings = drawn_maps.path_rings(areas(svg)["ru_kursk"].find(f"{SVG}path").get("d"), frame)
    drawn, kursk = drawn_maps.rings_shape(rings), LAND.to_plane(REGIONS["Kursk"])
    assert drawn.bounds == pytest.approx(kursk.bounds, abs=2.5 * frame.km_per_px)


@settings(max_examples=25, derandomize=True)
@given(
    st.tuples(*[st.sampled_from(restrictions.STATUSES)] * 4),
    st.sampled_from(["official", "reported", "inferred"]),
    st.sampled_from([(165.0, 300.0), (80.0, 80.0), (250.0, 250.0, 560.0)]),
)
def test_any_state_can_be_drawn(statuses: tuple[str, ...], certainty: str, span: tuple[float, ...]) -> None:
    rules = {area: Rule(status, certainty) for area, status in zip(LAND.territories, statuses, strict=True)}
    svg = static_map_svg(map_model(LAND, drawn_maps.range_band(*span), rules))
    assert len(svg.encode()) < 40_000
    assert {one.get("data-status") for one in areas(svg).values()} == set(statuses[1:])
    for node in drawn_maps.svg_root(svg).iter(f"{SVG}tspan"):
        assert 0 <= float(node.get("x")) <= 440 and 0 <= float(node.get("y")) <= 470


def test_labels_do_not_cover_each_other(dataset: Dataset, log: RuleLog) -> None:
    """With the room that was kept for them."""
    for pair in PAIRS:
        svg = static_map_svg(view_model(dataset, log, pair, date(2024, 11, 18)))
        boxes = []
        for node in drawn_maps.svg_root(svg).iter(f"{SVG}text"):
            lines, size = [line.text for line in node.iter(f"{SVG}tspan")], float(node.get("font-size"))
            width, height = IMAGE_TYPE.box(lines, size, 0)
            x = float(node[0].get("x")) - {"start": 0, "middle": width / 2, "end": width}[node.get("text-anchor")]
            y = (float(node[0].get("y")) + float(node[-1].get("y"))) / 2 - 0.35 * size
            boxes.append(shapely.box(x, y - height / 2, x + width, y + height / 2))
        pairs = shapely.STRtree(boxes).query(boxes, predicate="overlaps")
        assert pairs.shape[1] == 0, pair


def test_each_theme_has_its_inks(dataset: Dataset, log: RuleLog) -> None:
    model = view_model(dataset, log, ("US", "atacms"), date(2024, 11, 18))
    light, dark, both = (static_map_svg(model, look) for look in ("light", "dark", "both"))
    for theme, other, svg in (("light", "dark", light), ("dark", "light", dark)):
        assert (
            INK[theme]["sea"] in svg
            and STATUS[theme]["permitted"] in svg
            and INK[other]["sea"] not in svg
            and "@media" not in svg
        )
    assert INK["light"]["sea"] in both.split("@media")[0] and INK["dark"]["sea"] in both.split("@media")[1]


@pytest.mark.parametrize("system_id", ["atacms", "tomahawk", "flamingo-fp5", "jassm", "neptune-long"])
def test_every_range_fits_in_a_small_picture(dataset: Dataset, log: RuleLog, system_id: str) -> None:
    svg = static_map_svg(view_model(dataset, log, ("US", system_id), date(2024, 11, 18)))
    assert len(svg.encode()) < 40_000
    assert "UKRAINE" in drawn_maps.svg_texts(svg)


def test_crimea_is_drawn_as_ukraine() -> None:
    on = svg_paths.picture_frame(LAND, 300.0, 440, 470)
    spots = svg_paths.land_on_grid(LAND, on)
    x, y = (int(one // GridPlacer.CELL_PX) for one in on.to_px(*LAND.to_plane(shapely.Point(34.1, 45.2)).coords[0]))
    assert spots["UKR"].mask[y, x] and not spots["RUS"].mask[y, x]


def test_the_page_shows_all_of_the_band() -> None:
    for range_km in (80.0, 300.0, 3000.0):
        on = svg_paths.picture_frame(LAND, range_km, 440, 470)
        largest = max(shapely.get_parts(LAND.to_plane(reach_shapes.inside_russia(range_km))), key=shapely.area)
        assert shapely.box(*on.bounds()).covers(largest)


def test_hatching_lies_in_its_shape_on_lines_that_all_shapes_share() -> None:
    on = svg_paths.picture_frame(LAND, 300.0, 450, 512)
    whole = svg_paths.area_shape(LAND, ("ru_border", "ru_any", "ru_kursk"), 300.0, on)
    kursk = svg_paths.area_shape(LAND, ("ru_kursk",), 300.0, on)
    for shape, least in ((whole, 40), (kursk, 8)):
        room = shape.buffer(on.km_per_px)
        sums, length, found = set(), 0.0, []
        for line in re.findall(r"M(-?\d+) (-?\d+)l(-?\d+) (-?\d+)", svg_paths.hatch_path(shape, on)):
            x, y, right, down = (int(one) for one in line)
            assert right == -down > 0
            sums.add(x + y)
            ends = [
                (
                    on.left + a / svg_paths.FINE * on.km_per_px,
                    on.top - b / svg_paths.FINE * on.km_per_px,
                )
                for a, b in ((x, y), (x + right, y + down))
            ]
            drawn = shapely.LineString(ends)
            assert room.covers(drawn)
            length += drawn.length
            found.append(drawn)
        assert shapely.union_all(found).length == pytest.approx(length)
        assert len(sums) >= least and all(one % (svg_paths.HATCH_PX * svg_paths.FINE) == 0 for one in sums)
        # The lines fill it: their length times what lies between two of them is its area.
        assert length * svg_paths.HATCH_PX / 2**0.5 * on.km_per_px == pytest.approx(shape.area, rel=0.06)
    assert svg_paths.hatch_path(shapely.Polygon(), on) == ""
    hole = whole.difference(kursk)
    assert len(svg_paths.hatch_path(hole, on).split("M")) > len(svg_paths.hatch_path(whole, on).split("M"))
