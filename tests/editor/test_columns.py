"""Each column has the control that fits it, with its values, their names and its help, in any table."""

from pathlib import Path

import pytest

from caveat.dataset import schema
from caveat.editing.changes import Changes, Edit
from caveat.editor.columns import Column, columns


def by_name(table: str, changes: Changes) -> dict[str, Column]:
    return {column.name: column for column in columns(table, changes)}


@pytest.fixture(scope="module")
def changes() -> Changes:
    return Changes(schema.DATA)


@pytest.mark.parametrize("table", schema.table_names())
def test_every_cell_survives_its_control(changes: Changes, table: str) -> None:
    """What a control makes of a cell is the cell, to the byte; a choice offers what the cell holds."""
    for name, column in by_name(table, changes).items():
        assert column.help.startswith(next(f for f in schema.fields(table) if f["name"] == name)["description"])
        for row in changes.rows(table):
            assert column.cell(column.value(row[name])) == row[name]
            if column.kind in ("choice", "choices"):
                assert {row[name]} | set(column.value(row[name])) >= set(column.value(row[name]))
                parts = column.value(row[name]) if column.kind == "choices" else [row[name]]
                assert set(parts) <= set(column.options(row[name]))


def test_the_kinds(changes: Changes) -> None:
    kinds = {name: column.kind for name, column in by_name("restrictions", changes).items()}
    assert kinds["effective"] == "date"
    assert kinds["status"] == kinds["territory"] == kinds["reversed_by"] == "choice"
    assert kinds["source_ids"] == "choices"
    assert kinds["summary"] == "long text"
    assert by_name("claims", changes)["value_low"].kind == "number"
    assert "withdrawn" not in kinds


def test_a_choice_has_its_values_with_their_names(changes: Changes) -> None:
    found = by_name("restrictions", changes)
    assert found["territory"].label("ru_kursk") == "ru_kursk · Kursk area"
    assert "**permitted**: " in found["status"].help
    assert found["restates"].options("")[0] == ""
    assert found["restates"].label("") == "(blank)"
    assert "" not in found["status"].options("permitted")
    assert found["status"].options("nearly")[-1] == "nearly", "a wrong cell is shown, not replaced"


def test_a_row_that_is_not_saved_yet_can_be_chosen_and_a_withdrawn_one_cannot(folder: Path) -> None:
    changes = Changes(folder)
    changes.apply([Edit("territories", {"territory_id": "ru_west", "name": "The west"})])
    changes.apply([Edit("territories", {"withdrawn": "No."}, 3)])
    options = by_name("restrictions", changes)["territory"].options("ru_any")
    assert "ru_west" in options
    assert changes.rows("territories")[3]["territory_id"] not in options


@pytest.mark.parametrize(
    ("typed", "cell"), [("  a b \n", "a b"), ("a\nb", "a b"), ("ž\u00a0x", "ž\u00a0x"), ("z\u030cx", "žx"), (None, "")]
)
def test_what_is_typed_is_one_line_and_else_as_typed(typed: str | None, cell: str) -> None:
    assert Column("note", "Note", "", "text", False, False).cell(typed) == cell
