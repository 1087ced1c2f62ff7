"""The systems, countries, areas and people that a typed question names, by the names in the tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from caveat.content.search_entry import folded_words
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import names
from caveat.domain.case import usable_case

# From this likeness of two words (0 to 100) a misspelt word is taken for a name.
_MIN_SIMILARITY = 84
# Shorter words are taken only as they are written.
_MIN_LETTERS = 5


@dataclass(frozen=True)
class Named:
    """What a question names: ids of systems (families), codes of countries, ids of areas, actors."""

    systems: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@memoized(4)
def _forms(dataset: Dataset) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """What is looked for: kind -> id -> its forms, each a word or several with blanks."""
    known = usable_case(dataset)
    forms: dict[str, Mapping[str, frozenset[str]]] = {"systems": {}, "people": {}}
    if "systems" not in dataset.broken:
        rows = dataset["systems"]
        families = rows["system_id"][rows["family_id"] == ""]
        forms["systems"] = {family: _system_forms(names.short_name(dataset, family)) for family in families}
    if "positions" not in dataset.broken:
        forms["people"] = {actor: _last_word(actor) for actor in dataset["positions"]["actor"].unique()}
    forms["countries"] = {
        code: frozenset(" ".join(folded_words(form)) for form in (country.name, country.capital) if form)
        for code, country in known.countries.items()
    }
    forms["areas"] = {
        area: frozenset(" ".join(folded_words(form)).removesuffix(" area") for form in (each.name, each.short_name))
        for area, each in known.territories.items()
    }
    return forms


def _system_forms(name: str) -> frozenset[str]:
    """A system by its name, by its longest word, and with its words joined: "Storm Shadow", "shadow", "stormshadow"."""
    parts = folded_words(name)
    return frozenset({" ".join(parts), "".join(parts), max(parts, key=len, default="")} - {""})


def _last_word(actor: str) -> frozenset[str]:
    return frozenset(folded_words(actor)[-1:])


def find_names(dataset: Dataset, text: str) -> Named:
    """What a text names, misspelt words too. Codes and initials of countries count in capitals only."""
    parts = folded_words(text)
    phrase = f" {' '.join(parts)} "
    capitals = {word.split("’")[0].split("'")[0].strip(".,?!") for word in text.split()}
    found = {
        kind: tuple(
            key
            for key, ways in forms.items()
            if (kind == "countries" and capitals & _short_forms(dataset, key)) or _has(ways, phrase, parts)
        )
        for kind, forms in _forms(dataset).items()
    }
    return Named(found["systems"], found["countries"], found["areas"], found["people"])


def _short_forms(dataset: Dataset, code: str) -> set[str]:
    """The code of a country and the initials of its name, where it has several words: "GB" and "UK"."""
    initials = "".join(word[0] for word in usable_case(dataset).country_name(code).split() if word[0].isupper())
    return {code, initials} if len(initials) > 1 else {code}


def _has(ways: Iterable[str], phrase: str, parts: list[str]) -> bool:
    return any(f" {way} " in phrase or _alike(way, parts) for way in ways if way)


def _alike(way: str, parts: list[str]) -> bool:
    """Whether a misspelt word, or two words together, stand for a name of one word."""
    if " " in way or len(way) < _MIN_LETTERS:
        return False
    return any(
        len(part) >= _MIN_LETTERS and part[0] == way[0] and fuzz.ratio(part, way) >= _MIN_SIMILARITY for part in parts
    )
