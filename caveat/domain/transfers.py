"""Requests, refusals, pledges, deliveries and aid. Figures are never added up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day, last_day
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import rule_log

# The steps of a transfer in the order in which they happen. Talks, reluctance, pauses and reports on stock or use are
# kinds of rows too, and no steps.
STEPS = ("requested", "refused", "pledged", "announced", "contracted", "delivery_reported", "delivery_confirmed")
DELIVERIES = ("delivery_reported", "delivery_confirmed")
# What happens before a promise: it is asked for, talked about or refused.
_BEFORE_A_PROMISE = ("requested", "under_discussion", "refused", "reluctant")
_PROMISES = ("pledged", "announced", "contracted")
_KIND_OF_STATUS = {"delivered_reported": "delivery_reported", "delivered_confirmed": "delivery_confirmed"}


def transfer_kind(row: Mapping[str, Any]) -> str:
    """What a row of the table tells: its kind; what its status says if the kind is blank."""
    return str(row["kind"] or _KIND_OF_STATUS.get(row["status"], row["status"]))


def transfers_until(
    transfers: pd.DataFrame, day: date, families: Mapping[str, str], systems: Sequence[str] = ()
) -> tuple[pd.DataFrame, int]:
    """The transfers up to a day in order, and how many come later.

    `day` is the first that the date may mean, `lane` the family, the system or the group, `kind` is never blank.

    `systems` keeps the chosen systems and their families; empty keeps all.
    A group is no system, so that it is left out if systems are chosen.
    """
    lanes = [families.get(row.system_id) or row.system_id or row.system_group_id for row in transfers.itertuples()]
    frame = transfers.assign(
        kind=[transfer_kind(row) for row in transfers[["kind", "status"]].to_dict("records")],
        day=[first_day(text) for text in transfers["date"]],
        lane=pd.Series(lanes, index=transfers.index, dtype="str"),
    )
    if systems:
        frame = frame[frame["lane"].isin({families.get(system_id) or system_id for system_id in systems})]
    past = pd.Series([step_day <= day for step_day in frame["day"]], index=frame.index, dtype=bool)
    return frame[past].sort_values("day", kind="stable").reset_index(drop=True), int((~past).sum())


def transfer_lanes(steps: pd.DataFrame, first: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """The pairs of supplier and lane: those of `first`, then those with the most rows."""
    counts = steps.groupby(["supplier", "lane"]).size().sort_values(ascending=False, kind="stable")
    pairs = [(str(supplier), str(lane)) for supplier, lane in counts.index]
    return [pair for pair in first if pair in pairs] + [pair for pair in pairs if pair not in first]


def lane_transfers(steps: pd.DataFrame, supplier: str, lane: str) -> pd.DataFrame:
    """The rows of one pair, in order of the day."""
    return steps[(steps["supplier"] == supplier) & (steps["lane"] == lane)].reset_index(drop=True)


def furthest_step(rows: pd.DataFrame) -> str:
    """The furthest step that undisputed rows have reached; "" if none of them is a step."""
    reached = set(rows[rows["certainty"] != "disputed"]["kind"])
    return next((step for step in reversed(STEPS) if step in reached), "")


def supply_step(rows: pd.DataFrame) -> str:
    """The furthest step; "used" where no delivery is on record and an undisputed report of use or stock implies one."""
    step, told = furthest_step(rows), set(rows[rows["certainty"] != "disputed"]["kind"])
    return "used" if step not in DELIVERIES and told & {"use_reported", "stock_reported"} else step


@dataclass(frozen=True)
class Wait:
    """The rows from which and until which a system was waited for.

    `asked` is the first row of all: a request, talks or a refusal. `promised` is the first promise, or a delivery that
    none came before, `delivered` the first delivery; None for what is not on record.
    """

    asked: Mapping[str, Any]
    promised: Mapping[str, Any] | None
    delivered: Mapping[str, Any] | None


def wait(rows: pd.DataFrame) -> Wait | None:
    """How long one pair was waited for, by its undisputed rows; None if their first is no request and no refusal."""
    undisputed = rows[rows["certainty"] != "disputed"].to_dict("records")
    if not undisputed or undisputed[0]["kind"] not in _BEFORE_A_PROMISE:
        return None

    def first(kinds: Sequence[str]) -> Mapping[str, Any] | None:
        return next(({str(key): cell for key, cell in row.items()} for row in undisputed if row["kind"] in kinds), None)

    asked = first(_BEFORE_A_PROMISE)
    assert asked
    return Wait(asked, first((*_PROMISES, *DELIVERIES)), first(DELIVERIES))


@memoized(4)
def _deliveries(dataset: Dataset) -> Mapping[tuple[str, str], list[dict[str, Any]]]:
    """(supplier, lane) -> the rows that tell a delivery, by day; none if a table cannot be used."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with suppress(UnusableTable):
        rows, _ = transfers_until(dataset["transfers"], date.max, rule_log.families(dataset["systems"]))
        for row in rows[rows["kind"].isin(DELIVERIES)].to_dict("records"):
            found[row["supplier"], row["lane"]].append({str(column): cell for column, cell in row.items()})
    return dict(found)


