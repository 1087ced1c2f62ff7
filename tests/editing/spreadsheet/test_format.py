"""Formatting a folder: in one step a file, nothing on a second run, what needs a guess is left and named."""

import os

import pytest

from caveat.__main__ import main
from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.editing import spreadsheet
from caveat.editing.messages import validation_errors
from tests.support import broken as b
from tests.support.broken import edit


def test_the_real_files_are_as_they_should_be(folder, capsys):
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.csv")}
    assert main(["format", str(folder)]) == 0
    assert capsys.readouterr().out == f"{len(before)} files are as they should be.\n"
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.csv")} == before, (
        "a file that is right is not written"
    )


def test_a_german_excel_file_is_explained_in_three_lines_and_comes_back(folder, capsys):
    edit(folder, "restrictions", b.german_excel("effective", "reported"))
    assert main(["check", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all(line.endswith("`python -m caveat format` mends it") for line in lines)
    assert main(["format", str(folder)]) == 0
    assert [line.split(" ")[0] for line in capsys.readouterr().out.splitlines()] == ["mended"] * 3
    assert (folder / "restrictions.csv").read_bytes() == (schema.DATA / "restrictions.csv").read_bytes()
    assert main(["format", str(folder)]) == 0
    assert "as they should be" in capsys.readouterr().out
    assert main(["check", "--tables", str(folder)]) == 0


@pytest.mark.parametrize("table", ["glossary", "issues", "system_sources", "aid"])
@pytest.mark.parametrize("place", [5, None])
def test_a_header_that_stands_again_is_named(folder, capsys, table, place):
    """Two files that were joined: the cell “withdrawn” would withdraw the row, and hide it from the rules."""
    path = folder / f"{table}.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    lines.insert(len(lines) if place is None else place, lines[0])
    path.write_bytes(b"".join(lines))
    assert main(["check", str(folder)]) == 1
    assert "found the header again; expected a row; take the line out" in capsys.readouterr().out
    main(["format", str(folder)])
    assert path.read_bytes() == b"".join(lines)


def test_what_needs_a_guess_is_left_and_named(folder, capsys):
    path = edit(folder, "aid", b.both(b.cell(7, "date", "11/12/2024"), b.saved(";")))
    assert main(["format", str(folder)]) == 1
    out = capsys.readouterr()
    assert "11/12/2024" in path.read_text(encoding="utf-8")
    assert out.out.splitlines()[1].startswith('left to you data/aid.csv:7:date: found "11/12/2024"; ')
    assert out.err == "1 place is left to you, because mending would be a guess.\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: b"",
        lambda raw: b"\xef\xbb\xbf",
        b.both(b.saved(";"), b.line_put(3, b"a;b")),
        b.both(b.renamed("donor", "giver"), b.saved("\t")),
        b.both(b.column("date", b.german_date), b.line_put(4, b"<<<<<<< HEAD")),
        b.one_line(20, lambda line: f'{line}"'),
        lambda raw: raw.replace(b"Switzerland", b"Sui\x8ae") + b"\x8a",
    ],
)
def test_a_file_without_a_certain_reading_is_left_byte_for_byte(folder, capsys, change):
    path = edit(folder, "aid", change)
    before = path.read_bytes()
    assert main(["format", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "left as it is data/aid.csv: only a file with a certain reading is written\n" in said
    assert "left to you data/aid.csv" in said
    assert "mended data/aid.csv" not in said
    assert path.read_bytes() == before  # what the check says of such files: test_corpus.py


def test_a_file_that_cannot_be_written_stays_whole(folder, monkeypatch):
    path = edit(folder, "aid", b.saved(";"))
    bad = path.read_bytes()

    def fails(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError):
        list(spreadsheet.format_folder(folder))
    assert path.read_bytes() == bad
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_the_mode_of_a_file_and_a_link_are_kept(folder, tmp_path):
    path = edit(folder, "aid", b.saved(";"))
    path.chmod(0o640)
    real = tmp_path / "elsewhere.csv"
    path.rename(real)
    path.symlink_to(real)
    list(spreadsheet.format_folder(folder))
    assert path.is_symlink()
    assert real.read_bytes() == (schema.DATA / "aid.csv").read_bytes()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_folder_without_a_package_is_a_fault(tmp_path, capsys):
    assert main(["format", str(tmp_path)]) == 1
    assert "no such file" in capsys.readouterr().out


def test_faults_that_many_rows_share_are_one_line():
    shared = [DataError("data/a.csv", row, "date", f'"{row}"', "a date", "mend it") for row in range(2, 9)]
    other = DataError("data/a.csv", 4, "name", "nothing", "a value", "fill the cell")
    assert validation_errors.lines([*shared, other]) == [
        'data/a.csv:2:date: found "2", "3", "4" … in 7 cells of date (rows 2, 3, 4 …); expected a date; mend it',
        "data/a.csv:4:name: found nothing; expected a value; fill the cell",
    ]
    assert validation_errors.lines(shared[:2]) == [str(error) for error in shared[:2]]
