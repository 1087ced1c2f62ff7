"""The founding article on its page: what is counted, what stands apart, what is linked, and what happens without its tables."""

from datetime import date
from pathlib import Path

import pytest

from caveat.content import notes, story
from caveat.dataset import schema
from caveat.dataset import tables as reading
from caveat.dataset.tables import Dataset
from caveat.text import story as words
from tests.support.elements import parse
from tests.support.registry import body, request


def test_the_answer_is_one_sentence() -> None:
    assert (
        words.facts_sentence({"yes": 31, "partly": 15, "not_found": 1, "no": 1})
        == "48 facts: 31 confirmed by independent pages, 15 partly, 1 found nowhere else, 1 contradicted."
    )


def test_the_toll_stands_apart_with_what_others_say(dataset: Dataset, csv_rows) -> None:
    soup = parse(story.answer_html(dataset))
    toll, quotation = soup.select("section.cv-fault")
    assert "Contradicted by other pages" in toll.get_text(" ", strip=True)
    assert "The attack killed 11 civilians" in toll.select_one("blockquote").get_text()
    record = next(row for row in csv_rows("article_facts") if row["independent_agrees"] == "no")
    states = {row["source_id"]: row for row in csv_rows("sources")}
    for source_id in record["independent_source_ids"].split(";"):
        assert states[source_id]["seen_excerpt"] in toll.get_text()
        assert toll.select(f'a[href="{states[source_id]["url"]}"]')
    assert "Found nowhere else" in quotation.get_text(" ", strip=True)
    assert "Waltz" in quotation.select_one("blockquote").get_text()


def test_one_sign_a_fact(dataset: Dataset, csv_rows) -> None:
    signs = parse(story.answer_html(dataset)).select(".cv-ledger li")
    expected = [words.GLYPH[row["independent_agrees"]] for row in csv_rows("article_facts")]
    assert [sign.select_one("span").get_text() for sign in signs] == expected


@pytest.mark.parametrize(("day", "noticed"), [("2024-11-17", True), ("2024-11-18", False), ("2025-06-01", False)])
def test_before_the_article_the_page_says_so_and_still_shows_it(
    day: str, noticed: bool, open_page, dataset: Dataset
) -> None:
    opened = open_page("story", {"asof": day})
    assert any("had not appeared yet" in notice for notice in opened.notices) == noticed
    assert len(opened.soup.select(".cv-facts > li")) == len(dataset["article_facts"])


def test_ids_in_notes_become_links_or_lines(dataset: Dataset) -> None:
    note = parse(
        notes.linked_note(dataset, "See `lemonde-20240529-meseberg`, `ev-20241105-us-election` and `gone-1` & <b>.")
    )
    assert note.select_one("a")["href"].startswith("http")
    assert "Le Monde" in note.select_one("a").get_text()
    assert words.UNLISTED_PAGE in note.get_text()
    assert note.select_one("code").get_text() == "gone-1"
    assert "<b>" in note.get_text()
    assert "ev-20241105-us-election" not in note.get_text()


def test_rows_are_shown_with_date_and_sources(dataset: Dataset) -> None:
    first = parse(story.facts_html(dataset, "all")).select_one(".cv-rows li")
    assert first.get_text(" ", strip=True).startswith("Event, 17 Nov 2024 ")
    assert first.select(".cv-named a[href^=http]")


# What the page says without its own table: tests/ui/test_broken_data.py.
@pytest.mark.parametrize("table", [table for table in schema.table_names() if table != "article_facts"])
def test_a_missing_table_leaves_a_page(table: str, folder: Path, dataset: Dataset) -> None:
    (folder / f"{table}.csv").unlink()
    opened = request(reading.load(folder), "story", date(2024, 11, 18))
    assert opened.heading.question == words.QUESTION and opened.heading.headline
    shown = parse(body(opened))
    assert not shown.select(".cv-error")
    assert len(shown.select(".cv-facts > li")) == len(dataset["article_facts"])


def test_an_empty_table_of_facts_says_so(data_copy: Path) -> None:
    file = data_copy / "article_facts.csv"
    header = file.read_bytes().splitlines(keepends=True)[0]
    file.unlink()
    file.write_bytes(header)
    empty = reading.load(data_copy)
    assert "No fact of the article is in the table." in story.answer_html(empty)
    assert story.heading_context(empty) == words.page_context()
    assert story.before_article_note(empty, date(2022, 1, 1)) == ""


@pytest.mark.parametrize(
    ("count", "said"), [(0, "None of them was read"), (1, "1 of them was also read"), (5, "5 of them were also read")]
)
def test_how_many_were_read_in_an_original(count: int, said: str) -> None:
    assert words.originals_sentence(count).startswith(said)
