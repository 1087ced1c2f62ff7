"""Edits that a judge looks at beside the readers: shown when it accepts them, named as waiting when it does not."""

import gc
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from caveat.dataset import live, tables, watch
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.live import LiveDataset
from caveat.dataset.tables import Dataset
from caveat.dataset.watch import Watch
from tests.support import broken as b
from tests.support.broken import edit, text

REASON = DataError("data/events.csv", 7, "title", "a row", "another", "mend it")


Holds = Callable[[], bool]


def accept(before: Dataset | None, after: Dataset, holds: Holds) -> Iterator[tuple[DataError, ...]]:
    yield ()
    yield ()


def refuse_in(stage: int, sign: str, table: str = "events", error: DataError = REASON) -> watch.Judge:
    """Refuse what has a sign in the titles of a table, before it is shown (0) or after (1)."""

    def judge(before: Dataset | None, after: Dataset, holds: Holds) -> Iterator[tuple[DataError, ...]]:
        bad = after[table].astype(str).apply(lambda column: column.str.contains(sign, regex=False)).any(axis=None)
        for place in range(2):
            yield (error,) if bad and place == stage else ()

    return judge


def nothing() -> Mapping[str, bytes]:
    return {}


@pytest.fixture
def watched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., LiveDataset]]:
    """`watched(judge)`: the folder with its edits judged, until the test ends."""
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(live, "SETTLED_SECONDS", 0.0)
    started: list[Watch] = []

    def start(
        judge: watch.Judge, trusted: bool = False, fallback: Callable[[], Mapping[str, bytes]] = nothing
    ) -> LiveDataset:
        found = Watch(LiveDataset(), folder, judge)
        started.append(found)
        found.start(lambda release: trusted, fallback)
        return found.dataset

    yield start
    for found in started:
        found.stop()
        assert found._thread is None or not found._thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends, "it never came about"
        time.sleep(0.01)


def first(found: LiveDataset, folder: Path, table: str = "events", column: str = "title") -> str:
    return str(found.read(folder).dataset[table][column].iloc[0])


