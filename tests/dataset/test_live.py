"""The reader of tables: keyed by content, frozen, the last good table in place of a broken one, for many threads."""

import gc
import json
import os
import shutil
import tempfile
import threading
import time
import weakref
from datetime import date
from itertools import chain, repeat
from pathlib import Path

import pytest

from caveat.content.blocks import page_text
from caveat.dataset import current, live, schema, tables
from caveat.dataset.errors import UnusableTable
from caveat.dataset.live import LiveDataset
from caveat.dataset.tables import Dataset
from caveat.domain import geography
from caveat.domain.query import View, query_bounds
from caveat.editing import starter
from caveat.text import pending_edits as words
from caveat.web import releases
from tests.support import broken as b
from tests.support.broken import edit, text
from tests.support.registry import PATHS, body, request
from tests.support.square_case import without_map


@pytest.fixture
def reader() -> LiveDataset:
    return LiveDataset()


def test_the_same_content_is_the_same_reading(folder, reader):
    first = reader.read(folder)
    assert reader.read(folder) is first
    (folder / "aid.csv").touch()
    assert reader.read(folder) is first
    assert first.dataset.fingerprint == tables.fingerprint(folder)
    assert not first.pending_edits


def test_a_good_edit_is_another_reading_under_another_name(folder, reader):
    first = reader.read(folder).dataset
    edit(folder, "aid", text("Eleventh", "Another"))
    second = reader.read(folder).dataset
    assert second["aid"]["summary"].iloc[0].startswith("Another")
    assert first["aid"]["summary"].iloc[0].startswith("Eleventh")
    assert second.fingerprint == tables.fingerprint(folder) != first.fingerprint


def test_an_edit_of_a_text_is_another_reading_of_the_same_tables(folder, reader):
    path = folder / "texts" / "map.md"
    path.unlink()
    assert page_text(reader.read(folder).dataset, "map").endswith("missing: data/texts/map.md.")
    path.write_text("**Bands** are geodesic.", encoding="utf-8")
    second = reader.read(folder).dataset
    assert page_text(second, "map") == "**Bands** are geodesic."
    assert second.fingerprint == tables.fingerprint(folder)
    path.write_text("**Bands** are drawn.", encoding="utf-8")
    assert page_text(reader.read(folder).dataset, "map") == "**Bands** are drawn."
    assert page_text(second, "map") == "**Bands** are geodesic."


