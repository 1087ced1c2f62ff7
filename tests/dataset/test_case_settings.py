"""What is wrong in case.toml is said with its line, its key, what was expected and how to mend it."""

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


def test_a_file_that_is_no_toml_is_named(tmp_path):
    settings, [error] = case_settings.read(b"subject = \xff", tmp_path)
    assert settings is None and "no readable TOML" in error.found
    settings, [error] = case_settings.read(b"subject =", tmp_path)
    assert settings is None and "no readable TOML" in error.found
