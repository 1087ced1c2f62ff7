"""Releases kept as files: equal tables give equal bytes, each is entered once, and faulty tables are refused."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from caveat.__main__ import main
from caveat.dataset import releases, schema, tables
from tests.support.broken import cell, edit, rows_of, text

DAY = date(2026, 1, 2)


def test_same_tables_same_bytes(tmp_path: Path) -> None:
    one, new = releases.make_release(schema.DATA, tmp_path / "one", DAY)
    two, _ = releases.make_release(schema.DATA, tmp_path / "two", date(2026, 5, 6))
    assert new
    assert one.release == two.release == tables.fingerprint(schema.DATA)
    assert (tmp_path / "one" / f"{one.release}.zip").read_bytes() == (
        tmp_path / "two" / f"{two.release}.zip"
    ).read_bytes()


def test_what_is_kept_is_the_release(tmp_path: Path) -> None:
    made, _ = releases.make_release(schema.DATA, tmp_path, DAY)
    with zipfile.ZipFile(tmp_path / f"{made.release}.zip") as kept:
        kept.extractall(tmp_path / "out")
    assert tables.fingerprint(tmp_path / "out") == made.release
    assert releases.release_index(tmp_path) == [made]
    assert made.created == "2026-01-02"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"{made.release}.zip", "index.json", "out"])


def test_entered_once_and_in_order(folder: Path, tmp_path: Path) -> None:
    first, _ = releases.make_release(schema.DATA, tmp_path / "kept", DAY)
    again, new = releases.make_release(schema.DATA, tmp_path / "kept", date(2026, 3, 4))
    assert (again, new) == (first, False)
    edit(folder, "aid", lambda raw: b"".join(raw.splitlines(keepends=True)[:-1]))
    second, new = releases.make_release(folder, tmp_path / "kept", date(2026, 3, 4))
    assert new
    assert releases.release_index(tmp_path / "kept") == [first, second]


def test_faulty_tables_are_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "restrictions", text(",permitted,", ",permited,"))
    assert main(["release", str(folder), "--to", str(tmp_path / "kept")]) == 1
    assert "permited" in capsys.readouterr().out
    assert not (tmp_path / "kept").exists()


def test_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept"
    assert main(["release", str(folder), "--to", str(kept)]) == 0
    assert tables.fingerprint(folder) in capsys.readouterr().out
    assert json.loads((kept / "index.json").read_text(encoding="utf-8"))["releases"]


@pytest.mark.parametrize("made", releases.release_index(releases.RELEASES), ids=lambda made: made.release)
def test_each_kept_release_holds_what_its_name_says(made: releases.Release) -> None:
    read = releases.load_release(made.release, releases.RELEASES)
    assert read is not None
    assert read.fingerprint == made.release
    assert not read.broken


def test_a_release_says_what_changed_since_the_one_before(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    assert main(["release", str(folder), "--to", str(kept)]) == 0
    before = json.loads((kept / "index.json").read_text(encoding="utf-8"))["releases"]
    assert "changes" not in before[0], "nothing came before the first"
    before[0]["of_a_later_version"] = True
    (kept / "index.json").write_text(json.dumps({"releases": before}), encoding="utf-8")

    rows = len(csv_rows(folder, "aid"))
    edit(folder, "aid", cell(2, "summary", "Another summary of the first figure."))
    edit(folder, "aid", cell(rows + 1, "withdrawn", "stated twice"))
    assert main(["release", str(folder), "--to", str(kept)]) == 0, capsys.readouterr().out
    old, new = json.loads((kept / "index.json").read_text(encoding="utf-8"))["releases"]
    assert old == before[0], "an older entry stays as it is"
    assert new["changes"] == {"aid": {"added": 0, "changed": 1, "withdrawn": 1}}
    assert releases.release_index(kept)[1].changes == (releases.TableChanges("aid", 0, 1, 1),)


def csv_rows(folder: Path, table: str) -> list[list[str]]:
    return rows_of((folder / f"{table}.csv").read_bytes())[1:]
