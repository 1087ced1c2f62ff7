"""A new row is asked for or given, checked with all the data, and put at the end of its file, or not at all."""

import csv
import io
import sys
from pathlib import Path

import pytest

from caveat.__main__ import main
from caveat.dataset import schema, tables
from caveat.editing import new_row
from caveat.editing.commands import new
from tests.support.broken import edit, saved, text

RULE = {
    "effective": "2024-12-03",
    "supplier": "FR",
    "system_id": "scalp-eg",
    "territory": "ru_any",
    "status": "permitted",
    "certainty": "official",
    "summary": "A rule, “new”.",
    "source_ids": "babel-20240531-germany;turan-20240531-germany",
}


@pytest.fixture
def no_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))


def command(folder: Path, table: str, cells: dict[str, str]) -> int:
    return main(
        ["new", table, str(folder), *(word for column, cell in cells.items() for word in ("--set", f"{column}={cell}"))]
    )


def last(folder: Path, table: str) -> dict[str, str]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[-1]


def test_a_rule_without_a_terminal(folder, capsys, no_terminal):
    before = (folder / "restrictions.csv").read_bytes()
    assert command(folder, "restriction", RULE) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == "fr-scalp-eg-20241203-any stands at the end of data/restrictions.csv."
    )
    assert (folder / "restrictions.csv").read_bytes().startswith(before)
    row = last(folder, "restrictions")
    assert {**row, **RULE} == row
    assert (row["change_id"], row["authority"], row["effective_precision"], row["reported"], row["note"]) == (
        "fr-scalp-eg-20241203-any",
        "FR",
        "day",
        "2024-12-03",
        "",
    )
    assert main(["check", "--tables", str(folder)]) == 0


def test_the_same_rule_again_gets_an_id_of_its_own(folder, no_terminal):
    assert command(folder, "restrictions", RULE) == 0
    assert command(folder, "restrictions", RULE) == 0
    assert last(folder, "restrictions")["change_id"] == "fr-scalp-eg-20241203-any-2"


def test_what_is_missing_is_named_with_its_description(folder, capsys, no_terminal):
    before = (folder / "sources.csv").read_bytes()
    assert command(folder, "source", {"publisher": "AP"}) == 1
    said = capsys.readouterr().err
    assert "--set url=…" in said
    assert next(field["description"] for field in schema.fields("sources") if field["name"] == "url") in said
    assert said.endswith("Nothing was written.\n")
    assert (folder / "sources.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("status", "permited", 'did you mean "permitted"?'),
        ("source_ids", "babel-20240531-germny", 'did you mean "babel-20240531-germany"?'),
        ("effective", "3.12.2024", "expected a date as YYYY-MM-DD, YYYY-MM or YYYY"),
        ("change_id", "fr-scalp-20241123-ru", "another row has it already"),
        ("territory", "ru_an", 'did you mean "ru_any"?'),
    ],
)
def test_a_cell_that_does_not_fit_is_named_at_once(folder, capsys, no_terminal, column, cell, said):
    before = (folder / "restrictions.csv").read_bytes()
    assert command(folder, "restriction", RULE | {column: cell}) == 1
    assert said in capsys.readouterr().err
    assert (folder / "restrictions.csv").read_bytes() == before


def test_a_row_that_breaks_a_rule_is_kept_out(folder, capsys, no_terminal):
    before = (folder / "restrictions.csv").read_bytes()
    assert command(folder, "restriction", RULE | {"certainty": "disputed"}) == 1
    out = capsys.readouterr()
    line = before.count(b"\n") + 1
    assert f"data/restrictions.csv:{line}:note: found nothing; expected a note, because the row is disputed" in out.out
    assert out.err == "Nothing was written.\n"
    assert (folder / "restrictions.csv").read_bytes() == before


def test_faults_that_were_there_before_keep_nothing_out(folder, no_terminal):
    edit(folder, "aid", text(",USD,", ",USDD,"))
    assert command(folder, "restriction", RULE) == 0


