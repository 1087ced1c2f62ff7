"""No row of the vetted tables is lost: the ids that the project started from are all still there.

`dossier_ids.json` has the number of rows and the sha256 of the sorted ids of each vetted table, and never changes.
The id of a row that was removed stands there under `gone`, and its reason in docs/data-decisions.md.
"""

import hashlib
import json
from pathlib import Path

import pytest

from caveat.dataset import schema, tables
from caveat.settings import ROOT

KEPT = json.loads((Path(__file__).parent / "dossier_ids.json").read_text(encoding="utf-8"))
DECISIONS = ROOT / "docs" / "data-decisions.md"


def current_ids(table: str) -> list[str]:
    keys = schema.resource(table)["schema"]["primaryKey"]
    return sorted(" ".join(row) for row in tables.load()[table][keys].itertuples(index=False))


def digest(ids: list[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def vetted_ids(table: str) -> list[str]:
    """The present ids without those added since, and with those that were removed for a stated reason."""
    return sorted([row_id for row_id in current_ids(table) if row_id not in KEPT[table]["added"]] + KEPT[table]["gone"])


@pytest.mark.parametrize("table", KEPT)
def test_every_vetted_id_is_there(table: str) -> None:
    assert len(vetted_ids(table)) == KEPT[table]["rows"]
    assert digest(vetted_ids(table)) == KEPT[table]["sha256"], (
        f"an id of {table} was lost or added: see the docstring of this module"
    )


@pytest.mark.parametrize("table", KEPT)
def test_a_removed_row_has_its_reason(table: str) -> None:
    decisions = DECISIONS.read_text(encoding="utf-8")
    assert [row_id for row_id in KEPT[table]["gone"] if f"`{row_id}`" not in decisions] == []


def test_every_vetted_table_is_listed() -> None:
    assert set(schema.table_names()) - set(KEPT) == {"territories", "system_groups"}


def test_a_lost_id_is_noticed() -> None:
    assert digest(vetted_ids("claims")[1:]) != KEPT["claims"]["sha256"]
