"""Every broken file of the corpus is explained by `check` in the expected lines, and those with one reading come back from `format` byte for byte."""

import shutil
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from caveat.dataset import schema
from caveat.editing import checks, spreadsheet
from caveat.editing.messages import validation_errors as words
from tests.editing.spreadsheet.corpus import CASES, MIXED, Case

# Reading all tables costs most of a check, so several broken files lie in one folder: never two of a table, and sources alone, as other tables rest on it.
BATCHES: list[dict[str, Case]] = []
for one in CASES:
    free = next(
        (batch for batch in BATCHES if one.table not in batch and (one.table == "sources") == ("sources" in batch)),
        None,
    )
    if free is None:
        BATCHES.append({one.table: one})
    else:
        free[one.table] = one
PLACE = {case.id: number for number, batch in enumerate(BATCHES) for case in batch.values()}


def folder_with(batch: dict[str, Case], where: Path) -> Path:
    folder = where / "data"
    folder.mkdir(parents=True)
    for path in schema.DATA.glob("*.*"):
        shutil.copy(path, folder)
    for table, case in batch.items():
        path = folder / f"{table}.csv"
        path.write_bytes(case.broken(path.read_bytes()))
    return folder


_said: dict[int, list[str]] = {}


@pytest.fixture
def said(tmp_path):
    """The lines of the check of the case's batch."""

    def check(number: int) -> list[str]:
        if number not in _said:
            _said[number] = words.lines(checks.check(folder_with(BATCHES[number], tmp_path)))
        return _said[number]

    return check


@pytest.mark.xdist_group("corpus")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_file_is_explained(case: Case, said) -> None:
    start = f"data/{case.table}.csv"
    found = [line.removeprefix(start) for line in said(PLACE[case.id]) if line.startswith(start)]
    assert len(found) == len(case.lines), "\n".join(found)
    left = list(found)
    for pattern in case.lines:
        fits = [line for line in left if fnmatchcase(line, pattern)]
        assert fits, (pattern, left)
        left.remove(fits[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_format_mends_what_has_one_reading_and_a_second_run_changes_nothing(case: Case) -> None:
    good = (schema.DATA / f"{case.table}.csv").read_bytes()
    raw = case.broken(good)
    sheet = spreadsheet.repair.read(raw, case.table)
    if sheet is None or not sheet.rows:
        assert not case.mended
        return
    written = sheet.written()
    assert (written == good) == case.mended
    again = spreadsheet.repair.read(written, case.table)
    assert again is not None
    assert again.written() == written
    assert [one for one in again.findings if one.mended] == []
    assert [(one.column, one.found) for one in again.findings] == [(one.column, one.found) for one in sheet.unguessed]


def test_the_corpus_is_wide() -> None:
    assert len(CASES) >= 60
    assert len(MIXED) >= 10
    assert len({case.id for case in CASES}) == len(CASES)
    for case in CASES:
        assert (
            case.broken((schema.DATA / f"{case.table}.csv").read_bytes())
            != (schema.DATA / f"{case.table}.csv").read_bytes()
        ), case.id
