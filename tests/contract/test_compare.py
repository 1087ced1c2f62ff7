"""The comparison against claims.csv: every published range is a point with its value, its qualifier and its source."""

from collections import Counter

import pytest

from tests.support import reference
from tests.support.excerpts import axis_values, one_line, outside_links
from tests.support.opened_page import shared_page

SYSTEMS = [row["system_id"] for row in reference.rows("systems")]
every_system = pytest.mark.parametrize("system_id", SYSTEMS)


def claims(system_id: str, attribute: str = "range_km") -> list[dict[str, str]]:
    return [
        row
        for row in reference.rows("claims")
        if row["system_id"] == system_id and row["attribute"] == attribute and row["shown"] == "yes"
    ]


@every_system
def test_every_range_is_a_point(system_id: str) -> None:
    """Each value of each claim stands on the axis at least as often as the CSV has it; nothing is drawn that no claim says."""
    opened = shared_page("compare", sys=system_id)
    assert opened.problems == []
    wanted: Counter[float] = Counter()
    for row in claims(system_id):
        for column in ("value_low", "value_high"):
            if row[column] and not (column == "value_high" and row["value_high"] == row["value_low"]):
                wanted[round(float(row[column]), 3)] += 1
    points = axis_values(opened.figures[0], "x")
    assert not wanted - points, f"claimed and not drawn: {wanted - points}"


@every_system
def test_every_range_has_its_words_and_its_source(system_id: str) -> None:
    opened = shared_page("compare", sys=system_id)
    rows = [(one_line(row.get_text(" ")), outside_links(row)) for row in opened.soup.select("tr")]
    for claim in claims(system_id):
        url = next(iter(reference.source_urls(claim["source_id"])))
        assert any(
            url in linked and any(figure in text for figure in reference.value_phrases(claim)) for text, linked in rows
        ), (
            claim["claim_id"],
            reference.value_phrases(claim),
        )


@every_system
def test_the_headline_is_marked(system_id: str) -> None:
    opened = shared_page("compare", sys=system_id)
    assert any(figure in opened.text for figure in reference.value_phrases(reference.headline_range(system_id)))


@pytest.mark.parametrize("attribute", ["warhead_kg", "unit_cost_usd", "length_m", "mass_kg", "speed_mach"])
def test_other_figures_come_from_the_table(attribute: str) -> None:
    """Of each system with figures for an attribute, at least one stands in the comparison side by side."""
    opened = shared_page("compare", sys=SYSTEMS)
    assert opened.problems == []
    for system_id in SYSTEMS:
        found = claims(system_id, attribute)
        said = {
            way
            for row in found
            for unit in (" kg", " m", " km")
            for way in (reference.value_phrases(row, unit) if row["value_low"] or row["value_high"] else set())
        }
        said |= {
            f"Mach {float(row[column]):g}" for row in found for column in ("value_low", "value_high") if row[column]
        }
        said |= {
            f"${float(row[column]):,.0f}" for row in found for column in ("value_low", "value_high") if row[column]
        }
        said |= {row["value_as_published"] for row in found}
        assert not found or any(sentence in opened.text for sentence in said), (system_id, attribute)
