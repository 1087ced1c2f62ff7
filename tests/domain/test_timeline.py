"""The timeline's window, lanes, turns and gaps: on small logs, and against the fold on the real one."""

from datetime import date, timedelta

import pandas as pd
import pytest

from caveat.dataset import tables
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history, rule_log, timeline
from caveat.domain.rule_log import Clock, RuleLog
from tests.support import reference

TODAY = date(2026, 11, 22)
WINDOWS = tables.load().settings.windows
FOUNDING_WEEK = (date(2024, 11, 11), date(2024, 11, 25))
PAIR = ("US", "atacms")


def row(change_id: str, effective: str, status: str, **more: str) -> dict[str, str]:
    base = {
        "change_id": change_id,
        "effective": effective,
        "effective_precision": "day",
        "reported": effective,
        "reported_precision": "day",
        "supplier": "US",
        "authority": "US",
        "system_id": "atacms",
        "territory": "ru_any",
        "status": status,
        "certainty": "official",
        "reversed_by": "",
        "summary": "A rule.",
        "source_ids": "a",
        "note": "",
    }
    return base | more


def small(*rows: dict[str, str]) -> RuleLog:
    return rule_log.build_rule_log(pd.DataFrame(list(rows), dtype="str"), {}, reference.PARENT)


def test_windows() -> None:
    day, newest = date(2024, 11, 18), date(2026, 3, 13)
    assert timeline.zoom_window("week", WINDOWS, day, newest, TODAY) == (date(2024, 11, 11), date(2024, 11, 25))
    assert timeline.zoom_window("around", WINDOWS, day, newest, TODAY) == (date(2024, 9, 19), day)
    assert timeline.zoom_window("war", WINDOWS, day, newest, TODAY) == (date(2022, 2, 24), newest + timedelta(days=45))
    assert timeline.zoom_window("war", WINDOWS, date(2022, 1, 1), newest, TODAY)[0] == date(2022, 1, 1)
    assert timeline.zoom_window("war", WINDOWS, TODAY, newest, TODAY)[1] == TODAY
    with pytest.raises(KeyError):
        timeline.zoom_window("month", WINDOWS, day, newest, TODAY)


def test_a_lane_is_cut_to_the_window_and_split_where_it_is_only_carried() -> None:
    log = small(row("a", "2024-01-01", "prohibited"), row("b", "2024-02-01", "permitted"))
    shown = timeline.lane_spans(log, [PAIR], "ru_kursk", (date(2024, 1, 15), date(2024, 12, 31)), "now", TODAY)
    assert list(shown["status"]) == ["prohibited", "permitted", "permitted"]
    assert list(shown["carried"]) == [False, False, True]
    assert list(shown["shown_from"]) == [date(2024, 1, 15), date(2024, 2, 1), date(2024, 2, 1) + timedelta(days=90)]
    assert list(shown["shown_to"])[-1] == date(2025, 1, 1), "the last day of the window is included"


def test_a_lane_ends_with_the_day() -> None:
    """What came in after the day shows in no bar, and does not say of an earlier bar that it still held."""
    log = small(row("a", "2024-01-01", "prohibited"), row("b", "2025-06-01", "permitted"))
    window = (date(2024, 1, 1), date(2025, 12, 31))
    shown = timeline.lane_spans(log, [PAIR], "ru_any", window, "now", date(2025, 5, 31))
    assert list(shown["status"]) == ["prohibited", "prohibited"]
    assert list(shown["carried"]) == [False, True]
    assert list(shown["shown_to"])[-1] == date(2025, 6, 1)
    assert timeline.lane_spans(log, [PAIR], "ru_any", window, "now", date(2023, 12, 31)).empty


def test_a_later_row_on_the_lane_keeps_it_fresh() -> None:
    log = small(row("a", "2024-01-01", "prohibited"), row("b", "2025-06-01", "permitted"))
    shown = timeline.lane_spans(log, [PAIR], "ru_any", (date(2024, 11, 1), date(2024, 11, 30)), "now", TODAY)
    assert list(shown["carried"]) == [False], "the answer held until a row of 2025 said otherwise"


def test_no_rows_no_lane() -> None:
    shown = timeline.lane_spans(
        small(row("a", "2024-01-01", "prohibited")),
        [PAIR],
        "ua_occupied",
        (date(2024, 1, 1), date(2024, 12, 31)),
        "now",
        TODAY,
    )
    assert shown.empty
    assert timeline.status_changes(rule_history.permission_spans(small(), "ru_any", TODAY)) == []


