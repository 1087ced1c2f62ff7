"""Ids that lead nowhere never reach readers: the file that names a row of a waiting one waits with it, and so does the one that took a row away."""

import shutil
from pathlib import Path

import pytest

from caveat.dataset import foreign_keys, schema
from caveat.dataset.live import LiveDataset
from caveat.dataset.tables import Dataset
from caveat.text import pending_edits as words
from tests.support.opened_page import OpenedPage

SOURCE = "new-20260401-source,A Publisher,A title,https://127.0.0.1/page,2026-04-01,news,en,It states something."
EVENT = "ev-20260401-new,2026-04-01,Something new,policy,US,,official,Something happened.,new-20260401-source"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for path in schema.DATA.glob("*.*"):
        shutil.copy(path, tmp_path / "data")
    return tmp_path / "data"


def add(folder: Path, table: str, line: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    if path.is_symlink():
        path.unlink()
    path.write_text(f"{text}{line}\n", encoding="utf-8", newline="")


def put(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    if path.is_symlink():
        path.unlink()
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_the_real_tables_have_no_loose_id(dataset: Dataset) -> None:
    assert foreign_keys.dangling_references(dataset) == []


def test_a_row_of_a_waiting_file_keeps_what_names_it_waiting(folder: Path) -> None:
    reader = LiveDataset()
    reader.read(folder)
    add(folder, "sources", SOURCE.replace(",news,", ",newss,"))
    add(folder, "events", EVENT)
    found = reader.read(folder)
    assert set(found.pending_edits) == {"sources.csv", "events.csv"}
    [fault] = found.pending_edits["events.csv"]
    assert (fault.column, fault.found, fault.expected) == ("source_ids", '"new-20260401-source"', "an id of sources")
    assert fault.mend == "the edit of data/sources.csv waits and may have it"
    assert "ev-20260401-new" not in set(found.dataset["events"]["event_id"])
    assert foreign_keys.dangling_references(found.dataset) == []

    put(folder, "sources", ",newss,", ",news,")
    found = reader.read(folder)
    assert not found.pending_edits
    assert "ev-20260401-new" in set(found.dataset["events"]["event_id"])


def test_a_misspelt_id_waits_with_the_nearest_one(folder: Path) -> None:
    reader = LiveDataset()
    reader.read(folder)
    add(folder, "events", EVENT.replace("new-20260401-source", "ap-20241117-bidn"))
    [fault] = reader.read(folder).pending_edits["events.csv"]
    assert fault.mend == 'did you mean "ap-20241117-biden"?'


def test_a_row_that_others_name_cannot_be_taken_away(folder: Path) -> None:
    reader = LiveDataset()
    reader.read(folder)
    lines = (folder / "territories.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "territories.csv").write_text(
        "".join(line.replace("ru_kursk", "kursk") for line in lines), encoding="utf-8", newline=""
    )
    found = reader.read(folder)
    assert list(found.pending_edits) == ["territories.csv"]
    assert found.pending_edits["territories.csv"][0].found == 'no row "ru_kursk"'
    assert found.pending_edits["territories.csv"][0].expected.startswith("the row that data/")
    assert "ru_kursk" in set(found.dataset["territories"]["territory_id"])


def test_an_id_renamed_in_all_files_at_once_is_no_fault(folder: Path) -> None:
    reader = LiveDataset()
    reader.read(folder)
    for path in folder.glob("*.csv"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("ap-20241117-biden", "ap-20241117-joe"),
            encoding="utf-8",
            newline="",
        )
    found = reader.read(folder)
    assert not found.pending_edits
    assert foreign_keys.dangling_references(found.dataset) == []


def test_one_of_the_files_alone_waits_until_the_others_come(folder: Path) -> None:
    reader = LiveDataset()
    reader.read(folder)
    renamed = {
        path: path.read_text(encoding="utf-8").replace("ap-20241117-biden", "ap-20241117-joe")
        for path in folder.glob("*.csv")
    }
    changed = [path for path, text in renamed.items() if text != path.read_text(encoding="utf-8")]
    assert len(changed) > 2
    for number, path in enumerate(changed, 1):
        path.write_text(renamed[path], encoding="utf-8", newline="")
        found = reader.read(folder)
        assert foreign_keys.dangling_references(found.dataset) == []
        assert bool(found.pending_edits) == (number < len(changed))


def test_what_led_nowhere_before_is_no_fault_of_an_edit(folder: Path) -> None:
    add(folder, "events", EVENT)
    reader = LiveDataset()
    assert not reader.read(folder).pending_edits, "at the first start there is nothing to keep"
    put(folder, "aid", "Eleventh", "Another")
    found = reader.read(folder)
    assert not found.pending_edits
    assert found.dataset["aid"]["summary"].iloc[0].startswith("Another")


def test_pages_go_on_and_the_notes_name_both_files(data_copy: Path) -> None:
    before = OpenedPage("timeline", {"asof": "2026-04-01"})
    assert before.problems == []
    add(data_copy, "sources", SOURCE.replace(",news,", ",newss,"))
    add(data_copy, "events", EVENT)
    opened = OpenedPage("timeline", {"asof": "2026-04-01"})
    assert opened.problems == []
    assert "Something happened." not in opened.html
    first, second = sorted(note for note in opened.notices if note.startswith("An edit"))
    assert first.startswith("An edit of events.csv waits until it is mended: data/events.csv:")
    assert "the edit of data/sources.csv waits and may have it" in first
    assert second.startswith("An edit of sources.csv waits until it is mended: data/sources.csv:")
    listed = OpenedPage("data")
    assert listed.problems == []
    assert {words.pending_edit_heading("events.csv"), words.pending_edit_heading("sources.csv")} <= {
        one.get_text() for one in listed.soup.select(".cv-broken h2")
    }


@pytest.mark.parametrize("page", ["briefing", "positions", "suppliers", "compare", "system", "story", "data", "map"])
def test_a_first_start_with_a_loose_id_breaks_no_page(data_copy: Path, page: str) -> None:
    """Without an older version the row is shown, and its source by its id alone."""
    for table, old, new in (
        ("positions", "ap-20240530-kharkiv", "nothing-20240530"),
        ("transfers", "thehill-20220601-assurances", "nothing-20220601"),
    ):
        put(data_copy, table, old, new)
    opened = OpenedPage(page, {"asof": "2026-03-13", "id": "gmlrs"})
    assert opened.problems == []