def test_a_file_that_needs_formatting_is_not_touched(folder, capsys, no_terminal):
    path = edit(folder, "restrictions", saved(";"))
    before = path.read_bytes()
    assert command(folder, "restriction", RULE) == 1
    assert "run `python -m caveat format` first" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_row_is_added_to_a_file_with_windows_line_ends(folder, no_terminal):
    path = edit(folder, "restrictions", saved(lineterminator="\r\n"))
    assert command(folder, "restriction", RULE) == 0
    assert path.read_bytes().count(b"\n") == (schema.DATA / "restrictions.csv").read_bytes().count(b"\n") + 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new", "restrction"], 'did you mean "restrictions"?'),
        (["new", "source", "--set", "ulr=x"], 'did you mean "url"?'),
    ],
)
def test_a_wrong_table_or_column_is_refused_with_the_nearest(capsys, no_terminal, words, said):
    assert main(words) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "table"),
    [
        ("claim", "claims"),
        ("Position", "positions"),
        ("territory", "territories"),
        ("aid", "aid"),
        ("system-groups", "system_groups"),
    ],
)
def test_a_table_by_its_common_name(word, table):
    assert new_row.table_of(word) == table


class Terminal:
    """Answers by column name; a list is given one after the other."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        column = question.split("(", 1)[1].split(")", 1)[0] if "(" in question.splitlines()[1] else ""
        self.asked.append(question)
        return self.answers.get(column, [""]).pop(0) if self.answers.get(column) else ""


def test_a_terminal_asks_each_column_and_again_where_a_cell_does_not_fit(folder, capsys):
    terminal = Terminal({column: [cell] for column, cell in RULE.items()} | {"status": ["permited", "permitted"]})
    row = new.ask_row("restrictions", {}, folder, terminal)
    assert [question.count("(status)") for question in terminal.asked].count(1) == 2
    assert 'status: found "permited"; expected one of' in capsys.readouterr().out
    assert row["change_id"] == "fr-scalp-eg-20241203-any", "Enter alone takes the suggestion"
    assert row["note"] == ""
    assert new_row.append("restrictions", row, folder) == []
    for field in schema.fields("restrictions"):
        assert any(field["description"] in question for question in terminal.asked), field["name"]


def test_a_terminal_does_not_ask_for_what_was_given(folder):
    terminal = Terminal({column: [cell] for column, cell in RULE.items()})
    new.ask_row("restrictions", {"supplier": "FR"}, folder, terminal)
    assert not any("(supplier)" in question for question in terminal.asked)


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("claims", {"system_id": "scalp-eg", "attribute": "range_km"}, "scalp-eg-range-"),
        ("events", {"date": "2024-11-17", "title": "Biden lifts a limit"}, "ev-20241117-biden-lifts-a"),
        (
            "positions",
            {"date": "2024-11-17", "actor": "Emmanuel Macron", "issue": "scalp_inside_russia"},
            "pos-20241117-macron-scalp-inside-russia",
        ),
        (
            "sources",
            {"publisher": "Kyiv Post", "published": "2024-11", "title": "Élysée says no"},
            "kyiv-post-202411-elysee-says",
        ),
        ("aid", {"date": "2024", "donor": "US", "measure": "pda_package"}, "aid-2024-us-pda-package"),
        (
            "transfers",
            {"supplier": "GB", "system_id": "storm-shadow", "date": "2024-11-17"},
            "gb-storm-shadow-t-20241117",
        ),
    ],
)
def test_ids_are_suggested_as_older_rows_spell_them(table, row, expected):
    read = tables.load()
    column = new_row.key_columns(table)[0]
    found = new_row.suggested(table, column, row, read)
    assert found.startswith(expected)
    assert found not in set(read[table][column])
    field = next(field for field in schema.fields(table) if field["name"] == column)
    assert new_row.misfit(table, field, found, read) == ""


def test_a_figure_takes_the_date_of_its_source():
    read = tables.load()
    assert new_row.suggested("claims", "published", {"source_id": "aca-200010-bahrain-atacms"}, read) == "2000-10"
