"""The briefing against the log: matrix, cards, disputes, changes and the age of the evidence, on any day and under both clocks."""

from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from caveat.content import briefing
from caveat.dataset import schema, tables
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from tests.support import reference
from tests.support.elements import Element, parse
from tests.support.excerpts import one_line
from tests.support.opened_page import shared_page

START, END = date(2022, 1, 1), date(2026, 8, 1)
# Half of the sampled days lie on, before or after a day on which a row counts; the rest anywhere.
ENTRY_DAYS = sorted(
    {
        reference.entry_day(row, known) + timedelta(days=offset)
        for row in reference.rows("restrictions")
        for known in ("then", "now")
        for offset in (-1, 0, 1)
    }
)
DEFAULT_PAIRS = [("US", "atacms"), ("GB", "storm-shadow"), ("FR", "scalp-eg"), ("DE", "taurus-kepd-350")]


def line(tag: Element | None) -> str:
    return one_line(tag.get_text(" ", strip=True)) if tag else ""


def link_targets(tag: Element, selector: str = ".cv-sources a") -> set[str]:
    return {link["href"] for link in tag.select(selector)}


def matrix(soup: Element) -> dict[tuple[str, str], dict[str, Element]]:
    """The matrix's cells by supplier and system, then territory."""
    cells = {}
    for row in soup.select("table.cv-matrix tbody tr"):
        system_id = parse_qs(urlsplit(row.select_one("th a")["href"]).query)["id"][0]
        country = line(row.select_one("th .cv-soft")).split(" · ")[0]
        supplier = next(code for code, name in reference.COUNTRY_NAMES.items() if name == country)
        cells[supplier, system_id] = dict(zip(reference.TERRITORIES, row.select("td"), strict=True))
    return cells


def expected_states(supplier: str, system_id: str, day: date, known: str) -> dict[str, reference.ExpectedState]:
    return {
        territory: reference.fold(supplier, system_id, territory, day, known) for territory in reference.TERRITORIES
    }


def assert_rule(text: str, rule: reference.ExpectedRule) -> None:
    """A card and a cell say the rule, its condition and when it was last confirmed."""
    assert one_line(rule.row["summary"]) in text
    assert reference.condition_sentence(rule) in text
    confirmed = f"{reference.spoken_date(rule.confirmed['effective'])}, " if rule.confirmed else ""
    assert ("Last confirmed" in text) == bool(rule.confirmed)
    if rule.confirmed:
        assert f"{confirmed}{'on the record' if rule.confirmed['certainty'] == 'official' else ''}" in text
        assert one_line(rule.confirmed["summary"]) in text


def assert_cell(
    cell: Element, state: reference.ExpectedState, supplier: str, rule: reference.ExpectedRule | None
) -> None:
    assert f"cv-{state.status}" in cell["class"]
    assert line(cell.select_one(".cv-word")) == reference.STATUS_WORDS[state.status]
    if state.status == "no_record":
        assert not cell.select("code")
        return
    assert f"cv-{state.certainty}" in cell["class"]
    assert line(cell.select_one("code")) == state.change_id
    row = next(row for row in reference.rows("restrictions") if row["change_id"] == state.change_id)
    when = line(cell.select_one("summary > .cv-soft"))
    repeated = "since " if state.since != row["effective"] else ""
    assert when in (
        f"{state.certainty} {repeated}{reference.spoken_date(state.since)}",
        f"{state.certainty}, {reference.spoken_date(state.since)}",
    )
    assert repeated in when
    assert rule
    assert_rule(line(cell.select_one(".cv-why")), rule)
    assert link_targets(cell) == reference.source_urls(row["source_ids"]) | rule.source_urls
    assert (f"{state.authority} rule" in line(cell.select_one("summary"))) == (state.authority != supplier), (
        "another government's rule is named as such"
    )


def assert_matrix(soup: Element, day: date, known: str) -> None:
    cells = matrix(soup)
    for supplier, system_id in reference.supplier_system_pairs():
        states = expected_states(supplier, system_id, day, known)
        if (supplier, system_id) not in cells:
            assert {state.status for state in states.values()} == {"no_record"}, (
                f"{supplier} {system_id} is missing from the matrix"
            )
            assert f"({reference.COUNTRY_NAMES[supplier]})" in line(soup.select_one(".cv-answer .cv-note"))
            continue
        for territory, state in states.items():
            rule = reference.standing_rule(state, territory, day, known)
            assert_cell(cells[supplier, system_id][territory], state, supplier, rule)
    assert set(cells) <= set(reference.supplier_system_pairs())
    assert set(DEFAULT_PAIRS) <= set(cells)


