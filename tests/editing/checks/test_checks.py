"""All checks together: the real data pass, broken files never crash the check, each rule is registered and tested."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.dataset import schema, tables
from caveat.dataset.errors import DataError
from caveat.editing import checks
from caveat.editing.checks import case, dates, figures, notes, package, people, publishers, references
from caveat.editing.checks import text as text_checks
from tests.support import broken as b
from tests.support.broken import edit

MODULES = (case, dates, figures, notes, package, people, publishers, references, text_checks)


def test_the_real_data_are_sound():
    assert checks.check() == []


def test_each_rule_is_registered_once_tested_and_says_itself_in_one_sentence():
    rules = [
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and function.__annotations__["return"] == Iterator[DataError]
    ]
    assert sorted(map(id, checks.RULES)) == sorted(map(id, rules))
    for rule in rules:
        assert rule.__doc__ and rule.__doc__.endswith(".") and "\n" not in rule.__doc__, rule
        module = rule.__module__.rpartition(".")[2]
        tests = (Path(__file__).parent / f"test_{module}.py").read_text(encoding="utf-8")
        assert f"{module}.{rule.__name__}" in tests, rule


def test_one_broken_table_hides_no_fault_of_another(folder):
    edit(folder, "restrictions", b.text(",permitted,", ",permited,"))
    edit(folder, "article_facts", b.text("ev-20241105-us-election", "ev-20241105-us-electio"))
    edit(folder, "aid", b.text("700000000", "many"))
    found = {(error.file, error.column, error.mend) for error in checks.check(folder)}
    assert found == {
        ("data/restrictions.csv", "status", 'did you mean "permitted"?'),
        ("data/article_facts.csv", "row_ids", 'did you mean "ev-20241105-us-election"?'),
        ("data/aid.csv", "value", "write 1234.5"),
    }


def test_a_missing_file_and_a_folder_in_place_of_a_file_are_faults(folder):
    (folder / "aid.csv").unlink()
    (folder / "events.csv").unlink()
    (folder / "events.csv").mkdir()
    found = [(error.file, error.row, error.found) for error in checks.check(folder) if "id of" not in error.expected]
    folder_words = "something else than a file, such as a folder, a pipe or a device"
    assert found == [("data/aid.csv", 0, "no such file"), ("data/events.csv", 0, folder_words)]


def test_a_byte_order_mark_is_named_and_hides_nothing(folder):
    edit(folder, "aid", b.both(b.text(",USD,", ",USDD,"), b.before(b"\xef\xbb\xbf")))
    mark, cell = checks.check(folder)
    assert (mark.file, mark.row, mark.found) == ("data/aid.csv", 1, "a byte order mark (BOM)")
    assert (cell.row, cell.column, cell.found) == (2, "currency", '"USDD"')
    assert tables.load(folder).broken.keys() == {"aid"}, "readers are kept from the wrong word, not from the mark"


@pytest.mark.parametrize(
    ("text", "found"),
    [("{", "no readable JSON"), ("[]", "another shape"), ('{"resources":[{"name":"a"}]}', "another shape")],
)
def test_a_broken_descriptor_is_a_fault(folder, text, found):
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    [error] = checks.check(folder)
    assert error.file == "data/datapackage.json"
    assert error.found.startswith(found)


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ('"type": "number"', '"type": "nomber"', "claims.value_low", 'the type "nomber"'),
        ('"minimum": 0', '"maximum": 0', "claims.value_low", 'the constraint "maximum"'),
        ('"pattern": "^[', '"pattern": "^([', "systems.system_id", "a pattern that is none ("),
        ('"claim_id"\n', '"claimid"\n', "claims", "the key ['claimid']"),
        ('"resource": "systems"', '"resource": 1', "claims", "the key ['system_id'] to {"),
    ],
)
def test_what_no_check_can_use_in_the_description_is_a_fault(folder, old, new, column, found):
    path = folder / "datapackage.json"
    path.write_bytes(b.text(old, new)(path.read_bytes()))
    [error] = checks.check(folder)
    assert (error.file, error.column) == ("data/datapackage.json", column)
    assert error.found.startswith(found)


def test_a_rule_that_misses_its_column_says_so(folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [table for table in described["resources"] if table["name"] == "systems"]
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    needs = "what the rule “A system has exactly one headline figure, a range that is shown” needs"
    mend = "take the file from its last version"
    assert DataError("data/datapackage.json", 0, "", "no 'claims'", needs, mend) in checks.check(folder)


@pytest.mark.parametrize("column", ["value_low", "value_high"])
def test_a_column_of_another_type_than_a_rule_reads_is_named(folder, column):
    """A description that was edited is a fault of its own, and ends no check with a trace."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    [claims] = [table for table in described["resources"] if table["name"] == "claims"]
    [field] = [field for field in claims["schema"]["fields"] if field["name"] == column]
    field["type"] = "string"
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    errors = [error for error in checks.check(folder) if error.file == "data/datapackage.json"]
    assert errors and all(error.mend == "take the file from its last version" for error in errors)


def test_no_folder_is_a_fault(tmp_path):
    assert [error.found for error in checks.check(tmp_path / "none")] == ["no such file"]


def test_each_enum_value_of_the_coded_columns_has_a_meaning():
    for table in schema.table_names():
        for field in schema.fields(table):
            if "enum" in field.get("constraints", {}):
                assert list(field["enumMeanings"]) == field["constraints"]["enum"], (table, field["name"])


def test_each_column_is_described_for_readers():
    for table in schema.table_names():
        assert schema.resource(table)["title_column"] in {field["name"] for field in schema.fields(table)}
        for field in schema.fields(table):
            assert field["title"] and field["description"].endswith("."), (table, field["name"])
            assert field["type"] == "string" or field["unit"], (table, field["name"])