def test_an_edit_of_a_shape_is_noticed_and_a_broken_one_waits(folder, reader):
    first = reader.read(folder).dataset
    path = folder / "geo" / "countries.geojson"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace('"Belarus"', '"White Russia"'), encoding="utf-8")
    renamed = reader.read(folder).dataset
    assert geography.geography(renamed).names["BLR"] == "White Russia" != geography.geography(first).names["BLR"]
    assert renamed.fingerprint == first.fingerprint, "the tables are the same"
    path.write_text(good[: len(good) // 2], encoding="utf-8")
    edit(folder, "aid", text("Eleventh", "Another"))
    found = reader.read(folder)
    assert list(found.pending_edits) == ["geo/countries.geojson"]
    assert found.pending_edits["geo/countries.geojson"][0].file == "data/geo/countries.geojson"
    assert geography.geography(found.dataset) is geography.geography(renamed), "nothing is measured anew"
    assert found.dataset["aid"]["summary"].iloc[0].startswith("Another")
    path.write_text(good, encoding="utf-8")
    assert not reader.read(folder).pending_edits
    assert geography.geography(reader.read(folder).dataset).names["BLR"] == "Belarus"


@pytest.mark.parametrize("name", ["case.toml", "geo/regions.geojson", "geo/places.csv"])
def test_a_file_beside_the_tables_that_is_gone_waits(folder, reader, name):
    first = reader.read(folder).dataset
    (folder / name).unlink()
    found = reader.read(folder)
    assert [(key, error.found) for key, (error,) in found.pending_edits.items()] == [(name, "no such file")]
    assert geography.geography(found.dataset) is geography.geography(first)


def test_broken_settings_wait(folder, reader):
    first = reader.read(folder).dataset
    path = folder / "case.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('recipient = "UA"', 'recipients = "UA"'), encoding="utf-8")
    found = reader.read(folder)
    assert list(found.pending_edits) == ["case.toml"] and found.dataset.settings == first.settings


def test_a_case_may_lose_its_maps_with_its_shapes(folder, reader):
    assert reader.read(folder).dataset.settings.map
    without_map(folder)
    shutil.rmtree(folder / "geo")
    found = reader.read(folder)
    assert not found.pending_edits and found.dataset.settings.map is None


def test_only_the_broken_table_waits(folder, reader):
    first = reader.read(folder).dataset
    edit(folder, "aid", text(",USD,", ",USDD,"))
    edit(folder, "events", text("Russia starts", "Russia begins"))
    found = reader.read(folder)
    assert list(found.pending_edits) == ["aid.csv"]
    assert found.pending_edits["aid.csv"][0].found == '"USDD"'
    assert found.dataset["events"]["title"].iloc[0].startswith("Russia begins")
    assert found.dataset["aid"].equals(first["aid"])
    assert found.dataset.broken == {}
    assert found.dataset.fingerprint not in (first.fingerprint, tables.fingerprint(folder)), (
        "a mixture has a name of its own"
    )
    assert (found.dataset.folder / "aid.csv").read_bytes() == (schema.DATA / "aid.csv").read_bytes(), (
        "and files of its own"
    )


def test_a_second_broken_edit_still_leaves_the_last_good_one(folder, reader):
    reader.read(folder)
    edit(folder, "aid", text("Eleventh", "Another"))
    good = reader.read(folder).dataset["aid"]
    edit(folder, "aid", text(",USD,", ",USDD,"))
    reader.read(folder)
    (folder / "aid.csv").write_bytes(b"")
    found = reader.read(folder)
    assert found.dataset["aid"].equals(good)
    assert found.pending_edits["aid.csv"][0].found == "an empty file"


def test_without_a_good_version_the_table_is_broken_and_the_others_go_on(folder, reader):
    edit(folder, "aid", text(",USD,", ",USDD,"))
    found = reader.read(folder)
    assert list(found.dataset.broken) == ["aid"]
    assert not found.pending_edits
    edit(folder, "events", text(",policy,", ",polici,"))
    found = reader.read(folder)
    assert list(found.dataset.broken) == ["aid"]
    assert list(found.pending_edits) == ["events.csv"]


def test_a_broken_description_waits_with_all_tables(folder, reader):
    first = reader.read(folder).dataset
    described = folder / "datapackage.json"
    good = described.read_text(encoding="utf-8")
    described.write_text(good[: len(good) // 2], encoding="utf-8")
    edit(folder, "aid", text("Eleventh", "Another"))
    found = reader.read(folder)
    assert found.dataset is first
    assert list(found.pending_edits) == ["datapackage.json"]
    assert schema.table_names(found.dataset.folder) == schema.table_names(), (
        "the columns are read from the frozen description"
    )
    described.write_text(good, encoding="utf-8")
    assert not reader.read(folder).pending_edits


def test_a_broken_description_at_the_first_start_is_raised(folder):
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnusableTable, match=r"data/datapackage.json: found no description of the tables"):
        LiveDataset().read(folder)


def test_a_description_that_changed_with_a_broken_table_waits_as_a_whole(folder, reader):
    first = reader.read(folder).dataset
    described = folder / "datapackage.json"
    described.write_bytes(text('"name": "measure"', '"name": "what"')(described.read_bytes()))
    found = reader.read(folder)
    assert found.dataset is first
    assert list(found.pending_edits) == ["aid.csv"]


def test_lost_rows_wait_until_the_file_has_settled(folder, reader, monkeypatch):
    monkeypatch.setattr(live, "SETTLED_SECONDS", 600.0)  # however long the reading takes here
    reader.read(folder)
    before = reader.read(folder).dataset["aid"]
    path = edit(folder, "aid", lambda raw: b"".join(raw.splitlines(keepends=True)[:50]))
    assert reader.read(folder).dataset["aid"].equals(before)
    assert reader.read(folder).pending_edits == {"aid.csv": ()}
    os.utime(path, (1, 1))
    assert len(reader.read(folder).dataset["aid"]) == 49
    assert not reader.read(folder).pending_edits


def test_a_time_in_the_future_holds_nothing_back(folder, reader):
    """A file comes from a machine whose clock is ahead, or this one's was set back: nobody waits until it is then."""
    reader.read(folder)
    path = edit(folder, "aid", lambda raw: b"".join(raw.splitlines(keepends=True)[:50]))
    os.utime(path, (later := time.time() + 86_400, later))
    assert len(reader.read(folder).dataset["aid"]) == 49
    now = time.time_ns()
    day = 86_400 * 10**9
    for mtime, ctime, is_settled in (
        (now + day, now - day, True),
        (now + day, now + day, True),
        (now + day, now, False),
    ):
        assert live.settled((("aid.csv", 1, mtime, ctime, 1),)) is is_settled


def test_a_table_that_leaves_the_package_waits_until_a_restart(folder, reader):
    before = reader.read(folder).dataset
    described = folder / "datapackage.json"
    content = json.loads(described.read_text(encoding="utf-8"))
    content["resources"] = [resource for resource in content["resources"] if resource["name"] != "aid"]
    described.write_text(json.dumps(content), encoding="utf-8")
    found = reader.read(folder)
    assert found.dataset is before
    assert found.pending_edits["datapackage.json"][0].found == "a description without the table aid"
    assert "aid" not in LiveDataset().read(folder).dataset.frames


def test_many_threads_never_see_a_broken_table(folder, reader):
    """While one thread writes good, torn and empty files, the readers see whole tables only."""
    reader.read(folder)
    good = (folder / "system_groups.csv").read_bytes()
    stop = threading.Event()
    wrong: list[str] = []

    def read() -> None:
        while not stop.is_set():
            found = reader.read(folder).dataset
            if found.broken or len(found["system_groups"]) != 2:
                wrong.append(str(found.broken))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for content in [
        good[:20],
        b"",
        good[:-10],
        good.replace(b"All", b"Every"),
        good,
        b.header_only(good),
    ]:
        (folder / "system_groups.csv").write_bytes(content)
        reader.read(folder)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_notes_say_which_file_waits_and_why(folder, reader):
    reader.read(folder)
    edit(folder, "aid", text(",USD,", ",USDD,"))
    edit(folder, "aid", text(",EUR,", ",EURO,"))
    [note] = words.pending_edit_notes(reader.read(folder).pending_edits)
    assert note.startswith(
        'An edit of aid.csv waits until it is mended: data/aid.csv:2:currency: found "USDD"; expected one of'
    )
    assert note.endswith("This page shows the version before it. One more fault is listed on the page Evidence.")


def test_a_frozen_copy_that_is_swept_away_is_made_again(folder, reader):
    """A server that runs for weeks may lose its temporary files; what readers get is the same, and its description can be read again."""
    before = reader.read(folder).dataset
    shutil.rmtree(before.folder.parent)
    after = reader.read(folder).dataset
    assert after.folder.is_dir() and schema.table_names(after.folder) == schema.table_names(folder)
    assert after.fingerprint == before.fingerprint


def test_a_frozen_copy_lives_as_long_as_its_tables(folder, reader):
    """Edits of one folder never take the copy of another from its readers, and what nobody holds any more leaves the disk."""
    kept = reader.read(schema.DATA).dataset
    seen: list[Path] = []
    for place in range(5):
        edit(folder, "aid", b.cell(2, "summary", f"Edit {place}"))
        seen.append(reader.read(folder).dataset.folder)
    assert kept.folder.is_dir() and schema.table_names(kept.folder)
    gc.collect()
    assert [path.is_dir() for path in seen] == [False] * 4 + [True]


def test_fifty_edits_leave_one_dataset_and_one_copy(reader, monkeypatch, tmp_path):
    """Everything derived from a dataset dies with it, the pages' own results too; each edit shows another page.

    Of the starter, which has a few rows of each table.
    """
    current.current_dataset()  # the page of the data reads the pending edits of the server's own folder
    folder = tmp_path / "starter"
    starter.write(folder, schema.DATA)
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    alive: weakref.WeakSet[Dataset] = weakref.WeakSet()
    for number, page_id in zip(range(50), chain(PATHS.values(), repeat("")), strict=False):
        edit(folder, "aid", b.cell(2, "summary", f"Edit {number}"))
        now = reader.read(folder).dataset
        assert now["aid"]["summary"].iloc[0] == f"Edit {number}"
        alive.add(now)
        assert not page_id or body(request(now, page_id, View(query_bounds(now, date(2026, 1, 1)).default)))
    del now
    gc.collect()
    assert len(alive) == 1
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_a_full_folder_for_temporary_files_loses_nothing(folder, reader, monkeypatch):
    """The copy is written elsewhere; where there is no room at all, what is served comes from memory."""
    directory = tempfile.TemporaryDirectory
    for full in ((None,), (None, *live.COPY_PLACES)):

        def make(*, dir: str | None, full: tuple = full, **options: object) -> object:
            if dir in full:
                raise OSError(28, "No space left on device")
            return directory(dir=dir, **options)

        monkeypatch.setattr(live.tempfile, "TemporaryDirectory", make)
        dataset = LiveDataset().read(folder).dataset
        assert (dataset.folder == folder) == (len(full) > 1)
        (folder / "aid.csv").rename(folder / "aid.txt")
        assert releases.file_bytes(dataset, "aid.csv").startswith(b"figure_id,")
        (folder / "aid.txt").rename(folder / "aid.csv")
