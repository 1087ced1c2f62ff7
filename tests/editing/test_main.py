"""The command `check`: one line a fault and exit 1, or one line and exit 0."""

import errno
import io
import subprocess
import sys
from pathlib import Path

import pytest

from caveat.__main__ import main
from caveat.dataset import schema
from tests.support import reference
from tests.support.broken import edit, saved, text


def test_sound_data(capsys):
    assert main(["check", "--tables"]) == 0
    rows = sum(len(reference.rows(table)) for table in schema.table_names())
    assert capsys.readouterr().out == f"{len(schema.table_names())} tables with {rows} rows are sound.\n"


def test_one_line_a_fault(folder, capsys):
    edit(folder, "restrictions", text(",permitted,", ",permited,", count=2))
    assert main(["check", str(folder)]) == 1
    out = capsys.readouterr()
    lines = out.out.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert line.startswith("data/restrictions.csv:")
        assert ':status: found "permited"; expected one of ' in line
        assert line.endswith('; did you mean "permitted"?')
    assert out.err == "2 faults.\n"


def test_it_runs_as_a_module_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "caveat", "check", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=schema.DATA.parent,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith(f"{tmp_path.name}/datapackage.json: found no such file; expected ")
    assert "Traceback" not in done.stderr


RULE = ("restriction", "--set", "effective=2024-12-03", "--set", "supplier=FR", "--set", "system_id=scalp-eg")
RULE += ("--set", "territory=ru_any", "--set", "status=unclear", "--set", "certainty=official")
RULE += ("--set", "summary=France says nothing.", "--set", "source_ids=ap-20241117-biden")


FULL = (OSError(errno.ENOSPC, "No space left on device"), "free some space on the disk")


@pytest.mark.parametrize(
    ("words", "trouble", "said"),
    [
        (("format",), OSError(errno.EROFS, "Read-only file system"), "copy the folder to a place where you may write"),
        (("format",), PermissionError(errno.EACCES, "Permission denied"), "close it in other programs"),
        (("format",), *FULL),
        (("new", *RULE), *FULL),
        (("release",), *FULL),
    ],
    ids=["format, read-only", "format, open", "format, full", "new, full", "release, full"],
)
def test_what_cannot_be_written_is_said_in_a_sentence(folder, capsys, monkeypatch, words, trouble, said):
    if words == ("format",):
        edit(folder, "aid", saved(";"))
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def fails(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(Path, "replace", fails)
    trouble.filename = str(folder / ".aid.csv.x1y2z3w4")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    command, *rest = words
    table = rest[:1]
    to = ["--to", str(folder.parent / "kept")] if command == "release" else []
    assert main([command, *table, str(folder), *rest[1:], *to]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "cannot be read or written" in error
    assert said in error
    assert error.startswith(f"{folder}/aid.csv cannot be")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert [path.name for path in folder.parent.rglob("*.part")] == []


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["chek"])
    assert stopped.value.code == 2
    assert "check" in capsys.readouterr().err


HEAVY = {
    "streamlit",
    "plotly",
    "jinja2",
    "starlette",
    "PIL",
    "httpx2",
    "frictionless",
    "hypothesis",
}


def test_a_check_loads_nothing_that_draws_or_serves():
    """The check is to be quick: beside pandas, and what reads shapes, it loads nothing heavy."""
    program = "import sys; from caveat.__main__ import main; status = main(['check', '--tables']); "
    program += f"print(*{HEAVY} & set(sys.modules)); sys.exit(status)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=schema.DATA.parent, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == ""