def cards_of(day: date, known: str) -> list[tuple[str, str]]:
    """The pairs that have a card by default; those with a record come first where none of the usual ones has one."""

    def on_record(pair: tuple[str, str]) -> bool:
        return any(state.status != "no_record" for state in expected_states(*pair, day, known).values())

    if any(map(on_record, DEFAULT_PAIRS)):
        return list(DEFAULT_PAIRS)
    return [*filter(on_record, reference.supplier_system_pairs()), *DEFAULT_PAIRS]


def assert_cards(soup: Element, day: date, known: str) -> None:
    cards = soup.select("section.cv-card")
    pairs = cards_of(day, known)
    assert len(cards) == len(pairs)
    for card, (supplier, system_id) in zip(cards, pairs, strict=True):
        assert line(card.select_one("h2")) == reference.pair_name(supplier, system_id)
        assert line(card.select_one("header > span")) == reference.COUNTRY_NAMES[supplier]
        states = expected_states(supplier, system_id, day, known)
        narrow = [
            states[territory] for territory in ("ru_border", "ru_kursk") if states[territory].status == "permitted"
        ]
        lead = narrow[0] if narrow and states["ru_any"].status != "permitted" else states["ru_any"]
        word = reference.STATUS_WORDS[lead.status] if lead.status != "restricted" else "allowed with conditions"
        assert word in line(card.select_one(".cv-lead")).lower()
        if lead.status != "no_record":
            assert line(card.select_one(".cv-when")).startswith(lead.certainty)
            assert line(card.select_one(".cv-when .cv-line")).endswith(reference.spoken_date(lead.since))
        leading = next(territory for territory in ("ru_border", "ru_kursk", "ru_any") if states[territory] is lead)
        rule = reference.standing_rule(lead, leading, day, known)
        if rule:
            assert_rule(line(card), rule)
        change_ids = {state.change_id for state in states.values()}
        cited = (rule.source_urls if rule else set()).union(
            *(
                reference.source_urls(row["source_ids"])
                for row in reference.rows("restrictions")
                if row["change_id"] in change_ids
            )
        )
        published_range, *rules = card.select("footer details")
        assert set().union(*(link_targets(rule) for rule in rules)) == cited
        assert link_targets(published_range) == reference.source_urls(reference.headline_range(system_id)["source_id"])


def assert_changes(soup: Element, day: date, known: str, since: date) -> None:
    """Every row of the log that counts from between the two days on, and no other, newest first."""
    items = soup.select("section[aria-labelledby=cv-changes] li:has(code)")
    entries = {
        row["change_id"]: row
        for row in reference.rows("restrictions")
        if since < reference.entry_day(row, known) <= day
    }
    assert sorted(line(item.select_one("code")) for item in items) == sorted(entries)
    by_id = {row["change_id"]: row for row in reference.rows("restrictions")}
    # Entries that changed an answer, and those that changed nothing, in lists of their own.
    entry_days: dict[Element, list[date]] = {}
    for item in items:
        row = entries[line(item.select_one("code"))]
        entry_day = reference.entry_day(row, known)
        entry_days.setdefault(item.parent, []).append(entry_day)
        assert line(item.select_one(".cv-day")) == reference.spoken_date(entry_day.isoformat())
        assert row["summary"] in item.get_text()
        assert link_targets(item) == reference.source_urls(row["source_ids"])
        if row["effective"] != row["reported"]:
            effective, reported = (reference.spoken_date(row[column]) for column in ("effective", "reported"))
            assert f"Applied from {effective}; known to the public since {reported}." in item.get_text()
        if row["restates"] and row["status"] == by_id[row["restates"]]["status"]:
            named = line(item.select_one("p .cv-soft"))
            assert ("use reported" in named) == (row["restates_how"] == "use_reported")
            assert "rule of" in named or reference.entry_day(by_id[row["restates"]], known) > day, "what it repeats"
    assert all(days == sorted(days, reverse=True) for days in entry_days.values())


