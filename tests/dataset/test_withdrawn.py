"""A withdrawn row counts nowhere and is shown nowhere, keeps its id, and stays in the file and the API."""

import csv
import io
from pathlib import Path

import pytest

from caveat.dataset import records, tables
from caveat.domain import restrictions, rule_log
from caveat.editing import checks, new_row
from caveat.editing.diff import compare, read_version
from caveat.editing.messages import diff as diff_text
from caveat.settings import ROOT
from caveat.text import records as record_text

RULE = "us-gmlrs-kursk-20240810"
REASON = "told of another area"


def withdraw(folder: Path, table: str, key: str) -> None:
    path = folder / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    for row in rows:
        if row[0] == key:
            row[-1] = REASON
    path.unlink()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def withdrawn(data_copy: Path) -> Path:
    withdraw(data_copy, "restrictions", RULE)
    return data_copy


def test_it_counts_nowhere(withdrawn: Path) -> None:
    read, whole = tables.load(withdrawn), tables.load(ROOT / "data")
    assert RULE not in rule_log.rule_log(read).by_id
    assert RULE not in records.records_by_id(read)
    assert len(read["restrictions"]) == len(whole["restrictions"]) - 1
    assert list(read.withdrawn["restrictions"]["change_id"]) == [RULE]
    assert restrictions.logged_pairs(rule_log.rule_log(read)) == restrictions.logged_pairs(rule_log.rule_log(whole))


def test_the_lines_of_the_rows_after_it_are_those_of_the_file(withdrawn: Path) -> None:
    read, whole = tables.load(withdrawn), tables.load(ROOT / "data")
    last = list(whole["restrictions"]["change_id"])[-1]
    assert list(read["restrictions"]["change_id"])[-1] == last
    assert read.line("restrictions", len(read["restrictions"]) - 1) == whole.line(
        "restrictions", len(whole["restrictions"]) - 1
    )


def test_the_check_finds_it_sound(withdrawn: Path) -> None:
    assert checks.check(withdrawn) == []


def test_a_row_that_names_it_is_a_fault_that_says_so(data_copy: Path) -> None:
    withdraw(data_copy, "restrictions", "us-gmlrs-kursk-20240807")
    faults = checks.check(data_copy)
    named = [fault for fault in faults if fault.column == "restates"]
    assert {fault.found for fault in named} == {'"us-gmlrs-kursk-20240807"'}
    assert all("was withdrawn" in fault.mend for fault in named)


def test_a_list_that_names_it_is_a_fault_that_says_so(data_copy: Path) -> None:
    withdraw(data_copy, "sources", "wh-20240810-kirby")
    faults = [fault for fault in checks.check(data_copy) if fault.column == "source_ids"]
    assert faults
    assert all("was withdrawn" in fault.mend for fault in faults)


def test_its_id_is_taken(withdrawn: Path) -> None:
    read = tables.load(withdrawn)
    field = {"name": "change_id", "type": "string", "constraints": {"required": True, "unique": True}}
    assert new_row.misfit("restrictions", field, RULE, read) == "another row has it already"


def test_its_page_says_why(withdrawn: Path) -> None:
    read = tables.load(withdrawn)
    [row] = records.resolve_records(read, [RULE])
    assert record_text.record_line(read, row) == f"The row {RULE} was withdrawn: {REASON}."


def test_the_diff_says_why(withdrawn: Path) -> None:
    difference = compare(read_version(ROOT / "data"), read_version(withdrawn))
    [change] = [row for row in difference.rows if row.id == RULE]
    sentence = diff_text.change_sentence(change, difference)
    assert sentence.startswith("Withdrawn: ")
    assert REASON in sentence


def test_a_new_row_with_its_id_is_a_fault(withdrawn: Path) -> None:
    with (withdrawn / "restrictions.csv").open("r+", encoding="utf-8", newline="") as file:
        last = file.read().splitlines()[-1]
        file.write(last.replace(last.split(",")[0], RULE, 1) + "\n")
    errors = [error for error in checks.check(withdrawn) if error.column == "change_id"]
    assert [error.found for error in errors] == [f'"{RULE}" again']
