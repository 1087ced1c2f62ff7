"""What a typed question asks for, by rules over its words and the names in the tables: the page with the answer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from caveat.content import briefing, consent
from caveat.content.quantities import find_numbers
from caveat.content.search_entry import Entry, folded_words
from caveat.content.search_names import Named, find_names
from caveat.dataset.errors import UnusableTable
from caveat.dataset.sources import resolve_sources
from caveat.dataset.tables import Dataset
from caveat.domain import names, positions
from caveat.domain.case import usable_case
from caveat.domain.claims import Claim, claims_of
from caveat.domain.day_comparison import compare_days
from caveat.domain.headline import headline_facts
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.quantities import counted_families
from caveat.domain.query import QueryBounds, View
from caveat.domain.restrictions import permission_state
from caveat.domain.rule_log import RuleChange, rule_log
from caveat.text import consent as consent_words
from caveat.text import labels, permissions
from caveat.text import search as words
from caveat.text.asked_days import AskedDays, find_days
from caveat.text.claims import claim_figure, headline_range
from caveat.text.day_comparison import comparison_sentence, comparison_title
from caveat.text.headline import headline
from caveat.text.quantities import question

ALLOWED = ("permitted", "restricted", "case_by_case")


@dataclass(frozen=True)
class Asked:
    """A typed question: its words, what it asks for (keys of `words.ASKS`), what it names, its days.

    `view` is the reader's, on the asked day; `rest` the text without the days.
    """

    phrase: str
    asks: frozenset[str]
    named: Named
    days: AskedDays | None
    view: View
    rest: str

    def for_all(self, *keys: str) -> bool:
        """Whether the question asks for all of some things."""
        return self.asks >= set(keys)


def read_question(dataset: Dataset, text: str, view: View, bounds: QueryBounds) -> Asked:
    """What a text asks for. A day is carried into the view; "the newest day" is that of the newest entry."""
    days, rest = find_days(text, view.asof)
    phrase = " ".join(folded_words(text))
    if not days and words.NEWEST.search(phrase):
        days = AskedDays(bounds.default)
    there = View(view.asof, view.known)
    if days:
        day = min(max(days.day, bounds.earliest), bounds.latest)
        there = View(day, view.known, since=days.since if days.since and days.since < day else None)
    return Asked(phrase, words.asked_for(phrase), find_names(dataset, rest), days, there, rest)


def answers(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """The answers to a question, the likeliest first. A table that cannot be used takes out those that need it."""
    for answer in _ANSWERS:
        with suppress(UnusableTable, ValueError):
            yield from answer(dataset, asked)


def _answer(asked: Asked, key: str, title: str, snippet: str, path: str, **more: object) -> Entry:
    """An answer on the asked day, by the reader's clock."""
    day = asked.view.asof
    entry = Entry("answer", f"answer-{key}", title, snippet, path, clock_days=(day, day))
    return replace(entry, **more)  # type: ignore[arg-type]


