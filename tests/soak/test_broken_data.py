"""Every page with each table missing or without rows."""

from pathlib import Path

from caveat.content.pages import PAGES
from tests.support import broken as b
from tests.support.broken import edit
from tests.ui.test_broken_data import assert_named, assert_whole, every_table

PAGE_IDS = [entry.id for entry in PAGES]


@every_table
def test_a_missing_table(folder: Path, table: str) -> None:
    (folder / f"{table}.csv").unlink()
    assert_named(folder, table, PAGE_IDS)


@every_table
def test_a_table_without_rows(folder: Path, table: str) -> None:
    edit(folder, table, b.header_only)
    assert_whole(folder, PAGE_IDS)
