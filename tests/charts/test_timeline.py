"""The timeline: each bar, mark and turning point comes from a row, at the place of its days, and no label touches another."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from caveat.charts.strip import StripData, label_places
from caveat.charts.timeline import ticks
from caveat.content import timeline as page
from caveat.dataset.partial_dates import first_day, spoken
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.domain.rule_log import Clock
from tests.support import reference
from tests.support.elements import Element, parse

DAY = date(2024, 11, 18)


def drawn(dataset: Dataset, view: View, territory: str = "ru_any", zoom: str = "war") -> tuple[page.History, Element]:
    shown = page.build_history(dataset, view, territory, zoom)
    return shown, parse(str(page.lanes_html(dataset, view, shown)))


def place(tag: Element, name: str = "left") -> float:
    """A place or width of a mark as a share of the axis."""
    found = re.search(rf"{name}:([\d.]+)%", str(tag["style"]))
    assert found
    return float(found[1]) / 100


@pytest.mark.parametrize("zoom", ["war", "week", "around"])
def test_each_span_is_a_bar_at_its_days_with_what_holds(dataset: Dataset, zoom: str) -> None:
    shown, soup = drawn(dataset, View(DAY), zoom=zoom)
    days = (shown.end - shown.start).days + 1
    lanes = soup.select("li.cv-lane:not(.cv-event-lane)")
    assert [lane.select_one("b").get_text() for lane in lanes] == [system for system, _ in shown.names.values()]
    for pair, lane in zip(shown.names, lanes, strict=True):
        rows = [row for row in shown.spans.itertuples() if (row.supplier, row.system_id) == pair]
        bars = lane.select("a.cv-bar-of")
        for row, bar in zip(rows, bars, strict=True):
            assert place(bar) == pytest.approx((row.shown_from - shown.start).days / days, abs=1e-4)
            assert place(bar, "width") == pytest.approx((row.shown_to - row.shown_from).days / days, abs=1e-4)
            assert {f"cv-{row.status}", f"cv-{'carried' if row.carried else row.certainty}"} <= set(bar["class"])
            assert row.summary in bar["title"] and row.change_id in bar["href"]
        held = [row.status for row in rows if row.shown_from <= DAY < row.shown_to]
        assert [shown.answers[pair].status] == (held or ["no_record"])
    assert len(soup.select("a.cv-event")) == len(shown.events)
    assert len(soup.select("a.cv-dispute")) == len(shown.disputes)


def test_turning_points_are_named_once_in_few_rows(dataset: Dataset) -> None:
    shown, soup = drawn(dataset, View(DAY))
    labels = soup.select(".cv-turns li")
    assert [label.select_one("b")["title"] for label in labels] == [spoken(point.day) for point in shown.points]
    assert "17 Nov 2024" in [label.select_one("b")["title"] for label in labels]
    assert "asof=2024-11-17" in next(
        label.select_one("a")["href"] for label in labels if label.select_one("b")["title"] == "17 Nov 2024"
    )
    places = [
        (int(re.search(r"--row:(\d+)", label["style"])[1]), "cv-ends" in label.get("class", [])) for label in labels
    ]
    axis = StripData((), shown.points, shown.start, shown.end, shown.day, shown.case)
    assert places == label_places(axis), "test_strip.py says that none of these touch"
    assert max(row for row, _ in places) < len(places) / 2


def test_a_word_stands_in_the_widest_bar_of_a_run(dataset: Dataset) -> None:
    shown, soup = drawn(dataset, View(DAY, systems=("atacms",)))
    words = [bar.get_text() for bar in soup.select("a.cv-bar-of") if bar.get_text()]
    runs = [status for status, before in zip(shown.spans["status"], ["", *shown.spans["status"]], strict=False)]
    assert len(words) == sum(one != other for one, other in zip(runs, ["", *runs[:-1]], strict=True))


def test_the_day_is_marked_only_where_it_is_shown(dataset: Dataset) -> None:
    _, soup = drawn(dataset, View(DAY), zoom="week")
    assert soup.select_one(".cv-now").get_text() == "18 Nov 2024"
    shown, soup = drawn(dataset, View(date(2025, 6, 1)), zoom="week")
    assert not soup.select(".cv-now, .cv-later") and any("lies outside" in note for note in shown.notes)


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize("day", [date(2023, 5, 11), DAY])
@pytest.mark.parametrize("zoom", ["war", "week", "around"])
def test_nothing_is_drawn_after_the_day(dataset: Dataset, known: Clock, day: date, zoom: str) -> None:
    """No bar, sign, turning point, entry or row of a table is later than the day, by either clock."""
    view = View(day, known=known)
    shown = page.build_history(dataset, view, "ru_any", zoom)
    assert all(row.shown_to <= day + timedelta(days=1) and row.start <= day for row in shown.spans.itertuples())
    assert all(point.day <= day for point in shown.points) and all(said <= day for said, _ in shown.disputes)
    assert all(first_day(text) <= day for text in shown.events["date"])
    entries = parse(str(page.entries_html(dataset, view, shown))).select("tr[id^=entry-]")
    known_ids = {row["change_id"] for row in reference.rows("restrictions") if reference.entry_day(row, known) <= day}
    assert {tag["id"].removeprefix("entry-") for tag in entries} <= known_ids
    context = str(page.context_html(dataset, view, shown))
    later = [row for row in reference.rows("context") if reference.entry_day(row, known) > day]
    assert later and not [row["change_id"] for row in later if row["change_id"] in context]
    if shown.names:
        soup = parse(str(page.lanes_html(dataset, view, shown)))
        ends = [place(bar) + place(bar, "width") for bar in soup.select("a.cv-bar-of")]
        marks = [place(mark) for mark in soup.select("a.cv-event, a.cv-dispute, i.cv-turn")]
        assert max(ends + marks) <= place(soup.select_one(".cv-now")) + 2e-4
        assert bool(soup.select(".cv-later")) == (shown.end > day)
    else:
        assert shown.start > day or zoom == "around"


def test_before_the_first_rule(dataset: Dataset) -> None:
    shown = page.build_history(dataset, View(date(2022, 2, 24)), "ru_kursk", "around")
    assert shown.names == {} and shown.spans.empty
    assert shown.headline == "No rule on use in the Kursk area was on record by 24 Feb 2022"


def test_it_keeps_to_the_chosen_system(dataset: Dataset) -> None:
    shown = page.build_history(dataset, View(DAY, systems=("storm-shadow",)), "ru_kursk", "week")
    assert set(shown.names) == {("GB", "storm-shadow"), ("IT", "storm-shadow")}
    assert shown.names["IT", "storm-shadow"][1] == "Italy, supply disputed"
    single = page.build_history(dataset, View(DAY, systems=("atacms",)), "ru_kursk", "week")
    assert single.headline == "ATACMS in the Kursk area: allowed since 17 Nov 2024 (reported); until then not allowed"


@pytest.mark.parametrize("days", [14, 60, 200, 800, 1500])
def test_ticks_lie_on_the_axis_and_have_room(days: int) -> None:
    start = date(2022, 2, 24)
    found = ticks(start, start + timedelta(days=days))
    places = [(day - start).days / (days + 1) for day, _ in found]
    assert 2 <= len(found) <= 9 and all(0 <= at <= 1 for at in places)
    assert all(later - earlier > 0.09 for earlier, later in pairwise(places))