def _strictest(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    if asked.for_all("strictest"):
        area = _area(dataset, asked)
        found = consent.build_answer(dataset, View(asked.view.asof, asked.view.known, asked.named.systems), area)
        said = f"{found.headline}. {found.ranking}"
        title = words.on_day(words.STRICTEST, asked.view.asof)
        yield _answer(
            asked, "strictest", title, said, "consent", own=_area_key(dataset, asked), systems=asked.named.systems
        )


def _first_allowed(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """The first rule that allowed a system, or that none did."""
    if not asked.for_all("allow") or not asked.asks & {"first", "ever"} or not asked.named.systems:
        return
    log, known = rule_log(dataset), usable_case(dataset)
    area = _area(dataset, asked)
    for supplier, system in _pairs(dataset, asked):
        rows = [
            row
            for row in log.changes
            if (row.supplier, log.family(row.system_id)) == (supplier, system)
            and row.status in ALLOWED
            and row.certainty != "disputed"
            and area in known.territory(row.territory).path
        ]
        name = names.pair_name(dataset, supplier, system)
        country = known.country(supplier).in_sentence
        if rows:
            # Of one day's rules the one for the area itself.
            first = min(rows, key=lambda row: (row.effective, row.territory != area, row.rank))
            yield _rule_answer(
                dataset, asked, first, words.first_allowed(country, name, known.territory(first.territory))
            )
        else:
            yield _never_allowed(dataset, asked, (supplier, system), words.never_allowed(country, name))


def _rule_answer(dataset: Dataset, asked: Asked, row: RuleChange, title: str) -> Entry:
    said = f"{labels.STATUS[row.status]}, {labels.CERTAINTY[row.certainty]}".capitalize()
    days = row.day("then"), row.day("now")
    return Entry(
        "change",
        f"answer-{row.change_id}",
        title,
        f"{said}. {row.summary}",
        "",
        when=row.effective_text,
        clock_days=days,
        systems=(row.system_id,),
    )


def _never_allowed(dataset: Dataset, asked: Asked, pair: tuple[str, str], title: str) -> Entry:
    area, day = _area(dataset, asked), asked.view.asof
    state = permission_state(rule_log(dataset), *pair, area, day, asked.view.known)
    newest = (
        f"{labels.STATUS[state.status]} ({permissions.certainty_since(state)})"
        if state.deciding
        else labels.STATUS[state.status]
    )
    snippet = words.never_answer(newest, day)
    return _answer(asked, "never", title, snippet, "timeline", own={"territory": area}, systems=(pair[1],))


def _consent(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """Who must agree to the use of a system; for a state alone, every rule of it on what others supply."""
    if not asked.for_all("consent"):
        return
    known, view = usable_case(dataset), asked.view
    systems, own = asked.named.systems, _area_key(dataset, asked)
    answer = consent.build_answer(dataset, View(view.asof, view.known, systems), _area(dataset, asked))
    others = [code for code in asked.named.countries if code in answer.authorities]
    if others and not systems:
        rows = [row for row, _ in answer.entries if row.authority in others]
        title = words.rules_of(known.capital_name(others[0]))
        yield _answer(asked, "rules", title, words.rules_answer(rows, view.asof), "consent", anchor="rules")
    lead = (*answer.second, f"{answer.headline}.")[0]
    title = words.on_day(consent_words.question_on(_named_systems(dataset, systems)), view.asof)
    yield _answer(asked, "consent", title, lead, "consent", own=own, systems=systems)


def _said(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """What a person said, on the issue of a named system."""
    issues = usable_case(dataset).issues_about(*asked.named.systems)
    if not asked.named.people or not (issues or asked.for_all("said")):
        return
    for actor in asked.named.people:
        rows = dataset["positions"][dataset["positions"]["actor"] == actor]
        spoken_of = [issue for issue in issues if issue in set(rows["issue"])]
        issue = (spoken_of or [positions.ALL])[0]
        said, _ = positions.statements_until(positions.select_statements(rows, issue), asked.view.asof)
        last = (said if len(said) else rows).iloc[-1]
        title = words.said_on(actor, usable_case(dataset).issue_name(issue) if issue != positions.ALL else "")
        snippet = words.said_answer(len(said), last["date"] if len(said) else "", last["summary"])
        yield _answer(
            asked,
            f"said-{actor}",
            title,
            snippet,
            "positions",
            own={"issue": issue, "country": last["country_or_body"]},
        )


def _changed(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """What changed between two days, of the named systems."""
    since = asked.view.since
    if since is None or asked.asks & {"how many", "said", "download", "reach"}:
        return
    systems = asked.named.systems
    compared = compare_days(dataset, since, asked.view.asof, asked.view.known, systems)
    title = comparison_title(since, asked.view.asof).rstrip("?")
    name = f" on {_named_systems(dataset, systems)}" if systems else ""
    yield _answer(asked, "changed", f"{title}{name}", comparison_sentence(compared), "", since=since, systems=systems)


def _numbers(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """How many were delivered."""
    if not asked.for_all("how many"):
        return
    families = [family for family in counted_families(dataset) if family in asked.named.systems]
    for family in families or ([dataset.settings.defaults.system] if not asked.named.systems else []):
        numbers = find_numbers(dataset, family, asked.view.asof)
        own, said = {"quantity": family}, " ".join([numbers.answer, *numbers.sentences])
        found = _answer(asked, f"numbers-{family}", question(numbers.name), said, "suppliers", own=own)
        yield replace(found, kind="numbers")


def _reach(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """How far a system reaches, and who says less or more than a number."""
    bound = words.asked_bound(asked.phrase)
    if not (asked.for_all("reach") or bound) or not asked.named.systems:
        return
    side, number = bound or ("", 0.0)
    for system in asked.named.systems:
        said = [claim for claim in claims_of(dataset, system, "range_km") if _is_beyond(claim, side, number)]
        who = [f"{_publisher(dataset, claim)} ({claim_figure(claim)})" for claim in said]
        name = names.short_name(dataset, system)
        snippet = words.reach_answer(headline_range(dataset, system), side, number, who)
        yield _answer(asked, f"reach-{system}", words.reach_question(name), snippet, "compare", systems=(system,))


def _is_beyond(claim: Claim, side: str, number: float) -> bool:
    """Whether a claim states less or more than a number."""
    if side == "less":
        return claim.high is not None and claim.high < number
    return side == "more" and claim.value is not None and claim.value > number


def _publisher(dataset: Dataset, claim: Claim) -> str:
    return resolve_sources(dataset, [claim.source_id])[0].publisher


def _download(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """The rules on a system as a file."""
    if asked.for_all("download", "rules") or (asked.for_all("download") and asked.named.systems):
        systems = asked.named.systems
        own = {"system": systems[0]} if systems else {}
        title = words.rules_file(_named_systems(dataset, systems[:1]))
        yield Entry(
            "file", "answer-rules-file", title, words.RULES_FILE_RESULT, "api/v1/changes", {**own, "format": "csv"}
        )


def _picture(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """A picture to publish, of the map if it is asked for."""
    if asked.for_all("picture", "print"):
        view = asked.view
        own = {"asof": view.asof.isoformat(), "known": view.known}
        yield Entry("file", "answer-picture", words.PICTURE, words.PICTURE_RESULT, "picture/briefing.png", own)


def _article(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """What of the founding article did not hold."""
    if asked.for_all("article", "wrong") and len(dataset["article_facts"]):
        number = int((dataset["article_facts"]["independent_agrees"] == "no").sum())
        yield _answer(asked, "article", words.NOT_HELD, words.not_held(number), "story", own={"agrees": "no"})


def _cite(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    if asked.for_all("cite"):
        yield _answer(asked, "cite", words.CITE, words.CITE_RESULT, "about", anchor="cite")


def _state(dataset: Dataset, asked: Asked) -> Iterator[Entry]:
    """What is allowed on a day, in one sentence for each named system, or the headline."""
    view, systems = asked.view, asked.named.systems
    if asked.for_all("changed") or (not asked.days and not (systems and asked.asks & {"allow", "use"})):
        return
    if not systems and folded_words(asked.rest) and not asked.asks & {"allow", "use"}:
        return
    there = View(view.asof, view.known, systems)
    if not systems:
        title = words.on_day(words.ALLOWED, view.asof)
        yield _answer(asked, "day", title, briefing.day_summary(dataset, there), "")
        return
    for system in systems:
        rows = briefing.build_briefing(dataset, View(view.asof, view.known, (system,))).cards
        first = headline(headline_facts(dataset, view.asof, view.known, (system,)))
        said = " ".join(permissions.permission_sentence(row.system, row.states, row.names) for row in rows)
        title = words.on_day(names.short_name(dataset, system), view.asof)
        yield _answer(asked, f"state-{system}", title, f"{first}. {said}", "", systems=(system,))


def _pairs(dataset: Dataset, asked: Asked) -> list[tuple[str, str]]:
    """The named suppliers with the named systems; every supplier of these if none is named."""
    pairs = supplier_system_pairs(dataset, asked.named.systems)
    suppliers = [pair for pair in pairs if pair[0] in asked.named.countries]
    return suppliers or pairs[:1]


def _area(dataset: Dataset, asked: Asked) -> str:
    """The named area of the matrix, else the one that leads."""
    known = usable_case(dataset)
    return next((area for area in asked.named.areas if area in known.matrix), known.lead_area)


def _area_key(dataset: Dataset, asked: Asked) -> dict[str, str]:
    area = _area(dataset, asked)
    return {} if area == usable_case(dataset).lead_area else {"territory": area}


def _named_systems(dataset: Dataset, systems: Sequence[str]) -> str:
    return ", ".join(names.short_name(dataset, system) for system in systems)


_ANSWERS: Sequence[Callable[[Dataset, Asked], Iterator[Entry]]] = (
    _strictest,
    _first_allowed,
    _said,
    _numbers,
    _reach,
    _download,
    _article,
    _picture,
    _cite,
    _consent,
    _changed,
    _state,
)
