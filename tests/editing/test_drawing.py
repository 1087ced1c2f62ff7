"""What the check accepts can be drawn; what cannot is named by page, day and row."""

import os
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from caveat.__main__ import main
from caveat.content import briefing
from caveat.content.drawing import Part, day_parts, failures, made, page_parts
from caveat.content.pages import PAGES
from caveat.dataset import tables
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history, rule_log
from caveat.editing import checks, drawing
from caveat.editing.commands import check
from caveat.web.drawing import answer_parts
from tests.support import broken as b
from tests.support.mutations import DOUBTFUL, SOUND, Mutation

TODAY = date(2026, 11, 27)


def parts(dataset: Dataset, first: bool = False) -> list[Part]:
    found = [part for make in (day_parts, page_parts, answer_parts) for part in made(make, dataset, TODAY)]
    return [part for part in found if part.first] if first else found


def faults(folder: Path, first: bool = False) -> list[str]:
    """What the check says, else what cannot be drawn."""
    found = checks.check(folder)
    if not found:
        dataset = tables.load(folder)
        found = drawing.errors(dataset, parts(dataset, first))
    return [str(fault) for fault in found]


def test_every_page_choice_system_and_day_is_drawn(dataset: Dataset) -> None:
    names = [part.name for part in parts(dataset)]
    assert len(names) == len(set(names)) or {name for name in names if names.count(name) > 1} <= {
        name for name in names if "13 Mar 2026" in name or "/" in name
    }
    for page in PAGES:
        assert any(name.startswith(f"the page {page.nav_title} of ") for name in names)
    for system_id in dataset["systems"]["system_id"]:
        assert any(f"; {system_id})" in name for name in names)
    log = rule_log.rule_log(dataset)
    for known in ("then", "now"):
        assert sum(name.startswith("the page Answer") for name in names) > len(rule_history.change_days(log, known))
    assert any("measure=purl_package" in name for name in names)
    assert {"the feed", "the API's answer /state", "the search"} <= set(names)


def test_all_that_is_sound_is_drawn_at_once(folder: Path) -> None:
    """What is drawn before an edit is shown; all the rest in tests/soak."""
    for mutation in SOUND.values():
        mutation(folder)
    assert faults(folder, first=True) == []


@pytest.mark.parametrize("mutation", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_not_refused_is_drawn(folder: Path, mutation: Mutation) -> None:
    """Readers never meet it: it is refused in a sentence, or every page shows it."""
    mutation(folder)
    for fault in faults(folder, first=True):
        assert "; expected " in fault and "Traceback" not in fault


def failing(name: str) -> Part:
    """A part that has no word for a title."""

    def draw(dataset: Dataset) -> None:
        for title in dataset["events"]["title"]:
            if "no word" in title:
                raise KeyError(title)

    return Part(name, draw)


def test_the_row_is_named_that_cannot_be_drawn(folder: Path) -> None:
    b.edit(folder, "events", b.cell(7, "title", "An event with no word"))
    after, before = tables.load(folder), tables.load()
    for base in (None, before):
        [fault] = drawing.errors(after, [failing("the page A"), failing("the page B")], base)
        assert (fault.file, fault.row, fault.column) == ("data/events.csv", 7, "title")
        assert "the page A cannot be drawn (the page has no word for 'An event with no word')" in fault.found
    assert drawing.errors(after, [failing("the page A")], after) == [], "it was so before: another edit is not to blame"


def test_a_failure_without_a_row_names_the_tables(dataset: Dataset) -> None:
    def draw(tables: Dataset) -> None:
        raise ZeroDivisionError

    [fault] = drawing.errors(dataset, [Part("the page A", draw)])
    assert str(fault).startswith("data: found rows with which the page A cannot be drawn (the page divides by nothing)")


def told(parts: Iterable[Part]) -> list[DataError]:
    """An error for each part that is drawn."""
    return [DataError("data", 0, "", part.name, "") for part in parts]


@pytest.mark.parametrize("forks", [True, False])
def test_two_processes_draw_each_part_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forks: bool) -> None:
    if not forks:
        monkeypatch.delattr(os, "fork")
    some = [Part(f"{number:04}", lambda dataset: None) for number in range(5000)]

    def draw(parts: Iterable[Part]) -> list[DataError]:
        found = told(parts)
        with (tmp_path / "drawn").open("a") as file:
            file.writelines(f"{error.found}\n" for error in found)
        return found

    assert [error.found for error in drawing.by_two(some, draw)] == [part.name for part in some]
    assert sorted((tmp_path / "drawn").read_text().split()) == [part.name for part in some]
    assert drawing.by_two([], told) == []