def disputed_supply(dataset: Dataset, supplier: str, lane: str, day: date) -> list[tuple[str, str]]:
    """The rows by which a supply was disputed up to a day, as (date, summary), the oldest first.

    [] if no delivery was on record by then, or an undisputed one. A disputed rule that rests on a page of a delivery
    says the same and is left out.
    """
    deliveries = [row for row in _deliveries(dataset).get((supplier, lane), ()) if row["day"] <= day]
    if not deliveries or any(row["certainty"] != "disputed" for row in deliveries):
        return []
    told = [(row["day"], str(row["date"]), str(row["summary"])) for row in deliveries]
    pages = {page for row in deliveries for page in list_items(row["source_ids"])}
    with suppress(UnusableTable):
        for changes in rule_log.rule_log(dataset).disputes.get((supplier, lane), {}).values():
            told += [
                (change.effective, change.effective_text, change.summary)
                for change in changes
                if change.day("then") <= day and pages.isdisjoint(change.source_ids)
            ]
    return [(text, summary) for _, text, summary in sorted(told)]


@memoized(1)
def _reported_uses(dataset: Dataset) -> Mapping[str, Sequence[tuple[date, str]]]:
    """family -> (day from which it was public, date as published) of each report of use, in whatever table and area.

    Disputed rows do not count; a table that cannot be used has none.
    """
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    with suppress(UnusableTable):
        steps, _ = transfers_until(dataset["transfers"], date.max, rule_log.families(dataset["systems"]))
        for row in steps[(steps["kind"] == "use_reported") & (steps["certainty"] != "disputed")].itertuples():
            found[row.lane].append((row.day, row.date))
    with suppress(UnusableTable):
        log = rule_log.rule_log(dataset)
        for change in log.changes:
            if change.restates_how == "use_reported" and change.certainty != "disputed":
                found[log.family(change.system_id)].append((change.day("then"), change.effective_text))
    return dict(found)


def last_use(dataset: Dataset, family: str, day: date) -> str:
    """When use of a family was last reported by a day, as published; "" if it never was."""
    public = [text for known, text in _reported_uses(dataset).get(family, ()) if known <= day]
    return max(public, key=first_day, default="")


def furthest_supply(dataset: Dataset, family: str, day: date) -> str:
    """How far the supply of a family had got by a day: a step, "used" if only use or stock is reported, or ""."""
    steps, _ = transfers_until(dataset["transfers"], day, rule_log.families(dataset["systems"]), [family])
    return supply_step(steps)


def period_end(period: str) -> date | None:
    """The last day of a period written as dates ("2022-01/2024-10", "2024"); None if it is in words."""
    try:
        return last_day(period.split("/")[-1])
    except ValueError:
        return None


def counts_from(figure_date: str, period: str, known: str) -> date:
    """The day from which a figure is shown: when published; in hindsight already at its period's end."""
    published = first_day(figure_date)
    ended = period_end(period) if known == "now" else None
    return min(published, ended) if ended else published


def figures_until(aid: pd.DataFrame, day: date, known: str) -> tuple[pd.DataFrame, int]:
    """The aid figures shown on a day under a clock, in the order of the file, and how many are not yet."""
    kept = pd.Series(
        [counts_from(row.date, row.period, known) <= day for row in aid.itertuples()], index=aid.index, dtype=bool
    )
    return aid[kept].reset_index(drop=True), int((~kept).sum())


def figures_by_currency(figures: pd.DataFrame, measure: str) -> list[tuple[str, pd.DataFrame]]:
    """One measure's figures by currency, the currency with the most figures first.

    No frame has figures of two measures or two currencies.
    """
    rows = figures[figures["measure"] == measure]
    return [
        (str(currency), rows[rows["currency"] == currency].reset_index(drop=True))
        for currency in rows["currency"].value_counts().index
    ]


def figures_by_period(rows: pd.DataFrame) -> list[tuple[str, list[Any]]]:
    """One measure's figures in one currency, as rows with columns as attributes, by period, the last to end first.

    Figures on different periods are not compared.

    Within a period the largest come first where several donors gave, else the earliest.
    """
    groups: dict[str, list[Any]] = {}
    for row in rows.itertuples(index=False):
        groups.setdefault(str(row.period), []).append(row)
    for figures in groups.values():
        several = len({row.donor for row in figures}) > 1
        figures.sort(key=lambda row: -row.value) if several else figures.sort(key=lambda row: first_day(row.date))
    return sorted(
        groups.items(),
        key=lambda group: period_end(group[0]) or max(first_day(row.date) for row in group[1]),
        reverse=True,
    )
