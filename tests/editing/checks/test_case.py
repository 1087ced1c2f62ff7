"""What case.toml names must be in the tables; each of its windows has an id of its own."""

import json
import re
from dataclasses import replace

import pytest

from caveat.dataset import case_settings, tables
from caveat.editing import checks
from caveat.editing.checks import case
from tests.support import broken

# What case.toml says, and what stands there in the test: the key, what was expected, the hint.
NAMED = [
    ('recipient = "UA"', 'recipient = "UK"', "recipient", "a code of countries", ""),
    (
        "supplied_to_ukraine",
        "supplied_to_ukrain",
        "supplied_column",
        "a column of systems",
        'did you mean "supplied_to_ukraine"?',
    ),
    ('"taurus-kepd-350", "gmlrs"', '"taurus", "gmlrs"', "defaults.systems", "an id of systems", ""),
    ('system = "atacms"', 'system = "atcms"', "defaults.system", "an id of systems", 'did you mean "atacms"?'),
    ('"ru_any"', '"everywhere"', "defaults.territory", "an area with a column on the front page", ""),
    ('issue = "atacms_inside_russia"', 'issue = "atacms"', "defaults.issue", "an id of issues", ""),
]


@pytest.mark.parametrize(("old", "new", "key", "expected", "hint"), NAMED, ids=lambda text: text[:20])
def test_what_case_toml_names_is_there(folder, old, new, key, expected, hint):
    path = folder / case_settings.FILE
    path.write_bytes(broken.text(old, new)(path.read_bytes()))
    [error] = case.settings_name_rows(tables.load(folder))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if new in text)
    assert (error.file, error.row, error.column, error.expected) == ("data/case.toml", line, key, expected)
    assert not hint or error.mend == hint


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ("latitude = ", "latitude = 1", "map.anchor.latitude", "less than or equal to 90"),
        ("margin_km = ", "margin_km = -", "map.anchor.margin_km", "greater than or equal to 0"),
        ('id = "week"', 'id = "die Woche & so"', "windows.id", "lower-case letters and digits, with hyphens between"),
        ('search_example = "', 'search_example = "" #', "defaults.search_example", "some words"),
        ('systems = ["', 'systems = [] # ["', "defaults.systems", "at least one"),
    ],
)
def test_a_setting_that_no_page_can_use_is_named(folder, old, new, column, expected):
    path = folder / case_settings.FILE
    body = path.read_bytes()
    assert old.encode() in body
    path.write_bytes(body.replace(old.encode(), new.encode(), 1))
    [error] = [error for error in checks.check(folder) if error.file == "data/case.toml"]
    assert (error.column, error.expected) == (column, expected) and error.row


def test_a_first_day_after_all_entries_is_named(folder):
    path = folder / case_settings.FILE
    path.write_text(re.sub(r"(?m)^first_day = \S+", "first_day = 2030-01-01", path.read_text(), count=1))
    [error] = case.first_day_has_entries(tables.load(folder))
    assert (error.column, error.found) == ("first_day", '"2030-01-01"') and "newest entry" in error.expected


def test_a_case_without_case_toml_is_named(folder):
    (folder / case_settings.FILE).unlink()
    [error] = checks.check(folder)
    assert (error.file, error.found) == ("data/case.toml", "no such file")


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ('id = "week"', 'id = "war"', "windows.id", "another id than around, war"),
        ('id = "week"', 'id = "around"', "windows.id", "another id than around, war"),
        (
            "last_day = 2024-11-25",
            "last_day = 2024-11-01",
            "windows.last_day",
            "a day no earlier than its first (2024-11-11)",
        ),
    ],
)
def test_windows_can_be_told_apart(folder, old, new, column, expected):
    path = folder / case_settings.FILE
    path.write_bytes(broken.text(old, new)(path.read_bytes()))
    [error] = case.windows_are_distinct(tables.load(folder))
    assert (error.column, error.expected) == (column, expected)


@pytest.mark.parametrize(("made", "told"), [("2026-12-17", 0), ("2026-12-18", 0), ("2026-12-19", 1)])
def test_the_next_review_is_not_before_the_newest_release(folder, made, told):
    index = folder.parent / "releases" / "index.json"
    index.parent.mkdir()
    entries = [{"release": "a" * 12, "created": day, "bytes": 1} for day in ("2026-11-01", made)]
    index.write_text(json.dumps({"releases": entries}), encoding="utf-8")
    path = folder / case_settings.FILE
    path.write_bytes(re.sub(rb"(?m)^next_review = .*$", b"next_review = 2026-12-18", path.read_bytes()))
    errors = list(case.review_is_to_come(tables.load(folder)))
    assert [(error.column, error.found) for error in errors] == [("next_review", '"2026-12-18"')] * told
    assert all(error.row and made in error.expected and error.mend for error in errors)
    # Without the setting, or with an index that cannot be read, there is nothing to say.
    assert list(case.review_is_to_come(replace(tables.load(folder), read_settings=None))) == []
    index.write_text("{", encoding="utf-8")
    assert list(case.review_is_to_come(tables.load(folder))) == []


def test_the_case_is_sound(dataset):
    rules = (case.settings_name_rows, case.windows_are_distinct, case.review_is_to_come)
    assert [error for rule in rules for error in rule(dataset)] == []
    assert list(case.windows_are_distinct(replace(dataset, read_settings=None))) == []
