"""Sources as readers meet them: publisher, title, link, date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from caveat.dataset import schema
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset, list_items


@dataclass(frozen=True)
class Source:
    """One published page.

    `url` is empty unless it is http or https, so that it is safe in a link. `publisher` is as readers see it:
    "Reuters (at TODAY)" where the page prints another's text, "UNN (citing The Times)" where it reports it.
    `weight` is that of the page as evidence, from 5 to 1, 0 if unknown; `marked` says "state_controlled" or
    "machine_made", of a publisher in `country` (its name within a sentence). `outlet` is where the page stands;
    `origins` are those whose text or report it has, and `origin_form` says which of the two.
    """

    id: str
    publisher: str
    title: str
    url: str
    published: str
    kind: str
    language: str
    language_name: str = ""
    weight: float = 0
    marked: str = ""
    country: str = ""
    outlet: str = ""
    origins: tuple[str, ...] = ()
    origin_form: str = ""

    @property
    def author(self) -> str:
        """Whose words the page has: the last of those whose text it prints, else the outlet."""
        return self.origins[-1] if self.origins and self.origin_form == "text" else self.outlet

    @property
    def date(self) -> str:
        """When it was published, as readers see it; "undated" if the page has no date."""
        return spoken(self.published) if self.published else "undated"


@memoized(4)
def sources_by_id(dataset: Dataset) -> Mapping[str, Source]:
    """source_id -> Source; empty if the table cannot be used, so that values can still be shown."""
    if "sources" in dataset.broken:
        return {}
    spoken_in = schema.meanings("sources", "language", dataset.folder)
    publishers, countries = _publishers(dataset), _country_names(dataset)
    return {
        row.source_id: Source(
            row.source_id,
            _byline(row, publishers),
            row.title,
            row.url if row.url.startswith(("https://", "http://")) else "",
            row.published,
            row.kind,
            row.language,
            spoken_in.get(row.language, row.language),
            _page_weight(row, publishers),
            *_mark(row, publishers, countries),
            _shown_name(row.publisher, publishers),
            _origin_names(row, publishers),
            getattr(row, "origin_form", ""),
        )
        for row in dataset["sources"].itertuples()
    }


def resolve_sources(dataset: Dataset, ids: Iterable[str]) -> list[Source]:
    """The sources of ids, once each, the weightiest first; an unknown id gives a Source that has only its id."""
    known = sources_by_id(dataset)
    resolved = [
        known.get(source_id) or Source(source_id, source_id, "", "", "", "", "") for source_id in dict.fromkeys(ids)
    ]
    return sorted(resolved, key=lambda source: -source.weight)


def weightiest_first(dataset: Dataset, ids: str) -> str:
    """A list of ids, joined by semicolons as in the tables, in the order of `resolve_sources`."""
    return schema.LIST_SEPARATOR.join(source.id for source in resolve_sources(dataset, list_items(ids)))


def _publishers(dataset: Dataset) -> Mapping[str, Any]:
    """publisher -> its row; empty if the table cannot be read, or in a release that has none."""
    if "publishers" not in dataset.frames:
        return {}
    return {row.publisher: row for row in dataset["publishers"].itertuples()}


def _country_names(dataset: Dataset) -> Mapping[str, str]:
    """code -> name within a sentence; empty if the table cannot be read, or in a release that has none."""
    if "countries" not in dataset.frames:
        return {}
    return {row.code: row.in_sentence or row.name for row in dataset["countries"].itertuples()}


def _shown_name(publisher: str, publishers: Mapping[str, Any]) -> str:
    return (publishers[publisher].name or publisher) if publisher in publishers else publisher


def _origin_names(row: Any, publishers: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_shown_name(origin, publishers) for origin in list_items(getattr(row, "origins", "")))


def _byline(row: Any, publishers: Mapping[str, Any]) -> str:
    name = _shown_name(row.publisher, publishers)
    origins = ", ".join(_origin_names(row, publishers))
    if not origins:
        return name
    return f"{origins} (at {name})" if row.origin_form == "text" else f"{name} (citing {origins})"


def _mark(row: Any, publishers: Mapping[str, Any], countries: Mapping[str, str]) -> tuple[str, str]:
    """The mark of the page's publisher, or of one whose text it prints, and that publisher's country; ("", "") if none.

    What a page tells of another's report is its own.
    """
    printed = list_items(row.origins) if getattr(row, "origin_form", "") == "text" else []
    marked = (publishers[name] for name in (row.publisher, *printed) if name in publishers and publishers[name].marked)
    return next(
        ((publisher.marked, countries.get(publisher.country, publisher.country)) for publisher in marked), ("", "")
    )


def _page_weight(row: Any, publishers: Mapping[str, Any]) -> float:
    """The publisher's weight.

    A printed text weighs half a step less than its lightest origin, unless its carrier is marked; a copy in place of
    an original weighs 2 at most.
    """
    if row.publisher not in publishers:
        return 0
    publisher = publishers[row.publisher]
    weight = float(publisher.weight)
    origins = [publishers[origin] for origin in list_items(row.origins) if origin in publishers]
    if origins and row.origin_form == "text" and not publisher.marked:
        weight = max(weight, min(float(origin.weight) for origin in origins) - 0.5)
    return min(weight, 2) if row.kind == "aggregator" else weight