def assert_disputes(soup: Element, day: date, known: str) -> None:
    """A dispute is a disputed row that counts by then; it never sets a state."""
    disputed = [row for row in reference.rows("restrictions") if row["certainty"] == "disputed"]
    for item in soup.select("section[aria-labelledby=cv-disputes] li:has(details)"):
        rows = [
            row
            for row in disputed
            if line(item.select("p")[1]) == one_line(row["summary"])
            # Ids in the brackets of a note stand on the page as links.
            and row["note"].split(" (")[0] in item.get_text()
            and reference.COUNTRY_NAMES[row["supplier"]] in line(item.select_one("b"))
        ]
        assert rows, line(item)
        assert min(reference.entry_day(row, known) for row in rows) <= day
        assert link_targets(item) in [reference.source_urls(row["source_ids"]) for row in rows]
    disputed_rows = soup.select(".cv-matrix tr:has(.cv-disputed) th")
    for card in soup.select("section.cv-card"):
        name = (line(card.select_one("h2")), line(card.select_one("header > span")))
        beside = [head for head in disputed_rows if line(head).startswith(" ".join(name))]
        assert bool(card.select(".cv-disputed")) == bool(beside), "a card flags what a cell of its row flags"
    assert not {line(code) for code in soup.select(".cv-matrix td code")} & {row["change_id"] for row in disputed}


def assert_evidence(soup: Element, day: date, known: str) -> None:
    """Each supplier's newest row and its age; 90 days after a row that is no disputed claim a rule is carried forward."""
    lines = [line(item) for item in soup.select("section[aria-labelledby=cv-evidence] li")]
    for supplier in {supplier for supplier, _ in reference.supplier_system_pairs()}:
        rows = [
            row
            for row in reference.rows("restrictions")
            if row["supplier"] == supplier and reference.entry_day(row, known) <= day
        ]
        entry_days = [reference.entry_day(row, known) for row in rows]
        ruled = [reference.entry_day(row, known) for row in rows if row["certainty"] != "disputed"]
        sentences = [text for text in lines if text.startswith(reference.COUNTRY_NAMES[supplier])]
        assert len(sentences) == bool(entry_days)
        if entry_days:
            age = (day - max(entry_days)).days
            assert reference.spoken_date(max(entry_days).isoformat()) in sentences[0]
            assert {0: "on this day", 1: "1 day before"}.get(age, f"{age} days before") in sentences[0]
            assert ("Carried forward" in sentences[0]) == (bool(ruled) and (day - max(ruled)).days > 90)


@lru_cache(maxsize=1)
def real() -> Dataset:
    return tables.load(schema.DATA)


@settings(max_examples=25, derandomize=True)
@given(
    day=st.sampled_from(ENTRY_DAYS) | st.dates(START, END),
    known=st.sampled_from(["then", "now"]),
    days_back=st.integers(1, 400),
)
def test_any_day(day: date, known: str, days_back: int) -> None:
    since = day - timedelta(days=days_back)
    soup = parse(briefing.briefing_html(real(), View(day, known, since=since)))
    assert_matrix(soup, day, known)
    assert_cards(soup, day, known)
    assert_changes(soup, day, known, since)
    assert_disputes(soup, day, known)
    assert_evidence(soup, day, known)


@pytest.mark.parametrize(("day", "known"), [("2024-11-18", "then"), ("2025-06-30", "now")])
def test_the_page_shows_the_same(day: str, known: str) -> None:
    page = shared_page("briefing", asof=day, known=known)
    assert page.problems == []
    for check in (assert_matrix, assert_cards, assert_disputes, assert_evidence):
        check(page.soup, date.fromisoformat(day), known)


@pytest.mark.parametrize("known", ["then", "now"])
def test_each_dispute_is_shown_on_its_day(known: str) -> None:
    agreeing = set()
    for row in reference.rows("restrictions"):
        if row["certainty"] == "disputed":
            day = reference.entry_day(row, known)
            html = briefing.briefing_html(real(), View(day, known))
            section = str(html).split("cv-disputes", 1)[1].split("</section>")[0]
            rule = reference.fold(
                row["supplier"], row["system_id"], row["territory"], day, known, only=row["authority"]
            )
            if rule.status == row["status"]:
                agreeing.add(row["summary"])
            else:
                assert str(escape(row["summary"])) in section, row["change_id"]
    assert len(agreeing) == 2, "a claim that agrees with the rule disputes nothing"


