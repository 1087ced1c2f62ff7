"""The words that only the subject of data/ can bring into a page or a line of code: they follow the tables."""

import re
from collections.abc import Iterable
from functools import lru_cache

from caveat.dataset import schema, tables

# Names that are words of every subject too.
GENERIC = {"everywhere", "occupied", "area", "border", "any", "africa", "point", "fire"}
# What no table names in one word, and what the tables call things beside their names.
BESIDE = ("Ukrainian", "American", "British", "Crimea", "Pentagon", "White House", "AFP", "Kiel", "founding week")
# Shorter names are syllables of other words; codes of countries are looked for as whole texts.
SHORTEST = 4


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Every name and id of the subject, longest first."""
    read = tables.load(schema.DATA)
    systems, territories = read["systems"], read["territories"]
    places = [word for name in territories["name"] for word in re.findall(r"[A-Z]\w+", name)]
    assert read.settings.map
    found = {
        *systems["system_id"],
        *(name.split(" (")[0] for name in systems["name"]),
        *(part.strip() for text in systems["designation"] for part in text.split("/")),
        *(part for text in systems["family"] for part in text.split("/")),
        *territories["territory_id"],
        *places,
        *(shape for text in territories["shape"] for shape in tables.list_items(text)),
        *read["issues"]["issue"].where(read["issues"]["system_ids"] != "", ""),
        *read["system_groups"]["group_id"],
        *read["countries"]["name"],
        *read["countries"]["capital"],
        *read["positions"]["actor"],
        read.settings.supplied_column,
        read.settings.map.opposite_adjective,
        *BESIDE,
    }
    return tuple(
        sorted((name for name in found if len(name) >= SHORTEST and name.casefold() not in GENERIC), key=len)[::-1]
    )


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The codes of the countries that the rules and the transfers name."""
    read = tables.load(schema.DATA)
    return frozenset(read["restrictions"]["supplier"]) | frozenset(read["transfers"]["recipient"])


@lru_cache(maxsize=4)
def _pattern(flags: int, without: frozenset[str]) -> re.Pattern[str]:
    every = "|".join(re.escape(name) for name in names() if name not in without)
    return re.compile(rf"(?<![A-Za-z0-9])({every})(?![A-Za-z0-9])", flags)


def found_in(text: str, ignore_case: bool = False, without: Iterable[str] = ()) -> list[str]:
    """The names of the subject that a text has, each once."""
    pattern = _pattern(re.IGNORECASE if ignore_case else 0, frozenset(without))
    return list(dict.fromkeys(pattern.findall(text)))
