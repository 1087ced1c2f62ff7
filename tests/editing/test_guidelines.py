"""The guidelines name rows that exist; the forms ask for what they promise."""

import io
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from caveat.__main__ import COMMANDS, main
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.editing import checks
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
        ("propose-a-change", {"row", "cells", "source"}),
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


def test_the_ten_corrections_do_what_they_say(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the section runs on a copy in the order of the page, and the last takes its file back."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Ten corrections")[1].split("\n## ")[0]
    commands = [shlex.split(line) for line in section.split("```")[1].replace("\\\n", "").splitlines()[1:] if line]
    assert len(re.findall(r"^\| \d+\. ", section, re.MULTILINE)) == 10
    monkeypatch.setattr("sys.stdin", io.StringIO())
    *corrections, undo = commands
    with monkeypatch.context() as patch:
        patch.setattr(checks, "check", lambda folder: [])  # once for all of them, below
        for words in corrections:
            place = 5 if words[3] == "change" else 4
            assert words[:3] == ["python", "-m", "caveat"]
            assert main([*words[3 : place + 1], str(repository), *words[place + 1 :]]) == 0, words
    files = {path.name: path.read_text(encoding="utf-8") for path in repository.glob("*.csv")}
    assert "reversed_by" not in undo
    assert ",us-atacms-20241125-kursk," in files["restrictions.csv"]
    assert "\nJM,Jamaica," in files["countries.csv"]
    assert ",Življenje," in files["publishers.csv"]
    assert "falcon-2,falcon,Falcon 2," in files["systems.csv"]
    assert checks.check(repository) == []
    subprocess.run(undo, cwd=repository.parent, check=True)
    assert "Življenje" not in (repository / "publishers.csv").read_text(encoding="utf-8")


def test_the_citation_agrees_with_the_package() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    described = schema.descriptor()
    assert (found["title"], found["version"], found["license"]) == (
        described["title"],
        described["version"],
        described["licenses"][0]["name"],
    )
    assert found["abstract"] == described["description"]
    index = json.loads((ROOT / "releases" / "index.json").read_text(encoding="utf-8"))["releases"]
    assert str(found["date-released"]) in {release["created"] for release in index}