def shown_states(**query: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """(status, certainty) of every cell of the matrix, by supplier, system and territory."""
    return {
        (*pair, territory): tuple(css_class.removeprefix("cv-") for css_class in cell["class"])
        for pair, cells in matrix(shared_page("briefing", **query).soup).items()
        for territory, cell in cells.items()
    }


def test_founding_week() -> None:
    """The issue's proof: 16 and 18 November 2024 differ exactly where the log says."""
    before = shown_states(asof="2024-11-16")
    after = shown_states(asof="2024-11-18")
    assert set(before) == set(after)
    changed = {cell: (before[cell], after[cell]) for cell in before if before[cell] != after[cell]}
    expected = {}
    for supplier, system_id, area in before:
        old, new = (
            reference.fold(supplier, system_id, area, day, "then") for day in (date(2024, 11, 16), date(2024, 11, 18))
        )
        if (old.status, old.certainty) != (new.status, new.certainty):
            expected[supplier, system_id, area] = ((old.status, old.certainty), (new.status, new.certainty))
    assert changed == expected
    assert changed["US", "atacms", "ru_kursk"][0][0] == "prohibited"
    assert changed["US", "atacms", "ru_kursk"][1] == ("permitted", "reported")
    assert ("US", "atacms", "ru_any") not in changed, "the permission covers the Kursk area only"
    assert ("DE", "taurus-kepd-350", "ru_any") not in changed, "Berlin's refusal stands"
    assert {cell[:2] for cell in changed} == {
        ("US", "atacms"),
        ("FR", "scalp-eg"),
        ("GB", "storm-shadow"),
        ("IT", "storm-shadow"),
    }
    assert {new[0] for cell, (_, new) in changed.items() if cell[:2] == ("GB", "storm-shadow")} == {"unclear"}
    italian = [(old, new) for cell, (old, new) in changed.items() if cell[:2] == ("IT", "storm-shadow")]
    assert all(old[0] == new[0] and old[1] != new[1] for old, new in italian), (
        "of the Italian rule only the certainty changed"
    )


def test_two_clocks() -> None:
    """On 30 June 2025 the Pentagon's review applied and was not yet known."""
    then = shown_states(asof="2025-06-30", known="then")
    now = shown_states(asof="2025-06-30", known="now")
    differ = {cell for cell in then.keys() | now.keys() if then.get(cell) != now.get(cell)}
    assert differ
    late = [
        row
        for row in reference.rows("restrictions")
        if reference.first_day(row["effective"]) <= date(2025, 6, 30) < reference.first_day(row["reported"])
    ]
    assert {cell[:2] for cell in differ} <= {(row["supplier"], row["system_id"]) for row in late}
    assert ("US", "atacms") in {cell[:2] for cell in differ}


def test_ranges_are_the_headline_claims() -> None:
    """On cards and rows: the number and the qualifier of the claim that is marked in claims.csv; a floor is never shown as a ceiling."""
    soup = shared_page("briefing", asof="2026-03-31").soup
    for card, (_, system_id) in zip(soup.select("section.cv-card"), DEFAULT_PAIRS, strict=True):
        assert line(card.select_one("footer > details summary")) in reference.value_phrases(
            reference.headline_range(system_id)
        )
    for (_, system_id), row in zip(matrix(soup), soup.select("table.cv-matrix tbody tr"), strict=True):
        assert line(row.select_one("th .cv-soft")).split(" · ")[1] in reference.value_phrases(
            reference.headline_range(system_id)
        )
    shown = [line(card.select_one("footer > details summary")) for card in soup.select("section.cv-card")]
    assert shown == ["up to 300 km", "more than 250 km", "more than 250 km", "more than 500 km"]


def test_question_names_the_day() -> None:
    assert "18 November 2024" in shared_page("briefing", asof="2024-11-18").question
    assert "1 January 2022" in shared_page("briefing", asof="2022-01-01").question
