"""A second, slow implementation of the rules, written from the documentation over rows of the csv module.

It shares no line with caveat/, so that pages, API and feeds can be compared with it.
"""

import csv
import re
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
TERRITORIES = ["ua_occupied", "ru_border", "ru_kursk", "ru_any"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
COUNTRY_NAMES = {
    "US": "United States",
    "GB": "United Kingdom",
    "FR": "France",
    "DE": "Germany",
    "IT": "Italy",
    "UA": "Ukraine",
    "RU": "Russia",
}
STATUS_WORDS = {
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
    """Return the rows of a table of data/ as text, without those that were withdrawn."""
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if not row.get("withdrawn")]


@lru_cache(maxsize=2048)
def first_day(text: str) -> date:
    """Return the first day of a date; a date may be a day, a month or a year."""
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return date(*parts[:3])


def spoken_date(text: str) -> str:
    """Return a date as readers see it, no more precise than published."""
    parts = [int(part) for part in text.split("-")]
    words = [str(parts[2])] if len(parts) > 2 else []
    return " ".join([*words, *([MONTHS[parts[1] - 1]] if len(parts) > 1 else []), str(parts[0])])


def entry_day(row: dict[str, str], known: str) -> date:
    """Return the first day on which a row counts under a clock ("then" or "now")."""
    effective, reported = first_day(row["effective"]), first_day(row["reported"])
    return max(effective, reported) if known == "then" else effective


@dataclass(frozen=True)
class ExpectedState:
    """The permission of a supplier and system in a territory on a day, and the row that sets it.

    `since` is the date of the first of the last rows with the same status and certainty; `rules` counts the authorities.
    """

    status: str
    certainty: str = ""
    authority: str = ""
    change_id: str = ""
    since: str = ""
    rules: int = 0


def fold(supplier: str, system_id: str, territory: str, day: date, known: str, only: str = "") -> ExpectedState:
    """Return the permission that the log gives on a day under a clock, by the rules of one authority if it is named.

    Each authority's latest row for the narrowest territory counts; among authorities the strictest.
    """
    family = next(
        (row["family_id"] for row in rows("systems") if row["system_id"] == system_id and row["family_id"]), system_id
    )
    territories = [territory]
    while PARENT[territories[-1]]:
        territories.append(PARENT[territories[-1]])
    # Rows that counted by then, oldest first; the order of the file decides between equal dates.
    candidates = [
        row
        for _, _, _, row in sorted(
            (first_day(row["effective"]), first_day(row["reported"]), index, row)
            for index, row in enumerate(rows("restrictions"))
            if row["supplier"] == supplier
            and row["system_id"] == family
            and row["territory"] in territories
            and first_day(row["effective"]) <= day
            and row["certainty"] != "disputed"
            and (not only or row["authority"] == only)
            and (known == "now" or first_day(row["reported"]) <= day)
        )
    ]
    rules = []
    for authority in {row["authority"] for row in candidates}:
        own = [row for row in candidates if row["authority"] == authority]
        narrowest = min((row["territory"] for row in own), key=territories.index)
        *earlier, latest = [row for row in own if row["territory"] == narrowest]
        start = latest
        for row in reversed(earlier):
            if (row["status"], row["certainty"]) != (latest["status"], latest["certainty"]):
                break
            start = row
        rules.append((latest, start))
    if not rules:
        return ExpectedState("no_record")
    # Among equally strict rules the supplier's own is named.
    row, start = max(rules, key=lambda rule: (STRICTNESS.index(rule[0]["status"]), rule[0]["authority"] == supplier))
    return ExpectedState(
        row["status"], row["certainty"], row["authority"], row["change_id"], start["effective"], len(rules)
    )


@dataclass(frozen=True)
class ExpectedRule:
    """The row that set a state (through those that repeat it), its newest condition, the row that last confirmed it."""

    row: dict[str, str]
    condition: str
    confirmed: dict[str, str] | None

    @property
    def source_urls(self) -> set[str]:
        """The addresses that back the rule and its confirmation."""
        return source_urls(self.row["source_ids"]) | (
            source_urls(self.confirmed["source_ids"]) if self.confirmed else set()
        )


def standing_rule(state: ExpectedState, territory: str, day: date, known: str) -> ExpectedRule | None:
    """Return the rule behind a state, None without a record.

    Confirmed by a later row that repeats it in words (also through others) with its status for the area or one around it, official ones first.
    """
    by_id = {row["change_id"]: row for row in rows("restrictions")}
    counts = {key for key, row in by_id.items() if entry_day(row, known) <= day and row["certainty"] != "disputed"}
    if not state.change_id:
        return None
    chain = [by_id[state.change_id]]
    while chain[-1]["restates"] in counts and by_id[chain[-1]["restates"]]["status"] == state.status:
        chain.append(by_id[chain[-1]["restates"]])
    root, rule = chain[-1], chain[-1]
    order = list(by_id)

    def rank(row: dict[str, str]) -> tuple[date, date, int]:
        return first_day(row["effective"]), first_day(row["reported"]), order.index(row["change_id"])

    # A rule that another one replaced does not come back: the first row after the break tells the rule.
    same = ("supplier", "authority", "system_id", "territory")
    own = sorted((by_id[key] for key in counts if all(by_id[key][k] == chain[0][k] for k in same)), key=rank)
    own = [row for row in own if rank(root) <= rank(row) <= rank(chain[0])]
    breaks = [number for number, row in enumerate(own) if row["status"] != state.status]
    if breaks:
        rule = own[breaks[-1] + 1]
        chain = [row for row in chain if rank(row) >= rank(rule)]

    def ancestors(row: dict[str, str]) -> list[str]:
        found = []
        while row["restates"] in by_id:
            row = by_id[row["restates"]]
            found.append(row["change_id"])
            if row["change_id"] not in counts:
                return []
        return found

    around = [territory]
    while PARENT[around[-1]]:
        around.append(PARENT[around[-1]])
    repeating = [by_id[key] for key in counts if root["change_id"] in ancestors(by_id[key])]
    repeating = [
        row
        for row in repeating
        if row["status"] == rule["status"]
        and row["territory"] in around
        and row["restates_how"] not in ("use_reported", "said_by_others")
        and first_day(row["effective"]) > first_day(rule["effective"])
    ]

    def newest(found: list[dict[str, str]]) -> dict[str, str] | None:
        return max(found, key=rank, default=None)

    confirmed = newest([row for row in repeating if row["certainty"] == "official"] or repeating)
    naming = newest([row for row in (*chain, confirmed) if row and row["condition"]])
    return ExpectedRule(rule, naming["condition"] if naming else "", confirmed)


def condition_sentence(rule: ExpectedRule) -> str:
    """Return the condition as the pages say it, "" if the rule's summary has its words already."""
    words, said = (set(re.findall(r"\w+", text.lower())) for text in (rule.condition, rule.row["summary"]))
    if words - {"only"} <= said:
        return ""
    return f"{'Each use' if rule.row['status'] == 'case_by_case' else 'Condition:'} {rule.condition}."


def supplier_system_pairs() -> list[tuple[str, str]]:
    """Return every supplier and system that the log speaks of, in its order."""
    return list(dict.fromkeys((row["supplier"], row["system_id"]) for row in rows("restrictions")))


def system_name(system_id: str) -> str:
    """Return a system's name without its bracket."""
    return next(row["name"] for row in rows("systems") if row["system_id"] == system_id).split(" (")[0]


def pair_name(supplier: str, system_id: str) -> str:
    """Return it with what the table of pairs says after it."""
    suffixes = {(row["supplier"], row["system_id"]): row["name_suffix"] for row in rows("pairs")}
    return f"{system_name(system_id)} {suffixes.get((supplier, system_id), '')}".strip()


def source_urls(source_ids: str) -> set[str]:
    """Return the addresses of a list of sources that is separated by semicolons."""
    ids = {source_id.strip() for source_id in source_ids.split(";")}
    return {row["url"] for row in rows("sources") if row["source_id"] in ids}


def format_number(text: str) -> str:
    """Return a number of a CSV as readers see it: thousands with commas, no needless zeros."""
    value = float(text)
    return f"{value:,.0f}" if value.is_integer() or abs(value) >= 100 else f"{value:,.2f}".rstrip("0")


def value_phrases(row: dict[str, str], unit: str = " km") -> set[str]:
    """Return the ways in which a claim's value may be said, with its qualifier."""
    low, high = (format_number(row[column]) + unit if row[column] else "" for column in ("value_low", "value_high"))
    phrases = {
        "exactly": {low},
        "about": {f"about {low}"},
        "up_to": {f"up to {high}"},
        "at_least": {f"more than {low}", f"at least {low}"},
        "between": {f"{low} to {high}", f"{low.removesuffix(unit)} to {high}"},
    }
    return phrases[row["qualifier"]]


def headline_range(system_id: str) -> dict[str, str]:
    """Return the range claim that is marked as a system's headline."""
    return next(
        row
        for row in rows("claims")
        if row["system_id"] == system_id and row["attribute"] == "range_km" and row["headline"] == "yes"
    )
