"""The charts with lanes: timeline, positions, transfers, aid. Each mark comes from a row, each row has a mark, in both themes and without rows."""

import json
import re
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from caveat.charts import aid, lane_layout
from caveat.charts import positions as positions_figure
from caveat.charts import transfers as transfers_figure
from caveat.content import suppliers
from caveat.content import timeline as timeline_page
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain import positions, transfers
from caveat.domain.case import Case
from caveat.domain.query import View
from caveat.theme import INK, LINE, STATUS, Theme

DAY = date(2024, 11, 18)
both = pytest.mark.parametrize("theme", ["light", "dark"])


def trace(figure: go.Figure, name: str) -> Any:
    return next(one for one in figure.data if one.name == name)


def timeline(
    dataset: Dataset, view: View, theme: Theme, territory: str = "ru_kursk", zoom: str = "week"
) -> tuple[timeline_page.History, go.Figure]:
    shown = timeline_page.build_history(dataset, view, territory, zoom)
    return shown, timeline_page.history_figure(shown, view.asof, theme)


@both
@pytest.mark.parametrize("zoom", ["war", "week", "around"])
def test_timeline_has_a_bar_for_each_span(dataset: Dataset, theme: Theme, zoom: str) -> None:
    shown, figure = timeline(dataset, View(DAY), theme, zoom=zoom)
    bars = trace(figure, "Status")
    assert len(bars.y) == len(shown.spans)
    for base, length, row in zip(bars.base, bars.x, shown.spans.itertuples(), strict=True):
        assert base.date() == row.shown_from
        assert timedelta(milliseconds=length) == row.shown_to - row.shown_from
    assert len(trace(figure, "Events").x) == len(shown.events)
    assert len(trace(figure, "Disputed").x) == len(shown.disputes)
    spec = json.dumps(figure.to_plotly_json(), default=str)
    assert INK["dark" if theme == "light" else "light"]["ink"] not in spec


def test_timeline_certainty_is_a_dash_under_each_fresh_bar(dataset: Dataset) -> None:
    shown, figure = timeline(dataset, View(DAY), "light", zoom="war")
    fresh = shown.spans[~shown.spans["carried"].astype(bool)]
    for (status, certainty), rows in fresh.groupby(["status", "certainty"]):
        line = trace(figure, f"{status}, {certainty}")
        assert line.line.dash == LINE[certainty][0]
        assert line.line.color == STATUS["light"][status]
        assert len(line.x) == 3 * len(rows)


def test_timeline_marks_the_day_only_where_it_is_shown(dataset: Dataset) -> None:
    _, figure = timeline(dataset, View(DAY), "light")
    assert any(annotation.text == "<b>18 Nov 2024</b>" for annotation in figure.layout.annotations)
    shown, figure = timeline(dataset, View(date(2025, 6, 1)), "light")
    assert not any("Jun 2025" in annotation.text for annotation in figure.layout.annotations)
    assert any("lies outside" in note for note in shown.notes)


def test_timeline_before_the_first_rule(dataset: Dataset) -> None:
    shown, _ = timeline(dataset, View(date(2022, 2, 24)), "light", zoom="around")
    assert shown.names == {}
    assert shown.spans.empty
    assert "no entry" in shown.answer[0]


def test_timeline_keeps_to_the_chosen_system(dataset: Dataset) -> None:
    shown, _ = timeline(dataset, View(DAY, systems=("storm-shadow",)), "light")
    assert set(shown.names) == {("GB", "storm-shadow"), ("IT", "storm-shadow")}
    assert shown.names["IT", "storm-shadow"][1] == "Italy, supply disputed"


@both
@pytest.mark.parametrize("issue", ["all", "atacms_inside_russia", "scalp_inside_russia"])
def test_positions_have_a_sign_for_each_statement_of_the_shown(
    dataset: Dataset, names: Case, theme: Theme, issue: str
) -> None:
    said, _ = positions.statements_until(positions.select_statements(dataset["positions"], issue), DAY)
    actors, left_out = positions.top_actors(said)
    figure = positions_figure.positions_figure(said, actors, DAY, names, theme, one_issue=issue != "all")
    shown = said[said["actor"].isin(list(actors["actor"]))]
    assert sum(len(one.x) for one in figure.data) == len(shown)
    for one in figure.data:
        assert one.marker.color in (INK[theme]["ink"], INK[theme]["paper"]), "a stance is no status and has no colour"
    assert len(actors) + left_out == said["actor"].nunique()
    assert lane_layout.chart_window(min(said["day"]), DAY, 2)[0] < min(said["day"]) <= DAY


@both
def test_transfers_have_a_sign_for_each_step(dataset: Dataset, theme: Theme) -> None:
    shown = suppliers.build_ledger(dataset, View(date(2026, 11, 22)))
    figure = transfers_figure.transfers_figure(shown.shown, shown.names, shown.view.asof, theme)
    assert sum(len(one.x) for one in figure.data) == len(dataset["transfers"])
    hovers = " ".join(text for one in figure.data for text in one.hovertext)
    assert "number undisclosed" in hovers
    assert not re.search(r"\bnan\b", hovers)


@pytest.mark.parametrize("measure", schema.enum("aid", "measure"))
def test_aid_bars_are_the_published_values(dataset: Dataset, names: Case, measure: str) -> None:
    figures, _ = transfers.figures_until(dataset["aid"], date(2026, 11, 22), "then")
    for _, rows in transfers.figures_by_currency(figures, measure):
        figure = aid.aid_figure(rows, "A measure", names, "light")
        assert sorted(figure.data[0].x) == sorted(rows["value"])
        assert figure.layout.height > 40 * len(rows)


def test_text_of_the_tables_is_no_markup() -> None:
    assert "<" not in lane_layout.hover_text("a <b>bold</b> claim").replace("<br>", "")
    assert lane_layout.shorten("a long name of an actor", 10) == "a long na…"
