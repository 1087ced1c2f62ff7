"""The timeline: a window of days, the lanes of a territory, and the events and entries in the window."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from caveat.dataset.case_settings import Window
from caveat.dataset.partial_dates import first_day, last_day
from caveat.dataset.tables import list_items
from caveat.domain import rule_history
from caveat.domain.restrictions import CARRIED_AFTER_DAYS, permission_state
from caveat.domain.rule_history import LogEntry
from caveat.domain.rule_log import Clock, RuleChange, RuleLog
from caveat.domain.territories import territory_path

# What an address calls the days before the chosen one; other spans are windows of case.toml.
AROUND_ID = "around"
AROUND = timedelta(days=60)
# How long a window without a last day goes on after the newest entry, so that the last turn can be seen.
AFTER_NEWEST = timedelta(days=45)
SupplierSystem = tuple[str, str]


def zoom_window(zoom: str, windows: Sequence[Window], day: date, newest: date, today: date) -> tuple[date, date]:
    """The first and the last day that a zoom shows. KeyError for an unknown zoom.

    Never beyond `today`, never without the day itself unless the window has a last day.
    """
    if zoom == AROUND_ID:
        return day - AROUND, day
    window = {window.id: window for window in windows}[zoom]
    if window.last_day:
        return window.first_day, window.last_day
    return min(window.first_day, day), max(min(newest + AFTER_NEWEST, today), day)


def lane_spans(
    log: RuleLog,
    pairs: Iterable[SupplierSystem],
    territory: str,
    window: tuple[date, date],
    known: Clock,
    day: date,
) -> pd.DataFrame:
    """The spans in a window (first and last day) up to a day, with their part in it and whether they are carried.

    `shown_from` and `shown_to` (exclusive) are the part in the window.

    A span that outlasts the newest row of its lane by more than 90 days is split there: the later part is `carried`
    forward without new evidence.
    """
    start, end = window[0], min(window[1], day)
    spans = rule_history.permission_spans(log, territory, end, known, over=list(pairs))
    areas = territory_path(territory, log.parents)
    rows = []
    for row in spans.to_dict("records"):
        pair = (row["supplier"], row["system_id"])
        newest = rule_history.newest_entry(log, day, known, [pair], areas)
        # A span begins with a rule.
        assert newest and newest.rule
        limit = newest.rule.day(known) + timedelta(days=CARRIED_AFTER_DAYS)
        for begins, ends, carried in (
            (row["start"], min(row["end"], limit), False),
            (max(row["start"], limit), row["end"], True),
        ):
            shown_from, shown_to = max(begins, start), min(ends, end + timedelta(days=1))
            if shown_from < shown_to:
                rows.append(row | {"shown_from": shown_from, "shown_to": shown_to, "carried": carried})
    return pd.DataFrame(rows, columns=[*rule_history.SPAN_COLUMNS, "shown_from", "shown_to", "carried"])


def status_changes(spans: pd.DataFrame) -> list[tuple[date, SupplierSystem, str, str]]:
    """The days on which a lane's status changed, in order: day, pair, status before, status after.

    A lane's first record is no change.
    """
    changes = []
    for (supplier, system_id), lane in spans.groupby(["supplier", "system_id"], sort=False):
        states = list(zip(lane["start"], lane["status"], strict=True))
        for (_, before), (day, after) in pairwise(states):
            if before != after:
                changes.append((day, (str(supplier), str(system_id)), before, after))
    return sorted(changes, key=lambda change: change[0])


def disputes_in_window(
    log: RuleLog, pairs: Iterable[SupplierSystem], territory: str, start: date, end: date, known: Clock
) -> list[tuple[date, RuleChange]]:
    """The disputed rows that came in within the window, in order, each with that day; they set no state.

    A claim that agreed with the rule of that day is left out.
    """
    areas = territory_path(territory, dict(log.parents))
    known_rows = [change for pair in pairs for changes in log.disputes.get(pair, {}).values() for change in changes]
    rows = [change for change in known_rows if change.territory in areas and start <= change.day(known) <= end]
    return [
        (day, change)
        for change in sorted(rows, key=lambda change: change.rank)
        for day in [change.day(known)]
        if change in permission_state(log, change.supplier, change.system_id, territory, day, known).disputed_by
    ]


def entries_in_window(
    log: RuleLog, pairs: Collection[SupplierSystem], territory: str, start: date, end: date, known: Clock
) -> list[LogEntry]:
    """The entries of the log in the window on the territory and its parents, newest first."""
    areas, wanted = territory_path(territory, dict(log.parents)), set(pairs)
    entries = rule_history.log_entries(log, start - timedelta(days=1), end, known)
    return [
        entry
        for entry in entries
        if entry.change.territory in areas and (entry.change.supplier, log.family(entry.change.system_id)) in wanted
    ]


def reporting_gap_days(change: RuleChange) -> int:
    """The least number of days after it applied at which the public learned of a rule.

    Counted from the last day that `effective` may mean; 0 if it may have been at once.
    """
    return max((change.reported - last_day(change.effective_text)).days, 0)


def late_reports(rows: Iterable[RuleChange]) -> list[tuple[int, RuleChange]]:
    """The rows surely reported later than they applied, the longest gap first: least number of days, row."""
    gaps = [(reporting_gap_days(change), change) for change in rows if reporting_gap_days(change)]
    return sorted(gaps, key=lambda pair: (-pair[0], pair[1].rank))


def rows_in_window(frame: pd.DataFrame, column: str, start: date, end: date) -> pd.DataFrame:
    """The rows of a table whose partial date (in `column`) is in the window, in order of the day.

    `day` is the day from which the date counts.
    """
    days = [first_day(text) for text in frame[column]]
    kept = [start <= day <= end for day in days]
    return (
        frame.assign(day=days)[kept].sort_values("day", kind="stable").reset_index(drop=True)
        if any(kept)
        else frame.assign(day=days).iloc[:0]
    )


def events_about(frame: pd.DataFrame, systems: Sequence[str], families: Mapping[str, str]) -> pd.DataFrame:
    """Events about the systems or their families, and those about no system; all if no system is chosen."""
    if not systems:
        return frame
    wanted = {families.get(system_id) or system_id for system_id in systems}
    kept = [
        not text or bool(wanted & {families.get(system_id) or system_id for system_id in list_items(text)})
        for text in frame["system_ids"]
    ]
    return frame[kept].reset_index(drop=True)
