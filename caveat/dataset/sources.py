"""Sources as readers meet them: publisher, title, link, date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caveat.dataset import schema
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset


@dataclass(frozen=True)
class Source:
    """A published page. `url` is empty unless it is http or https, so that it is safe in a link."""

    id: str
    publisher: str
    title: str
    url: str
    published: str
    kind: str
    language: str
    language_name: str = ""

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
    return {
        row.source_id: Source(
            row.source_id,
            row.publisher,
            row.title,
            row.url if row.url.startswith(("https://", "http://")) else "",
            row.published,
            row.kind,
            row.language,
            spoken_in.get(row.language, row.language),
        )
        for row in dataset["sources"].itertuples()
    }


def resolve_sources(dataset: Dataset, ids: Iterable[str]) -> list[Source]:
    """The sources of ids, in order and once each; an unknown id gives a Source that has only its id."""
    known = sources_by_id(dataset)
    return [
        known.get(source_id) or Source(source_id, source_id, "", "", "", "", "") for source_id in dict.fromkeys(ids)
    ]
