"""GET /feed.xml: the entries of the log as an Atom feed, newest first. Each leads to the briefing of its day."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from feedgenerator import Atom1Feed
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from caveat import html
from caveat.dataset import sources
from caveat.dataset.memo import memoized
from caveat.dataset.releases import Release
from caveat.dataset.tables import Dataset
from caveat.domain import confirmations, names
from caveat.domain.case import case
from caveat.domain.query import View, view_query
from caveat.domain.rule_history import LogEntry
from caveat.text import feed as words
from caveat.text import labels
from caveat.text import permissions as state_words
from caveat.text.english import capital_first
from caveat.web import problems, releases, responses
from caveat.web.api import parameters, restrictions
from caveat.web.api.parameters import FeedQuery
from caveat.web.problems import Problem
from caveat.web.releases import RowDays

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
# So many of the newest, and so many of those that came in late or were corrected last; all are in /api/v1/changes.
MAX_ENTRIES = 50
# XML 1.0 has no sign for these.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EVERYTHING = FeedQuery.model_validate({})
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "caveat")


class _Atom(Atom1Feed):
    """An Atom feed that is dated `first` without entries: the library takes the clock, and the bytes would change."""

    def __init__(self, first: date, **parts: Any) -> None:
        super().__init__(**parts)
        self.first = first

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else midnight(self.first)


@dataclass(frozen=True, eq=False)
class _Item:
    """What the feed tells of: a release or an entry of the log, when it became public, and the days of its row."""

    told: LogEntry | Release
    public: date
    days: RowDays = releases.NO_DAYS

    @property
    def updated(self) -> date:
        """The last day on which something of it was new."""
        return max(self.public, self.days.last or self.public)

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands among those of one day: releases first, then by the day of its news and the log."""
        is_release = isinstance(self.told, Release)
        return is_release, self.public, 0 if isinstance(self.told, Release) else self.told.change.rank


def permanent_id(*names: str) -> str:
    """A permanent id from names, whatever address the feed is served at."""
    return uuid.uuid5(_NAMESPACE, "/".join(names)).urn


def midnight(day: date) -> datetime:
    """The start of a day in UTC."""
    return datetime.combine(day, time(), UTC)


@responses.endpoint
def feed(request: Request) -> Response:
    """Answer with the feed of a query."""
    query = parameters.parse(FeedQuery, request.query_params.multi_items())
    site = responses.site_url(request.scope)
    if not site:
        host = problems.quoted(request.headers.get("host", ""))
        raise Problem(400, f"Host: found {host}; expected a name or a number with or without a port.")
    dataset = releases.current_dataset()
    kept = tuple(releases.kept_releases())
    body = atom(dataset, site, query, kept, releases.edited_on())
    return responses.cached_response(request, dataset.fingerprint, body, MEDIA_TYPE)


@memoized()
def atom(
    dataset: Dataset,
    base: str,
    query: FeedQuery = EVERYTHING,
    kept: tuple[Release, ...] = (),
    edited: date = date.min,
) -> bytes:
    """The feed of a query with links that begin with `base`.

    `kept` are the releases, which it tells of where it is not limited, `edited` is the day of what no release has yet.
    UnusableTable if case.toml, the log, systems or territories cannot be used.
    """
    asked = urlencode(query.model_dump(exclude_defaults=True), doseq=True)
    feed = _Atom(
        dataset.settings.first_day,
        title=words.feed_title(
            [
                *(names.short_name(dataset, system_id) for system_id in query.system),
                *(case(dataset).country_name(country) for country in query.supplier),
                *words.days(query.since, query.until),
            ]
        ),
        link=f"{base}/",
        description=None,
        subtitle=words.feed_subtitle(dataset.settings.subject, MAX_ENTRIES, with_releases=not asked),
        language="en",
        author_name="Caveat",
        feed_url=f"{base}/feed.xml{'?' if asked else ''}{asked}",
        feed_copyright=words.RIGHTS,
        feed_guid=permanent_id("feed", asked),
    )
    days = releases.rule_days(dataset, kept, edited)
    first, last = query.since or date.min, query.until or date.max
    entries = restrictions.entries(dataset, "then", query.supplier, query.system)
    learned = newest_learned(entry for entry in entries if first <= entry.day <= last)
    told = [
        *(_Item(release, date.fromisoformat(release.created)) for release in kept if release.changes and not asked),
        *(_Item(entry, entry.change.reported, days.get(entry.change.change_id, releases.NO_DAYS)) for entry in learned),
    ]
    newest = sorted(told, key=lambda item: item.public, reverse=True)[:MAX_ENTRIES]
    handled = sorted((item for item in told if item.days.last), key=lambda item: item.updated, reverse=True)
    shown = dict.fromkeys([*newest, *handled[:MAX_ENTRIES]])  # each once, in an order that is always the same
    for item in sorted(shown, key=lambda item: (item.updated, item.place), reverse=True):
        if isinstance(item.told, Release):
            _add_release(feed, base, item.told)
        else:
            _add_entry(feed, dataset, base, item)
    return feed.writeString("utf-8").encode()


def newest_learned(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Entries by the day on which the public learned of them, newest first."""
    return sorted(entries, key=lambda entry: (entry.change.reported, entry.change.rank), reverse=True)


def _add_release(feed: Atom1Feed, base: str, release: Release) -> None:
    made = midnight(date.fromisoformat(release.created))
    summary = words.release_summary(release.release, release.created)
    lines = [f"{capital_first(words.table_sentence(table))}." for table in release.changes]
    feed.add_item(
        title=words.release_title(release.changes),
        link=f"{base}/data",
        description=escape(summary),
        content=html.render("feed_entry.html", lines=[summary, *lines], link="", sources=[]),
        unique_id=permanent_id("release", release.release),
        pubdate=made,
        updateddate=made,
        categories=["data"],
    )


def _add_entry(feed: Atom1Feed, dataset: Dataset, base: str, item: _Item) -> None:
    entry, days = cast(LogEntry, item.told), item.days
    change = entry.change
    family = releases.checked_rule_log(dataset).family(change.system_id)
    country = case(dataset).country_name(change.supplier)
    name = labels.lane_name(names.pair_name(dataset, change.supplier, family), country)
    rule = confirmations.root(releases.checked_rule_log(dataset), change, entry.day, "then")
    compared = View(entry.day, "then", (family,), entry.day - timedelta(days=1))
    content = html.render(
        "feed_entry.html",
        lines=[
            change.summary,
            words.was_and_is(entry, rule),
            words.certainty_sentence(entry),
            state_words.applied_and_known(change),
            words.row_days_sentence(days.added, days.corrected),
        ],
        link=f"{base}/?{urlencode(view_query(compared), doseq=True)}",
        link_text=words.COMPARED,
        sources=sources.resolve_sources(dataset, change.source_ids),
    )
    feed.add_item(
        title=_drop_control_characters(state_words.entry_title(entry, name, case(dataset), rule)),
        link=f"{base}/?{urlencode(view_query(View(entry.day, 'then', (family,))), doseq=True)}",
        description=_drop_control_characters(escape(change.summary)),
        content=_drop_control_characters(content),
        unique_id=permanent_id("change", change.change_id),
        pubdate=midnight(max(change.reported, days.added or change.reported)),
        updateddate=midnight(item.updated),
        categories=[family, change.supplier, change.territory, entry.kind],
    )


def _drop_control_characters(text: str) -> str:
    return _CONTROL.sub("", text)
