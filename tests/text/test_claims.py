"""Figures in words: each qualifier keeps its word, each unit its place, a floor that others changed is named."""

from collections.abc import Callable

import pytest

from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.domain.claims import Claim
from caveat.text import claims as words


def claim(
    qualifier: str,
    low: float | None,
    high: float | None,
    published: str = "",
    attribute: str = "range_km",
    unit: str = "km",
) -> Claim:
    return Claim("c", "s", attribute, qualifier, low, high, unit, published, "", "src", "2024", "", False)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (claim("up_to", None, 300), "up to 300 km"),
        (claim("at_least", 250, None, "in excess of 250 km"), "more than 250 km"),
        (claim("at_least", 250, None, "at least 250 km"), "at least 250 km"),
        (claim("at_least", 250, None, "250 km or longer"), "at least 250 km"),
        (claim("about", 165, 165), "about 165 km"),
        (claim("between", 70, 80), "70 to 80 km"),
        (claim("exactly", 165, 165), "165 km"),
        (claim("exactly", 1609.3, 1609.3), "1,609 km"),
        (claim("exactly", 3.96, 3.96, attribute="length_m"), "3.96 m"),
        (claim("between", 0.6, 0.95, attribute="speed_mach"), "Mach 0.6 to 0.95"),
        (claim("between", 1e6, 1.5e6, attribute="unit_cost_usd"), "$1,000,000 to $1,500,000"),
        (claim("about", None, None, "about EUR 950,000", "unit_cost_usd", "EUR"), "about EUR 950,000 (as published)"),
    ],
)
def test_a_figure_keeps_its_qualifier(one: Claim, text: str) -> None:
    assert words.claim_figure(one) == text


def test_no_price_is_converted(dataset: Dataset, csv_rows: Callable[[str], list[dict[str, str]]]) -> None:
    """Prices in other currencies stand as published, in full, and no dollar sign is added."""
    others = [
        row for row in csv_rows("claims") if row["attribute"] == "unit_cost_usd" and row["unit_as_published"] != "USD"
    ]
    assert len(others) == 10
    for row in others:
        one = next(
            published
            for published in claims.claims_of(dataset, row["system_id"], "unit_cost_usd")
            if published.claim_id == row["claim_id"]
        )
        assert one.value is None
        assert words.claim_figure(one) == f"{row['value_as_published']} (as published)"


def test_the_spread_counts_every_claim(dataset: Dataset, csv_rows: Callable[[str], list[dict[str, str]]]) -> None:
    rows = [row for row in csv_rows("claims") if row["system_id"] == "storm-shadow" and row["attribute"] == "range_km"]
    numbers = sorted(float(row[column]) for row in rows for column in ("value_low", "value_high") if row[column])
    found = claims.claims_of(dataset, "storm-shadow", "range_km")
    assert (
        words.figures_sentence("Storm Shadow", found)
        == f"Storm Shadow: more than 250 km; {len(rows)} published claims run from {numbers[0]:.0f} to {numbers[-1]:.0f} km."
    )


def test_prices_that_are_not_converted_are_counted_apart(dataset: Dataset) -> None:
    text = words.figures_sentence("Storm Shadow", claims.claims_of(dataset, "storm-shadow", "unit_cost_usd"))
    assert (
        text
        == "Storm Shadow: about $1,000,000; 1 published claim states $1,000,000, and 4 more in currencies that are not converted."
    )


def test_nothing_published_is_said() -> None:
    assert words.figures_sentence("ERAM", ()) == "ERAM: no figure is published."


def test_a_floor_that_became_a_ceiling_is_named(dataset: Dataset) -> None:
    assert (
        words.floor_sentence(claims.claims_of(dataset, "storm-shadow", "range_km"))
        == "2 pages turn “more than 250 km” into “250 km” or “up to 250 km”."
    )
    assert (
        words.floor_sentence(claims.claims_of(dataset, "taurus-kepd-350", "range_km"))
        == "7 pages turn “more than 500 km” into “500 km” or “up to 500 km”."
    )
    assert words.floor_sentence(claims.claims_of(dataset, "atacms", "range_km")) == ""


def test_what_the_table_remarks_is_said(dataset: Dataset) -> None:
    figures = claims.claims_of(dataset, "neptune-long", "range_km")
    assert words.weak_points(figures, "A remark.") == ["A remark."]
    assert words.weak_points(figures, "") == []


def test_a_scale_names_its_unit_at_its_end() -> None:
    assert [words.tick_label(tick, "range_km", tick == 500) for tick in (0, 250, 500)] == ["0", "250", "500 km"]
    assert words.tick_label(250_000, "unit_cost_usd", False) == "$0.25m"
    assert words.tick_label(0.8, "speed_mach") == "Mach 0.8"


def test_the_headline_of_the_page_says_who_says_less_and_more(dataset: Dataset) -> None:
    lane = [("ATACMS", claims.claims_of(dataset, "atacms", "range_km"))]
    lower, higher = claims.outliers(lane[0][1])
    assert all(claim.value < 300 for claim in lower) and all(claim.value > 300 for claim in higher)
    said = words.figures_headline("range_km", lane)
    assert said.startswith("ATACMS reaches up to 300 km (186\u00a0miles); ")
    assert said.endswith(f"{len(lower)} of {len(lane[0][1])} claims say less, {len(higher)} more")
    named = words.outliers_sentence(lane[0][1], {})
    assert words.claim_figure(lower[0]) in named.split("More:")[0]
    assert words.claim_figure(higher[0]) in named.split("More:")[1]
