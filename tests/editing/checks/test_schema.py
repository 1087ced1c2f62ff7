"""Cells that break the schema are named with their place; frictionless agrees that the real data are sound."""

import csv
import shutil
from pathlib import Path

import pytest
from frictionless import Package

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.editing import checks


def put(path: Path, line: int, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[line - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


# table, line, column, what is written there, found, how expected begins, how mend begins
CASES = [
    ("positions", 5, "summary", "", "nothing", "a value", "fill the cell"),
    (
        "positions",
        7,
        "position_id",
        "pos-20220530-biden-longrange",
        '"pos-20220530-biden-longrange" again',
        "a value that no other row has",
        "the older row keeps it",
    ),
    ("positions", 9, "stance", "oppose", '"oppose"', "one of supports, ", 'did you mean "opposes"?'),
    ("events", 10, "event_id", "Ev 1", '"Ev 1"', "small letters, digits and single hyphens", 'write "ev-1"'),
    (
        "events",
        8,
        "date",
        "21 May 2024",
        '"21 May 2024"',
        "a date as YYYY-MM-DD, YYYY-MM or YYYY",
        "a spreadsheet wrote the date in its own way; ",
    ),
    (
        "events",
        12,
        "date",
        "some day in May",
        '"some day in May"',
        "a date as YYYY-MM-DD, YYYY-MM or YYYY",
        "write 2024-11-17",
    ),
    (
        "sources",
        9,
        "url",
        "ftp://example.org",
        '"ftp://example.org"',
        "an address that starts with https:// or http://",
        "copy it from",
    ),
    ("aid", 4, "value", "-5", '"-5"', "0 or more", ""),
    ("claims", 3, "value_low", "1,650", '"1,650"', "a number with a decimal point", "write 1234.5"),
    ("claims", 5, "value_low", "inf", '"inf"', "a number with a decimal point", "write 1234.5"),
    ("claims", 7, "source_id", "nowhere", '"nowhere"', "an id of sources", "add its row to data/sources.csv first"),
    ("context", 5, "territory", "ru_nay", '"ru_nay"', "an id of territories", 'did you mean "ru_any"?'),
    ("systems", 3, "family_id", "atcms", '"atcms"', "an id of systems", 'did you mean "atacms"?'),
    (
        "restrictions",
        3,
        "reversed_by",
        "us-atacms-kursk-2024",
        '"us-atacms-kursk-2024"',
        "an id of restrictions",
        "did you mean",
    ),
]


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int, str], list[DataError]]:
    """The faults of one copy of the data that has every case in it, by place."""
    folder = tmp_path_factory.mktemp("broken") / "data"
    folder.mkdir()
    for path in schema.DATA.glob("*.*"):
        shutil.copy(path, folder)
    for table, line, column, value, *_ in CASES:
        put(folder / f"{table}.csv", line, column, value)
    by_place: dict[tuple[str, int, str], list[DataError]] = {}
    for fault in checks.check(folder):
        by_place.setdefault((fault.file, fault.row, fault.column), []).append(fault)
    return by_place


@pytest.mark.parametrize(("table", "line", "column", "value", "found", "expected", "mend"), CASES)
def test_a_wrong_cell_is_found(faults, table, line, column, value, found, expected, mend):
    [fault] = faults[f"data/{table}.csv", line, column]
    assert fault.found == found
    assert fault.expected.startswith(expected)
    assert fault.mend.startswith(mend) if mend else fault.mend == ""


def test_frictionless_finds_the_real_package_and_data_sound():
    """The tables stay what the package says they are: a Frictionless data package that other tools can check."""
    report = Package(str(schema.DATA / "datapackage.json")).validate()
    assert report.flatten(["task", "rowNumber", "fieldName", "note"]) == []


def test_a_repeated_pair_of_keys_is_found(folder):
    path = folder / "system_sources.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:3], lines[1], *lines[3:]]), encoding="utf-8", newline="")
    [error] = checks.check(folder)
    assert (error.file, error.row, error.column, error.found) == (
        "data/system_sources.csv",
        4,
        "system_id",
        '"atacms, talkbusiness-20160329-tacms" again',
    )
