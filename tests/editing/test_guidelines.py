"""The guidelines name rows that exist; the forms ask for what they promise."""

import re

import pytest
import yaml

from caveat.__main__ import COMMANDS, main
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.settings import ROOT


def test_each_row_that_the_guidelines_name_is_there(dataset: Dataset) -> None:
    text = (ROOT / "docs" / "data-guidelines.md").read_text(encoding="utf-8")
    known = {identifier for name in schema.table_names() for identifier in dataset[name].iloc[:, 0]}
    named = set(re.findall(r"`([a-z][a-z0-9]*(?:-[a-z0-9]+){2,})`", text))
    assert len(named) >= 12
    assert named <= known, named - known


def test_the_guidelines_name_real_columns_and_values(dataset: Dataset) -> None:
    text = (ROOT / "docs" / "data-guidelines.md").read_text(encoding="utf-8")
    columns = {field["name"] for name in schema.table_names() for field in schema.fields(name)}
    values = {
        value
        for name in schema.table_names()
        for field in schema.fields(name)
        for value in field.get("constraints", {}).get("enum", [])
    }
    words = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", text)) - {"everywhere"} - set(schema.table_names())
    assert words <= columns | values, words - columns - values


@pytest.mark.parametrize(
    ("form", "needed"),
    [
        ("report-a-wrong-value", {"shown", "expected", "source"}),
        ("add-a-source", {"url", "publisher", "states", "rows"}),
    ],
)
def test_a_form_asks_for_what_is_needed(form: str, needed: set[str]) -> None:
    found = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml").read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(found)
    ids = [item["id"] for item in found["body"] if "id" in item]
    assert len(ids) == len(set(ids))
    assert {item["id"] for item in found["body"] if item.get("validations", {}).get("required")} == needed


def test_the_commands_of_the_docs_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "README.md"))
    assert set(re.findall(r"python -m caveat (\w+)", text)) == {command.name for command in COMMANDS}
    for option in re.findall(r"python -m caveat check (--\w+)", text):
        with pytest.raises(SystemExit) as stopped:
            main(["check", "--help"])
        assert stopped.value.code == 0
        assert option in capsys.readouterr().out


def test_the_citation_agrees_with_the_package() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    described = schema.descriptor()
    assert (found["title"], found["version"], found["license"]) == (
        described["title"],
        described["version"],
        described["licenses"][0]["name"],
    )
    assert found["abstract"] == described["description"]
