"""The timeline against the naive fold: every bar on every day of change, every entry, dispute and event in the window."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

import pytest

from tests.contract import naive
from tests.opened import Opened, cells_of

BOTH = pytest.mark.parametrize("known", ["then", "now"])
AREAS = pytest.mark.parametrize("territory", naive.AREAS)


@lru_cache(maxsize=16)
def timeline(territory: str, known: str, zoom: str = "war") -> Opened:
    return Opened("timeline", {"asof": "2024-11-18", "known": known, "territory": territory, "zoom": zoom})


def said_day(text: str) -> date:
    day, month, year = text.split()
    return date(int(year), naive.MONTHS.index(month) + 1, int(day))


def window(opened: Opened) -> tuple[date, date]:
    """The first and the last day, as the chart's sentence says them."""
    alt = opened.test.get("plotly_chart")[0].proto.alt
    first, last = re.search(r"from (\d+ \w{3} \d{4}) to (\d+ \w{3} \d{4})", alt).groups()
    return said_day(first), said_day(last)


def bars(opened: Opened) -> list[tuple[str, str, date, date]]:
    """Every bar of status: whose, what it says, first day, day after the last."""
    found = []
    for trace in opened.figures[0]["data"]:
        if trace["type"] == "bar" and trace["name"] == "Status":
            for base, length, text in zip(trace["base"], trace["x"], trace["hovertext"], strict=True):
                start = datetime.fromisoformat(base).date()
                whose, what = text.split("<br>")[:2]
                found.append((whose, what, start, start + timedelta(milliseconds=length)))
    return found


def chain(territory: str) -> list[str]:
    found = [territory]
    while naive.PARENT[found[-1]]:
        found.append(naive.PARENT[found[-1]])
    return found


@AREAS
@BOTH
def test_every_bar_on_every_day_of_change(territory: str, known: str) -> None:
    opened = timeline(territory, known)
    assert opened.trouble == []
    first, last = window(opened)
    drawn = bars(opened)
    days = {naive.counts_from(row, known) for row in naive.rows("restrictions")}
    for day in sorted(one for one in days if first <= one <= last):
        for supplier, system_id in naive.pairs():
            truth = naive.fold(supplier, system_id, territory, day, known)
            country = naive.COUNTRIES[supplier]
            there = [what for whose, what, start, end in drawn if whose.startswith(naive.name(system_id)) and f", {country}" in whose and start <= day < end]
            if truth.status == "no_record":
                assert there == [], f"{supplier} {system_id} {day}"
                continue
            assert len(there) == 1, f"{supplier} {system_id} {day}: {there}"
            word = "allowed with conditions" if truth.status == "restricted" else naive.WORDS[truth.status]
            assert re.search(rf"\W {word} \({truth.certainty}\b", there[0]), f"{supplier} {system_id} {day}: {there[0]}"


@AREAS
@BOTH
def test_every_entry_in_the_window(territory: str, known: str) -> None:
    opened = timeline(territory, known)
    first, last = window(opened)
    wanted = {
        row["change_id"]: row for row in naive.rows("restrictions") if row["territory"] in chain(territory) and first <= naive.counts_from(row, known) <= last
    }
    shown = {one["id"].removeprefix("entry-"): one for one in opened.soup.select("tr[id^=entry-]")}
    assert set(shown) == set(wanted)
    for change_id, row in wanted.items():
        cells = cells_of(shown[change_id])
        assert cells[0] == naive.spoken(row["effective"])
        assert cells[1].startswith(naive.spoken(row["reported"]))
        assert naive.COUNTRIES[row["supplier"]] in cells[2]
        assert row["certainty"] in cells[4]
        assert " ".join(row["summary"].split()) in cells[5]
        assert {one["href"] for one in shown[change_id].select("a[href*='://']")} == naive.urls(row["source_ids"])


@BOTH
def test_disputes_are_marks_and_set_no_bar(known: str) -> None:
    opened = timeline("ru_any", known)
    first, last = window(opened)
    wanted = [
        row
        for row in naive.rows("restrictions")
        if row["certainty"] == "disputed" and row["territory"] in chain("ru_any") and first <= naive.counts_from(row, known) <= last
    ]
    marks = next(one for one in opened.figures[0]["data"] if one.get("name") == "Disputed")
    assert sorted(day[:10] for day in marks["x"]) == sorted(naive.counts_from(row, known).isoformat() for row in wanted)
    assert not [what for _, what, _, _ in bars(opened) if "disputed" in what]


def test_every_event_in_the_window() -> None:
    opened = timeline("ru_kursk", "then")
    first, last = window(opened)
    rows = opened.table("Day", "Event", "How sure", "What happened")
    wanted = [row for row in naive.rows("events") if first <= naive.day_of(row["date"]) <= last]
    assert sorted((row["Day"], row["Event"], row["How sure"]) for row in rows) == sorted(
        (naive.spoken(row["date"]), " ".join(row["title"].split()), row["certainty"]) for row in wanted
    )
    points = next(one for one in opened.figures[0]["data"] if one.get("name") == "Events")
    assert sorted(day[:10] for day in points["x"]) == sorted(naive.day_of(row["date"]).isoformat() for row in wanted)


def test_founding_week() -> None:
    """In the window of the founding week the day on which ATACMS turned is a bar's first day."""
    opened = timeline("ru_kursk", "then", "week")
    assert window(opened) == (date(2024, 11, 11), date(2024, 11, 25))
    atacms = [(what, start) for whose, what, start, _ in bars(opened) if whose == "ATACMS, United States"]
    assert [start for what, start in atacms if re.search(r"\W allowed \(reported", what)] == [date(2024, 11, 17)]
    assert any(re.search(r"\W not allowed \(", what) and start < date(2024, 11, 17) for what, start in atacms)


def test_two_clocks_move_the_review() -> None:
    """The Pentagon's review starts in May 2025 in hindsight and in August 2025 as known then."""
    starts = {
        known: min(
            start
            for whose, what, start, _ in bars(timeline("ru_any", known))
            if whose == "ATACMS, United States" and "case by case" in what and start.year == 2025
        )
        for known in ("then", "now")
    }
    assert starts == {"then": date(2025, 8, 23), "now": date(2025, 5, 1)}
