"""Pages with tables missing, without rows, badly saved or torn: they work, or name file, row and column; never an exception."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from caveat.content.pages import PAGES
from caveat.dataset import schema, tables
from caveat.dataset.errors import UnusableTable
from tests.support import broken as b
from tests.support.broken import edit
from tests.support.opened_page import OpenedPage
from tests.support.registry import body, request

FOUNDING_DAY = {"asof": "2024-11-18"}
TABLES = schema.table_names()
every_table = pytest.mark.parametrize("table", TABLES)

# What a page cannot answer its question without.
NEEDS = {
    "briefing": {"restrictions", "systems", "territories"},
    "map": {"restrictions", "systems", "claims"},
    "compare": {"claims", "systems"},
    "timeline": {"restrictions", "systems"},
    "positions": {"positions"},
    "suppliers": {"transfers", "aid"},
    "system": {"systems"},
    "story": {"article_facts"},
    "consent": {"restrictions", "systems", "territories"},
    "about": set(),
    "data": {"sources"},
}
# Each way to break a file, and what the fault must name: the place in it, and a word of what was found.
WAYS = {
    "empty": (lambda raw: b"", ":1", "an empty file"),
    "header broken": (lambda raw: b"renamed_" + raw, ":1:{column}", "no column {column}"),
    "wrong encoding": (b.line_put(2, "café – ".encode("cp1252")), ":2", "not UTF-8"),
    "torn row": (b.line_put(2, b"only,two"), ":2", "2 cells"),
}


def drawn_here(table: str) -> list[str]:
    """The pages that a table is tried on: all that need it, and a fifth of the others; tests/soak tries all."""
    place = TABLES.index(table)
    return [entry.id for turn, entry in enumerate(PAGES) if table in NEEDS[entry.id] or (turn + place) % 5 == 0]


@every_table
def test_a_missing_table(folder: Path, table: str) -> None:
    """The pages that need it name it, the others go on."""
    (folder / f"{table}.csv").unlink()
    assert_named(folder, table, drawn_here(table))


def assert_named(folder: Path, table: str, page_ids: Iterable[str]) -> None:
    """Each page is drawn without the table, or names its file if it needs it."""
    read = tables.load(folder)
    for page_id in page_ids:
        try:
            assert body(request(read, page_id, date(2024, 11, 18)))
            assert table not in NEEDS[page_id], page_id
        except UnusableTable as unusable:
            for fault in unusable.faults:
                assert str(fault).startswith(f"data/{table}.csv: ") and "no such file" in str(fault), page_id


@pytest.mark.parametrize("table", ["sources", "restrictions"])
def test_the_data_page_leaves_out_what_rests_on_a_missing_table(data_copy: Path, table: str) -> None:
    (data_copy / f"{table}.csv").unlink()
    page = OpenedPage("data", FOUNDING_DAY)
    assert page.problems == []
    assert page.data_errors
    for error in page.data_errors:
        assert error.startswith(f"data/{table}.csv: ") and "no such file" in error
    assert page.soup.select("details.cv-dictionary")
    assert "cannot be read at the moment" in page.soup.select_one(".cv-files").get_text()
    assert bool(page.soup.select(".cv-pages > li")) == (table != "sources")


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_break_a_file_is_named(data_copy: Path, way: str) -> None:
    change, place, cause = WAYS[way]
    for table in TABLES:
        edit(data_copy, table, change)
    read = tables.load(data_copy)
    for table in TABLES:
        column = schema.fields(table)[0]["name"]
        errors = [str(fault) for fault in read.broken[table]]
        assert errors, table
        for error in errors:
            assert error.startswith(f"data/{table}.csv{place.format(column=column)}: "), error
            assert cause.format(column=column) in error, error
    page = OpenedPage("positions", FOUNDING_DAY)
    assert page.problems == []
    assert page.data_errors and set(page.data_errors) <= {str(fault) for fault in read.faults}


@every_table
def test_a_table_without_rows(folder: Path, table: str) -> None:
    """A file with its header only is whole: nothing is broken, there is just nothing to show."""
    edit(folder, table, b.header_only)
    assert_whole(folder, drawn_here(table))


def assert_whole(folder: Path, page_ids: Iterable[str]) -> None:
    """Nothing is broken, and each page is drawn."""
    read = tables.load(folder)
    assert not read.broken
    for page_id in page_ids:
        page = request(read, page_id, date(2024, 11, 18))
        assert page.title and body(page), page_id


def test_all_tables_missing(data_copy: Path) -> None:
    for table in TABLES:
        (data_copy / f"{table}.csv").unlink()
    for entry in PAGES:
        opened = OpenedPage(entry.id)
        assert opened.problems == [], entry.id
        assert opened.data_errors, entry.id
        assert opened.text.count("Policy level only") == 1, "the foot stands under the faults"


def test_a_table_that_was_never_sound_shows_at_once_when_it_is_mended(data_copy: Path) -> None:
    """Without a last good version the page says what is broken; an edit shows on the next rerun, without a restart."""
    file = data_copy / "restrictions.csv"
    good = file.read_bytes()
    file.unlink()
    opened = OpenedPage("briefing")
    assert opened.problems == []
    assert opened.data_errors
    file.write_bytes(good)
    opened.rerun()
    assert opened.data_errors == []
    assert opened.question.startswith("What")


def test_an_edited_value_shows(data_copy: Path) -> None:
    edit(data_copy, "restrictions", b.text("Scholz says at a citizens' event", "Scholz <b>said</b> & meant"))
    opened = OpenedPage("briefing", {"asof": "2024-05-26"})
    assert opened.problems == []
    assert "Scholz &lt;b&gt;said&lt;/b&gt; &amp; meant" in opened.html, "text from the tables is never HTML"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("restrictions", "status", "permited"),
        ("claims", "value_high", "three hundred"),
        ("positions", "stance", "perhaps"),
        ("transfers", "status", "gone"),
    ],
)
def test_a_bad_cell_is_named(data_copy: Path, table: str, column: str, value: str) -> None:
    """One wrong cell: file, row and column are named on the pages that need it."""
    edit(data_copy, table, b.cell(2, column, value))
    for page_id in [page_id for page_id, needed in NEEDS.items() if table in needed]:
        opened = OpenedPage(page_id, FOUNDING_DAY)
        assert opened.problems == [], page_id
        assert [
            error for error in opened.data_errors if error.startswith(f'data/{table}.csv:2:{column}: found "{value}"')
        ]
