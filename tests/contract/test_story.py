"""The story page against article_facts.csv: every fact with its verdict, its note and the pages that it was checked against."""

import re
from collections import Counter

import pytest

from tests.support import reference
from tests.support.excerpts import one_line
from tests.support.opened_page import OpenedPage, shared_page

WORDS = {"yes": "confirmed", "partly": "partly confirmed", "not_found": "found nowhere else", "no": "contradicted"}


@pytest.fixture
def opened() -> OpenedPage:
    return shared_page("story")


def test_every_fact(opened: OpenedPage) -> None:
    facts = reference.rows("article_facts")
    shown = opened.soup.select("ol.cv-facts > li")
    assert len(shown) == len(facts) == 48
    for place, (item, row) in enumerate(zip(shown, facts, strict=True), 1):
        assert one_line(item.select_one(".cv-fact").get_text(" ")) == f"{place} {one_line(row['fact'])}"
        assert one_line(item.select_one(".cv-agrees").get_text(" ")).endswith(f" {WORDS[row['independent_agrees']]}")
        if row["wording_note"]:
            assert one_line(re.split(r" ?\(?`", row["wording_note"])[0]) in one_line(item.get_text(" "))
        first, second = item.select("details")
        assert {tag["href"] for tag in first.select("a")} == reference.source_urls(row["independent_source_ids"])
        assert [tag.get_text() for tag in second.select("code")] == [part for part in row["row_ids"].split(";") if part]


def test_counts(opened: OpenedPage) -> None:
    counts = Counter(row["independent_agrees"] for row in reference.rows("article_facts"))
    total, holding = sum(counts.values()), counts["yes"] + counts["partly"]
    assert opened.title.startswith(
        f"{holding} of the article’s {total} facts hold at least in part; {counts['no']} is "
    )
    assert f"{total} facts: {counts['yes']} confirmed" in opened.text


def test_what_does_not_hold_stands_apart(opened: OpenedPage) -> None:
    apart = [row for row in reference.rows("article_facts") if row["independent_agrees"] in ("no", "not_found")]
    shown = opened.soup.select("section.cv-fault")
    assert {one_line(tag.select_one("blockquote").get_text()).removeprefix("The article said: ") for tag in shown} == {
        one_line(row["fact"]) for row in apart
    }
    toll = next(row for row in apart if row["independent_agrees"] == "no")
    assert "11 civilians" in toll["fact"]
    assert one_line(toll["fact"]) in one_line(shown[0].get_text()), "the contradicted toll comes first"


@pytest.mark.parametrize("agrees", WORDS)
def test_the_choice_shows_its_group_only(agrees: str) -> None:
    chosen = OpenedPage("story", {"agrees": agrees})
    wanted = [one_line(row["fact"]) for row in reference.rows("article_facts") if row["independent_agrees"] == agrees]
    assert chosen.problems == []
    assert [one_line(tag.get_text(" ")).split(" ", 1)[1] for tag in chosen.soup.select(".cv-facts .cv-fact")] == wanted


def test_rows_of_a_fact_exist() -> None:
    """Every row that a fact names is a row of a table."""
    ids = {
        value
        for table in ("events", "positions", "restrictions", "context", "transfers", "claims", "aid", "systems")
        for row in reference.rows(table)
        for value in [next(iter(row.values()))]
    }
    for row in reference.rows("article_facts"):
        assert {part for part in row["row_ids"].split(";") if part} <= ids, row["fact_id"]


def originals() -> dict[str, set[str]]:
    """Return the addresses of governments' own pages behind each fact that holds, by its id."""
    own = {
        row["source_id"]: row["url"]
        for row in reference.rows("sources")
        if row["kind"] == "official" and not row["origins"]
    }
    cited = {
        next(iter(row.values())): row.get("source_ids", "") or row.get("source_id", "")
        for table in ("events", "positions", "restrictions", "context", "transfers", "claims", "aid")
        for row in reference.rows(table)
    }
    found = {}
    for row in reference.rows("article_facts"):
        rows = [cited.get(row_id, "") for row_id in row["row_ids"].split(";")]
        pages = {source for text in (row["independent_source_ids"], *rows) for source in text.split(";")}
        if row["independent_agrees"] in ("yes", "partly") and pages & own.keys():
            found[row["fact_id"]] = {own[page] for page in pages & own.keys()}
    return found


def test_facts_read_in_an_original(opened: OpenedPage) -> None:
    expected = originals()
    for item, row in zip(opened.soup.select("ol.cv-facts > li"), reference.rows("article_facts"), strict=True):
        assert {link["href"] for link in item.select(".cv-original a")} == expected.get(row["fact_id"], set())
    assert f"{len(expected)} of them were also read in an original" in one_line(opened.text)


def test_the_choice_of_originals() -> None:
    chosen = OpenedPage("story", {"agrees": "original"})
    assert chosen.problems == []
    assert len(chosen.soup.select(".cv-facts > li")) == len(originals()) > 0
    assert all(item.select(".cv-original") for item in chosen.soup.select(".cv-facts > li"))
