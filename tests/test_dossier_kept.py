"""No row of the vetted tables ever vanishes silently: the ids that the project started from are all still there.

`dossier_ids.json` holds, for each table, the number of rows and the sha256 of the sorted ids that the vetted tables had. It is written once.
A row that must go stands with its reason in docs/data-decisions.md, and its id under `gone` in that file.
"""

import hashlib
import json
from pathlib import Path

import pytest

from caveat.dataset import schema, tables
from caveat.settings import ROOT

KEPT = json.loads((Path(__file__).parent / "dossier_ids.json").read_text(encoding="utf-8"))
DECISIONS = ROOT / "docs" / "data-decisions.md"


def key(table: str) -> list[str]:
    return schema.resource(table)["schema"]["primaryKey"]


def ids(table: str) -> list[str]:
    return sorted(" ".join(row) for row in tables.load()[table][key(table)].itertuples(index=False))


def digest(found: list[str]) -> str:
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def kept(table: str) -> list[str]:
    """The ids of today that came from the vetted tables, with those that went for a stated reason put back."""
    return sorted([one for one in ids(table) if one not in KEPT[table]["added"]] + KEPT[table]["gone"])


@pytest.mark.parametrize("table", KEPT)
def test_every_id_of_the_vetted_tables_is_there(table):
    assert len(kept(table)) == KEPT[table]["rows"]
    assert digest(kept(table)) == KEPT[table]["sha256"], (
        f"an id of {table} vanished or was added: see the head of this test"
    )


@pytest.mark.parametrize("table", KEPT)
def test_a_row_that_went_has_its_reason(table):
    decisions = DECISIONS.read_text(encoding="utf-8")
    assert [one for one in KEPT[table]["gone"] if f"`{one}`" not in decisions] == []


def test_every_table_that_came_from_the_dossier_is_listed():
    assert set(schema.table_names()) - set(KEPT) == {"territories", "system_groups"}


def test_a_lost_id_would_be_seen():
    assert digest(kept("claims")[1:]) != KEPT["claims"]["sha256"]
