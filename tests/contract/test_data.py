"""The data page against the CSVs: how many rows, which sources, what cites them, which are weak."""

import json
import random
import re

import pytest

from caveat.content import data
from caveat.dataset.tables import Dataset
from caveat.domain import citations
from caveat.settings import ROOT
from tests.support import reference
from tests.support.excerpts import one_line
from tests.support.opened_page import OpenedPage, shared_page

PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
TITLES = {resource["name"]: resource.get("title", resource["name"]) for resource in PACKAGE["resources"]}
SOURCE_COLUMNS = ("source_ids", "source_id", "independent_source_ids", "seed_source_id")
SAMPLE = random.Random(2024).sample([row["source_id"] for row in reference.rows("sources")], 6)


@pytest.fixture
def opened() -> OpenedPage:
    return shared_page("data")


def citing(source_id: str) -> set[str]:
    """The first cells of all rows that name a source."""
    found = set()
    for table in TITLES:
        if table in ("sources", "system_sources"):
            continue
        for row in reference.rows(table):
            if any(source_id in row.get(column, "").split(";") for column in SOURCE_COLUMNS):
                found.add(next(iter(row.values())))
    return found


def test_rows_of_each_table(opened: OpenedPage) -> None:
    shown = {row["Table"]: row["Rows"] for row in opened.table("Table", "Rows", "Newest entry")}
    assert shown == {title: f"{len(reference.rows(table)):,}" for table, title in TITLES.items()}


def test_figures_per_system(opened: OpenedPage) -> None:
    shown = {row["System"]: row for row in opened.table("System", "Published figures")}
    assert len(shown) == len(reference.rows("systems"))
    for system in reference.rows("systems"):
        own = [row for row in reference.rows("claims") if row["system_id"] == system["system_id"]]
        ranges = [row for row in own if row["attribute"] == "range_km"]
        cells = shown[system["name"]]
        assert [
            int(cells[head]) for head in ("Published figures", "of range", "of other properties", "Different sources")
        ] == [
            len(own),
            len(ranges),
            len(own) - len(ranges),
            len({row["source_id"] for row in own}),
        ]


@pytest.mark.parametrize("source_id", SAMPLE)
def test_a_source_is_found_with_what_cites_it(source_id: str) -> None:
    found = OpenedPage("data", {"q": source_id})
    assert found.problems == []
    item = next(
        tag for tag in found.soup.select("ul.cv-pages > li") if tag.select_one(".cv-soft code").get_text() == source_id
    )
    row = next(record for record in reference.rows("sources") if record["source_id"] == source_id)
    assert item.select_one("a")["href"] == row["url"]
    assert row["publisher"] in item.get_text()
    assert one_line(row["seen_excerpt"]) in one_line(item.get_text())
    if row["published"]:
        assert reference.spoken_date(row["published"]) in item.get_text()
    rows = {tag.get_text() for tag in item.select(".cv-rows code")}
    assert citing(source_id) <= rows | {source_id}, "a row that cites the source is missing"


def test_every_source_is_on_one_of_the_pages() -> None:
    """Leafing through, a reader meets each source once."""
    leaf = OpenedPage("data")
    seen: list[str] = []
    while True:
        assert leaf.problems == []
        seen += re.findall(r'<p class="cv-soft">[^<]*<code>([^<]+)</code></p>', leaf.html)
        following = leaf.test.button(key="page-next")
        if following.disabled:
            break
        following.click()
        leaf.rerun()
    assert sorted(seen) == sorted(row["source_id"] for row in reference.rows("sources"))


def test_files_of_every_table(opened: OpenedPage) -> None:
    links = {tag["href"] for tag in opened.soup.select(".cv-file-links a")}
    assert links == {f"api/v1/tables/{table}.{kind}" for table in TITLES for kind in ("csv", "json")} | {
        "api/v1/datapackage.json"
    }


def test_dictionary_has_every_column(opened: OpenedPage) -> None:
    text = one_line(opened.text)
    for table in PACKAGE["resources"]:
        for field in table["schema"]["fields"]:
            assert one_line(field["description"]) in text, f"{table['name']}.{field['name']}"
    assert len(opened.soup.select(".cv-columns > dt")) == sum(
        len(table["schema"]["fields"]) for table in PACKAGE["resources"]
    )


def test_the_page_finds_and_turns(dataset: Dataset) -> None:
    whole = OpenedPage("data", {"q": "taurus", "page": "2"})
    sources = citations.find_sources(dataset, "taurus")
    shown = [code.text for code in whole.soup.select(".cv-pages > li > p.cv-soft > code")]
    assert shown == list(sources["source_id"])[data.PAGE_LENGTH : 2 * data.PAGE_LENGTH]
    assert whole.problems == []
    assert whole.notices == []


@pytest.mark.parametrize(
    "bad",
    [
        {"page": "0"},
        {"page": "999"},
        {"page": "-1"},
        {"page": "two"},
        {"page": "²"},
        {"page": "9" * 5000},
        {"kind": "nonsense"},
        {"page": "<b>"},
    ],
)
def test_a_bad_value_falls_back_with_a_note(bad: dict[str, str]) -> None:
    found = OpenedPage("data", bad)
    assert found.problems == []
    assert len(found.address_notes) == 1
    assert len(found.soup.select(".cv-pages > li")) == data.PAGE_LENGTH
    assert not found.soup.select(".cv-notice b")


def test_a_search_without_result_says_so() -> None:
    found = OpenedPage("data", {"q": "<b>zzqq</b>"})
    assert found.problems == []
    assert "No source is found" in found.text
    assert found.soup.select(".cv-pages > li") == []


def test_another_search_starts_at_the_first_page() -> None:
    found = OpenedPage("data", {"page": "5"})
    found.test.text_input(key="search-q").set_value("taurus")
    found.rerun()
    assert found.address_notes == []
    assert found.test.query_params["q"] in ("taurus", ["taurus"])
    assert "page" not in found.test.query_params
    assert "Shown: 1 to 25" in found.text