def test_another_certainty_is_no_change_of_status() -> None:
    log = small(
        row("a", "2024-01-01", "permitted"),
        row("b", "2024-02-01", "permitted", certainty="reported"),
        row("c", "2024-03-01", "prohibited"),
    )
    shown = timeline.lane_spans(log, [PAIR], "ru_any", (date(2024, 1, 1), date(2024, 3, 10)), "now", date(2024, 3, 10))
    assert len(shown) == 3
    assert timeline.status_changes(rule_history.permission_spans(log, "ru_any", date(2024, 3, 10), "now")) == [
        (date(2024, 3, 1), PAIR, "permitted", "prohibited")
    ]


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize("territory", ["ru_kursk", "ru_any", "ua_occupied"])
def test_lanes_say_what_the_fold_says(log: RuleLog, known: Clock, territory: str) -> None:
    """On each of some days the bar of a lane is the state of that day, and where there is no bar there is no record."""
    start, end = date(2022, 2, 24), date(2026, 4, 27)
    pairs = restrictions.logged_pairs(log)
    shown = timeline.lane_spans(log, pairs, territory, (start, end), known, TODAY)
    for offset in range(0, (end - start).days, 97):
        day = start + timedelta(days=offset)
        for pair in pairs:
            state = restrictions.permission_state(log, *pair, territory, day, known)
            bars = [
                span
                for span in shown.itertuples()
                if (span.supplier, span.system_id) == pair and span.shown_from <= day < span.shown_to
            ]
            assert [(bar.status, bar.certainty) for bar in bars] == (
                [(state.status, state.certainty)] if state.deciding else []
            )


def test_the_founding_week(log: RuleLog) -> None:
    shown = timeline.lane_spans(log, [PAIR], "ru_kursk", FOUNDING_WEEK, "then", TODAY)
    assert [(span.status, span.certainty, span.shown_from) for span in shown.itertuples()] == [
        ("prohibited", "reported", date(2024, 11, 11)),
        ("permitted", "reported", date(2024, 11, 17)),
        ("permitted", "official", date(2024, 11, 25)),
    ]


def test_the_clocks_differ(log: RuleLog) -> None:
    """The Pentagon's review starts a bar in May 2025 in hindsight, and in August as known then."""
    starts = {}
    for known in ("then", "now"):
        spans = rule_history.permission_spans(log, "ru_any", date(2025, 12, 31), known, over=[("GB", "storm-shadow")])
        starts[known] = next(
            span.start for span in spans.itertuples() if span.authority == "US" and span.status == "case_by_case"
        )
    assert starts == {"then": date(2025, 8, 23), "now": date(2025, 5, 1)}


def test_a_gap_is_counted_only_where_it_is_sure() -> None:
    log = small(
        row("year", "2022", "prohibited", reported="2022-10"),
        row("month", "2025-05", "prohibited", reported="2025-08-23"),
        row("day", "2023-07-11", "prohibited", reported="2023-07-12"),
        row("same", "2024-01-01", "prohibited"),
    )
    assert [(days, one.change_id) for days, one in timeline.late_reports(log.changes)] == [(84, "month"), (1, "day")]


def test_disputes_come_in_by_their_clock() -> None:
    log = small(row("a", "2024-01-10", "permitted", reported="2024-02-10", certainty="disputed", note="n"))
    window = (date(2024, 1, 1), date(2024, 12, 31))
    assert [day for day, _ in timeline.disputes_in_window(log, [PAIR], "ru_kursk", *window, "then")] == [
        date(2024, 2, 10)
    ]
    assert [day for day, _ in timeline.disputes_in_window(log, [PAIR], "ru_kursk", *window, "now")] == [
        date(2024, 1, 10)
    ]
    assert timeline.disputes_in_window(log, [PAIR], "ua_occupied", *window, "now") == []


def test_entries_are_those_of_the_area_and_above(log: RuleLog) -> None:
    found = timeline.entries_in_window(log, [PAIR], "ru_kursk", date(2024, 11, 11), date(2024, 11, 25), "then")
    assert {entry.change.territory for entry in found} <= {"ru_kursk", "ru_any", "everywhere"}
    assert {entry.change.supplier for entry in found} == {"US"}
    assert [entry.day for entry in found] == sorted((entry.day for entry in found), reverse=True)
    assert date(2024, 11, 17) in {entry.day for entry in found}


def test_events_within_and_about(dataset: Dataset) -> None:
    events = timeline.rows_in_window(dataset["events"], "date", *FOUNDING_WEEK)
    assert len(events) == sum("2024-11-11" <= text <= "2024-11-25" for text in dataset["events"]["date"])
    families = rule_log.families(dataset["systems"])
    about = timeline.events_about(events, ["taurus-kepd-350"], families)
    assert 0 < len(about) < len(events)
    assert all(not text or "taurus" in text for text in about["system_ids"])
    assert timeline.rows_in_window(dataset["events"], "date", date(2021, 1, 1), date(2021, 1, 2)).empty


def test_a_variant_counts_as_its_family(dataset: Dataset) -> None:
    events = timeline.rows_in_window(dataset["events"], "date", date(2023, 10, 1), date(2023, 10, 31))
    families = rule_log.families(dataset["systems"])
    assert (
        len(timeline.events_about(events, ["atacms"], families))
        == len(timeline.events_about(events, ["atacms-m39"], families))
        > 0
    )
