"""The starter of a case: sound at once, every page and every answer works, and none names the subject of data/."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from caveat.__main__ import main
from caveat.content.pages import PAGES, pages_of
from caveat.dataset import schema, tables
from caveat.dataset.tables import Dataset
from tests.support import case_words, served
from tests.support.opened_page import OpenedPage
from tests.support.served import Served

# Languages of sources are called alike in every case.
LANGUAGES = frozenset(schema.meanings("sources", "language").values())
MISSING = ("story",)
PRESENT = [page.id for page in PAGES if page.id not in MISSING]


def named(text: str) -> list[str]:
    """The names of the subject of data/ in a text."""
    return case_words.found_in(text, without=LANGUAGES)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case") / "starter"
    assert main(["new", "case", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def example(starter: Path) -> Dataset:
    return tables.load(starter)


@pytest.fixture(scope="module")
def server(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served.ready(tmp_path_factory.mktemp("log") / "server.log", CAVEAT_DATA=str(starter)) as server:
        yield server


def get(server: Served, path: str) -> str:
    with urlopen(f"{server.base}/{path.lstrip('/')}", timeout=60) as answer:
        assert answer.status == 200
        return answer.read().decode("utf-8")


def test_the_check_finds_it_sound(starter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(starter)]) == 0
    assert "are sound" in capsys.readouterr().out


def test_a_folder_with_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["new", "case", str(tmp_path)]) == 1
    assert (
        capsys.readouterr().err
        == f"{tmp_path} has files already; name a new or an empty folder\nNothing was written.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_without_a_case_to_describe_the_tables_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAVEAT_DATA", str(tmp_path / "nothing"))
    assert main(["new", "case", str(tmp_path / "new")]) == 1
    assert "CAVEAT_DATA names the folder" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_its_tables_are_those_of_the_served_case(example: Dataset) -> None:
    """The same tables and columns in the same order; only what receives the systems has another name."""
    assert schema.table_names(example.folder) == schema.table_names()
    for table in schema.table_names():
        theirs, ours = (
            [field["name"] for field in schema.fields(table, folder)] for folder in (example.folder, schema.DATA)
        )
        assert [name.replace("supplied_to_recipient", "supplied_to_ukraine") for name in theirs] == ours
    assert named((example.folder / "datapackage.json").read_text("utf-8")) == []


def test_every_row_is_marked_as_an_example(example: Dataset) -> None:
    for table, column in {
        "sources": "title",
        "restrictions": "summary",
        "events": "title",
        "systems": "one_line",
    }.items():
        assert example[table][column].str.startswith("Example").all(), table
    assert example["sources"]["url"].str.startswith("https://example.org/").all()


def test_pages_that_the_case_has_nothing_for_are_not_there(example: Dataset) -> None:
    assert [page.id for page in PAGES if page not in pages_of(example)] == list(MISSING)


@pytest.mark.parametrize("page_id", PRESENT)
def test_the_app_draws_each_page(starter: Path, monkeypatch: pytest.MonkeyPatch, page_id: str) -> None:
    monkeypatch.setenv("CAVEAT_DATA", str(starter))
    for query in ({}, {"asof": "2025-01-05"}, {"asof": "2025-10-01", "known": "now", "sys": "beck"}):
        page = OpenedPage(page_id, query)
        assert page.problems == [] and page.data_errors == [] and page.title, query
        figures = json.dumps(page.figures)
        markdown = " ".join(element.value for element in page.test.markdown)
        assert named(f"{page.title} {page.html} {figures} {markdown}") == [], query
        assert "story" not in [link["href"].split("?")[0].strip("./") for link in page.soup.select(".cv-nav a")]


@pytest.mark.parametrize("page_id", PRESENT)
def test_the_server_answers_each_page_with_its_card_and_files(server: Served, page_id: str) -> None:
    page = next(page for page in PAGES if page.id == page_id)
    first = get(server, page.path)
    assert "<h1" in first and "cv-broken" not in first
    assert named(re.sub(r"<script.*?</script>", "", first)) == []
    assert named(get(server, f"card.svg?view={page_id}")) == []
    for export in page.exports:
        assert named(get(server, f"shown/{page_id}/{export.name}.csv")) == []


def test_the_sheet_of_each_row_is_drawn(server: Served, example: Dataset) -> None:
    for table in schema.table_names(example.folder):
        for row_id in example[table].iloc[:1, 0]:
            assert named(re.sub(r"<script.*?</script>", "", get(server, f"data?row={quote(row_id)}"))) == [], table
    for system_id in example["systems"]["system_id"]:
        assert named(get(server, f"system?id={system_id}")) == []


def test_feed_site_map_search_and_api_answer(server: Served, example: Dataset) -> None:
    paths = ["feed.xml", "sitemap.xml", "robots.txt", "?find=tarn", "api/v1/", "api/v1/openapi.json"]
    paths += ["api/v1/datapackage.json", "api/v1/releases/latest"]
    paths += [f"api/v1/{name}{ending}" for name in ("state", "changes", "claims") for ending in ("", "?format=csv")]
    paths += [f"api/v1/tables/{table}.{ending}" for table in schema.table_names() for ending in ("csv", "json")]
    for path in paths:
        assert named(get(server, path)) == [], path
    assert "/story" not in get(server, "sitemap.xml")
    assert json.loads(get(server, "api/v1/releases/latest"))["kept"] == [], "releases lie beside the tables"
    summary = json.loads(get(server, "api/v1/openapi.json"))["info"]["summary"]
    assert summary == example.settings.summary


def test_a_system_without_a_rule_has_a_sentence_in_place_of_an_empty_table(server: Served) -> None:
    first = get(server, "?sys=wold")
    assert "The log has no rule on the chosen systems by this day." in first and 'class="cv-matrix"' not in first
    assert 'class="cv-matrix"' in get(server, "?sys=tarn")


def test_a_case_without_shapes_has_no_map_page(starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(starter, tmp_path / "plain", ignore=shutil.ignore_patterns("geo")))
    path = folder / "case.toml"
    path.write_text(re.sub(r"\[map\].*?(?=\[\[)", "", path.read_text(), flags=re.DOTALL))
    assert main(["check", str(folder)]) == 0
    monkeypatch.setenv("CAVEAT_DATA", str(folder))
    assert [page.id for page in pages_of(tables.load(folder))] == [name for name in PRESENT if name != "map"]
    for page_id in PRESENT:
        if page_id != "map":
            page = OpenedPage(page_id)
            assert page.problems == [] and page.data_errors == [] and page.title
            assert not page.soup.select("a[href^=map], a[href^='./map'], .cv-still")
