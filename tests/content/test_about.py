"""The page About: its questions are answered from the tables, its terms by the day, its sections stand without each other."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from caveat.content import about
from caveat.content.blocks import first_html
from caveat.content.page import PageRequest
from caveat.content.pages import page_by_id
from caveat.dataset import tables
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.text import about as words
from tests.support import reference
from tests.support.elements import Element, parse

NEWEST = View(date(2026, 3, 13))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return tables.load()


def page(dataset: Dataset, view: View = NEWEST) -> Element:
    return parse(first_html(PageRequest(page_by_id("about"), dataset, view, {}).blocks()))


def test_every_section_has_its_anchor_and_its_heading(dataset: Dataset) -> None:
    soup = page(dataset)
    assert [heading["id"] for heading in soup.select("h2")] == list(words.SECTIONS)
    assert [link["href"] for link in soup.select(".cv-toc a")] == [f"#{anchor}" for anchor in words.SECTIONS]


def test_the_entries_are_counted_as_in_the_csv(dataset: Dataset) -> None:
    day = date(2024, 11, 18)
    known = [
        row
        for row in reference.rows("restrictions")
        if max(reference.first_day(row["effective"]), reference.first_day(row["reported"])) <= day
    ]
    counts = Counter(row["certainty"] for row in known)
    answer = next(dd.text for dd in page(dataset, View(day)).select(".cv-faq dd") if "on rules by" in dd.text)
    assert answer.startswith(f"{len(known)} entries on rules by 18 Nov 2024: {counts['official']} official, ")
    assert f"{counts['disputed']} disputed" in answer


@pytest.mark.parametrize("day", [date(2024, 11, 1), date(2024, 11, 18)])
def test_a_term_is_explained_from_the_day_of_its_first_source(dataset: Dataset, day: date) -> None:
    published = {row["source_id"]: row["published"] for row in reference.rows("sources")}
    found = page(dataset, View(day)).select_one("#term-kursk-area")
    [row] = [row for row in reference.rows("glossary") if row["term_id"] == "term-kursk-area"]
    first = min(reference.first_day(published[source]) for source in row["source_ids"].split(";"))
    assert (row["plain"] in found.text) == (first <= day)


def test_every_term_has_its_anchor(dataset: Dataset) -> None:
    ids = [entry["id"] for entry in page(dataset, View(date(2022, 6, 15))).select(".cv-glossary > div")]
    assert ids == [row["term_id"] for row in reference.rows("glossary")]


@pytest.mark.parametrize("table", ["glossary", "restrictions", "claims", "sources", "case.toml"])
def test_a_broken_table_takes_out_what_needs_it(dataset: Dataset, table: str) -> None:
    settings = None if table == "case.toml" else dataset.read_settings
    broken = replace(dataset, broken={table: ()}, read_settings=settings)
    entry, view = page_by_id("about"), View(date(2024, 11, 18))
    request = PageRequest(entry, broken, view, {})
    assert request.heading.question == words.QUESTION
    assert request.description
    [*fragments] = (block for block in request.blocks() if block.prerender)
    told = []
    for fragment in fragments:
        with suppress(UnusableTable):
            told.append(fragment.first_html())
    assert len(told) == len(fragments) - (table == "glossary")
    assert any('id="told"' in html for html in told)


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (date(2026, 12, 18), "The next full review is due on 18 December 2026."),
        (date(2026, 12, 17), "The next full review was due on 17 December 2026."),
        (None, ""),
    ],
)
def test_the_next_review_stands_beside_who_keeps_it(dataset: Dataset, due: date | None, told: str) -> None:
    assert dataset.read_settings
    settings = dataset.read_settings.model_copy(update={"next_review": due})
    shown = about.keeping_html(replace(dataset, read_settings=settings), "", date(2026, 12, 18), "")
    kept = parse(shown).select_one('section[aria-labelledby="kept"]')
    assert told in kept.text
    assert ("full review" in kept.text) == bool(told)


def test_certainty_in_words() -> None:
    day = date(2024, 1, 2)
    assert words.certainty_answer({}, day) == "No entry on rules was in by 2 Jan 2024."
    assert words.certainty_answer({"official": 1}, day) == "1 entry on rules by 2 Jan 2024: 1 official."
    told = words.certainty_answer({"disputed": 2, "reported": 1}, day)
    assert told == "3 entries on rules by 2 Jan 2024: 1 reported and 2 disputed, which are shown and never counted."
