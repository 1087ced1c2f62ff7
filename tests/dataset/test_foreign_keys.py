"""Ids that lead nowhere never reach readers: the file that names a row of a waiting one waits with it, and so does the one that took a row away."""

from pathlib import Path

import pytest

from caveat.content.pages import PAGES
from caveat.dataset import foreign_keys
from caveat.dataset.live import LiveDataset
from caveat.dataset.tables import Dataset
from tests.support.broken import edit, text, with_line
from tests.support.opened_page import OpenedPage

SOURCE = "new-20260401-source,AP,A title,https://127.0.0.1/page,2026-04-01,news,en,It states something.,,,"
EVENT = "ev-20260401-new,2026-04-01,Something new,policy,US,,official,Something happened.,new-20260401-source,"


RENAMED = text("ap-20241117-biden", "ap-20241117-joe", count=-1)


@pytest.fixture
def reader(folder: Path) -> LiveDataset:
    """A reader that has read the tables once."""
    found = LiveDataset()
    found.read(folder)
    return found


def naming(folder: Path) -> list[str]:
    """The tables with a row that names the source, or that is the source."""
    return [path.stem for path in sorted(folder.glob("*.csv")) if b"ap-20241117-biden" in path.read_bytes()]


def test_the_real_tables_have_no_loose_id(dataset: Dataset) -> None:
    assert foreign_keys.dangling_references(dataset) == []


def test_a_row_of_a_waiting_file_keeps_what_names_it_waiting(folder: Path, reader: LiveDataset) -> None:
    edit(folder, "sources", with_line(SOURCE.replace(",news,", ",newss,")))
    edit(folder, "events", with_line(EVENT))
    found = reader.read(folder)
    assert set(found.pending_edits) == {"sources.csv", "events.csv"}
    [fault] = found.pending_edits["events.csv"]
    assert (fault.column, fault.found, fault.expected) == ("source_ids", '"new-20260401-source"', "an id of sources")
    assert fault.mend == "the edit of data/sources.csv waits and may have it"
    assert "ev-20260401-new" not in set(found.dataset["events"]["event_id"])
    assert foreign_keys.dangling_references(found.dataset) == []

    edit(folder, "sources", text(",newss,", ",news,"))
    found = reader.read(folder)
    assert not found.pending_edits
    assert "ev-20260401-new" in set(found.dataset["events"]["event_id"])


def test_a_misspelt_id_waits_with_the_nearest_one(folder: Path, reader: LiveDataset) -> None:
    edit(folder, "events", with_line(EVENT.replace("new-20260401-source", "ap-20241117-bidn")))
    [fault] = reader.read(folder).pending_edits["events.csv"]
    assert fault.mend == 'did you mean "ap-20241117-biden"?'


def test_a_row_that_others_name_cannot_be_taken_away(folder: Path, reader: LiveDataset) -> None:
    edit(folder, "territories", text("ru_kursk", "kursk", count=-1))
    found = reader.read(folder)
    assert list(found.pending_edits) == ["territories.csv"]
    assert found.pending_edits["territories.csv"][0].found == 'no row "ru_kursk"'
    assert found.pending_edits["territories.csv"][0].expected.startswith("the row that data/")
    assert "ru_kursk" in set(found.dataset["territories"]["territory_id"])


def test_an_id_renamed_in_all_files_at_once_is_no_fault(folder: Path, reader: LiveDataset) -> None:
    for table in naming(folder):
        edit(folder, table, RENAMED)
    found = reader.read(folder)
    assert not found.pending_edits
    assert foreign_keys.dangling_references(found.dataset) == []


def test_one_of_the_files_alone_waits_until_the_others_come(folder: Path, reader: LiveDataset) -> None:
    *others, last = naming(folder)
    assert len(others) > 1
    for table in others:
        edit(folder, table, RENAMED)
        found = reader.read(folder)
        assert foreign_keys.dangling_references(found.dataset) == []
        assert found.pending_edits
    edit(folder, last, RENAMED)
    assert not reader.read(folder).pending_edits


def test_what_led_nowhere_before_is_no_fault_of_an_edit(folder: Path) -> None:
    edit(folder, "events", with_line(EVENT))
    reader = LiveDataset()
    assert not reader.read(folder).pending_edits, "at the first start there is nothing to keep"
    edit(folder, "aid", text("Eleventh", "Another"))
    found = reader.read(folder)
    assert not found.pending_edits
    assert found.dataset["aid"]["summary"].iloc[0].startswith("Another")


def test_pages_go_on_and_the_notes_name_both_files(data_copy: Path) -> None:
    before = OpenedPage("timeline", {"asof": "2026-04-01"})
    assert before.problems == []
    edit(data_copy, "sources", with_line(SOURCE.replace(",news,", ",newss,")))
    edit(data_copy, "events", with_line(EVENT))
    opened = OpenedPage("timeline", {"asof": "2026-04-01"})
    assert opened.problems == []
    assert "Something happened." not in opened.html
    first, second = sorted(note for note in opened.notices if note.startswith("An edit"))
    assert first.startswith("An edit of events.csv waits until it is mended: data/events.csv:")
    assert "the edit of data/sources.csv waits and may have it" in first
    assert second.startswith("An edit of sources.csv waits until it is mended: data/sources.csv:")
    listed = OpenedPage("data")
    assert listed.problems == []
    assert {"An edit of events.csv waits", "An edit of sources.csv waits"} <= {
        tag.get_text() for tag in listed.soup.select(".cv-broken h2")
    }


def test_a_first_start_with_a_loose_id_breaks_no_page(data_copy: Path) -> None:
    """Without an older version the row is shown, and its source by its id alone."""
    edit(data_copy, "positions", text("ap-20240530-kharkiv", "nothing-20240530"))
    edit(data_copy, "transfers", text("thehill-20220601-assurances", "nothing-20220601"))
    for page in PAGES:
        assert OpenedPage(page.id, {"asof": "2026-03-13", "id": "gmlrs"}).problems == [], page.id
