"""The names of the case: its countries, areas, issues, and what is known of suppliers with their systems."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

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


@dataclass(frozen=True)
class Case:
    """The names of a data set. An id without a row is shown as itself.

    `matrix` has the ids of the areas in the matrix, `cards` the pairs of supplier and system with a card, in order.
    `parents` has the wider area of each territory but the widest.
    """

    countries: Mapping[str, Country]
    territories: Mapping[str, Territory]
    parents: Mapping[str, str]
    matrix: tuple[str, ...]
    issues: Mapping[str, Issue]
    pairs: Mapping[tuple[str, str], Pair] = field(default_factory=dict)
    cards: tuple[tuple[str, str], ...] = ()

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
        blank = dict.fromkeys(("in_sentence", "as_noun", "short_name", "heading", "lead", "shape", "shape_note"), "")
        return _territory({"territory_id": territory_id, "name": territory_id, **blank}, {})

    def pair(self, supplier: str, system_id: str) -> Pair:
        """What must be known of a supplier with a system."""
        return self.pairs.get((supplier, system_id)) or Pair()


@memoized(1)
def case(dataset: Dataset) -> Case:
    """The names of a data set. UnusableTable if one of their tables cannot be used."""
    rows = dataset["territories"].to_dict("records")
    parents = {row["territory_id"]: row["parent_id"] for row in rows if row["parent_id"]}
    pairs = dataset["pairs"]
    return Case(
        countries={
            row["code"]: Country(
                row["code"], row["name"], row["in_sentence"] or row["name"], row["capital"], row["kind"]
            )
            for row in dataset["countries"].to_dict("records")
        },
        territories={row["territory_id"]: _territory(row, parents) for row in rows},
        parents=parents,
        matrix=tuple(_ordered(dataset["territories"], "matrix_order")["territory_id"]),
        issues={
            row.issue: Issue(row.issue, row.name, tuple(list_items(row.system_ids)))
            for row in dataset["issues"].itertuples()
        },
        pairs={(row.supplier, row.system_id): Pair(row.name_suffix, row.scope, row.note) for row in pairs.itertuples()},
        cards=tuple(_ordered(pairs, "card_order")[["supplier", "system_id"]].itertuples(index=False, name=None)),
    )


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
        territory_path(row["territory_id"], parents),
    )


def _ordered(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with a number in a column, by that number."""
    return frame[frame[column].notna()].sort_values(column, kind="stable")
