"""The search finds each system, person and source by its own name, misspelt words too, and opens each on its day."""

from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content import search
from caveat.dataset import current, schema
from caveat.dataset.tables import load
from caveat.domain.query import View, parse_query, query_bounds
from caveat.text.claims import headline_range

TABLES = load(schema.DATA)
BOUNDS = query_bounds(TABLES, current.today())


@pytest.mark.parametrize(
    ("table", "column", "place"),
    [("systems", "name", 1), ("positions", "actor", 1), ("sources", "title", 3), ("events", "title", 3)],
)
def test_each_name_finds_its_own(table: str, column: str, place: int) -> None:
    names = TABLES[table][column].unique()
    # A search for a whole title takes 60 ms: of hundreds, some sixty from all over the table.
    names = names[:: -(-len(names) // 60)]
    assert len(names) > 10
    assert [
        name for name in names if name not in [found.title for found in search.find_entries(TABLES, name)[:place]]
    ] == []


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("stromshadow", "system", "Storm Shadow"),
        ("storm shadw", "system", "Storm Shadow"),
        ("TAURUS", "system", "Taurus KEPD 350"),
        ("how far does the Taurus reach", "system", "Taurus KEPD 350"),
        ("cost of a tomahawk", "system", "Tomahawk"),
        ("olaf sholz", "person", "Olaf Scholz"),
        ("berlin", "supplier", "Germany"),
        ("download", "page", "Get the data"),
        ("how many ATACMS delivered", "numbers", "How many ATACMS were delivered?"),
        ("how many taurus", "numbers", "How many Taurus KEPD 350 were delivered?"),
    ],
)
def test_what_a_reader_types(typed: str, kind: str, title: str) -> None:
    first = search.find_entries(TABLES, typed)[0]
    assert (first.kind, first.title) == (kind, title)


def test_a_range_finds_the_systems_that_have_it_published_first() -> None:
    """By the headline figure, which the result says."""
    for typed, km in (("300 km", "300 km"), ("250 km", "250 km"), ("500km", "500 km")):
        found = search.find_entries(TABLES, typed)
        systems = [result for result in found if result.kind == "system"]
        assert systems and found[: len(systems)] == systems
        assert any(system.snippet.endswith(f"{km}.") for system in systems[:2]), typed
    ranges = {entry.id: entry.snippet for entry in search.search_index(TABLES).entries if entry.kind == "system"}
    for system_id, snippet in ranges.items():
        reach = headline_range(TABLES, system_id)
        assert not reach or snippet.endswith(f"Published range: {reach}.")


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "?!", "xyzzy", "the"),
        *("hello world", "foo bar", "weather tomorrow", "lorem ipsum dolor", "1' or '1'='1"),
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "SELECT * FROM users"),
    ],
)
def test_nothing(typed: str) -> None:
    assert search.find_entries(TABLES, typed) == []


def test_every_result_has_an_address_that_needs_no_note() -> None:
    view = View(BOUNDS.default)
    for entry in search.search_index(TABLES).entries:
        query = parse_qs(urlsplit(search.entry_url(entry, view, BOUNDS)).query)
        _, notes = parse_query(query, BOUNDS)
        early = entry.kind not in ("change", "event", "statement", "transfer", "person")
        assert notes == [] or early, (entry.id, notes)


def test_numbers_open_where_the_answer_stands() -> None:
    [entry] = [entry for entry in search.find_entries(TABLES, "storm shadow delivered")[:2] if entry.kind == "numbers"]
    parts = urlsplit(search.entry_url(entry, View(BOUNDS.latest), BOUNDS))
    assert (parts.path, parts.fragment) == ("./suppliers", "")
    assert parse_qs(parts.query)["quantity"] == ["storm-shadow"]


def test_text_is_never_html() -> None:
    said = str(search.search_html(TABLES, "<script>alert(1)</script>", View(BOUNDS.default), BOUNDS))
    assert "<script>" not in said
