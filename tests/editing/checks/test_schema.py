"""Cells that break the schema are named with their place; frictionless agrees that the real data are sound."""

import pytest
from frictionless import Package

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.editing import checks
from tests.support import broken

DATE = "a date as YYYY-MM-DD, YYYY-MM or YYYY"
NUMBER = "a number with a decimal point"
ADDRESS = "an address that starts with https:// or http://"
AGAIN = "pos-20220530-biden-longrange"
# table:line:column, what is written there, how expected begins, how mend begins; what is found if it is not the cell
CASES = [
    ("positions:5:summary", "", "a value", "fill the cell", "nothing"),
    ("positions:7:position_id", AGAIN, "a value that no other row has", "the older row keeps it", f'"{AGAIN}" again'),
    ("positions:9:stance", "oppose", "one of supports, ", 'did you mean "opposes"?'),
    ("events:10:event_id", "Ev 1", "small letters, digits and single hyphens", 'write "ev-1"'),
    ("events:8:date", "21 May 2024", DATE, "a spreadsheet wrote the date in its own way; "),
    ("events:12:date", "some day in May", DATE, "write 2024-11-17"),
    ("sources:9:url", "ftp://example.org", ADDRESS, "copy it from"),
    ("aid:4:value", "-5.0", "0 or more", ""),
    ("aid:6:value", "", "a value", "fill the cell", "nothing"),
    ("aid:8:value", "many", NUMBER, "write 1234.5"),
    ("claims:3:value_low", "1,650", NUMBER, "write 1234.5"),
    ("claims:5:value_low", "inf", NUMBER, "write 1234.5"),
    ("claims:7:source_id", "nowhere", "an id of sources", "nowhere is not in sources.csv: add its row"),
    ("context:5:territory", "ru_nay", "an id of territories", 'did you mean "ru_any"?'),
    ("systems:3:family_id", "atcms", "an id of systems", 'did you mean "atacms"?'),
    ("restrictions:3:reversed_by", "us-atacms-kursk-2024", "an id of restrictions", "us-atacms-kursk-2024 is not in"),
    ("restrictions:4:status", "allowed", "one of ", 'did you mean "permitted"?'),
    ("restrictions:7:status", "Not allowed", "one of ", 'did you mean "prohibited"?'),
    ("restrictions:6:territory", "Kursk area", "an id of territories", 'did you mean "ru_kursk"?'),
    ("positions:8:country_or_body", "United Kingdom", "an id of countries", 'did you mean "GB"?'),
    ("aid:9:currency", "US", "one of ", ""),
]


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> list[DataError]:
    """The errors of a copy of the data that has every case in it."""
    folder = broken.copy_data(tmp_path_factory.mktemp("broken") / "data")
    for place, value, *_ in CASES:
        table, line, column = place.split(":")
        broken.edit(folder, table, broken.cell(int(line), column, value))
    return checks.check(folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_wrong_cell_is_found(errors, case):
    place, value, expected, mend, *found = case
    table, line, column = place.split(":")
    [error] = [
        error for error in errors if (error.file, error.row, error.column) == (f"data/{table}.csv", int(line), column)
    ]
    assert error.found == (found or [f'"{value}"'])[0]
    assert error.expected.startswith(expected)
    assert error.mend.startswith(mend) if mend else error.mend == ""


def test_frictionless_finds_the_real_package_and_data_sound():
    """The tables stay what the package says they are: a Frictionless data package that other tools can check."""
    report = Package(str(schema.DATA / "datapackage.json")).validate()
    assert report.flatten(["task", "rowNumber", "fieldName", "note"]) == []


def test_a_repeated_pair_of_keys_is_found(folder):
    lines = (folder / "system_sources.csv").read_bytes().split(b"\n")
    broken.edit(folder, "system_sources", broken.line_put(4, lines[1]))
    [error] = checks.check(folder)
    assert (error.file, error.row, error.column, error.found) == (
        "data/system_sources.csv",
        4,
        "system_id",
        '"atacms, talkbusiness-20160329-tacms" again',
    )
