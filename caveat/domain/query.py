"""The view that an address asks for, and the query of a view; bad values are replaced with a note."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Self

from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import parse_day, spoken
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history, rule_log
from caveat.domain.address import meant, trimmed, written_day
from caveat.domain.rule_log import Clock

CLOCKS: tuple[Clock, ...] = ("then", "now")
# The keys of a view; everything else in an address belongs to the page that shows it.
VIEW_KEYS = ("asof", "known", "sys", "from", "id")
# How far back "what changed" looks where the address names no day.
LOOK_BACK = timedelta(days=7)
# So many systems of a list in an address are read.
MAX_LISTED = 100
# Stands in a permanent link for "no choice among the systems"; never the id of one.
ALL_SYSTEMS = "all"


@dataclass(frozen=True)
class View:
    """What a reader chose.

    `systems` is empty if nothing was chosen (each page has its own default); `since` is the earlier day of two that
    are compared, None if the address names none.
    """

    asof: date
    known: Clock = "then"
    systems: tuple[str, ...] = ()
    since: date | None = None
    id: str = ""

    @property
    def compared_from(self) -> date:
        """The day that "what changed since" counts from."""
        return self.since if self.since is not None else self.asof - LOOK_BACK

    def on(self, day: date) -> Self:
        """The same view on another day; `since` is dropped if it would not be earlier."""
        return replace(self, asof=day, since=self.since if self.since and self.since < day else None)


@dataclass(frozen=True)
class QueryBounds:
    """The values that an address may have: days, the day of an address without one, ids of systems."""

    default: date
    latest: date
    systems: Collection[str]
    earliest: date


@memoized(8)
def query_bounds(dataset: Dataset, today: date) -> QueryBounds:
    """The days and systems that an address may name.

    If the restrictions cannot be used, today is the default; if case.toml cannot, the default is the earliest day.
    """
    systems = [] if "systems" in dataset.broken else list(dataset["systems"]["system_id"])
    try:
        default = rule_history.change_days(rule_log.rule_log(dataset), "then")[-1]
    except (UnusableTable, IndexError, ValueError):
        default = today
    default = min(default, today)
    earliest = min(dataset.read_settings.first_day, default) if dataset.read_settings else default
    return QueryBounds(default=default, latest=today, systems=systems, earliest=earliest)


def parse_query(address: Mapping[str, Sequence[str]], bounds: QueryBounds) -> tuple[View, list[str]]:
    """The view that an address asks for, and a note in words for each value that had to be replaced."""
    notes: list[str] = []
    asof = _day("asof", address, bounds, bounds.default, notes) or bounds.default
    # A permanent link of the first covered days names a day to compare with that lies before them.
    since = _day("from", address, replace(bounds, earliest=bounds.earliest - LOOK_BACK), None, notes)
    named = dict.fromkeys(each for value in address.get("sys", ()) for each in _listed(value, bounds.systems))
    if since == asof - LOOK_BACK and ALL_SYSTEMS in named:
        # A permanent link once wrote this default out, where the reader compared no days.
        since = None
    if since == asof:
        notes.append(f"The address compares {spoken(asof)} with itself. Shown: that day alone.")
        since = None
    elif since and since > asof:
        notes.append(
            f"The address compares {spoken(since)} with the earlier {spoken(asof)}. Shown: the earlier day first."
        )
        asof, since = since, asof
    asked = _last_value(address, "known") or "then"
    clock = meant(trimmed(asked), CLOCKS)
    if not clock:
        notes.append(
            f"The address asks for known={_quote_short(asked)}. Possible are “then” and “now”. Shown: as known then."
        )
    known: Clock = "now" if clock == "now" else "then"
    systems = []
    for system_id in named:
        if system_id in bounds.systems:
            systems.append(system_id)
        elif system_id != ALL_SYSTEMS:
            notes.append(
                f"The address names the system {_quote_short(system_id)}, which is not in the table. It was left out."
            )
    named_id = trimmed(_last_value(address, "id"))
    return View(asof, known, tuple(systems), since, meant(named_id, bounds.systems) or named_id[:80]), notes


def _listed(value: str, systems: Collection[str]) -> list[str]:
    """The ids that a value lists; what is the id of nothing stays as it was written."""
    ids = [*systems, ALL_SYSTEMS]
    found: list[str] = []
    for item in list(dict.fromkeys(re.split(r"[,;|/+，、；]", value)))[:MAX_LISTED]:
        item = trimmed(item)
        words = [word for word in item.split() if word not in ("and", "&")]
        if meant(item, ids) or not all(meant(word, ids) for word in words):
            words = [item]
        found += [meant(word, ids) or word for word in words]
    return found


def view_query(view: View) -> dict[str, str | list[str]]:
    """The query of a view: every value that was chosen, by id, the day and the clock always."""
    query: dict[str, str | list[str]] = {"asof": view.asof.isoformat(), "known": view.known}
    if view.since:
        query["from"] = view.since.isoformat()
    if view.systems:
        query["sys"] = list(view.systems)
    if view.id:
        query["id"] = view.id
    return query


def query_pairs(query: Mapping[str, str | Sequence[str]]) -> list[tuple[str, str]]:
    """A query as pairs of key and value, one for each value, as a form has them."""
    return [(key, each) for key, value in query.items() for each in ([value] if isinstance(value, str) else value)]


def permanent_query(
    view: View, own: Mapping[str, Sequence[str]] = MappingProxyType({}), systems: Sequence[str] = ()
) -> dict[str, str | list[str]]:
    """The query of a view with every default written out, so that new defaults do not change old links.

    `own` has the page's own keys with the values that it shows; `systems` is what the page shows if none was chosen,
    () if that is all of them. Two days are compared on all systems, so that there is no default to write out.
    """
    every = () if view.since else (ALL_SYSTEMS,)
    query = view_query(replace(view, systems=view.systems or tuple(systems) or every))
    return query | {key: list(values) for key, values in own.items() if key not in query and any(values)}


def _last_value(query: Mapping[str, Sequence[str]], key: str) -> str:
    values = [value for value in query.get(key, ()) if value]
    return values[-1] if values else ""


def _quote_short(value: str) -> str:
    """A value from an address in quotes, cut and on one line, to be shown in a note."""
    value = " ".join(value.split())
    return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"


def _day(
    key: str, query: Mapping[str, Sequence[str]], bounds: QueryBounds, fallback: date | None, notes: list[str]
) -> date | None:
    text = _last_value(query, key)
    if not text:
        return fallback
    instead = f"Shown: {spoken(fallback)}." if fallback else "It was left out."
    day = parse_day(written_day(text))
    if day is None:
        notes.append(
            f"The address says {key}={_quote_short(text)}, which is not a day in the form YYYY-MM-DD. {instead}"
        )
        return fallback
    if day < bounds.earliest or day > bounds.latest:
        nearest = min(max(day, bounds.earliest), bounds.latest)
        notes.append(
            f"{spoken(day)} lies outside the days covered, {spoken(bounds.earliest)} to "
            f"{spoken(bounds.latest)}. Shown: {spoken(nearest)}."
        )
        return nearest
    return day
