"""The briefing against the log: matrix, cards, disputes, changes and the age of the evidence, on any day and under both clocks."""

import re
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.content import briefing
from caveat.dataset import schema, tables
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from tests.support import reference
from tests.support.opened_page import OpenedPage

START, END = date(2022, 1, 1), date(2026, 8, 1)
# Half of the sampled days lie on, before or after a day on which a row counts; the rest anywhere.
TURNS = sorted(
    {
        reference.entry_day(row, known) + timedelta(days=offset)
        for row in reference.rows("restrictions")
        for known in ("then", "now")
        for offset in (-1, 0, 1)
    }
)
days = st.one_of(st.sampled_from(TURNS), st.dates(START, END))
clocks = st.sampled_from(["then", "now"])
sampled = settings(max_examples=30, deadline=None, derandomize=True)
FOUNDING = [("US", "atacms"), ("GB", "storm-shadow"), ("FR", "scalp-eg"), ("DE", "taurus-kepd-350")]


def line(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ", strip=True).split()) if tag else ""


def matrix(soup: BeautifulSoup) -> dict[tuple[str, str], dict[str, Tag]]:
    """The matrix's cells by supplier and system, then territory."""
    found = {}
    for row in soup.select("table.cv-matrix tbody tr"):
        system_id = parse_qs(urlsplit(row.select_one("th a")["href"]).query)["id"][0]
        country = re.split(r" · ", line(row.select_one("th .cv-soft")))[0]
        supplier = next(code for code, name in reference.COUNTRY_NAMES.items() if name == country)
        found[supplier, system_id] = dict(zip(reference.TERRITORIES, row.select("td"), strict=True))
    return found


def assert_cell(cell: Tag, truth: reference.ExpectedState, supplier: str) -> None:
    assert f"cv-{truth.status}" in cell["class"]
    assert line(cell.select_one(".cv-word")) == reference.STATUS_WORDS[truth.status]
    if truth.status == "no_record":
        assert not cell.select("code")
        return
    assert f"cv-{truth.certainty}" in cell["class"]
    assert line(cell.select_one("code")) == truth.change_id
    row = next(one for one in reference.rows("restrictions") if one["change_id"] == truth.change_id)
    when = line(cell.select_one("summary > .cv-soft"))
    repeated = "since " if truth.since != row["effective"] else ""
    assert when in (
        f"{truth.certainty} {repeated}{reference.spoken_date(truth.since)}",
        f"{truth.certainty}, {reference.spoken_date(truth.since)}",
    )
    assert repeated in when
    assert line(cell.select_one(".cv-why p")) == " ".join(row["summary"].split())
    assert {one["href"] for one in cell.select(".cv-sources a")} == reference.source_urls(row["source_ids"])
    assert (f"{truth.authority} rule" in line(cell.select_one("summary"))) == (truth.authority != supplier), (
        "another government's rule is named as such"
    )


def assert_matrix(soup: BeautifulSoup, day: date, known: str) -> None:
    shown = matrix(soup)
    for supplier, system_id in reference.supplier_system_pairs():
        truths = {area: reference.fold(supplier, system_id, area, day, known) for area in reference.TERRITORIES}
        if (supplier, system_id) not in shown:
            assert {one.status for one in truths.values()} == {"no_record"}, (
                f"{supplier} {system_id} is missing from the matrix"
            )
            assert f"({reference.COUNTRY_NAMES[supplier]})" in line(soup.select_one(".cv-answer .cv-note"))
            continue
        for area, truth in truths.items():
            assert_cell(shown[supplier, system_id][area], truth, supplier)
    assert set(shown) <= set(reference.supplier_system_pairs())
    assert set(FOUNDING) <= set(shown)


@lru_cache(maxsize=1)
def real() -> Dataset:
    return tables.load(schema.DATA)


def fragment(day: date, known: str, since: date | None = None) -> BeautifulSoup:
    return BeautifulSoup(briefing.briefing_html(real(), View(day, known, since=since)), "html.parser")


@sampled
@given(day=days, known=clocks)
def test_matrix_on_any_day(day: date, known: str) -> None:
    assert_matrix(fragment(day, known), day, known)


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize(
    "day", ["2022-01-01", "2023-10-17", "2024-05-31", "2024-11-16", "2024-11-18", "2025-06-30", "2026-03-31"]
)
def test_matrix_on_the_page(day: str, known: str) -> None:
    """The same through the page itself."""
    opened = OpenedPage("briefing", {"asof": day, "known": known})
    assert opened.problems == []
    assert_matrix(opened.soup, date.fromisoformat(day), known)


@sampled
@given(day=days, known=clocks)
def test_cards_on_any_day(day: date, known: str) -> None:
    cards = fragment(day, known).select("article.cv-card")
    assert len(cards) == len(FOUNDING)
    for card, (supplier, system_id) in zip(cards, FOUNDING, strict=True):
        assert line(card.select_one("h2")) == reference.system_name(system_id)
        assert line(card.select_one("header > span")) == reference.COUNTRY_NAMES[supplier]
        truths = {area: reference.fold(supplier, system_id, area, day, known) for area in reference.TERRITORIES}
        narrow = [truths[area] for area in ("ru_border", "ru_kursk") if truths[area].status == "permitted"]
        lead = narrow[0] if narrow and truths["ru_any"].status != "permitted" else truths["ru_any"]
        word = reference.STATUS_WORDS[lead.status] if lead.status != "restricted" else "allowed with conditions"
        assert word in line(card.select_one(".cv-lead")).lower()
        if lead.status != "no_record":
            assert line(card.select_one(".cv-when")).startswith(lead.certainty)
            assert line(card.select_one(".cv-when .cv-line")).endswith(reference.spoken_date(lead.since))
        cited = set().union(
            *(
                reference.source_urls(row["source_ids"])
                for row in reference.rows("restrictions")
                if row["change_id"] in {one.change_id for one in truths.values()}
            )
        )
        published, *behind = card.select("footer details")
        assert {one["href"] for part in behind for one in part.select(".cv-sources a")} == cited
        assert {one["href"] for one in published.select(".cv-sources a")} == reference.source_urls(
            reference.headline_range(system_id)["source_id"]
        )


@sampled
@given(day=days, known=clocks, back=st.integers(1, 400))
def test_changes_on_any_day(day: date, known: str, back: int) -> None:
    """What came in between two days: every row of the log that counts from then on, and no other, newest first."""
    since = day - timedelta(days=back)
    shown = fragment(day, known, since).select("section[aria-labelledby=cv-changes] li:has(code)")
    came = [row for row in reference.rows("restrictions") if since < reference.entry_day(row, known) <= day]
    assert sorted(line(one.select_one("code")) for one in shown) == sorted(row["change_id"] for row in came)
    by_id = {row["change_id"]: row for row in came}
    order = []
    for one in shown:
        row = by_id[line(one.select_one("code"))]
        order.append(reference.entry_day(row, known))
        assert line(one.select_one(".cv-day")) == reference.spoken_date(reference.entry_day(row, known).isoformat())
        assert row["summary"] in one.get_text()
        assert {link["href"] for link in one.select(".cv-sources a")} == reference.source_urls(row["source_ids"])
        if row["effective"] != row["reported"]:
            assert (
                f"Applied from {reference.spoken_date(row['effective'])}; known to the public since {reference.spoken_date(row['reported'])}."
                in one.get_text()
            )
    assert order == sorted(order, reverse=True)


@sampled
@given(day=days, known=clocks)
def test_disputes_on_any_day(day: date, known: str) -> None:
    """What is shown as disputed is a disputed row that has come in; it never sets a state."""
    soup = fragment(day, known)
    disputed = [row for row in reference.rows("restrictions") if row["certainty"] == "disputed"]
    for item in soup.select("section[aria-labelledby=cv-disputes] li:has(details)"):
        said = [
            row
            for row in disputed
            if line(item.select("p")[1]) == " ".join(row["summary"].split()) and row["note"] in item.get_text()
        ]
        said = [row for row in said if reference.COUNTRY_NAMES[row["supplier"]] in line(item.select_one("b"))]
        assert said, line(item)
        assert min(reference.entry_day(row, known) for row in said) <= day
        assert {link["href"] for link in item.select(".cv-sources a")} in [
            reference.source_urls(row["source_ids"]) for row in said
        ]
    assert not {line(one) for one in soup.select(".cv-matrix td code")} & {row["change_id"] for row in disputed}


def test_each_dispute_is_shown_on_its_day() -> None:
    for row in reference.rows("restrictions"):
        if row["certainty"] == "disputed":
            for known in ("then", "now"):
                soup = fragment(reference.entry_day(row, known), known)
                assert row["summary"] in soup.select_one("section[aria-labelledby=cv-disputes]").get_text(), row[
                    "change_id"
                ]


@sampled
@given(day=days, known=clocks)
def test_age_of_the_evidence(day: date, known: str) -> None:
    lines = [line(one) for one in fragment(day, known).select("section[aria-labelledby=cv-evidence] li")]
    for supplier in {pair[0] for pair in reference.supplier_system_pairs()}:
        came = [
            reference.entry_day(row, known)
            for row in reference.rows("restrictions")
            if row["supplier"] == supplier and reference.entry_day(row, known) <= day
        ]
        said = [one for one in lines if one.startswith(reference.COUNTRY_NAMES[supplier])]
        assert len(said) == bool(came)
        if came:
            assert reference.spoken_date(max(came).isoformat()) in said[0]
            assert (
                "on this day"
                if max(came) == day
                else "1 day before"
                if (day - max(came)).days == 1
                else f"{(day - max(came)).days} days before"
            ) in said[0]
            assert ("Carried forward" in said[0]) == ((day - max(came)).days > 90)


def states(soup: BeautifulSoup) -> dict[tuple[str, str, str], tuple[str, str]]:
    """(status, certainty) of every cell of the matrix."""
    found = {}
    for pair, cells in matrix(soup).items():
        for area, cell in cells.items():
            found[*pair, area] = tuple(one.removeprefix("cv-") for one in cell["class"])
    return found


def test_founding_week() -> None:
    """The issue's proof: 16 and 18 November 2024 differ exactly where the log says."""
    before = states(OpenedPage("briefing", {"asof": "2024-11-16"}).soup)
    after = states(OpenedPage("briefing", {"asof": "2024-11-18"}).soup)
    assert set(before) == set(after)
    changed = {cell: (before[cell], after[cell]) for cell in before if before[cell] != after[cell]}
    naively = {}
    for supplier, system_id, area in before:
        old, new = (
            reference.fold(supplier, system_id, area, day, "then") for day in (date(2024, 11, 16), date(2024, 11, 18))
        )
        if (old.status, old.certainty) != (new.status, new.certainty):
            naively[supplier, system_id, area] = ((old.status, old.certainty), (new.status, new.certainty))
    assert changed == naively
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
    then = states(OpenedPage("briefing", {"asof": "2025-06-30", "known": "then"}).soup)
    now = states(OpenedPage("briefing", {"asof": "2025-06-30", "known": "now"}).soup)
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
    soup = OpenedPage("briefing", {"asof": "2026-03-31"}).soup
    for card, (_, system_id) in zip(soup.select("article.cv-card"), FOUNDING, strict=True):
        assert line(card.select_one("footer > details summary")) in reference.value_phrases(
            reference.headline_range(system_id)
        )
    for (_, system_id), row in zip(matrix(soup), soup.select("table.cv-matrix tbody tr"), strict=True):
        assert line(row.select_one("th .cv-soft")).split(" · ")[1] in reference.value_phrases(
            reference.headline_range(system_id)
        )
    shown = [line(card.select_one("footer > details summary")) for card in soup.select("article.cv-card")]
    assert shown == ["up to 300 km", "more than 250 km", "more than 250 km", "more than 500 km"]


def test_question_names_the_day() -> None:
    assert "18 November 2024" in OpenedPage("briefing", {"asof": "2024-11-18"}).title
    assert "1 January 2022" in OpenedPage("briefing", {"asof": "2022-01-01"}).title
