"""The search finds each system, person and source by its own name, misspelt words too, and opens each on its day."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from caveat import package, reading, search
from caveat.tables import load
from caveat.view import View, parse

TABLES = load(package.DATA)
BOUNDS = reading.bounds(TABLES)


@pytest.mark.parametrize(("table", "column", "place"), [("systems", "name", 1), ("positions", "actor", 1), ("sources", "title", 3), ("events", "title", 3)])
def test_each_name_finds_its_own(table: str, column: str, place: int) -> None:
    names = TABLES[table][column].unique()
    assert len(names) > 10
    assert [one for one in names if one not in [found.title for found in search.find(TABLES, one)[:place]]] == []


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [("stromshadow", "system", "Storm Shadow"), ("TAURUS", "system", "Taurus KEPD 350"), ("berlin", "supplier", "Germany"), ("download", "page", "Data")],
)
def test_what_a_reader_types(typed: str, kind: str, title: str) -> None:
    first = search.find(TABLES, typed)[0]
    assert (first.kind, first.title) == (kind, title)


@pytest.mark.parametrize("typed", ["", "   ", "?!", "xyzzy"])
def test_nothing(typed: str) -> None:
    assert search.find(TABLES, typed) == []


def test_every_result_has_an_address_that_needs_no_note() -> None:
    view = View(BOUNDS.default)
    for entry in search.index(TABLES).entries:
        query = parse_qs(urlsplit(search.link(entry, view, BOUNDS)).query)
        _, notes = parse(query, BOUNDS)
        early = entry.kind not in ("change", "event", "statement", "transfer", "person")
        assert notes == [] or early, (entry.id, notes)


def test_text_is_never_html() -> None:
    said = str(search.html(TABLES, "<script>alert(1)</script>", View(BOUNDS.default), BOUNDS))
    assert "<script>" not in said
