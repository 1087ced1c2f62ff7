"""`check` explains every file of the corpus in the expected lines; `format` gives those with one reading back."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache

import pytest

from caveat.dataset import schema
from caveat.editing import checks
from caveat.editing.messages import validation_errors
from caveat.editing.spreadsheet import read_sheet
from tests.editing.spreadsheet.corpus import CASES, MIXED, Case
from tests.support.broken import copy_data, edit

Explained = Callable[[Case], list[str]]
# Reading all tables costs most of a check, so several broken files share a folder: never two of a table, and sources
# alone, as other tables rest on it.
BATCHES: list[dict[str, Case]] = []
for case_ in CASES:
    fitting = (
        batch for batch in BATCHES if case_.table not in batch and (case_.table == "sources") == ("sources" in batch)
    )
    batch_ = next(fitting, None)
    if batch_ is None:
        BATCHES.append(batch_ := {})
    batch_[case_.table] = case_


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Explained:
    """explained(case): the lines of the check on the case's file, without its name."""

    @cache
    def lines_of(number: int) -> list[str]:
        folder = copy_data(tmp_path_factory.mktemp("corpus") / "data")
        for table, case in BATCHES[number].items():
            edit(folder, table, case.broken)
        return validation_errors.lines(checks.check(folder))

    def explain(case: Case) -> list[str]:
        number = next(number for number, batch in enumerate(BATCHES) if batch.get(case.table) is case)
        file = f"data/{case.table}.csv"
        return [line.removeprefix(file) for line in lines_of(number) if line.startswith(file)]

    return explain


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_file_is_explained(case: Case, explained: Explained) -> None:
    lines = explained(case)
    assert len(lines) == len(case.lines), "\n".join(lines)
    left = list(lines)
    for pattern in case.lines:
        fits = [line for line in left if fnmatchcase(line, pattern)]
        assert fits, (pattern, left)
        left.remove(fits[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_format_mends_what_has_one_reading_and_a_second_run_changes_nothing(case: Case) -> None:
    good = (schema.DATA / f"{case.table}.csv").read_bytes()
    raw = case.broken(good)
    sheet = read_sheet(raw, case.table)
    if not sheet.whole:
        assert not case.mended
        assert all(not finding.mended for finding in sheet.findings)
        return
    written = sheet.written()
    assert (written == good) == case.mended
    again = read_sheet(written, case.table)
    assert again.written() == written
    assert [finding for finding in again.findings if finding.mended] == []
    left = [(finding.column, finding.found) for finding in sheet.unmended]
    assert [(finding.column, finding.found) for finding in again.findings] == left


def test_the_corpus_is_wide() -> None:
    assert len(CASES) >= 60
    assert len(MIXED) >= 10
    assert len({case.id for case in CASES}) == len(CASES)
    for case in CASES:
        good = (schema.DATA / f"{case.table}.csv").read_bytes()
        assert case.broken(good) != good, case.id
