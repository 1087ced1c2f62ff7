"""The fold once more, slow and straight from the design's text, over rows read with the csv module. It shares no line with caveat/."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from caveat.settings import ROOT

DATA = ROOT / "data"
STRICTNESS = ["permitted", "restricted", "case_by_case", "unclear", "prohibited", "not_supplied"]
PARENT = {
    "ru_border": "ru_any",
    "ru_kursk": "ru_any",
    "ru_any": "everywhere",
    "ua_occupied": "everywhere",
    "everywhere": "",
}
AREAS = ["ua_occupied", "ru_border", "ru_kursk", "ru_any"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
COUNTRIES = {
    "US": "United States",
    "GB": "United Kingdom",
    "FR": "France",
    "DE": "Germany",
    "IT": "Italy",
    "UA": "Ukraine",
    "RU": "Russia",
}
WORDS = {
    "permitted": "allowed",
    "restricted": "conditions",
    "case_by_case": "case by case",
    "unclear": "unclear",
    "prohibited": "not allowed",
    "not_supplied": "not supplied",
    "no_record": "no record",
}


@lru_cache(maxsize=32)
def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=2048)
def day_of(text: str) -> date:
    """A date of lower precision counts from its first day."""
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return date(*parts[:3])


def spoken(text: str) -> str:
    """A date as a reader sees it, no more precise than published."""
    parts = [int(part) for part in text.split("-")]
    words = [str(parts[2])] if len(parts) > 2 else []
    return " ".join([*words, *([MONTHS[parts[1] - 1]] if len(parts) > 1 else []), str(parts[0])])


def counts_from(row: dict[str, str], known: str) -> date:
    """The first day on which a row counts."""
    effective, reported = day_of(row["effective"]), day_of(row["reported"])
    return max(effective, reported) if known == "then" else effective


@dataclass(frozen=True)
class Truth:
    """What the log says for one cell."""

    status: str
    certainty: str = ""
    authority: str = ""
    change_id: str = ""
    since: str = ""
    layers: int = 0


def fold(supplier: str, system_id: str, territory: str, day: date, known: str) -> Truth:
    family = next(
        (row["family_id"] for row in rows("systems") if row["system_id"] == system_id and row["family_id"]), system_id
    )
    chain = [territory]
    while PARENT[chain[-1]]:
        chain.append(PARENT[chain[-1]])
    candidates = [
        (day_of(row["effective"]), day_of(row["reported"]), place, row)
        for place, row in enumerate(rows("restrictions"))
        if row["supplier"] == supplier
        and row["system_id"] == family
        and row["territory"] in chain
        and day_of(row["effective"]) <= day
        and row["certainty"] != "disputed"
        and (known == "now" or day_of(row["reported"]) <= day)
    ]
    verdicts = []
    for authority in {row["authority"] for *_, row in candidates}:
        for area in chain:
            there = sorted(
                one for one in candidates if one[3]["authority"] == authority and one[3]["territory"] == area
            )
            if there:
                winner = there[-1][3]
                start = winner
                for *_, row in reversed(there):
                    if (row["status"], row["certainty"]) != (winner["status"], winner["certainty"]):
                        break
                    start = row
                verdicts.append((winner, start))
                break
    if not verdicts:
        return Truth("no_record")
    # The strictest wins; among equals the supplier's own rule is named.
    winner, start = max(verdicts, key=lambda one: (STRICTNESS.index(one[0]["status"]), one[0]["authority"] == supplier))
    return Truth(
        winner["status"],
        winner["certainty"],
        winner["authority"],
        winner["change_id"],
        start["effective"],
        len(verdicts),
    )


def pairs() -> Iterator[tuple[str, str]]:
    """Every supplier and system that the log speaks of."""
    yield from dict.fromkeys((row["supplier"], row["system_id"]) for row in rows("restrictions"))


def name(system_id: str) -> str:
    """A system's name without its bracket."""
    return next(row["name"] for row in rows("systems") if row["system_id"] == system_id).split(" (")[0]


def urls(source_ids: str) -> set[str]:
    """The addresses of the pages that a list of sources names."""
    wanted = {one.strip() for one in source_ids.split(";") if one.strip()}
    return {row["url"] for row in rows("sources") if row["source_id"] in wanted}


def number(text: str) -> str:
    """A number of a CSV as a reader sees it: thousands with commas, no needless zeros."""
    value = float(text)
    return f"{value:,.0f}" if value.is_integer() or abs(value) >= 100 else f"{value:,.2f}".rstrip("0")


def figures(row: dict[str, str], unit: str = " km") -> set[str]:
    """The ways in which a published figure may be said, qualifier included."""
    low, high = (number(row[column]) + unit if row[column] else "" for column in ("value_low", "value_high"))
    ways = {
        "exactly": {low},
        "about": {f"about {low}"},
        "up_to": {f"up to {high}"},
        "at_least": {f"more than {low}", f"at least {low}"},
        "between": {f"{low} to {high}", f"{low.removesuffix(unit)} to {high}"},
    }
    return ways[row["qualifier"]]


def headline_range(system_id: str) -> dict[str, str]:
    """The range claim that is marked as a system's headline."""
    return next(
        row
        for row in rows("claims")
        if row["system_id"] == system_id and row["attribute"] == "range_km" and row["headline"] == "yes"
    )
