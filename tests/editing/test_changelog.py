"""DATA_CHANGES.md gets the difference since the last recorded release; a draft is replaced, older entries stay."""

from pathlib import Path

import pytest

from caveat.__main__ import main
from caveat.dataset import schema, tables
from tests.editing.conftest import git
from tests.support.broken import edit, saved, text

INTRODUCTION = "# Changes of the data\n\nNewest first.\n"


@pytest.fixture
def kept(folder: Path) -> Path:
    """The data folder of a repository whose DATA_CHANGES.md has one entry."""
    entry = f"## Release {tables.fingerprint(folder)}, 1 Jan 2026\n\nThe first.\n"
    (folder.parent / "DATA_CHANGES.md").write_text(f"{INTRODUCTION}\n{entry}", encoding="utf-8")
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "First")
    return folder


def changes(folder: Path) -> str:
    return (folder.parent / "DATA_CHANGES.md").read_text(encoding="utf-8")


def heads(folder: Path) -> list[str]:
    return [
        line.split(",")[0].removeprefix("## Release ")
        for line in changes(folder).splitlines()
        if line.startswith("## ")
    ]


FIRST, SECOND, THIRD = (
    "Russia starts its full-scale invasion",
    "Russia begins its full-scale invasion",
    "Russia invades in full",
)


def test_an_entry_stands_above_the_last_one(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tables.fingerprint(kept)
    edit(kept, "events", text(FIRST, SECOND))
    assert main(["diff", "--changelog", str(kept)]) == 0
    release = tables.fingerprint(kept)
    assert heads(kept) == [release, before]
    found = changes(kept)
    assert found.startswith(INTRODUCTION)
    assert f"Since release {before} (revision " in found
    assert f"- Event: {SECOND}: title “{FIRST}” → “{SECOND}” (ev-20220224-invasion)." in found
    assert found.endswith("The first.\n")
    assert capsys.readouterr().out == f"DATA_CHANGES.md: an entry for release {release} with 1 sentence.\n"


def test_a_draft_is_written_anew_until_its_data_are_committed(kept: Path) -> None:
    before = tables.fingerprint(kept)
    edit(kept, "events", text(FIRST, SECOND))
    main(["diff", "--changelog", str(kept)])
    edit(kept, "events", text(SECOND, THIRD))
    main(["diff", "--changelog", str(kept)])
    assert heads(kept) == [tables.fingerprint(kept), before]
    assert f"“{FIRST}” → “{THIRD}”" in changes(kept)
    assert SECOND not in changes(kept)
    once = changes(kept)
    main(["diff", "--changelog", str(kept)])
    assert changes(kept) == once

    git(kept.parent, "commit", "-qam", "Second")
    second = tables.fingerprint(kept)
    edit(kept, "events", text(THIRD, FIRST))
    assert main(["diff", "--changelog", str(kept)]) == 0
    assert heads(kept) == [tables.fingerprint(kept), second, before]


def test_form_is_no_change(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kept, "events", saved(lineterminator="\r\n"))
    before = changes(kept)
    assert main(["diff", "--changelog", str(kept)]) == 0
    assert changes(kept) == before
    assert "Nothing changed in the facts" in capsys.readouterr().out


def test_the_first_entry_names_its_revision(kept: Path) -> None:
    (kept.parent / "DATA_CHANGES.md").write_text(INTRODUCTION, encoding="utf-8")
    edit(kept, "events", text(FIRST, SECOND))
    assert main(["diff", "--changelog", str(kept)]) == 2
    assert changes(kept) == INTRODUCTION
    assert main(["diff", "HEAD", str(kept), "--changelog"]) == 0
    assert "Since revision HEAD." in changes(kept)


def test_a_release_that_no_revision_holds_is_named(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept.parent / "DATA_CHANGES.md").write_text(
        f"{INTRODUCTION}\n## Release 0123456789ab, 1 Jan 2026\n", encoding="utf-8"
    )
    assert main(["diff", "--changelog", str(kept)]) == 2
    assert "no revision holds the data of release 0123456789ab" in capsys.readouterr().err


def test_without_the_option_a_revision_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff"]) == 2
    assert "Name the revision to compare with" in capsys.readouterr().err


def test_the_real_file_begins_with_a_release() -> None:
    lines = [line for line in changes(schema.DATA).splitlines() if line.startswith("## ")]
    assert lines
    assert all(line.startswith("## Release ") for line in lines)
