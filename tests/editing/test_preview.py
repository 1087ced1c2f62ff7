"""The preview has the faults of the check that changes bring, and the sentences of the diff."""

from pathlib import Path

from caveat.editing.changes import Changes, Edit
from caveat.editing.preview import preview
from tests.support import broken


def test_a_sound_change_is_told_and_nothing_is_wrong(folder: Path) -> None:
    changes = Changes(folder)
    changes.apply([Edit("glossary", {"term": "ATACMS missile"}, 0)])
    found = preview(folder, changes.contents())
    assert found.faults == ()
    assert list(found.sentences) == ["glossary"]
    assert found.text.startswith("glossary:\n  Term: ")
    assert "term “ATACMS” -> “ATACMS missile”" in found.text
    assert found.dataset["glossary"]["term"][0] == "ATACMS missile"
    assert found.dataset.folder == folder


def test_a_fault_is_that_of_the_check_with_file_line_and_column(folder: Path) -> None:
    changes = Changes(folder)
    changes.apply([Edit("claims", {"qualifier": "nearly"}, 3)])
    [fault] = preview(folder, changes.contents()).faults
    assert str(fault).startswith('data/claims.csv:5:qualifier: found "nearly"; expected one of exactly, ')


def test_faults_that_were_there_before_are_told_apart(folder: Path) -> None:
    broken.edit(folder, "restrictions", broken.text(",permitted,", ",permited,"))
    assert [fault.column for fault in preview(folder, {}).older_faults] == ["status"]
    changes = Changes(folder)
    changes.apply([Edit("claims", {"qualifier": "nearly"}, 3)])
    found = preview(folder, changes.contents())
    assert [fault.column for fault in found.faults] == ["qualifier"]
    assert [fault.column for fault in found.older_faults] == ["status"]


def test_an_old_fault_hides_no_new_one_like_it(folder: Path) -> None:
    broken.edit(folder, "claims", broken.cell(9, "qualifier", "nearly"))
    [old] = preview(folder, {}).older_faults
    changes = Changes(folder)
    changes.apply([Edit("claims", {"qualifier": "nearly"}, 3)])
    found = preview(folder, changes.contents())
    assert [fault.row for fault in found.faults] == [5] and found.older_faults == (old,)


def test_an_old_fault_that_a_new_line_moves_is_old(folder: Path) -> None:
    broken.edit(folder, "claims", broken.cell(9, "qualifier", "nearly"))
    changes = Changes(folder)
    changes.apply([Edit("claims", {"variant_note": "in\ntwo lines"}, 0)])
    [moved] = preview(folder, changes.contents()).older_faults
    assert (moved.row, moved.column) == (10, "qualifier")


def test_a_row_that_others_name_cannot_be_withdrawn_in_silence(folder: Path) -> None:
    changes = Changes(folder)
    changes.apply([Edit("systems", {"withdrawn": "It is another."}, 0)])
    assert any("withdrawn" in fault.mend for fault in preview(folder, changes.contents()).faults)
