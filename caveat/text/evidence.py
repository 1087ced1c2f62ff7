"""What a value rests on in a clause: how old the newest entry is, and who said or wrote it and where it was read."""

import re
from collections.abc import Iterable
from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.dataset.sources import Source
from caveat.domain.headline import HeadlineFacts
from caveat.domain.query import QueryBounds
from caveat.domain.restrictions import CARRIED_AFTER_DAYS
from caveat.domain.rule_log import RuleChange
from caveat.text.english import and_list, counted, number_word

# As of today. The page of a day before counts from that day.
OLD = "old"
# What a page without origins is, where it is neither a government's own nor a report.
_OWN_WORDS = {
    "manufacturer": "the maker, in its own text",
    "think_tank": "a research institute",
    "encyclopedia": "an encyclopedia",
}
# How a summary begins that tells what somebody says or writes.
_SPEAKER = re.compile(
    r"([^,;:.]{2,40}?) (?:says|said|reports|reported|states|stated|writes|wrote|tells|told|is quoted)\b"
)


def read_where(source: Source) -> str:
    """Whose words or report a page has, and where it was read: "Wall Street Journal report, retold by LIGA.net"."""
    if not source.outlet:
        return f"a page that our list of sources does not have ({source.id})"
    if not source.origins:
        return _own_page(source)
    origins = and_list(source.origins)
    if source.kind == "official":
        place = f"read at {source.outlet}" if source.origin_form == "text" else f"as {source.outlet} reports it"
        return f"{origins} on the record, {place}"
    if source.kind == "aggregator":
        form = "a copy at" if source.origin_form == "text" else "a digest by"
        return f"{origins} report, read in {form} {source.outlet}"
    place = "read at" if source.origin_form == "text" else "retold by"
    return f"{origins} report, {place} {source.outlet}"


def _own_page(source: Source) -> str:
    """The same for a page that names no other as its origin."""
    if source.kind == "official":
        return f"{source.outlet} on the record, read in its own text"
    if source.kind == "aggregator":
        return f"a copy or digest at {source.outlet}, which does not say whose"
    if source.kind in _OWN_WORDS:
        return f"{source.outlet}, {_OWN_WORDS[source.kind]}"
    return f"{source.outlet} report"


def _speaker(summary: str) -> str:
    """Who says what a summary tells, within a sentence; "" if it does not begin with that."""
    found = _SPEAKER.match(summary)
    return re.sub(r"^(The|An?)\b", lambda article: article[0].lower(), found[1]) if found else ""


def who_disputes(claims: Iterable[RuleChange], is_past: bool) -> tuple[str, str]:
    """Who contradicts what was said before: ", but Le Monde says otherwise"; then how many, which may be shorter.

    More than two, and those whom a summary does not name first, are only counted.
    """
    said = dict.fromkeys(claim.summary for claim in claims)
    speakers = list(dict.fromkeys(_speaker(summary) for summary in said))
    number = len(said) if "" in speakers else len(speakers)
    verb = "said" if is_past else "says" if number == 1 else "say"
    count = f", but {number_word(number)} {'claim' if number == 1 else 'claims'} {verb} otherwise"
    return f", but {and_list(speakers)} {verb} otherwise" if number <= 2 and "" not in speakers else count, count


def duration(start: date, end: date) -> str:
    """How long it is from a day to another: "12 days", "8 months"; whole months from two on."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return counted((end - start).days, "day") if months < 2 else counted(months, "month")


def age_words(newest: date, day: date, since: str) -> str:
    """How long before a day another is: "the same day", "today", "12 days before this day", "8 months old"."""
    if day == newest:
        return "today" if since == OLD else "the same day"
    return f"{duration(newest, day)} {since}"


def evidence_line(facts: HeadlineFacts, today: date) -> str:
    """How old the newest entry is: "Newest entry on the rules: 13 Mar 2026 (disputed), 8 months old; …"

    On the day of the newest entry, and after it, it is as old as it is today.
    """
    if not facts.newest:
        return "No entry on the rules by this day."
    day, since = (today, OLD) if facts.carried else (facts.day, "before this day")
    assumed = "; assumed unchanged since" if (day - facts.newest).days > CARRIED_AFTER_DAYS else ""
    claim = " (disputed)" if facts.is_claim else ""
    age = age_words(facts.newest, day, since)
    return f"Newest entry on the rules: {spoken(facts.newest)}{claim}, {age}{assumed}."


def newest_line(what: str, newest: date | None, day: date, bounds: QueryBounds) -> str:
    """How old the newest of some rows by a day is: "Newest statement: 19 Nov 2025, 12 months old."

    From the day of the newest rule on it is as old as it is today.
    """
    if newest is None:
        return f"No {what} by this day."
    is_past = day < bounds.default
    age = age_words(newest, day, "before this day") if is_past else age_words(newest, bounds.latest, OLD)
    return f"Newest {what}: {spoken(newest)}, {age}."
