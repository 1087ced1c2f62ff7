"""A new row is suggested from its cells; a rule that is split names its second half where that takes its place."""

from pathlib import Path

import pytest

from caveat.dataset import tables
from caveat.editing import checks
from caveat.editing.changes import Changes, Edit
from caveat.editing.new_row import key_columns
from caveat.editor import drafts
from caveat.editor.drafts import Draft

RULE = "us-atacms-kursk-20241117"


def split(changes: Changes, **cells: str) -> tuple[Draft, int]:
    rows = changes.rows("restrictions")
    place = next(place for place, row in enumerate(rows) if row["change_id"] == RULE)
    draft = drafts.copied("restrictions", rows[place], key_columns("restrictions"), split=place)
    for column, cell in cells.items():
        draft.fill(column, cell)
    draft.suggest(tables.load(changes.folder))
    return draft, place


def test_the_id_and_what_follows_are_suggested_until_the_editor_writes_them(dataset) -> None:
    draft = Draft("restrictions")
    draft.fill("supplier", "GB")
    draft.suggest(dataset)
    assert (draft.cells["authority"], draft.cells["change_id"]) == ("GB", "gb")
    draft.fill("supplier", "FR")
    draft.fill("effective", "2025-01")
    draft.suggest(dataset)
    assert (draft.cells["authority"], draft.cells["effective_precision"]) == ("FR", "month")
    draft.fill("authority", "US")
    draft.fill("change_id", "")
    draft.suggest(dataset)
    assert (draft.cells["authority"], draft.cells["change_id"]) == ("US", "")
    assert "Change id" in draft.missing(dataset)
    assert "Supplier" not in draft.missing(dataset)


def test_half_of_a_rule_from_a_later_day_takes_its_place(folder: Path) -> None:
    changes = Changes(folder)
    draft, place = split(changes, effective="2024-11-25", reported="2024-11-25")
    older = changes.rows("restrictions")[place]
    changes.apply(draft.edits(changes.rows("restrictions")))
    first, second = changes.rows("restrictions")[place], changes.rows("restrictions")[-1]
    assert first["reversed_by"] == second["change_id"] == "us-atacms-20241125-kursk"
    assert second["reversed_by"] == older["reversed_by"]
    changes.save()
    assert checks.check(folder) == []
    changes.undo()
    assert changes.rows("restrictions")[place]["reversed_by"] == second["change_id"], "what is saved stays"


@pytest.mark.parametrize(
    "cells",
    [
        {"territory": "ru_border"},  # another area
        {"status": "restricted"},  # the same day
        {"effective": "2024-11-01"},  # earlier
        {"effective": "soon"},
    ],
)
def test_half_of_a_rule_that_holds_beside_it_reverses_nothing(folder: Path, cells: dict[str, str]) -> None:
    changes = Changes(folder)
    draft, _ = split(changes, **cells)
    assert draft.edits(changes.rows("restrictions")) == [Edit("restrictions", draft.cells)]


def test_only_rules_can_be_split(dataset) -> None:
    assert [name for name in dataset.frames if drafts.can_be_split(name, dataset)] == ["restrictions"]


def test_a_copy_has_no_id_and_is_not_withdrawn(folder: Path) -> None:
    row = {"term_id": "term-x", "term": "x", "plain": "X.", "source_ids": "", "withdrawn": "No."}
    assert drafts.copied("glossary", row, ["term_id"]).cells == {**row, "term_id": "", "withdrawn": ""}
