"""The names of a case: defaults for what is blank, order, areas without a place, older versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.dataset import tables
from caveat.dataset.errors import UnusableTable
from caveat.domain import case

AREAS = [
    {"territory_id": "all", "parent_id": "", "name": "Everywhere"},
    {"territory_id": "north", "parent_id": "all", "name": "North", "matrix_order": 2.0},
    {"territory_id": "south", "parent_id": "all", "name": "South", "matrix_order": "1"},
    {"territory_id": "hill", "parent_id": "north", "name": "Hill"},
    {"territory_id": "isle", "parent_id": "all", "name": "Isle", "matrix_order": float("nan")},
]


def matrix(*ruled):
    return case.case_of({"territories": AREAS, "restrictions": [{"territory": area} for area in ruled]}).matrix


def test_an_area_without_a_place_is_in_the_matrix_once_it_has_a_rule():
    """Before the wider area that it is part of, else last; a rule on a wider area is seen on those in it."""
    assert matrix() == ("south", "north")
    assert matrix("all", "north", "hill") == ("south", "hill", "north")
    assert matrix("isle") == ("south", "north", "isle")


def test_blank_cells_and_unknown_ids_have_a_name():
    names = case.case_of({"territories": AREAS, "countries": [{"code": "IS", "name": "Iceland"}]})
    hill = names.territory("hill")
    assert (hill.in_sentence, hill.as_noun, hill.short_name, hill.heading) == ("in Hill", "Hill", "Hill", "Hill")
    assert hill.path == ("hill", "north", "all")
    assert names.capital_name("IS") == names.country("IS").in_sentence == "Iceland"
    assert (names.country_name("XX"), names.territory("x").name, names.issue_name("y")) == ("XX", "x", "y")


def test_areas_in_a_circle_still_have_names():
    """The log of rules refuses them; a line about a row is still shown."""
    circle = [
        {"territory_id": "a", "parent_id": "b", "name": "A"},
        {"territory_id": "b", "parent_id": "a", "name": "B"},
    ]
    assert case.case_of({"territories": circle}).territory("a").path == ("a",)


def test_a_page_needs_all_names_and_a_line_those_that_there_are(folder):
    (folder / "pairs.csv").unlink()
    read = tables.load(folder)
    with pytest.raises(UnusableTable):
        case.case(read)
    assert case.usable_case(read).country_name("US") == "United States"


def test_the_general_area_is_named_as_a_whole_in_rules(names):
    assert [names.territory(area).in_rule for area in ("ru_any", "ru_kursk")] == ["in Russia", "in the Kursk area"]
    assert [names.territory(area).whole for area in ("ru_any", "ru_kursk")] == ["Russia", "the Kursk area"]


@st.composite
def trees(draw):
    """Areas, each with a parent among those before it and perhaps a place, and the areas with rules."""
    count = draw(st.integers(1, 7))
    parents = [draw(st.sampled_from(["", *range(number)])) for number in range(count)]
    places = [draw(st.sampled_from(["", 1, 2, 3])) for _ in range(count)]
    areas = [
        {"territory_id": f"a{number}", "parent_id": f"a{parent}" if parent != "" else "", "name": f"A{number}"}
        | {"matrix_order": place}
        for number, (parent, place) in enumerate(zip(parents, places, strict=True))
    ]
    return areas, draw(st.lists(st.sampled_from([area["territory_id"] for area in areas]), unique=True))


@given(trees())
def test_no_rule_is_left_out_of_the_matrix(drawn):
    """Each rule is on an area of a column or on one that a column's area is part of; places keep their order."""
    areas, ruled = drawn
    names = case.case_of({"territories": areas, "restrictions": [{"territory": area} for area in ruled]})
    assert set(ruled) <= {above for shown in names.matrix for above in names.territory(shown).path}
    assert len(set(names.matrix)) == len(names.matrix)
    placed = [area for area in areas if area["matrix_order"]]
    placed.sort(key=lambda area: area["matrix_order"])
    assert [area for area in names.matrix if area in {row["territory_id"] for row in placed}] == [
        row["territory_id"] for row in placed
    ]
    for area in set(names.matrix) - {row["territory_id"] for row in placed}:
        assert area in ruled
