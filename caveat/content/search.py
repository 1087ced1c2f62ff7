"""One search over systems, people, suppliers, pages, changes, events, statements, transfers, sources.

Each result opens its view on its day.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup
from rapidfuzz import fuzz, process

from caveat import html
from caveat.content import pages
from caveat.content.search_answers import Asked, answers, read_question
from caveat.content.search_entry import Entry, entry_url, folded_words
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Dataset
from caveat.domain import glossary, names, positions, restrictions, rule_log
from caveat.domain.case import usable_case
from caveat.domain.quantities import counted_families
from caveat.domain.query import QueryBounds, View
from caveat.domain.transfers import transfer_kind
from caveat.text import about, labels
from caveat.text import search as words
from caveat.text.claims import headline_range
from caveat.text.quantities import question
from caveat.text.transfers import KIND

MAX_RESULTS = 12
# So many answers to a question stand before what its words find.
MAX_ANSWERS = 3
# The longest query that is looked at, in characters.
MAX_QUERY_LENGTH = 120
# How much a kind counts: a reader who types a name means the thing itself before what was said of it.
_KIND = {
    "answer": 4.0,
    "system": 4.0,
    "person": 3.0,
    "supplier": 3.0,
    "page": 2.5,
    "term": 2.4,
    "numbers": 2.4,
    "change": 1.6,
    "event": 1.5,
    "statement": 1.6,
    "transfer": 1.2,
    "source": 1.0,
}
# What is on the record comes before what is disputed.
_CERTAINTY = {"official": 1.0, "reported": 0.95, "inferred": 0.9, "claimed": 0.7, "disputed": 0.6}
_NAMED = ("system", "person", "supplier", "page")
_DATED = ("change", "event", "statement", "transfer")
# A word of the title, a word of the name's other forms, a word of the text beneath.
_TITLE, _OTHER, _TEXT = 1.0, 0.9, 0.4
# From this likeness of two words (0 to 100) a misspelt word is taken for the other.
_MIN_SIMILARITY = 78
# The least part of a query that an entry must match: the mean over its words of how well each matches (1: exactly).
# A word or two of a nonsense query are similar to something.
_MIN_MATCH = 0.5
# Stop words: they say nothing about what is looked for.
_STOP_WORDS = frozenset(
    re.split(
        " ",
        "a an and any are at be by can could did do does for from had has have how i in is it me my of on or "
        "should the there to was were what when where which who why will with would you",
    )
)


class Hit(NamedTuple):
    """What a word of a query adds to an entry's score, how well it matches (0 to 1), and the matched field's weight."""

    points: float
    match: float
    weight: float


@dataclass(frozen=True)
class Index:
    """The entries, and for each word the entries that have it, with its weight there."""

    entries: tuple[Entry, ...]
    places: Mapping[str, Mapping[int, float]]
    titles: tuple[str, ...]


@memoized(4)
def search_index(dataset: Dataset) -> Index:
    """Everything that can be found in the tables that can be read, built once for each dataset."""
    entries: list[Entry] = []
    for collect in _COLLECT:
        with suppress(UnusableTable, ValueError):
            entries.extend(collect(dataset))
    places: dict[str, dict[int, float]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        title, other = folded_words(entry.title), folded_words(entry.other)
        weighed = [(title, _TITLE), (other, _OTHER), (folded_words(f"{entry.snippet} {entry.id}"), _TEXT)]
        if entry.kind in ("system", "person", "supplier"):
            # "stormshadow" for "Storm Shadow".
            weighed.append(([a + b for name in (title, other) for a, b in pairwise(name)], _TITLE))
        for part_words, weight in weighed:
            for word in part_words:
                places[word][number] = max(weight, places[word].get(number, 0.0))
    return Index(tuple(entries), places, tuple(" ".join(folded_words(entry.title)) for entry in entries))


def find_results(dataset: Dataset, query: str, view: View, bounds: QueryBounds) -> tuple[list[Entry], View]:
    """What a query finds, the best first, and the view that it asks for: the reader's, on the day that it names.

    What is called exactly as the query comes first, then the answers to it as a question, then what its words find.
    """
    asked = read_question(dataset, query[:MAX_QUERY_LENGTH], view, bounds)
    answered = list(answers(dataset, asked))[:MAX_ANSWERS]
    told = [_place(entry) for entry in answered if entry.kind != "change"]
    found = [entry for entry in find_entries(dataset, query) if _place(entry) not in told]
    named = [entry for entry in found if entry.kind != "term" and " ".join(folded_words(entry.title)) == asked.phrase]
    if asked.days and not named:
        found = [entry for entry in _entries_on(dataset, asked) if _place(entry) not in told]
    return [*named, *answered, *(entry for entry in found if entry not in named)][:MAX_RESULTS], asked.view


def _place(entry: Entry) -> tuple[str, str, str]:
    """Where a result leads, without its day: an answer takes the place of the entry that leads there too."""
    return entry.path, entry.anchor, entry.own.get("quantity", entry.own.get("q", entry.id if entry.when else ""))


def _entries_on(dataset: Dataset, asked: Asked) -> list[Entry]:
    """The entries that match a question without its days, those of the day first; without a word all of the day."""
    day = asked.view.asof.isoformat()
    if not _search_words(asked.rest):
        return [entry for entry in search_index(dataset).entries if entry.when == day and entry.kind in _DATED]
    found = find_entries(dataset, asked.rest, 5 * MAX_RESULTS)
    return sorted(found, key=lambda entry: entry.kind in _DATED and entry.when != day)


def find_entries(dataset: Dataset, query: str, most: int = MAX_RESULTS) -> list[Entry]:
    """The entries that match the words of a query, the best first; none for a blank query.

    Misspelt words, beginnings of words and words without their accents count too.
    A query of which no entry has more than half finds nothing, unless it names a system, person, supplier or page.
    """
    wanted = _search_words(query)
    if not wanted:
        return []
    known = search_index(dataset)
    met: dict[int, dict[str, Hit]] = defaultdict(dict)
    for word in wanted:
        for number, hit in _word_hits(known, word).items():
            met[number][word] = hit
    named = {number for number, hits in met.items() if _names_entry(known.entries[number], hits)}
    fit = {
        number: hits
        for number, hits in met.items()
        if number in named or sum(hit.match for hit in hits.values()) > _MIN_MATCH * len(wanted)
    }
    # Entries with all words; where there are none, those with the most.
    enough = max((len(hits) for hits in fit.values()), default=0)
    phrase = " ".join(folded_words(query[:MAX_QUERY_LENGTH]))
    ranked = []
    for number, hits in fit.items():
        if len(hits) < enough and number not in named:
            continue
        entry, title = known.entries[number], known.titles[number]
        whole = 2.0 if phrase in title else 1.0
        # A term is explained after what it names.
        if entry.kind != "term" and (title == phrase or entry.id == query.strip() or _is_other_name(entry, phrase)):
            whole = 100.0
        # The more of its title was asked for, the likelier it is meant.
        share = sum(word in title for word in wanted) / (1 + len(title.split()))
        score = sum(hit.points for hit in hits.values()) * entry.weight
        ranked.append((-score * _KIND[entry.kind] * whole * (1 + share), _newest_first(entry), number))
    return [known.entries[number] for _, _, number in sorted(ranked)[:most]]


def _search_words(query: str) -> list[str]:
    """The distinct words of a query without stop words and single signs."""
    return [
        word
        for word in dict.fromkeys(folded_words(query[:MAX_QUERY_LENGTH]))
        if len(word) > 1 and word not in _STOP_WORDS
    ]


def _names_entry(entry: Entry, hits: Mapping[str, Hit]) -> bool:
    """Whether a query names an entry: a whole word of the title of a thing, not of a statement."""
    return entry.kind in _NAMED and any(
        hit.match == 1 and hit.weight == _TITLE and len(word) > 2 for word, hit in hits.items()
    )


def _is_other_name(entry: Entry, phrase: str) -> bool:
    """Whether a query is the other name of a supplier: its capital."""
    return entry.kind == "supplier" and " ".join(folded_words(entry.other)) == phrase


def _newest_first(entry: Entry) -> float:
    return -first_day(entry.when).toordinal() if entry.when else 0.0


def _word_hits(known: Index, word: str) -> dict[int, Hit]:
    """The entries that match a word of the query. A word adds its rarity times how well and where it matches."""
    alike = {word: 1.0} if word in known.places else {}
    if len(word) > 2:
        alike |= {entry_word: 0.8 for entry_word in known.places if entry_word.startswith(word) and entry_word != word}
    if len(word) > 5 or (len(word) > 3 and word not in known.places):
        for entry_word, likeness, _ in process.extract(
            word, known.places.keys(), scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY, limit=12
        ):
            alike.setdefault(entry_word, 0.7 * likeness / 100)
    hits: dict[int, Hit] = {}
    for entry_word, match in alike.items():
        rarity = math.log(1 + len(known.entries) / len(known.places[entry_word]))
        for number, weight in known.places[entry_word].items():
            before = hits.get(number, Hit(0.0, 0.0, 0.0))
            best = max((match, weight), (before.match, before.weight))
            hits[number] = Hit(max(rarity * match * weight, before.points), *best)
    return hits


def _systems(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset["systems"].itertuples():
        reach = headline_range(dataset, row.system_id)
        # By its published range too: "300 km".
        other = f"{row.designation} {row.family} {row.manufacturer} {reach}"
        own, snippet = {"id": row.system_id}, words.system_result(row.one_line, reach)
        yield Entry("system", row.system_id, row.name, snippet, "system", own, other=other)


def _people(dataset: Dataset) -> Iterator[Entry]:
    # The newest statement names the country and the role; earlier ones are on the page too.
    for name, rows in dataset["positions"].groupby("actor", sort=False):
        last, actor = rows.iloc[rows["date"].map(first_day).argmax()], str(name)
        own = {"issue": positions.ALL, "country": str(last["country_or_body"])}
        snippet = words.person_result(last["role"], len(rows))
        yield Entry("person", actor, actor, snippet, "positions", own, last["date"])


def _suppliers(dataset: Dataset) -> Iterator[Entry]:
    for code in dict.fromkeys(supplier for supplier, _ in restrictions.logged_pairs(rule_log.rule_log(dataset))):
        country = usable_case(dataset).country(code)
        yield Entry("supplier", code, country.name, words.SUPPLIER_RESULT, "suppliers", other=country.capital)


def _pages(dataset: Dataset) -> Iterator[Entry]:
    for page in pages.pages_of(dataset):
        yield Entry("page", page.id, page.nav_title, page.summary, page.path)


def _terms(dataset: Dataset) -> Iterator[Entry]:
    for term in glossary.terms(dataset):
        yield Entry("term", term.id, term.term, term.plain, "about", other="meaning definition", anchor=term.id)


def _sections(dataset: Dataset) -> Iterator[Entry]:
    for anchor, title in about.SECTIONS.items():
        other = words.SECTION_WORDS.get(anchor, "")
        yield Entry("page", f"about-{anchor}", title, "", "about", other=other, anchor=anchor)


def _numbers(dataset: Dataset) -> Iterator[Entry]:
    for family in counted_families(dataset):
        title = question(names.short_name(dataset, family))
        own, snippet = {"quantity": family}, words.NUMBERS_RESULT
        yield Entry("numbers", f"numbers-{family}", title, snippet, "suppliers", own)


def _changes(dataset: Dataset) -> Iterator[Entry]:
    known = usable_case(dataset)
    for change in rule_log.rule_log(dataset).changes:
        system = names.pair_name(dataset, change.supplier, change.system_id)
        yield Entry(
            "change",
            change.change_id,
            labels.rule_title(known, system, change.supplier, change.territory, change.status, change.certainty),
            change.summary,
            "",
            when=change.effective_text,
            clock_days=(change.day("then"), change.day("now")),
            systems=(change.system_id,),
            weight=_CERTAINTY[change.certainty],
            other=known.country(change.supplier).capital,
        )


def _events(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset["events"].itertuples():
        own, weight = {"zoom": "around"}, _CERTAINTY[row.certainty]
        yield Entry("event", row.event_id, row.title, row.summary, "timeline", own, row.date, weight=weight)


def _statements(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset["positions"].itertuples():
        own = {"issue": row.issue, "country": row.country_or_body}
        title = f"{row.actor} on: {usable_case(dataset).issue_name(row.issue)}"
        yield Entry("statement", row.position_id, title, row.summary, "positions", own, row.date)


def _transfers(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset["transfers"].itertuples():
        system = names.pair_name(dataset, row.supplier, row.system_id) if row.system_id else ""
        lane = ", ".join(part for part in (usable_case(dataset).country_name(row.supplier), system) if part)
        title = f"{lane}: {KIND[transfer_kind({'kind': row.kind, 'status': row.status})]}"
        weight = _CERTAINTY[row.certainty]
        yield Entry("transfer", row.transfer_id, title, row.summary, "suppliers", when=row.date, weight=weight)


def _sources(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset["sources"].itertuples():
        own, snippet = {"q": row.source_id}, f"{row.publisher}. {row.seen_excerpt}"
        yield Entry("source", row.source_id, row.title, snippet, "data", own, row.published, other=row.publisher)


_COLLECT: Sequence[Callable[[Dataset], Iterator[Entry]]] = (
    _systems,
    _people,
    _suppliers,
    _pages,
    _sections,
    _terms,
    _numbers,
    _changes,
    _events,
    _statements,
    _transfers,
    _sources,
)


def search_html(dataset: Dataset, query: str, view: View, bounds: QueryBounds) -> Markup:
    """The results of a query as a list of links, for the page and for the first HTML."""
    text = " ".join(query.split())[:MAX_QUERY_LENGTH]
    entries, there = find_results(dataset, text, view, bounds)
    found = [(entry, entry_url(entry, there, bounds)) for entry in entries]
    return html.render("search.html", query=text, found=found, most=MAX_RESULTS, kinds=words.KIND)
