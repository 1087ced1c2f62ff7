"""The strip: bars at their days, labels that do not touch, and the same numbers as the log."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.charts import strip as chart
from caveat.charts.strip import StripData
from caveat.content import briefing
from caveat.content.strip import build_strip, strip_html
from caveat.domain.bars import Bar
from caveat.domain.case import case
from caveat.domain.query import View
from caveat.domain.restrictions import AuthorityRule, PermissionState
from caveat.domain.turning_points import TurningPoint, turning_points
from caveat.text.strip import lane_answer
from tests.domain.test_restrictions import RULE
from tests.support import reference
from tests.support.elements import parse

DAYS = [date(2022, 6, 15), date(2024, 11, 18), date(2025, 8, 23), date(2026, 3, 13)]


def strip_of(dataset, view):
    return build_strip(dataset, view, briefing.build_briefing(dataset, view).pairs)


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize("day", DAYS)
def test_a_bar_is_the_answer_of_each_of_its_days(dataset, day, known):
    data = strip_of(dataset, View(day, known))
    pairs = briefing.build_briefing(dataset, View(day, known)).pairs
    for (supplier, system_id), lane in zip(pairs, data.lanes, strict=True):
        for bar in (*lane.bars.general, *lane.bars.freer):
            assert bar.start <= day
            for shown in {bar.start, date.fromordinal(bar.end.toordinal() - 1)}:
                state = reference.fold(supplier, system_id, bar.territory, shown, known)
                assert (bar.status, bar.certainty) == (state.status, state.certainty), (bar, shown)
        ends = [bar.end for bar in lane.bars.general]
        assert ends == [*[bar.start for bar in lane.bars.general[1:]], *ends[-1:]], "no gap and no overlap"
        assert not ends or ends[-1].toordinal() == day.toordinal() + 1


def test_a_smaller_area_has_a_bar_while_it_is_freer(dataset):
    [lane] = strip_of(dataset, View(date(2025, 1, 1), systems=("atacms",))).lanes
    assert {(bar.territory, bar.status) for bar in lane.bars.freer} == {("ru_kursk", "permitted")}
    assert not strip_of(dataset, View(date(2024, 11, 16), systems=("atacms",))).lanes[0].bars.freer


@pytest.mark.parametrize("day", DAYS)
def test_nothing_came_in_later_than_the_day(dataset, day):
    html = parse(strip_html(dataset, View(day), briefing.build_briefing(dataset, View(day)).pairs))
    linked = [link["href"].split("asof=")[1][:10] for link in html.select("a[href*=asof]")]
    assert linked and max(linked) <= day.isoformat()


def test_turning_points_are_those_that_the_table_marks(dataset):
    rows = [row for row in reference.rows("turning_points") if row["front"] == "yes"]
    assert [point.change_id for point in strip_of(dataset, View(date(2026, 3, 13))).points] == [
        row["change_id"]
        for row in sorted(
            rows,
            key=lambda row: reference.entry_day(
                next(change for change in reference.rows("restrictions") if change["change_id"] == row["change_id"]),
                "then",
            ),
        )
    ]
    assert len(turning_points(dataset)) == len(reference.rows("turning_points"))


def _data(dataset, *points):
    return StripData((), points, date(2022, 1, 1), date(2025, 12, 31), date(2025, 12, 31), case(dataset))


def _point(day, label="A name of thirty letters or so"):
    return TurningPoint(day, label, "x", ("A", "b"), True)


def test_labels_that_would_touch_stand_below_each_other(dataset):
    far = _data(dataset, _point(date(2022, 1, 1)), _point(date(2025, 1, 1)))
    assert chart.label_places(far) == [(0, False), (0, False)]
    near = _data(dataset, *(_point(date(2024, month, 1)) for month in (1, 3, 5, 7)))
    assert chart.label_places(near) == [(1, True), (0, True), (0, False), (1, False)], "two rows in place of four"
    early = _data(dataset, *(_point(date(2022, month, 1), "A name of more than thirty letters") for month in (1, 3)))
    assert chart.label_places(early) == [(0, False), (1, False)], "the first has no room before its day"


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 40)), max_size=14))
def test_no_label_or_line_crosses_another(dataset, found):
    """Each label and the line that goes down from it, as boxes."""
    start = date(2022, 1, 1)
    points = [_point(start + timedelta(days=day), "x" * letters) for day, letters in sorted(found)]
    data = _data(dataset, *points)
    boxes = []
    for point, place in zip(points, chart.label_places(data), strict=True):
        day, width = data.share(point.day) * chart.PLOT_PX, 4 + len(point.label) * chart.LETTER_PX
        boxes.append((day - width if place.ends else day, day if place.ends else day + width, place.row, day))
    for (left, right, row, _), (from_, to, below, day) in permutations(boxes, 2):
        assert left >= -chart.NAME_PX
        if row == below:
            assert right <= from_ or to <= left, "two labels touch"
        if row > below:
            assert not left < day < right, "a line goes through a label"


def test_only_the_widest_bar_of_a_status_is_named(dataset):
    days = [date(2022, 1, 1), date(2022, 2, 1), date(2024, 1, 1), date(2025, 1, 1)]
    bars = [
        Bar(days[0], days[1], "ru_any", "prohibited", "reported", "a"),
        Bar(days[1], days[2], "ru_any", "prohibited", "official", "b"),
        Bar(days[2], days[3], "ru_any", "unclear", "official", "c"),
    ]
    placed = chart.placed_bars(_data(dataset), "Arrow", bars)
    assert [bar.word for bar in placed] == ["", "not allowed", "unclear"]
    assert sum(bar.width for bar in placed) == pytest.approx(placed[-1].left + placed[-1].width)


@pytest.mark.parametrize(
    ("day", "system", "said"),
    [
        (date(2024, 11, 18), "SCALP-EG", "Case by case; allowed with conditions in the Russian border area"),
        (date(2024, 11, 16), "SCALP-EG", "Allowed with conditions"),
        (date(2024, 11, 18), "ATACMS", "Not allowed, except in the Kursk area"),
        (date(2024, 11, 19), "ATACMS", "Unclear; allowed in the Kursk area"),
        (date(2026, 3, 13), "ATACMS", "Case by case"),
    ],
)
def test_an_answer_names_the_smaller_area_that_is_freer(dataset, day, system, said):
    """What the title says of an area stands at the end of its lane too."""
    [lane] = [lane for lane in strip_of(dataset, View(day)).lanes if lane.name == system]
    assert lane.answer.text == said


def test_an_unclear_smaller_area_is_on_no_freer_terms(dataset):
    """Nobody said that use is allowed there, so the lane names the general rule alone."""
    names = case(dataset)
    general = PermissionState("US", "atacms", "ru_any", (rule("prohibited"),))
    for status, said in (
        ("unclear", "Not allowed"),
        ("case_by_case", "Not allowed; case by case in the Kursk area"),
    ):
        states = [PermissionState("US", "atacms", "ru_kursk", (rule(status),)), general]
        assert lane_answer(states, names).text == said


def rule(status):
    return AuthorityRule(replace(RULE, status=status), RULE.effective_text)
