"""The chart of claims: each claim is one mark at its own number, with the sign of its qualifier, and no mark covers another."""

import math
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.charts import claims as claims_chart
from caveat.content import published_figures
from caveat.content.compare import side_by_side_html
from caveat.dataset import current
from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.domain.query import View

ALL = list(current.current_dataset()["systems"]["system_id"])
DEFAULT_SYSTEMS = current.current_dataset().settings.defaults.systems
SYMBOL = {
    "exactly": "circle",
    "about": "circle-open",
    "at_least": "line-ns-open",
    "up_to": "line-ns-open",
    "between": "line-ns-open",
}


def marks(figure) -> dict[str, tuple[float, float, str, str]]:
    """claim_id -> x, y, symbol, hover text of every claim's mark."""
    found = {}
    for trace in figure.data:
        if trace.customdata is not None:
            symbols = trace.marker.symbol
            for (claim_id, _), x, y, symbol, text in zip(
                trace.customdata, trace.x, trace.y, symbols, trace.hovertext, strict=True
            ):
                assert claim_id not in found, "a claim is drawn once"
                found[claim_id] = (x, y, symbol, text)
    return found


@pytest.mark.parametrize("attribute", claims.ATTRIBUTES)
def test_every_claim_stands_at_its_own_number(
    dataset: Dataset, csv_rows: Callable[[str], list[dict[str, str]]], attribute: str
) -> None:
    drawn = marks(claims_chart.range_chart(published_figures.systems_frame(dataset, ALL, attribute), "light"))
    rows = {
        row["claim_id"]: row for row in csv_rows("claims") if row["attribute"] == attribute and row["shown"] == "yes"
    }
    numbered = {key: row for key, row in rows.items() if row["value_low"] or row["value_high"]}
    assert set(drawn) == set(numbered)
    for key, row in numbered.items():
        x, _, symbol, text = drawn[key]
        assert x == float(row["value_high"] or row["value_low"])
        assert symbol == SYMBOL[row["qualifier"]]
        assert row["value_as_published"].split(" ")[0] in text


