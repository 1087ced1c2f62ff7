"""What is read has a bound: pipes, devices, links and large files in data/ cost nothing, and are named."""

import json
import os
import threading
from pathlib import Path

import pytest

from caveat.dataset import bounds, live, schema, tables
from caveat.dataset.live import LiveDataset
from caveat.editing import checks

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def huge(path: Path) -> None:
    """A file of 300 MB that takes no room."""
    with path.open("wb") as file:
        file.truncate(300 * 2**20)


MAKERS = {
    "pipe": os.mkfifo if hasattr(os, "mkfifo") else None,
    "folder": Path.mkdir,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "large": huge,
    "broken link": lambda path: path.symlink_to("/not-there"),
}


def pairs(first: str, *others: str) -> list[tuple[str, str]]:
    """Every kind in place of one file, a pipe in place of each: what matters of a file is that it is opened."""
    return [*((kind, first) for kind in MAKERS), *(("pipe", name) for name in others)]


PACKAGE = ("claims.csv", "datapackage.json", "case.toml", "geo/countries.geojson", "texts/map.md", "published_ids.txt")


@pytest.mark.parametrize(("kind", "name"), pairs("other.csv", "note.json", "other.txt", "texts/other.md"))
def test_what_the_package_does_not_name_is_not_read(folder: Path, kind: str, name: str) -> None:
    before = tables.fingerprint(folder)
    reader = LiveDataset()
    shown = reader.read(folder)
    MAKERS[kind](folder / name)
    assert within_seconds(lambda: tables.fingerprint(folder)) == before
    assert within_seconds(lambda: reader.read(folder).dataset.fingerprint) == before
    assert reader.read(folder).dataset["claims"] is shown.dataset["claims"]
    assert live.file_stats(folder), "and looks stay cheap"


@pytest.mark.parametrize(("kind", "name"), pairs(*PACKAGE))
def test_a_file_of_the_package_that_is_none_waits_with_the_reason(folder: Path, kind: str, name: str) -> None:
    reader = LiveDataset()
    before = reader.read(folder).dataset
    (folder / name).unlink()
    MAKERS[kind](folder / name)
    found = within_seconds(lambda: reader.read(folder))
    assert list(found.dataset.frames) == list(before.frames)
    if name in ("claims.csv", "datapackage.json"):
        said = str(found.pending_edits[name][0])
        assert any(words in said for words in ("something else than a file", "300 MB", "a broken link")), said
    errors = within_seconds(lambda: checks.check(folder))
    assert any(error.file.endswith(name.split("/")[-1]) for error in errors) or name == "published_ids.txt"


def within_seconds(job, seconds: float = 30.0):
    """What a job returns; it fails if it never does, as a read of a pipe would."""
    found: list = []
    thread = threading.Thread(target=lambda: found.append(job()), daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, "it hangs, or failed"
    return found[0]


def package(folder: Path, change) -> None:
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(change(described), encoding="utf-8")


def without(table: str):
    def change(described: dict) -> str:
        described["resources"] = [entry for entry in described["resources"] if entry["name"] != table]
        return json.dumps(described)

    return change


DESCRIPTIONS = {
    "no events": without("events"),
    "no glossary": without("glossary"),
    "no tables": lambda _: '{"resources": []}',
    "deep": lambda _: "[" * 200_000,
    "deep objects": lambda _: '{"resources": [' + '{"a":' * 100_000,
    "list": lambda _: "[]",
    "null": lambda _: "null",
    "number": lambda _: '{"resources": 1}',
    "texts": lambda _: '{"resources": ["a"]}',
    "no path": lambda _: '{"resources": [{"name": "claims"}]}',
    "no schema": lambda _: '{"resources": [{"name": "claims", "path": "claims.csv"}]}',
    "no columns": lambda _: '{"resources": [{"name": "claims", "path": "claims.csv", "schema": {"fields": 1}}]}',
    "way out": lambda described: json.dumps(described).replace('"claims.csv"', '"../claims.csv"'),
    "empty": lambda _: "",
    "half": lambda described: json.dumps(described)[:20_000],
    "bytes": lambda _: "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_that_lost_something_waits(folder: Path, name: str) -> None:
    """The last good package is kept, as with tables."""
    reader = LiveDataset()
    before = reader.read(folder).dataset
    good = (folder / "datapackage.json").read_text(encoding="utf-8")
    package(folder, DESCRIPTIONS[name])
    found = reader.read(folder)
    assert found.dataset is before
    assert found.pending_edits
    (folder / "datapackage.json").write_text(good, encoding="utf-8")
    assert not reader.read(folder).pending_edits


def test_a_long_cell_waits_and_is_named(folder: Path) -> None:
    reader = LiveDataset()
    before = reader.read(folder).dataset
    path = folder / "glossary.csv"
    text = path.read_text(encoding="utf-8")
    columns = len(schema.fields("glossary", folder))
    for letters in ("a" * 32_000, "1" * 4_000, "`" * 2_001, "é" * 5_000, '""' * 3_000, "a " * 20_000):
        path.write_text(text + ",".join([f'"{letters}"'] * columns) + "\n", encoding="utf-8")
        found = within_seconds(lambda: reader.read(folder))
        assert found.dataset["glossary"] is before["glossary"]
        assert "letters" in str(found.pending_edits["glossary.csv"][0])
        assert any("at most 2,000 letters" in error.expected for error in within_seconds(lambda: checks.check(folder)))


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 100)
    monkeypatch.setattr(bounds, "MAX_FILE_BYTES", 50)
    monkeypatch.setattr(bounds, "_problem", lambda found: "")
    with pytest.raises(OSError, match="MB"):
        bounds.read_file(tmp_path / "a.csv")
