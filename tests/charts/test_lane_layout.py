"""The charts with lanes: positions, transfers, aid. Each mark comes from a row, each row has a mark, in both themes and without rows."""

import re
from datetime import date

import pytest

from caveat.charts import aid, lane_layout
from caveat.charts import positions as positions_figure
from caveat.charts import transfers as transfers_figure
from caveat.content import suppliers
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain import positions, transfers
from caveat.domain.case import Case
from caveat.domain.query import View
from caveat.theme import INK, Theme

DAY = date(2024, 11, 18)
both = pytest.mark.parametrize("theme", ["light", "dark"])


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
    figure = transfers_figure.transfers_figure(shown.shown, shown.names, shown.told, shown.view.asof, theme)
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
