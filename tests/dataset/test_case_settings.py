"""What is wrong in case.toml is said with its line, its key, what was expected and how to mend it."""

from datetime import date

import pytest

from caveat.dataset import case_settings
from caveat.dataset.schema import DATA

TEXT = (DATA / case_settings.FILE).read_text(encoding="utf-8")
FAULTS = [
    ('subject = "long-', 'subjct = "long-', "subject", "no such line", "subject = …", 0),
    ('subject = "long-', 'subjct = "long-', "subjct", "an unknown line", "one that docs/case.md names", "subjct"),
    ("on {day}?", "on?", "question", "on?", "a question with {day} in it", "question ="),
    ('system = "atacms"', "system = 5", "defaults.system", '"5"', "a valid string", "system = 5"),
    ('issue = "atacms_inside_russia"\n', "", "defaults.issue", "no such line", "issue = …", "[defaults]"),
    (
        "first_day = 2024-11-11",
        'first_day = "soon"',
        "windows.first_day",
        '"soon"',
        "a valid date",
        'first_day = "soon"',
    ),
    (
        "next_review = 2026-12-18",
        "next_review = 20261218",
        "next_review",
        '"20261218"',
        "a valid date such as",
        "next_",
    ),
    ("next_review = 2026-12-18", 'next_review = "2026-12"', "next_review", '"2026-12"', "a valid date", "next_review"),
    ("next_review = 2026-12-18", 'next_review = "18 Dec"', "next_review", '"18 Dec"', "a valid date", "next_review"),
    ("next_review = 2026-12-18", 'next_review = ""', "next_review", '""', "a valid date", "next_review"),
    (
        "next_review = 2026-12-18",
        "next_review = 2026-12-18T10:00:00",
        "next_review",
        '"2026-12-18 10:00:00"',
        "a valid date",
        "next_review",
    ),
    ("next_review = 2026-12-18", "next_reviw = 2026-12-18", "next_reviw", "an unknown line", "one that", "next_reviw"),
    ("first_day = 2022-01-01", "first_day = 20220101", "first_day", '"20220101"', "a valid date", "first_day"),
    ("margin_km = 60", 'margin_km = "far"', "map.anchor.margin_km", '"far"', "a valid number", "anchor ="),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[2]}: {fault[3]}")
def test_each_fault_is_named(tmp_path, fault):
    old, new, key, found, expected, line = fault
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    settings, errors = case_settings.read(text.encode(), tmp_path / "data")
    assert settings is None
    [error] = [error for error in errors if error.column == key]
    assert error.file == "data/case.toml" and found in error.found and error.expected.startswith(expected)
    row = next((row for row, content in enumerate(text.splitlines(), 1) if line and line in content), 0)
    assert error.row == row
    assert "{'" not in str(error)


@pytest.mark.parametrize("line", ["next_review = 2026-02-30", "next_review = 18.12.2026", "next_review = soon"])
def test_a_day_that_is_no_toml_is_named_by_its_line(tmp_path, line):
    _, [error] = case_settings.read(TEXT.replace("next_review = 2026-12-18", line).encode(), tmp_path)
    row = TEXT.splitlines().index("next_review = 2026-12-18") + 1
    assert f"at line {row}," in error.found


def test_the_next_review_may_be_left_out_or_stand_in_quotes(tmp_path):
    settings, _ = case_settings.read(TEXT.replace("next_review = 2026-12-18\n", "").encode(), tmp_path)
    assert settings.next_review is None
    settings, _ = case_settings.read(TEXT.replace("2026-12-18", '"2027-01-02"').encode(), tmp_path)
    assert settings.next_review == date(2027, 1, 2)


def test_a_file_that_is_no_toml_is_named(tmp_path):
    settings, [error] = case_settings.read(b"subject = \xff", tmp_path)
    assert settings is None and "no readable TOML" in error.found
    settings, [error] = case_settings.read(b"subject =", tmp_path)
    assert settings is None and "no readable TOML" in error.found