def test_what_is_found_before_is_all_that_is_told() -> None:
    first = told([Part("bad", lambda dataset: None)])
    assert drawing.by_two([Part("slow", lambda dataset: None)], told, lambda: first) == first


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("broken", ["a description", "a table"])
def test_tables_with_errors_are_not_drawn(folder: Path, broken: str) -> None:
    """What they lack is all that is told, even if the description cannot be read."""
    if broken == "a description":
        (folder / "datapackage.json").write_text("{")
    else:
        b.edit(folder, "aid", b.cell(2, "value", "much"))

    def answers(dataset: Dataset, day: object) -> list[Part]:
        raise AssertionError("nothing is to be drawn")

    lines, number = check.error_lines(folder, answers=answers)
    assert number >= 1 and lines and not any("drawn" in line for line in lines)


def test_a_row_that_was_drawn_before_is_not_drawn_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless another table has changed, which may be what draws it otherwise."""
    rendered = []

    def render(template: str, **values: object) -> str:
        if template == "answer.html":
            rendered.append(values["answer"])
        return ""

    monkeypatch.setattr("caveat.html.render", render)

    def rows(before: Dataset | None, after: Dataset) -> set[object]:
        rendered.clear()
        parts = made(partial(day_parts, before=before), after, TODAY)
        assert list(failures(after, [part for part in parts if part.name.endswith("then)")])) == []
        return {row for answer in rendered for kind in ("cards", "matrix") for row in getattr(answer, kind)}

    versions = [tables.load(folder)]
    for table, column in (("restrictions", "summary"), ("sources", "title")):
        b.edit(folder, table, b.cell(2, column, "Another"))
        versions.append(tables.load(folder))
    whole, edited, other = (rows(before, after) for before, after in zip([None, *versions], versions, strict=False))
    assert whole and edited and len(edited) < len(whole) / 4
    assert len(other) >= len(whole)


def test_a_picture_that_a_page_leaves_out_counts_too(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_map(*_: object) -> None:
        raise ValueError("no shape of the new area")

    monkeypatch.setattr(briefing, "briefing_map", no_map)
    day = made(day_parts, dataset, TODAY)[0]
    [failure] = failures(dataset, [day])
    assert str(failure.error) == "no shape of the new area"


@pytest.mark.usefixtures("drawing")
def test_the_command_draws_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def one(dataset: Dataset, today: date) -> list[Part]:
        return [failing("the page A")]

    monkeypatch.setattr("caveat.content.drawing.page_parts", one)
    monkeypatch.setattr("caveat.content.drawing.day_parts", one)
    monkeypatch.setattr("caveat.web.drawing.answer_parts", one)
    assert main(["check", str(folder)]) == 0
    assert "rows are sound, and every page can be drawn." in capsys.readouterr().out
    b.edit(folder, "events", b.cell(7, "title", "An event with no word"))
    assert main(["check", "--tables", str(folder)]) == 0
    assert main(["check", str(folder)]) == 1
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith("data/events.csv:7:title: found a row with which the page A")
    )


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("restrictions", "status", "banned"),
        ("claims", "attribute", "altitude_m"),
        ("transfers", "kind", "lent"),
        ("positions", "stance", "shrugs"),
        ("quantities", "what", "buried"),
        ("systems", "launch_mode", "space"),
    ],
)
def test_a_value_without_words_is_refused(folder: Path, table: str, column: str, value: str) -> None:
    described = folder / "datapackage.json"
    import json

    package = json.loads(described.read_text())
    [field] = [
        field
        for resource in package["resources"]
        if resource["name"] == table
        for field in resource["schema"]["fields"]
        if field["name"] == column
    ]
    (field.get("constraints", {}).get("enum") or field["list"]["enum"]).append(value)
    described.write_text(json.dumps(package))
    [fault] = checks.check(folder)
    assert (fault.file, fault.column, fault.found) == (
        "data/datapackage.json",
        f"{table}.{column}",
        f'the value "{value}"',
    )
    assert fault.expected == "a value that the pages have words for"
