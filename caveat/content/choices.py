"""The keys that single pages have of their own: what each may say, what stands where an address names nothing, what is then shown. One reading for pages, first HTML, cards and CSVs."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from caveat.content import data, story, suppliers
from caveat.content import positions as positions_page
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain import citations, positions
from caveat.domain.query import View
from caveat.text import claims as claim_words
from caveat.text import data_page as source_words
from caveat.text import story as story_words
from caveat.text.timeline import TERRITORY_CHOICE, ZOOM_CHOICE

Query = Mapping[str, Sequence[str]]
Options = tuple[Mapping[str, str], str]
# page -> its own keys; a page that is absent has none. A key means the same on every page that has it.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "compare": ("attribute",),
        "timeline": ("territory", "zoom"),
        "positions": ("issue", "country"),
        "suppliers": ("measure",),
        "story": ("agrees",),
        "data": ("row", "q", "kind", "page"),
    }
)
# The keys of a view (caveat.view) that change what a page says, beside the day and the clock, which every address names.
VIEW_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "briefing": ("from", "sys"),
        "map": ("sys",),
        "compare": ("sys",),
        "timeline": ("sys",),
        "suppliers": ("sys",),
        "system": ("id",),
    }
)
# Chooses nothing.
ALL = "all"
# The longest text that is looked for, the longest id that is looked up.
LONGEST, LONGEST_ID = 120, 80


def options(key: str, dataset: Dataset, view: View) -> Options:
    """What a key may say (id -> what readers call it) and what stands where the address names nothing. KeyError for a key without a list; BrokenTable where its table cannot be used."""
    return _OPTIONS[key](dataset, view)


def read(query: Query, key: str, known: Mapping[str, str], default: str) -> tuple[str, str]:
    """(value, note): what an address asks for under a key; the default, with a note in words, where it asks for nothing that is known."""
    named = [one for one in query.get(key, ()) if one]
    found = [one for one in named if one in known]
    unknown = next((one for one in named if one not in known), "")
    value = found[-1] if found else default
    return (
        value,
        f"The address asks for {key}={unknown[:40]}, which is not possible here. Shown instead: {known.get(value, value)}."
        if unknown
        else "",
    )


def one(key: str, dataset: Dataset, view: View, query: Query) -> str:
    """The value of a key that has a list."""
    return read(query, key, *options(key, dataset, view))[0]


def text(query: Query, key: str, longest: int = LONGEST) -> str:
    """What an address looks for under a key: on one line, cut."""
    return " ".join((list(query.get(key, ())) or [""])[-1].split())[:longest]


def row_id(query: Query) -> str:
    """The id of the row that an address opens on the data page; "" for none."""
    return next((one for one in reversed(query.get("row", ())) if one), "")[:LONGEST_ID]


def number(query: Query, key: str, last: int) -> tuple[int, str]:
    """(number, note): which of the pages 1 to `last` of a list an address asks for; the first, with a note, where it asks for none of them."""
    asked = (list(query.get(key, ())) or [""])[-1]
    if not asked or (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= max(last, 1)):
        return int(asked or 1), ""
    there_are = "there is 1 page" if last <= 1 else f"there are {last} pages"
    return 1, f"The address asks for {key}={asked[:40]}, and {there_are}. Shown instead: the first page."


def shown(dataset: Dataset, page_id: str, view: View, query: Query) -> tuple[dict[str, str], list[str]]:
    """What a page shows under each of its own keys, be it asked for or a default ("" for no search and no row), and a note for each value that had to be replaced."""
    if page_id == "data":
        return _data(dataset, view, query)
    found = {key: read(query, key, *options(key, dataset, view)) for key in KEYS.get(page_id, ())}
    return {key: value for key, (value, _) in found.items()}, [note for _, note in found.values() if note]


def _data(dataset: Dataset, view: View, query: Query) -> tuple[dict[str, str], list[str]]:
    looked_for, (kind, about_kind) = text(query, "q"), read(query, "kind", *options("kind", dataset, view))
    pages = data.pages(len(sources(dataset, looked_for, kind))) if "page" in query else 1
    page, about_page = number(query, "page", pages)
    values = {"row": row_id(query), "q": looked_for, "kind": kind, "page": str(page)}
    return values, [note for note in (about_kind, about_page) if note]


def sources(dataset: Dataset, looked_for: str, kind: str) -> pd.DataFrame:
    """The sources of a search and a kind (or "all"). BrokenTable where sources cannot be read."""
    return citations.find_sources(dataset, looked_for, "" if kind == ALL else kind)


def changed(dataset: Dataset, page_id: str, view: View, query: Query) -> dict[str, str]:
    """The page's own keys whose value is not what the page shows by itself: what an address must name to lead to this very view."""
    if not any(key in query for key in KEYS.get(page_id, ())):
        return {}
    ours, _ = shown(dataset, page_id, view, query)
    plain, _ = shown(dataset, page_id, view, {})
    return {key: value for key, value in ours.items() if value != plain[key]}


_OPTIONS: Mapping[str, Callable[[Dataset, View], Options]] = MappingProxyType(
    {
        "attribute": lambda tables, view: (claim_words.ATTRIBUTE, "range_km"),
        "territory": lambda tables, view: (TERRITORY_CHOICE, "ru_kursk"),
        "zoom": lambda tables, view: (ZOOM_CHOICE, "war"),
        "issue": lambda tables, view: (positions_page.issue_options(), "atacms_inside_russia"),
        "country": lambda tables, view: (positions_page.country_options(tables), positions.ALL),
        "measure": lambda tables, view: suppliers.measures(tables, view),
        "agrees": lambda tables, view: (story_words.filter_labels(story.counts(story.facts(tables))), ALL),
        "kind": lambda tables, view: (
            {ALL: source_words.ALL_KINDS} | {one: source_words.source_kind(one) for one in _kinds(tables)},
            ALL,
        ),
    }
)


def _kinds(dataset: Dataset) -> list[str]:
    return schema.enum("sources", "kind", dataset.folder)
