"""Maps of other geographies than the founding one: two made-up countries, and an area added by CSV alone."""

import re
from datetime import date
from pathlib import Path

import pytest
import shapely

from caveat.charts import basemap
from caveat.charts.map_model import Rule, map_model
from caveat.charts.static_map import static_map_svg
from caveat.content import map as map_page
from caveat.content.static_map import build_static_map
from caveat.dataset import tables
from caveat.domain import geography, reach
from caveat.domain.query import View
from tests.support import broken as b
from tests.support.broken import edit
from tests.support.drawn_maps import range_band, svg_texts, trace
from tests.support.founding_map import LAND
from tests.support.opened_page import OpenedPage
from tests.support.registry import body, request
from tests.support.square_case import EAST, NORTH, put_squares, without_map

DAY = date(2024, 11, 18)
FOUNDING = re.compile(r"Ukrain|Russia|Kursk|Crimea|Kyiv|Belgorod|UKRAINE|RUSSIA")


def test_two_squares_are_drawn(folder: Path) -> None:
    read = tables.load(put_squares(folder))
    land = geography.geography(read)
    assert (land.drawn, land.at_home) == (("ru_kursk", "ru_any"), ("ua_occupied",))
    assert land.areas["ru_kursk"].equals(NORTH) and land.areas["ru_any"].equals(EAST.difference(NORTH))
    for part in reach.reach_parts(land, 100, dict.fromkeys(land.drawn, Rule("permitted", "official"))):
        # A degree of longitude is about 75 km here.
        assert part.shape.covers(shapely.Point(5.5, 49 if part.territory == "ru_kursk" else 47))
        assert not part.shape.intersects(shapely.box(6.6, 45, 10, 50))
    drawn = map_page.build_map(read, View(DAY), "US", "atacms")
    figure = map_page.map_figure(drawn, "light")
    assert {"land", "EAS", "WES", "ru_kursk", "ru_any"} <= {trace.name for trace in figure.data}
    assert trace(figure, "cities").text == ("Port West",)
    texts = svg_texts(build_static_map(read, DAY, "then", "US", "atacms").svg())
    assert {"WESTLAND", "NORLAND", "northern hills: allowed (reported)"} <= set(texts)
    said = [figure.text, *texts, drawn.sentence, drawn.alt, map_page.map_table(drawn).to_csv()]
    assert not FOUNDING.search(" ".join(said))
    assert (
        "could be used inside the Eastern Isles in the northern hills only" in drawn.sentence
        and "Westland’s border" in drawn.sentence
    )


def test_the_page_and_its_captions_are_about_the_squares(data_copy: Path) -> None:
    put_squares(data_copy)
    opened = OpenedPage("map", {"asof": "2024-11-18", "sys": "atacms"})
    assert opened.problems == [] and len(opened.figures) == 1
    assert (
        "We draw the northern hills as square North and the rest of the Isles as square EAS. Both are made up."
        in opened.text
    )


def test_two_cases_in_one_process_do_not_mix(folder: Path) -> None:
    founding = geography.geography(tables.load())
    squares = geography.geography(tables.load(put_squares(folder)))
    addresses = {basemap.range_basemap(land, 300.0).address for land in (founding, squares, founding, squares)}
    assert len(addresses) == 2
    assert geography.geography(tables.load()) is founding, "kept by content"
    assert reach.territory_within(founding, 300, "ru_kursk")[1] != reach.territory_within(squares, 300, "ru_kursk")[1]


def test_a_range_that_ends_before_the_other_country(folder: Path) -> None:
    """Nothing is drawn and nothing breaks where a sea lies between the two."""
    read = tables.load(put_squares(folder, shapely.box(-9, 45, -4, 50)))
    drawn = map_page.build_map(read, View(DAY), "US", "atacms")
    assert drawn.drawn.parts == () and drawn.sentence.startswith("There is no Eastern land within")
    assert map_page.map_figure(drawn, "light").text and map_page.map_table(drawn).shape[0] == 2
    still = build_static_map(read, DAY, "then", "US", "atacms")
    assert "There is no Eastern land within 300 km" in still.alt and still.svg()


def test_a_case_whose_areas_have_no_shapes(folder: Path) -> None:
    edit(folder, "territories", b.column("shape", lambda _: ""))
    read = tables.load(folder)
    for systems in ((), ("atacms",)):
        page = request(read, "map", View(DAY, systems=systems))
        assert "No area in Russia has a shape" in body(page) and page.title
    assert build_static_map(read, DAY, "then", "US", "atacms") is None


def test_an_area_that_is_added_by_csv_alone_is_drawn(data_copy: Path) -> None:
    words = "in the Belgorod region,the Belgorod region,Belgorod region,Russia: Belgorod region"
    edit(data_copy, "territories", b.with_line(f"ru_belgorod,ru_border,Belgorod region,A region.,,{words},,,Belgorod,"))
    rule = "2024-11-18,day,2024-11-18,day,US,US,atacms,ru_belgorod,permitted,official,,A made-up rule."
    edit(data_copy, "restrictions", b.with_line(f"us-atacms-belgorod-20241118,{rule},ki-20241117-nyt-atacms,,,,,,,"))
    opened = OpenedPage("map", {"asof": "2024-11-18"})
    assert opened.problems == []
    figure = opened.figures[0]
    names = [trace["name"] for trace in figure["data"]]
    assert {"ru_belgorod", "ru_kursk"} <= set(names)
    labels = [re.sub("<[^>]*>", " ", annotation["text"]) for annotation in figure["layout"]["annotations"]]
    assert any("Belgorod region: allowed" in label for label in labels)
    assert "could be used inside Russia in the Belgorod region and the Kursk area only" in opened.text
    assert "Belgorod region" in [row.select_one("th").text for row in opened.soup.select("details.cv-data tbody tr")]
    land = geography.geography(tables.load(data_copy))
    assert land.drawn == ("ru_belgorod", "ru_kursk", "ru_border", "ru_any")
    border = land.areas["ru_border"]
    assert geography.area_km2(border.intersection(land.areas["ru_belgorod"])) < 1
    joined = geography.area_km2(border) + geography.area_km2(land.areas["ru_belgorod"])
    assert joined == pytest.approx(geography.area_km2(LAND.areas["ru_border"]), rel=1e-3)


def test_an_area_with_the_rule_of_the_one_around_it_is_not_named_apart(data_copy: Path) -> None:
    edit(data_copy, "territories", b.with_line("ru_belgorod,ru_border,Belgorod region,A region.,,,,,,,,Belgorod,"))
    land = geography.geography(tables.load(data_copy))
    rules = dict.fromkeys(land.territories, Rule("prohibited", "official")) | {"ru_any": Rule("unclear", "official")}
    labels = {area.label for area in map_model(land, range_band(80, 80), rules).areas}
    assert labels == {
        "Border area and Kursk area: not allowed (official)",
        "Elsewhere in Russia: unclear (official)",
    }
    assert "Border area and Kursk area:" in " ".join(
        svg_texts(static_map_svg(map_model(land, range_band(80, 80), rules)))
    )


def test_a_case_without_maps_goes_on(data_copy: Path) -> None:
    without_map(data_copy)
    opened = OpenedPage("briefing", {"asof": "2024-11-18"})
    assert opened.problems == [] and opened.title
    links = [link["href"].split("?")[0] for link in opened.soup.select(".cv-nav a")]
    assert "./compare" in links and "./map" not in links
    assert not opened.soup.select(".cv-still")