def test_an_accepted_edit_shows_and_no_reader_judges_it(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    judged: list[str] = []

    def judge(before: Dataset | None, after: Dataset, holds: Holds) -> Iterator[tuple[DataError, ...]]:
        judged.append(threading.current_thread().name)
        yield from accept(before, after, holds)

    found = watched(judge)
    edit(folder, "events", text("Russia starts", "Russia begins"))
    until(lambda: first(found, folder).startswith("Russia begins"))
    assert set(judged[1:]) == {"caveat-edits"}
    assert found.read(folder) is found.read(folder)
    assert found.read(folder).dataset.fingerprint == tables.fingerprint(folder)


@pytest.mark.parametrize("stage", [0, 1], ids=["before it is shown", "after"])
def test_a_refused_file_waits_and_the_others_show(
    folder: Path, watched: Callable[..., LiveDataset], stage: int
) -> None:
    found = watched(refuse_in(stage, "begins"))
    good = (folder / "events.csv").read_bytes()
    edit(folder, "events", text("Russia starts", "Russia begins"))
    edit(folder, "aid", text("Eleventh", "Another"))
    until(lambda: first(found, folder, "aid", "summary").startswith("Another"))
    until(lambda: found.read(folder).pending_edits == {"events.csv": (REASON,)})
    assert first(found, folder).startswith("Russia starts")
    (folder / "events.csv").write_bytes(good)
    until(lambda: not found.read(folder).pending_edits)
    assert first(found, folder, "aid", "summary").startswith("Another")


def test_without_a_file_to_blame_every_edited_one_waits(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    reason = DataError("data", 0, "", "rows", "others")
    found = watched(refuse_in(0, "begins", error=reason))
    before = found.read(folder).dataset
    edit(folder, "events", text("Russia starts", "Russia begins"))
    edit(folder, "aid", text("Eleventh", "Another"))
    until(lambda: set(found.read(folder).pending_edits) == {"aid.csv", "events.csv"})
    assert found.read(folder).dataset is before


def test_a_refused_text_takes_the_edit_with_it(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    reason = DataError("data/texts/map.md", 0, "", "a text", "another")
    found = watched(refuse_in(0, "begins", error=reason))
    edit(folder, "events", text("Russia starts", "Russia begins"))
    (folder / "texts" / "map.md").write_text("Another text.")
    until(lambda: set(found.read(folder).pending_edits) == {"texts/map.md"})
    assert first(found, folder).startswith("Russia starts")


def test_a_newer_edit_is_judged_as_a_whole(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    """What the first edit breaks after it was shown, the second finds: readers fall back to what was before both."""
    going_on = threading.Event()

    def judge(before: Dataset | None, after: Dataset, holds: Holds) -> Iterator[tuple[DataError, ...]]:
        yield ()
        going_on.wait(10)
        yield (REASON,) if after["events"]["title"].str.contains("begins").any() else ()

    found = watched(judge, trusted=True)
    going_on.set()
    time.sleep(0.1)
    going_on.clear()
    edit(folder, "events", text("Russia starts", "Russia begins"))
    until(lambda: first(found, folder).startswith("Russia begins"))
    edit(folder, "aid", text("Eleventh", "Another"))
    going_on.set()
    until(lambda: found.read(folder).pending_edits == {"events.csv": (REASON,)})
    assert first(found, folder).startswith("Russia starts")
    until(lambda: first(found, folder, "aid", "summary").startswith("Another"))


def test_an_edit_does_not_wait_until_the_last_is_judged_to_the_end(
    folder: Path, watched: Callable[..., LiveDataset]
) -> None:
    """The rest is judged with the next edit, against what was judged to the end; without one it is judged after all."""
    asked: list[tuple[str, str]] = []
    before_all = str(tables.load(folder)["events"]["title"].iloc[0])

    def judge(before: Dataset | None, after: Dataset, holds: Holds) -> Iterator[tuple[DataError, ...]]:
        asked.append((str(before["events"]["title"].iloc[0]) if before else "", str(after["events"]["title"].iloc[0])))
        yield ()
        while after["events"]["title"].str.contains("begins").any():
            if not holds():
                return
            time.sleep(0.01)
        yield ()

    found = watched(judge, trusted=True)
    edit(folder, "events", text("Russia starts", "Russia begins"))
    until(lambda: first(found, folder).startswith("Russia begins"))
    edit(folder, "events", text("Russia begins", "Russia goes on"))
    until(lambda: first(found, folder).startswith("Russia goes on"))
    assert [before for before, _ in asked] == [before_all] * 2
    edit(folder, "events", text("Russia goes on", "Russia stops"))
    until(lambda: first(found, folder).startswith("Russia stops"))
    assert asked[-1][0].startswith("Russia goes on"), "which was judged to the end"


@pytest.mark.parametrize("fault", ["cannot be read", "is refused"])
def test_what_is_shown_stays_when_the_next_edit_has_to_wait(
    folder: Path, watched: Callable[..., LiveDataset], fault: str
) -> None:
    """Although it is not judged to the end yet: readers do not go back to what was before it."""

    def judge(before: Dataset | None, after: Dataset, holds: Holds) -> Iterator[tuple[DataError, ...]]:
        yield (REASON,) if after["events"]["title"].str.contains("stops").any() else ()
        while holds():
            time.sleep(0.01)

    found = watched(judge, trusted=True)
    seen: list[str] = []
    edit(folder, "events", text("Russia starts", "Russia begins"))
    until(lambda: first(found, folder).startswith("Russia begins"))
    if fault == "is refused":
        edit(folder, "events", text("Russia begins", "Russia stops"))
    else:
        (folder / "events.csv").write_bytes(b"")
    until(lambda: seen.append(first(found, folder)) or set(found.read(folder).pending_edits) == {"events.csv"})
    assert {title[:13] for title in seen} == {"Russia begins"}


def test_at_the_start_a_release_stands_in_for_what_cannot_be_used(
    folder: Path, watched: Callable[..., LiveDataset]
) -> None:
    release = tables.file_contents(folder)
    edit(folder, "events", text("Russia starts", "Russia begins"))
    edit(folder, "aid", text(",USD,", ",USDD,"))
    edit(folder, "roles", text("Joe Biden", "Joseph Biden"))
    found = watched(refuse_in(0, "begins"), fallback=lambda: release)
    assert set(found.read(folder).pending_edits) == {"events.csv", "aid.csv"}
    assert first(found, folder).startswith("Russia starts") and not found.read(folder).dataset.broken
    assert (found.read(folder).dataset["roles"]["actor"] == "Joseph Biden").any(), "what can be drawn is shown"


def test_a_release_is_not_judged_again(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    found = watched(refuse_in(0, "Russia"), trusted=True)
    time.sleep(0.1)
    assert not found.read(folder).pending_edits
    edit(folder, "events", text("Russia starts", "Russia begins"))
    until(lambda: found.read(folder).pending_edits == {"events.csv": (REASON,)})


def test_the_start_without_a_release_shows_what_is_there_and_names_it(
    folder: Path, watched: Callable[..., LiveDataset]
) -> None:
    edit(folder, "events", text("Russia starts", "Russia begins"))
    found = watched(refuse_in(0, "begins"))
    assert first(found, folder).startswith("Russia begins")
    until(lambda: found.read(folder).pending_edits == {"events.csv": (REASON,)})
    edit(folder, "events", text("Russia begins", "Russia goes on"))
    until(lambda: first(found, folder).startswith("Russia goes on") and not found.read(folder).pending_edits)


def test_the_start_with_a_bad_description(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    release = tables.file_contents(folder)
    (folder / "datapackage.json").write_text("{")
    with pytest.raises(UnusableTable):
        watched(accept)
    found = watched(accept, fallback=lambda: release)
    assert list(found.read(folder).pending_edits) == ["datapackage.json"]
    (folder / "datapackage.json").write_bytes(release["datapackage.json"])
    until(lambda: not found.read(folder).pending_edits)


def test_a_copy_that_is_swept_away_is_made_again(folder: Path, watched: Callable[..., LiveDataset]) -> None:
    import shutil

    found = watched(accept)
    shutil.rmtree(found.read(folder).dataset.folder.parent)
    assert found.read(folder).dataset.folder.is_dir()
    edit(folder, "events", text("Russia starts", "Russia begins"))
    until(lambda: first(found, folder).startswith("Russia begins"))


def test_edits_leave_one_dataset_and_one_copy(
    folder: Path, watched: Callable[..., LiveDataset], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    found = watched(accept)
    alive: weakref.WeakSet[Dataset] = weakref.WeakSet()
    for number in range(12):
        edit(folder, "aid", b.cell(2, "summary", f"Edit {number}"))
        until(lambda number=number: first(found, folder, "aid", "summary") == f"Edit {number}")
        alive.add(found.read(folder).dataset)
    time.sleep(0.2)
    gc.collect()
    assert len(alive) == 1
    assert len(list((tmp_path / "copies").iterdir())) == 1
