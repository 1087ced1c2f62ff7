"""Notes as readers see them: ids as links, and never passed off as what was known on the day."""

import re
from datetime import date

import pytest

from caveat.content import briefing, notes
from caveat.content.provenance import Provenance
from caveat.dataset import sources
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from tests.support.elements import Element, parse

DAY = date(2024, 5, 29)


def soup(text: str) -> Element:
    return parse(text)


def test_a_bare_id_in_a_note_is_a_link_with_the_pages_name(dataset: Dataset) -> None:
    found = soup(notes.linked_note(dataset, "RIA excepted only ATACMS (dzen-20240821-himars)."))
    source = sources.sources_by_id(dataset)["dzen-20240821-himars"]
    assert found.select_one("a")["href"] == source.url
    assert source.publisher in found.select_one("a").text
    assert "dzen-20240821-himars" not in found.get_text()


def test_a_row_is_a_link_to_its_sheet(dataset: Dataset) -> None:
    found = soup(notes.linked_note(dataset, "See `us-atacms-crimea-20240702`."))
    assert found.select_one("a")["href"] == "data?row=us-atacms-crimea-20240702"
    assert found.get_text() == "See rule of 2 Jul 2024."


def test_what_is_no_id_stays_and_is_escaped(dataset: Dataset) -> None:
    assert notes.linked_note(dataset, "cave-20240101-nobody & <b>") == "cave-20240101-nobody &amp; &lt;b&gt;"
    assert notes.plain_note(dataset, "cave-20240101-nobody & <b>") == "cave-20240101-nobody & <b>"


def test_no_note_of_the_tables_shows_an_id_or_a_word_of_ours(dataset: Dataset) -> None:
    jargon = re.compile(r"\b(slug|placeholder|seed|ru_any|ru_border|ru_kursk|ua_occupied)\b", re.IGNORECASE)
    for name in ("claims", "context", "events", "positions", "restrictions", "transfers", "article_facts"):
        frame = dataset[name]
        for column in (one for one in frame if one.endswith("note") or one == "summary"):
            for text in frame[column]:
                shown = soup(notes.linked_note(dataset, text)).get_text()
                assert notes.plain_note(dataset, text) == shown
                assert not notes.ID_PATTERN.search(shown), (name, text)
                assert not jargon.search(text), (name, text)


def test_a_note_is_called_hindsight_where_the_page_shows_what_was_known_then(dataset: Dataset) -> None:
    assert (
        Provenance(dataset, View(DAY, "then"), "").note_html("Denied in July.") == "Note, in hindsight: Denied in July."
    )
    assert Provenance(dataset, View(DAY, "now"), "").note_html("Denied in July.") == "Denied in July."


@pytest.mark.parametrize("day", [DAY, date(2024, 11, 16), date(2024, 11, 18)])
@pytest.mark.parametrize("known", ["then", "now"])
def test_each_source_of_the_answer_that_is_younger_than_the_day_says_so(
    dataset: Dataset, day: date, known: str
) -> None:
    listed = soup(briefing.briefing_html(dataset, View(day, known))).select(".cv-sources li")
    assert listed
    young = {
        f"{source.publisher}: {source.title}"
        for source in sources.sources_by_id(dataset).values()
        if source.published and first_day(source.published) > day
    }
    old = {f"{source.publisher}: {source.title}" for source in sources.sources_by_id(dataset).values()} - young
    for item in listed:
        named = (
            (item.select_one("a") or item).get_text().split(" (")[0]
            if not item.select_one("a")
            else item.select_one("a").get_text()
        )
        if named in young - old:
            assert ("published later" in item.get_text()) is (known == "then"), named
        if named in old - young:
            assert "published later" not in item.get_text(), named


def test_a_copied_value_names_what_was_published_later(dataset: Dataset) -> None:
    row = "us-gmlrs-border-20240530"
    assert "(31 May 2024, published later)" in Provenance(dataset, View(date(2024, 5, 30), "then"), "").copy_text(
        row, "allowed"
    )
    assert "published later" not in Provenance(dataset, View(date(2024, 5, 31), "then"), "").copy_text(row, "allowed")
    assert "published later" not in Provenance(dataset, View(date(2024, 5, 30), "now"), "").copy_text(row, "allowed")


def test_claims_are_of_all_dates_so_none_of_their_sources_is_late(dataset: Dataset) -> None:
    young = sources.sources_by_id(dataset)["reuters-lbc-20240531-kharkiv"]
    assert Provenance(dataset, View(DAY, "then"), "").published_later(young)
    assert not Provenance(dataset, View(DAY, "then"), "compare", date(2026, 1, 1)).published_later(young)