def test_206_less_withheld_and_unconverted_claims_are_drawn(
    dataset: Dataset, csv_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    drawn = sum(
        len(marks(claims_chart.attribute_chart(published_figures.system_frame(dataset, one), "dark"))) for one in ALL
    )
    rows = csv_rows("claims")
    assert drawn == sum(row["shown"] == "yes" and bool(row["value_low"] or row["value_high"]) for row in rows)


@pytest.mark.parametrize("chosen", [DEFAULT_SYSTEMS, ALL], ids=["default", "all"])
def test_no_two_marks_stand_in_one_place(dataset: Dataset, chosen: list[str]) -> None:
    drawn = marks(claims_chart.range_chart(published_figures.systems_frame(dataset, chosen, "range_km"), "light"))
    places = [(x, y) for x, y, _, _ in drawn.values()]
    assert len(set(places)) == len(places)


def test_the_headline_is_the_first_mark_of_its_block_and_bears_its_words(dataset: Dataset) -> None:
    figure = claims_chart.range_chart(published_figures.systems_frame(dataset, ["storm-shadow"], "range_km"), "light")
    drawn = marks(figure)
    assert min(drawn, key=lambda one: drawn[one][1]) == "storm-shadow-range-01"
    assert any(trace.mode == "text" and trace.text[0] == "<b>more than 250 km</b>" for trace in figure.data)


def test_more_than_points_right_and_up_to_has_its_tail_on_the_left(dataset: Dataset) -> None:
    figure = claims_chart.range_chart(published_figures.systems_frame(dataset, ["storm-shadow"], "range_km"), "light")
    drawn = marks(figure)
    floor, ceiling = drawn["storm-shadow-range-03"], drawn["storm-shadow-range-07"]
    segments = {
        (trace.y[place], trace.x[place], trace.x[place + 1])
        for trace in figure.data
        if trace.mode == "lines"
        for place in range(0, len(trace.x), 3)
        if trace.y[place] == trace.y[place + 1]
    }
    assert any(y == floor[1] and start == floor[0] and end > floor[0] for y, start, end in segments)
    assert any(y == ceiling[1] and end == ceiling[0] and start < ceiling[0] for y, start, end in segments)
    heads = {
        (x, y)
        for trace in figure.data
        if trace.mode == "markers" and trace.marker.symbol == "triangle-right"
        for x, y in zip(trace.x, trace.y, strict=True)
    }
    assert {y for _, y in heads} >= {floor[1]} and ceiling[1] not in {y for _, y in heads}


def test_the_founding_four_are_linear_and_3000_km_beside_80_km_is_logarithmic(dataset: Dataset) -> None:
    assert not claims_chart.claims_scale(published_figures.systems_frame(dataset, DEFAULT_SYSTEMS, "range_km")).log
    scale = claims_chart.claims_scale(published_figures.systems_frame(dataset, ["gmlrs", "flamingo-fp5"], "range_km"))
    assert scale.log
    figure = claims_chart.range_chart(
        published_figures.systems_frame(dataset, ["gmlrs", "flamingo-fp5"], "range_km"), "light"
    )
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.xaxis.range == (math.log10(scale.low), math.log10(scale.high))


def test_a_chart_without_numbers_is_refused(dataset: Dataset) -> None:
    won = published_figures.systems_frame(dataset, ["atacms-m39a1"], "unit_cost_usd")
    assert len(won) == 2
    with pytest.raises(ValueError, match="no claim with a number"):
        claims_chart.range_chart(won, "light")
    with pytest.raises(ValueError, match="no claim with a number"):
        claims_chart.attribute_chart(won, "light")


@st.composite
def some_claims(draw: st.DrawFn) -> pd.DataFrame:
    """One to thirty claims on one attribute in one block, of every qualifier, the first the headline."""
    rows = []
    for index in range(draw(st.integers(1, 30))):
        qualifier = draw(st.sampled_from(sorted(SYMBOL)))
        number = draw(st.sampled_from([80.0, 250.0, 300.0, 305.8, 500.0]) | st.floats(50, 600))
        ends = {"up_to": (math.nan, number), "at_least": (number, math.nan), "between": (number, number * 1.4)}
        low, high = ends.get(qualifier, (number, number))
        rows.append(("x", "range_km", f"c{index:02}", qualifier, low, high, number, index == 0, "f", "P", ["f"]))
    return pd.DataFrame(rows, columns=published_figures.COLUMNS)


@given(some_claims())
def test_marks_of_one_level_never_overlap(found: pd.DataFrame) -> None:
    scale = claims_chart.claims_scale(found)
    level = claims_chart.mark_levels(found, scale)
    extents = [claims_chart._mark_extent(row, scale) for row in found.itertuples()]
    for first in range(len(found)):
        for second in range(first):
            if level[first] == level[second]:
                assert extents[first][1] <= extents[second][0] or extents[second][1] <= extents[first][0]


@given(some_claims(), st.floats(0, 1))
def test_a_scale_reads_the_same_both_ways(found: pd.DataFrame, part: float) -> None:
    scale = claims_chart.claims_scale(found)
    assert scale.part(scale.value(part)) == pytest.approx(part, abs=1e-9)
    assert all(0 <= scale.part(tick) <= 1 for tick in scale.ticks)


def test_a_chart_is_built_once_and_shows_what_a_new_one_would(dataset: Dataset) -> None:
    chart = published_figures.attribute_chart(dataset, DEFAULT_SYSTEMS, "range_km")
    figure = published_figures.claims_figure(chart, "light")
    assert figure is published_figures.claims_figure(chart, "light")
    rows = published_figures.systems_frame(dataset, DEFAULT_SYSTEMS, "range_km")
    assert figure == claims_chart.range_chart(claims_chart.numbered_claims(rows), "light")
    assert figure != published_figures.claims_figure(chart, "dark")
    assert [claim.system_id for claim in chart.claims] == sorted(
        (claim.system_id for claim in chart.claims), key=DEFAULT_SYSTEMS.index
    )
    chart = published_figures.system_chart(dataset, "atacms")
    assert chart is published_figures.system_chart(dataset, "atacms")
    rows = published_figures.system_frame(dataset, "atacms")
    assert published_figures.claims_figure(chart, "light") == claims_chart.attribute_chart(rows, "light")


def test_the_age_of_claims_counts_to_the_day_on_which_they_are_read(dataset: Dataset) -> None:
    """What is kept of a page does not stay young."""
    view = View(date(2024, 11, 18), "then")
    today, in_ten_years = (
        side_by_side_html(dataset, DEFAULT_SYSTEMS, view, day) for day in (date(2026, 1, 1), date(2036, 1, 1))
    )
    assert today != in_ten_years


def test_the_spans_have_every_system_from_its_lowest_to_its_highest_reach(dataset: Dataset) -> None:
    rows = published_figures.systems_frame(dataset, DEFAULT_SYSTEMS, "range_km")
    figure = claims_chart.spans_chart(rows, "light")
    spans = [
        (trace.x[0], trace.x[1])
        for trace in figure.data
        if trace.mode == "lines" and len(trace.x) == 3 and trace.y[0] == trace.y[1] and trace.line.width == 2
    ]
    expected = []
    for system_id in DEFAULT_SYSTEMS:
        published = claims.claims_of(dataset, system_id, "range_km")
        expected.append((claims.lowest_claim(published).floor, claims.highest_claim(published).value))
    assert spans == expected
    assert len(marks(figure)) == len(DEFAULT_SYSTEMS)


def test_outliers_name_who_says_so(dataset: Dataset) -> None:
    rows = published_figures.systems_frame(dataset, ["taurus-kepd-350"], "range_km")
    texts = [trace.text[0] for trace in claims_chart.range_chart(rows, "light").data if trace.mode == "text"]
    [place] = claims_chart.outlying(rows)
    assert any(text.startswith(f"{rows['figure'][place]}: ") for text in texts)
