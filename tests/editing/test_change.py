"""`python -m caveat change` writes a sound change and nothing else."""

from pathlib import Path

import pytest

from caveat.__main__ import main

RULE = ("restriction", "us-atacms-kursk-20241117")


def test_a_cell_is_changed_told_and_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "restrictions.csv").read_bytes()
    assert main(["change", *RULE, str(folder), "--set", "reported=2024-11-18"]) == 0
    assert "reported “2024-11-17” -> “2024-11-18” (us-atacms-kursk-20241117)." in capsys.readouterr().out
    after = (folder / "restrictions.csv").read_bytes()
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        line.replace(b"2024-11-17,day,2024-11-17,", b"2024-11-17,day,2024-11-18,")
        for line in before.splitlines()
        if line.startswith(b"us-atacms-kursk-20241117,")
    ]


def test_an_entry_is_added_to_a_list(folder: Path) -> None:
    row = "pos-20220530-biden-longrange"
    assert main(["change", "position", row, str(folder), "--add", "source_ids=112ua-202411-wp-storm"]) == 0
    assert b"dailybeast-20220601-oped;112ua-202411-wp-storm," in (folder / "positions.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "status=permited"], 'status: found "permited"; expected one of '),
        (["--set", "stauts=permitted"], 'did you mean "status"?'),
        (["--set", "change_id=other"], "ids are permanent"),
        (["--add", "status=permitted"], "status is no list; use --set status=permitted"),
        (["--add", "source_ids=nothing"], 'source_ids: found "nothing"'),
    ],
)
def test_what_is_wrong_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = (folder / "restrictions.csv").read_bytes()
    assert main(["change", *RULE, str(folder), *words]) == 1
    output = "".join(capsys.readouterr())
    assert said in output
    assert "Nothing was written." in output
    assert (folder / "restrictions.csv").read_bytes() == before


def test_an_unknown_row_or_table_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["change", "restriction", "us-atacms-kursk-2024111", str(folder), "--set", "note=x"]) == 1
    assert 'found "us-atacms-kursk-2024111"; expected an id of restrictions' in capsys.readouterr().err
    assert main(["change", "nothing", "x", str(folder)]) == 1
    assert main(["change", *RULE, str(folder)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"
