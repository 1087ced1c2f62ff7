"""The still map of a view: the system shown, its sentences, its address; nothing where nothing is published or a table is broken."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from caveat.content import briefing, static_map
from caveat.dataset import tables as table_files
from caveat.dataset.tables import Dataset
from caveat.domain.pairs import matrix_states
from caveat.domain.query import View
from tests.support.elements import Element, parse

DAY = date(2024, 11, 18)


def shown(dataset: Dataset, view: View) -> Element:
    return parse(str(briefing.briefing_html(dataset, view)))


def test_the_briefing_shows_one_picture_with_alt_and_caption(dataset: Dataset) -> None:
    figure = shown(dataset, View(DAY)).select_one(".cv-beside figure.cv-still")
    picture, caption = figure.select_one("img"), figure.select_one("figcaption").get_text()
    assert picture["alt"].startswith("Map. ATACMS is drawn with its published range, up to 300 km")
    assert "the Kursk area allowed (reported)" in picture["alt"]
    key = [item.get_text().replace("\u00a0", " ") for item in figure.select("ul.cv-key > li")]
    assert key == [
        "allowed",
        "not allowed",
        "outline: official",
        "outline: reported",
        "lowest range that two publishers or more give: 165 km (103 miles)",
    ]
    assert all(sample["src"].startswith("data:image/svg+xml,") for sample in figure.select("ul.cv-key img"))
    light, dark = (figure.select(f"ul.cv-key .cv-on-{theme}") for theme in ("light", "dark"))
    assert len(light) == len(dark) == len(key) and all(a["src"] != b["src"] for a, b in zip(light, dark, strict=True))
    assert "Crimea is drawn as Ukraine (UN A/RES/68/262)." in caption and "Policy level only" in caption
    assert figure.select_one("figcaption a")["href"] == "map?sys=atacms&asof=2024-11-18&known=then"


def test_the_picture_is_an_svg_in_its_own_address(dataset: Dataset) -> None:
    address = shown(dataset, View(DAY)).select_one(".cv-still img")["src"]
    kind, _, content = address.partition(",")
    assert kind == "data:image/svg+xml"
    assert not set(content) & set('"<>#& ')
    svg = ET.fromstring(unquote(content))
    assert svg.tag.endswith("svg") and len(address) < 40_000
    # Nothing in it asks for anything.
    assert not re.findall(r"(?:href|src|url\((?!#))", unquote(content))


@pytest.mark.parametrize(
    ("systems", "heading"),
    [
        ((), "ATACMS"),
        (("taurus-kepd-350",), "Taurus KEPD 350"),
        (("storm-shadow", "atacms"), "Storm Shadow"),
        (("flamingo-fp5",), "Flamingo"),
    ],
)
def test_the_system_is_the_first_chosen_one_or_atacms(dataset: Dataset, systems: tuple[str, ...], heading: str) -> None:
    assert (
        shown(dataset, View(DAY, systems=systems)).select_one("#cv-still").get_text()
        == f"{heading}: reach and permission"
    )


def test_silence_is_not_hatched(dataset: Dataset) -> None:
    page = shown(dataset, View(DAY, systems=("flamingo-fp5",)))
    caption = page.select_one(".cv-still figcaption").get_text()
    assert "not allowed" not in caption and "no record" in caption
    assert "Flamingo is made in Ukraine." in caption


def test_british_storm_shadow_has_the_british_rule(dataset: Dataset) -> None:
    built = briefing.build_briefing(dataset, View(DAY, systems=("storm-shadow",)))
    states = matrix_states(dataset, "GB", "storm-shadow", DAY, "then")
    rules = briefing.briefing_map(dataset, built).model.rules
    assert {area: (rule.status, rule.certainty) for area, rule in rules.items()} == {
        state.territory: (state.status, state.certainty) for state in states
    }


def test_no_map_where_no_range_can_be_read(data_copy: Path) -> None:
    (data_copy / "claims.csv").unlink()
    (data_copy / "claims.csv").write_text("nothing\n", encoding="utf-8")
    broken = table_files.load(data_copy)
    assert static_map.build_static_map(broken, DAY, "then", "US", "atacms") is None
    page = shown(broken, View(DAY))
    assert not page.select(".cv-still, .cv-beside") and page.select("table.cv-matrix tbody tr")


def test_no_map_of_a_system_that_is_not_there(dataset: Dataset) -> None:
    assert static_map.build_static_map(dataset, DAY, "then", "", "no-such-system") is None
