"""Notes as readers see them: ids as links, and never passed off as what was known on the day."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from caveat.content import briefing, notes
from caveat.content.provenance import Behind
from caveat.dataset import sources
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Tables
from caveat.domain.query import View

DAY = date(2024, 5, 29)


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def test_a_bare_id_in_a_note_is_a_link_with_the_pages_name(tables: Tables) -> None:
    found = soup(notes.linked(tables, "RIA excepted only ATACMS (dzen-20240821-himars)."))
    source = sources.by_id(tables)["dzen-20240821-himars"]
    assert found.a["href"] == source.url
    assert source.publisher in found.a.get_text()
    assert "dzen-20240821-himars" not in found.get_text()


def test_a_row_is_a_link_to_its_sheet(tables: Tables) -> None:
    found = soup(notes.linked(tables, "See `us-atacms-crimea-20240702`."))
    assert found.a["href"] == "data?row=us-atacms-crimea-20240702"
    assert found.get_text() == "See rule of 2 Jul 2024."


def test_what_is_no_id_stays_and_is_escaped(tables: Tables) -> None:
    assert notes.linked(tables, "cave-20240101-nobody & <b>") == "cave-20240101-nobody &amp; &lt;b&gt;"
    assert notes.plain(tables, "cave-20240101-nobody & <b>") == "cave-20240101-nobody & <b>"


def test_no_note_of_the_tables_shows_an_id_or_a_word_of_ours(tables: Tables) -> None:
    jargon = re.compile(r"\b(slug|placeholder|seed|ru_any|ru_border|ru_kursk|ua_occupied)\b", re.IGNORECASE)
    for name in ("claims", "context", "events", "positions", "restrictions", "transfers", "article_facts"):
        frame = tables[name]
        for column in (one for one in frame if one.endswith("note") or one == "summary"):
            for text in frame[column]:
                shown = soup(notes.linked(tables, text)).get_text()
                assert notes.plain(tables, text) == shown
                assert not notes.NAMED.search(shown), (name, text)
                assert not jargon.search(text), (name, text)


def test_a_note_is_called_hindsight_where_the_page_shows_what_was_known_then(tables: Tables) -> None:
    assert Behind(tables, View(DAY, "then"), "").noted("Denied in July.") == "Note, in hindsight: Denied in July."
    assert Behind(tables, View(DAY, "now"), "").noted("Denied in July.") == "Denied in July."


@pytest.mark.parametrize("day", [DAY, date(2024, 11, 16), date(2024, 11, 18)])
@pytest.mark.parametrize("known", ["then", "now"])
def test_each_source_of_the_answer_that_is_younger_than_the_day_says_so(tables: Tables, day: date, known: str) -> None:
    listed = soup(briefing.html(tables, View(day, known))).select(".cv-sources li")
    assert listed
    young = {f"{one.publisher}: {one.title}" for one in sources.by_id(tables).values() if one.published and first_day(one.published) > day}
    old = {f"{one.publisher}: {one.title}" for one in sources.by_id(tables).values()} - young
    for item in listed:
        named = (item.a or item).get_text().split(" (")[0] if not item.a else item.a.get_text()
        if named in young - old:
            assert ("published later" in item.get_text()) is (known == "then"), named
        if named in old - young:
            assert "published later" not in item.get_text(), named


def test_a_copied_value_names_what_was_published_later(tables: Tables) -> None:
    row = "us-gmlrs-border-20240530"
    assert "(31 May 2024, published later)" in Behind(tables, View(date(2024, 5, 30), "then"), "").quoted(row, "allowed")
    assert "published later" not in Behind(tables, View(date(2024, 5, 31), "then"), "").quoted(row, "allowed")
    assert "published later" not in Behind(tables, View(date(2024, 5, 30), "now"), "").quoted(row, "allowed")


def test_claims_are_of_all_dates_so_none_of_their_sources_is_late(tables: Tables) -> None:
    young = sources.by_id(tables)["reuters-lbc-20240531-kharkiv"]
    assert Behind(tables, View(DAY, "then"), "").later(young)
    assert not Behind(tables, View(DAY, "then"), "compare", date(2026, 1, 1)).later(young)
