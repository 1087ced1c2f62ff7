"""The provenance of a shown value: the badges of its row and the links that every template offers.

The links are "How do you know?" and "Report a wrong value".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote_plus, urlencode

from markupsafe import Markup

from caveat import html
from caveat.content import notes
from caveat.dataset import records, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import exists, first_day
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import data_quality
from caveat.domain.query import View, view_query
from caveat.domain.rule_log import Clock
from caveat.text import error_reports, share
from caveat.text import quality_badges as words


@dataclass(frozen=True)
class QualityBadge:
    """Why a row is weak ("single", "origin", "copies", "stale"), in a few words and as a sentence."""

    why: str
    short: str
    sentence: str


@memoized(128)
def quality_badges(
    dataset: Dataset, day: date, known: Clock = "now"
) -> Mapping[tuple[str, str], tuple[QualityBadge, ...]]:
    """(table, id) -> the badges of the row on a day; a row without badges is absent."""
    badges = defaultdict(tuple, _weak_badges(dataset))
    for row in data_quality.unconfirmed_rows(dataset, day, known):
        short = words.unconfirmed_badge(row.table, row.newest)
        badges[row.table, row.id] += (
            QualityBadge("stale", short, words.unconfirmed_sentence(short, row.allowed, day)),
        )
    return dict(badges)


@memoized(1)
def _weak_badges(dataset: Dataset) -> Mapping[tuple[str, str], tuple[QualityBadge, ...]]:
    """(table, id) -> the badges of rows that are weak on any day."""
    badges: dict[tuple[str, str], tuple[QualityBadge, ...]] = defaultdict(tuple)
    for row in data_quality.weak_evidence(dataset).itertuples():
        badges[row.table, row.id] += (QualityBadge(row.why, *words.WEAK_EVIDENCE[row.why]),)
    return badges


@memoized(4096)
def _source_list(dataset: Dataset, ids: tuple[str, ...], later: tuple[str, ...]) -> Markup:
    """Sources as a list. Kept: a page has dozens, most of them the same on each day."""
    return html.render("source_list.html", sources=sources.resolve_sources(dataset, ids), later=later)


@dataclass(frozen=True)
class Provenance:
    """The badges and links of rows on one page in one view.

    `path` is the page's address ("" for the briefing); `day` is the day to which age counts, if it is not the view's.
    """

    dataset: Dataset
    view: View
    path: str
    day: date | None = None

    def badges(self, table: str, identifier: str) -> tuple[QualityBadge, ...]:
        """The badges of a row; () if nothing is weak."""
        return quality_badges(self.dataset, self.day or self.view.asof, self.view.known).get((table, identifier), ())

    def collapsed_badges(self, table: str, identifier: str, dated: bool) -> tuple[QualityBadge, ...]:
        """The badges for which a closed value has a ring.

        A value with its date beside it (`dated`) has no ring for its age, only for its few sources.
        """
        return tuple(badge for badge in self.badges(table, identifier) if not dated or badge.why != "stale")

    def sources(self, ids: Iterable[str]) -> list[Source]:
        """The sources of ids, or of a list column of ids, in order and once each."""
        return sources.resolve_sources(self.dataset, list_items(ids) if isinstance(ids, str) else ids)

    def source_list(self, found: Sequence[Source]) -> Markup:
        """Sources as a list; those that were published after the day say so."""
        later = tuple(source.id for source in found if self.published_later(source))
        return _source_list(self.dataset, tuple(source.id for source in found), later)

    def record_url(self, identifier: str) -> str:
        """The link to the sheet of a row."""
        return f"data?row={quote_plus(identifier)}&{self._day_query}"

    @cached_property
    def _day_query(self) -> str:
        """Worked out once: a page has hundreds of these links."""
        return urlencode(view_query(View(self.view.asof, self.view.known)), doseq=True)

    @cached_property
    def _page(self) -> str:
        return f"/{self.path}?{urlencode(view_query(self.view), doseq=True)}"

    def copy_text(self, identifier: str, value: str) -> str:
        """A value as it is copied: its text and its sources. The page's script adds day, clock, release and address."""
        row = records.records_by_id(self.dataset).get(identifier)
        named = sources.resolve_sources(self.dataset, row.source_ids) if row else []
        return share.copy_text(value, named, [source.id for source in named if self.published_later(source)])

    def published_later(self, source: Source) -> bool:
        """Whether a source was published after the chosen day, on a page that shows what was known then.

        Claims are of all dates, so none of their sources is late.
        """
        dated = self.view.known == "then" and self.day is None and exists(source.published)
        return dated and first_day(source.published) > self.view.asof

    def note_text(self, text: str) -> str:
        """A note as plain text: ids as the names of their pages and rows."""
        return notes.plain_note(self.dataset, text)

    def note_html(self, text: str) -> Markup:
        """A note as HTML, ids as links.

        Notes are written with what is known today; a page that shows what was known then says so.
        """
        note = notes.linked_note(self.dataset, text)
        return (
            Markup("{} {}").format(words.IN_HINDSIGHT, note) if self.view.known == "then" and self.day is None else note
        )

    def report_url(self, identifier: str, value: str) -> str:
        """The link to report a row: the tracker's form with the shown value filled in.

        Without a tracker, the link to our own page that says how to report.
        """
        return error_reports.report_link(identifier, value, self._page) or f"{self.record_url(identifier)}#report"
