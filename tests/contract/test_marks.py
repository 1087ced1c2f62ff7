"""The quiet marks on pages are what the review of the data computes, row by row; and under each value stand the two questions."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content import briefing
from caveat.dataset import current, schema, tables
from caveat.dataset.tables import Dataset
from caveat.domain import data_quality
from caveat.domain.query import View
from tests.support import reference
from tests.support.elements import Element, parse
from tests.support.opened_page import OpenedPage, shared_page

DAY = "2026-03-13"
PAGES = {
    "briefing": ({}, "restrictions"),
    "suppliers": ({}, "transfers"),
    "positions": ({"issue": "taurus_supply"}, "positions"),
    "system": ({"id": "storm-shadow"}, "restrictions"),
}
WORD = {"single": "1 source", "origin": "1 publisher", "copies": "copy only"}


@lru_cache(maxsize=1)
def real() -> Dataset:
    return tables.load(schema.DATA)


@lru_cache(maxsize=8)
def expected(table: str, day: date) -> dict[str, set[str]]:
    """id -> the marks that it must have: words for what is weak, the spoken date for what is old."""
    found: dict[str, set[str]] = {}
    for row in data_quality.weak_evidence(real()).query("table == @table").itertuples():
        found.setdefault(row.id, set()).add(WORD[row.why])
    for row in data_quality.unconfirmed_rows(real(), day, "then"):
        if row.table == table:
            found.setdefault(row.id, set()).add(f"since {reference.spoken_date(row.newest)}")
    return found


def said(marks: Element | None) -> set[str]:
    """The marks as a test compares them: a date in place of the words that differ by table."""
    texts = [" ".join(tag.get_text().split()) for tag in marks.select("span")] if marks else []
    return {f"since {found[1]}" if (found := re.search(r"since (.+)$", text)) else text for text in texts}


def opened(page: str) -> OpenedPage:
    return shared_page(page, asof=DAY, known="then", **PAGES[page][0])


@pytest.mark.parametrize("page", PAGES)
def test_each_opened_value_has_the_marks_of_its_row(page: str) -> None:
    assert opened(page).problems == []
    asks = opened(page).soup.select(".cv-ask:has(code)")
    assert len(asks) > 10
    marked = 0
    for ask in asks:
        row = ask.select_one("code").get_text()
        table = next(name for name in schema.table_names() if row in set(real()[name].iloc[:, 0]))
        assert said(ask.select_one(".cv-weak")) == expected(table, date.fromisoformat(DAY)).get(row, set()), row
        marked += ask.select_one(".cv-weak") is not None
    assert marked


@pytest.mark.parametrize("page", PAGES)
def test_under_each_value_stand_both_questions(page: str) -> None:
    for ask in opened(page).soup.select(".cv-ask:has(code)"):
        row = ask.select_one("code").get_text()
        how, wrong = ask.select("a")
        for link in (how, wrong):
            parts = urlsplit(link["href"])
            assert parts.path == "data"
            assert parse_qs(parts.query) == {"row": [row], "asof": [DAY], "known": ["then"]}
        assert (how.get_text(), wrong.get_text()) == ("How do you know?", "Report a wrong value")


def little(marks: set[str]) -> set[str]:
    """The marks that do not speak of age."""
    return marks & set(WORD.values())


def test_a_closed_cell_of_the_matrix_has_a_ring_exactly_where_its_row_rests_on_little() -> None:
    """The date stands in the cell, so age has no ring (docs/data-decisions.md); the opened cell has all marks (above)."""
    cells = opened("briefing").soup.select(".cv-matrix td:has(details)")
    assert cells
    for cell in cells:
        row, ring = cell.select_one(".cv-ask code").get_text(), cell.select_one("summary .cv-ring")
        marks = little(expected("restrictions", date.fromisoformat(DAY)).get(row, set()))
        assert (ring is not None) == bool(marks), row
        if ring:
            assert ring.get_text().strip("()") == ring["title"], "a screen reader hears what the ring means"
            assert set(ring["title"].split("; ")) == marks


@pytest.mark.parametrize("day", [DAY, "2026-06-01", "2026-11-01"])
def test_the_ring_tells_cells_apart_on_late_days_too(day: str) -> None:
    cells = parse(briefing.briefing_html(real(), View(date.fromisoformat(day)))).select(".cv-matrix td:has(details)")
    ringed = [cell for cell in cells if cell.select_one("summary .cv-ring")]
    old = [cell for cell in cells if "not confirmed since" in cell.select_one(".cv-why").get_text()]
    assert 0 < len(ringed) < len(cells) / 4
    assert len(old) > len(cells) / 2, "what has no ring for its age still says it where it is opened"


def test_age_has_no_ring_where_the_date_stands_beside_the_value() -> None:
    found = expected("transfers", date.fromisoformat(DAY))
    rings = opened("suppliers").soup.select(".cv-ring")
    for ring in rings:
        code = next(tag for tag in ring.parents if tag.name in ("td", "li", "details")).select_one(".cv-ask code")
        if code:
            assert set(ring["title"].split("; ")) == little(found[code.get_text()])
    assert rings and not [mark for mark in rings if "since" in mark["title"]]


def test_a_card_has_the_marks_of_the_row_that_it_tells() -> None:
    for card in opened("briefing").soup.select("section.cv-card"):
        *_, code = card.select("footer .cv-ask code")
        marks = expected("restrictions", date.fromisoformat(DAY)).get(code.get_text(), set())
        # The day of its last confirmation stands on the card.
        told = (
            {mark for mark in marks if mark.startswith("since ")}
            if card.select(".cv-again:not(.cv-disputed)")
            else set()
        )
        assert said(card.select_one(".cv-when .cv-weak")) == marks - told


def test_figures_are_marked_in_the_table_and_side_by_side() -> None:
    page = OpenedPage("compare", {"asof": "2024-11-18"})
    marks = expected("claims", current.today())
    rows = page.soup.select(".cv-table tr:has(.cv-asked)")
    assert len(rows) > 60
    for row in rows:
        claim = row.select_one(".cv-asked code").get_text()
        shown = said(row.select_one(".cv-weak")) | (
            {"copy only"} if "a copy or digest of another’s report" in row.get_text() else set()
        )
        assert shown == marks.get(claim, set()), claim
    cells = page.soup.select(".cv-side td:has(details)")
    assert cells
    for cell in cells:
        assert (cell.select_one(".cv-ring") is not None) == (cell.select_one(".cv-ask code").get_text() in marks)


def test_the_legend_says_what_the_ring_means() -> None:
    legend: Element = opened("briefing").soup.select_one(".cv-legend:has(.cv-ring)")
    assert "rests on one source, one publisher or a copy" in legend.get_text()


def test_with_a_tracker_the_cell_leads_to_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAT_REPORT_URL", "https://127.0.0.1/new?template=report-a-wrong-value.yml")
    fresh = tables.load(schema.DATA)  # what is drawn once is kept by its tables
    soup = parse(briefing.briefing_html(fresh, View(date(2024, 11, 18), "then")))
    cell = next(
        tag
        for tag in soup.select(".cv-matrix td .cv-ask")
        if tag.select_one("code").get_text() == "us-atacms-kursk-20241117"
    )
    how, wrong = cell.select("a")
    assert how["href"].startswith("data?row=us-atacms-kursk-20241117&")
    query = parse_qs(urlsplit(wrong["href"]).query)
    shown, page, row = query["shown"][0].split("\n")
    assert shown.startswith("ATACMS, United States, Russia: Kursk area: allowed, reported")
    assert page.endswith("/?asof=2024-11-18&known=then")
    assert row == "Row: us-atacms-kursk-20241117"
