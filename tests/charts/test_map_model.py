"""Plotly and SVG draw the same map: areas, fillings, colours, outlines, labels and cities of ten views, read back from both."""

from datetime import date

import pytest

from caveat.charts import map_model
from caveat.charts.map import reach_map
from caveat.charts.map_model import Rule
from caveat.charts.static_map import static_map_svg
from caveat.charts.svg_paths import picture_frame
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions
from caveat.domain.rule_log import RuleLog
from caveat.text import map_labels
from caveat.theme import STATUS
from tests.support import drawn_maps
from tests.support.founding_map import LAND

VIEWS = [
    ("US", "atacms", date(2022, 2, 24), "then"),
    ("US", "atacms", date(2024, 11, 16), "then"),
    ("US", "atacms", date(2024, 11, 18), "then"),
    ("US", "atacms", date(2025, 6, 30), "now"),
    ("GB", "storm-shadow", date(2024, 11, 20), "then"),
    ("FR", "scalp-eg", date(2024, 11, 18), "now"),
    ("DE", "taurus-kepd-350", date(2024, 11, 18), "then"),
    ("US", "gmlrs", date(2024, 6, 5), "then"),
    ("US", "tomahawk", date(2025, 10, 20), "then"),
    ("UA", "flamingo-fp5", date(2025, 10, 20), "now"),
]
RULES = {territory: Rule("prohibited", "official") for territory in LAND.territories}


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_both_renderers_draw_the_same(dataset: Dataset, log: RuleLog, view: tuple[str, str, date, str]) -> None:
    model = drawn_maps.view_model(dataset, log, view[:2], *view[2:])
    figure, svg = reach_map("System", model, "light"), static_map_svg(model, "light")
    frame = picture_frame(LAND, model.band.frame_km, 440, 470)
    plotly, picture = drawn_maps.plotly_areas(figure), drawn_maps.svg_areas(svg, frame)
    assert set(plotly) == set(picture) == {"+".join(area.territories) for area in model.areas}
    for area in model.areas:
        one, other = plotly["+".join(area.territories)], picture["+".join(area.territories)]
        assert one.filling == other.filling == area.filling
        assert one.status_colour == other.status_colour == STATUS["light"][area.status]
        assert one.dash == other.dash == area.dash
        # Each leaves out what its own pixels cannot show, and insets the outline by a pixel.
        shown = frame.box.buffer(-2 * frame.km_per_px)
        apart = one.shape.symmetric_difference(other.shape).intersection(shown)
        assert apart.buffer(-1.6 * frame.km_per_px).is_empty
    lines = {line.name for line in model.lines} - {"headline"}
    labels = [area.label for area in model.areas] + [line.label for line in model.lines]
    texts = drawn_maps.plotly_texts(figure), drawn_maps.svg_texts(svg)
    for said in texts:
        assert set(labels) <= set(said)
        assert any("UKRAINE" in text for text in said) and "RUSSIA" in said
    assert {trace.name for trace in figure.data} & {"lowest", "highest"} == lines
    assert {name for name in ("lowest", "highest") if f'class="edge {name}"' in svg} == lines
    ((occupied, rule),) = model.home_rules
    assert occupied.id == "ua_occupied"
    cities = {city.name for city in LAND.cities}
    countries = {name.upper() for name in LAND.names.values()}
    assert set(texts[1]) - set(labels) - countries - {map_labels.home_label(occupied, rule)} <= cities
    assert set(drawn_maps.trace(figure, "cities").text) <= cities


def test_the_same_rules_give_the_same_model() -> None:
    band, again = (drawn_maps.range_band(165.0, 300.0) for _ in range(2))
    assert map_model.map_model(LAND, band, RULES) is map_model.map_model(LAND, again, dict(reversed(RULES.items())))


def test_what_is_covered_is_drawn_on_top_and_the_key_says_what_is_drawn() -> None:
    rules = RULES | {"ru_kursk": Rule("permitted", "reported"), "ru_border": Rule("no_record", "")}
    model = map_model.map_model(LAND, drawn_maps.range_band(165.0, 300.0, 560.0, ("A", "B", "C", "D")), rules)
    assert [area.filling for area in model.areas] == ["plain", "hatched", "solid"]
    assert [(item.sample, item.status) for item in model.key] == [
        ("solid", "permitted"),
        ("hatched", "prohibited"),
        ("plain", "no_record"),
        ("official", ""),
        ("reported", ""),
        ("lowest", ""),
        ("highest", ""),
    ]
    assert model.key[-1].text == "highest range that two publishers or more give: 560 km (348\u00a0miles)"
    assert [line.label.replace("\u00a0", " ") for line in model.lines] == [
        "300 km (186 mi)",
        "560 km (348 mi): A, B and 2 more",
        "from 165 km (103 mi)",
    ]


@pytest.mark.parametrize(
    "ranges",
    [(300, 165), (0, 300), (-1, 300), (300, float("inf")), (float("nan"), 300), (80, 9000), (80, 300, 200)],
)
def test_ranges_are_checked(ranges: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"found .* expected"):
        map_model.map_model(LAND, drawn_maps.range_band(*ranges), RULES)


def test_every_status_has_a_filling() -> None:
    expected = {"permitted": "solid", "restricted": "dotted", "case_by_case": "dotted", "no_record": "plain"}
    for status in [*restrictions.STATUSES, restrictions.NO_RECORD]:
        (area,) = map_model.map_model(
            LAND, drawn_maps.range_band(80.0, 80.0), dict.fromkeys(RULES, Rule(status, "reported"))
        ).areas
        assert (area.filling, area.dash) == (expected.get(status, "hatched"), "dash")
