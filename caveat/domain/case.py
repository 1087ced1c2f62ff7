"""The names of the case: its countries, areas, issues, and what is known of suppliers with their systems."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset, list_items
from caveat.domain.territories import territory_path


@dataclass(frozen=True)
class Country:
    """A state or body as the table `countries` has it."""

    code: str
    name: str
    in_sentence: str
    capital: str
    kind: str


@dataclass(frozen=True)
class Territory:
    """An area that rules are about, as the table `territories` has it, with its defaults for what is blank.

    `path` has its id and those of its parents, narrowest first. `shapes` are ids of geo/.
    """

    id: str
    name: str
    in_sentence: str
    as_noun: str
    short_name: str
    heading: str
    lead: str
    shapes: tuple[str, ...]
    shape_note: str
    path: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The area that a rule is about: "the Kursk area"; the general one with all that is in it: "Russia"."""
        return self.name if self.lead == "general" else self.as_noun

    @property
    def in_rule(self) -> str:
        """The same within a sentence: "in the Kursk area", "in Russia"."""
        return f"in {self.name}" if self.lead == "general" else self.in_sentence


@dataclass(frozen=True)
class Pair:
    """What the table `pairs` says of a supplier with a system; all blank for a pair without a row."""

    name_suffix: str = ""
    scope: str = ""
    note: str = ""


@dataclass(frozen=True)
class Issue:
    """What positions are about."""

    id: str
    name: str
    system_ids: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Case:
    """The names of a data set. An id without a row is shown as itself. Equal only to itself, to be part of keys.

    `matrix` has the ids of the areas in the matrix, `cards` the pairs of supplier and system with a card, in order.
    `parents` has the wider area of each territory but the widest.
    """

    countries: Mapping[str, Country]
    territories: Mapping[str, Territory]
    parents: Mapping[str, str]
    matrix: tuple[str, ...]
    issues: Mapping[str, Issue]
    pairs: Mapping[tuple[str, str], Pair]
    cards: tuple[tuple[str, str], ...]

    @property
    def lead_area(self) -> str:
        """The id of the area that leads; without one the last of the matrix."""
        leading = [area for area in self.matrix if self.territory(area).lead == "general"]
        return (leading or [*self.matrix[-1:], ""])[0]

    def country(self, code: str) -> Country:
        """A country or body by its code."""
        return self.countries.get(code) or Country(code, code, code, code, "")

    def country_name(self, code: str) -> str:
        """The name for a country or body code: "United States"."""
        return self.country(code).name

    def capital_name(self, code: str) -> str:
        """The capital in place of a government: "Washington"; the name of the country if no capital is known."""
        return self.country(code).capital or self.country_name(code)

    def territory(self, territory_id: str) -> Territory:
        """An area by its id."""
        if territory_id in self.territories:
            return self.territories[territory_id]
        return _territory({"territory_id": territory_id, "name": territory_id, **_BLANK["territories"]}, {})

    def pair(self, supplier: str, system_id: str) -> Pair:
        """What must be known of a supplier with a system."""
        return self.pairs.get((supplier, system_id)) or Pair()

    def issue_name(self, issue: str) -> str:
        """The name of an issue by its id."""
        return self.issues[issue].name if issue in self.issues else issue

    def issues_about(self, *system_ids: str) -> tuple[str, ...]:
        """The ids of the issues that are about one of some systems."""
        return tuple(key for key, issue in self.issues.items() if set(issue.system_ids) & set(system_ids))


# The tables that a Case is made from; that of the rules only says which areas have some.
TABLES = ("countries", "territories", "issues", "pairs")


@memoized(1)
def case(dataset: Dataset) -> Case:
    """The names of a data set. UnusableTable if one of their tables cannot be used."""
    for table in TABLES:
        dataset[table]  # raises its UnusableTable
    return usable_case(dataset)


@memoized(1)
def usable_case(dataset: Dataset) -> Case:
    """The names in the tables that can be used, for lines that are shown whatever is broken."""
    tables = (*TABLES, "restrictions")
    return case_of({table: dataset[table].to_dict("records") for table in tables if table in dataset.frames})


def case_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Case:
    """The names in the rows of tables, by table; a column or table that an older version has not counts as blank."""
    rows, pairs = _rows(tables, "territories"), _rows(tables, "pairs")
    parents = {row["territory_id"]: row["parent_id"] for row in rows if row["parent_id"]}
    ruled = dict.fromkeys(row["territory"] for row in tables.get("restrictions", ()))
    return Case(
        countries={
            row["code"]: Country(
                row["code"], row["name"], row["in_sentence"] or row["name"], row["capital"], row["kind"]
            )
            for row in _rows(tables, "countries")
        },
        territories={row["territory_id"]: _territory(row, parents) for row in rows},
        parents=parents,
        matrix=_matrix([row["territory_id"] for row in _ordered(rows, "matrix_order")], parents, ruled),
        issues={
            row["issue"]: Issue(row["issue"], row["name"], tuple(list_items(row["system_ids"])))
            for row in _rows(tables, "issues")
        },
        pairs={
            (row["supplier"], row["system_id"]): Pair(row["name_suffix"], row["scope"], row["note"]) for row in pairs
        },
        cards=tuple((row["supplier"], row["system_id"]) for row in _ordered(pairs, "card_order")),
    )


_BLANK = {
    "countries": dict.fromkeys(("in_sentence", "capital", "kind"), ""),
    "territories": dict.fromkeys(
        ("in_sentence", "as_noun", "short_name", "heading", "matrix_order", "lead", "shape", "shape_note"), ""
    ),
    "issues": {"system_ids": ""},
    "pairs": dict.fromkeys(("name_suffix", "scope", "note", "card_order"), ""),
}


def _rows(tables: Mapping[str, Sequence[Mapping[str, Any]]], table: str) -> list[dict[str, Any]]:
    return [{**_BLANK[table], **row} for row in tables.get(table, ())]


def _territory(row: Mapping[str, str], parents: Mapping[str, str]) -> Territory:
    name = row["name"]
    return Territory(
        row["territory_id"],
        name,
        row["in_sentence"] or f"in {name}",
        row["as_noun"] or name,
        row["short_name"] or name,
        row["heading"] or name,
        row["lead"],
        tuple(list_items(row["shape"])),
        row["shape_note"],
        _path(row["territory_id"], parents),
    )


def _path(territory: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The territory and its parents; alone where they form a circle, which the log of rules refuses."""
    try:
        return territory_path(territory, parents)
    except ValueError:
        return (territory,)


def _ordered(rows: Iterable[Mapping[str, Any]], column: str) -> list[Mapping[str, Any]]:
    """The rows with a number in a column, by that number."""
    return sorted((row for row in rows if _number(row[column])), key=lambda row: _number(row[column]))


def _number(cell: Any) -> float:
    """A number of a table, also as text; 0 for a blank or bad cell. Such numbers begin with 1."""
    try:
        number = float(cell)
    except ValueError:
        return 0
    return number if number > 0 else 0


def _matrix(ordered: Sequence[str], parents: Mapping[str, str], ruled: Iterable[str]) -> tuple[str, ...]:
    """The areas of the matrix: those with a place, and those without one whose rules it would not show otherwise.

    An area without a place comes before the wider one that it is part of, or last.
    """
    matrix = list(ordered)
    for territory in ruled:
        if any(territory in _path(shown, parents) for shown in matrix):
            continue
        wider = [area for area in _path(territory, parents) if area in matrix]
        matrix.insert(matrix.index(wider[0]) if wider else len(matrix), territory)
    return tuple(matrix)
