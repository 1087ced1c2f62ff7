"""Every page with every table missing, empty, misnamed, wrongly saved or torn: it works, or it says which file, row and column; never an exception."""

import csv
import io
import json
from pathlib import Path

import pytest

from caveat.content.pages import PAGES
from caveat.settings import ROOT
from tests.support.opened_page import OpenedPage

PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
FILES = {one["name"]: one["path"] for one in PACKAGE["resources"] if one["path"].endswith(".csv")}
FIRST_COLUMN = {
    one["name"]: one["schema"]["fields"][0]["name"] for one in PACKAGE["resources"] if one["path"].endswith(".csv")
}

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
    "data": {"sources"},
}


def _missing(good: bytes) -> None:
    return None


def _empty(good: bytes) -> bytes:
    return b""


def _header_only(good: bytes) -> bytes:
    return good.splitlines(keepends=True)[0]


def _header_broken(good: bytes) -> bytes:
    return b"renamed_" + good.removeprefix(b"\xef\xbb\xbf")


def _wrong_encoding(good: bytes) -> bytes:
    lines = good.splitlines(keepends=True)
    return b"".join([lines[0], "café – ".encode("cp1252"), *lines[1:]])


def _torn_row(good: bytes) -> bytes:
    lines = good.splitlines(keepends=True)
    return b"".join([lines[0], b"only,two\n", *lines[1:]])


# Each way to break a file, and what the fault must name: the place in it, and a word of what was found.
BREAKS = {
    "missing": (_missing, "", "no such file"),
    "empty": (_empty, ":1", "an empty file"),
    "header broken": (_header_broken, ":1:{column}", "no column {column}"),
    "wrong encoding": (_wrong_encoding, ":2", "not UTF-8"),
    "torn row": (_torn_row, ":2", "2 cells"),
}


def _break(folder: Path, table: str, how: str) -> None:
    file = folder / FILES[table]
    broken = BREAKS[how][0](file.read_bytes())
    file.unlink()
    if broken is not None:
        file.write_bytes(broken)


@pytest.mark.parametrize("table", FILES)
@pytest.mark.parametrize("how", BREAKS)
def test_broken_table(data_copy: Path, table: str, how: str) -> None:
    """A missing table on every page; broken in other ways on the pages that need it, and on the data page."""
    _break(data_copy, table, how)
    location, cause = (text.format(column=FIRST_COLUMN[table]) for text in BREAKS[how][1:])
    for entry in PAGES:
        needed = table in NEEDS[entry.id]
        if not (needed or how == "missing" or entry.id == "data"):
            continue
        page = OpenedPage(entry.id, {"asof": "2024-11-18"})
        assert page.problems == [], f"/{entry.path}"
        if needed:
            assert page.data_errors, f"/{entry.path} needs {table} and does not say that it is broken"
        else:
            assert page.data_errors or page.title, f"/{entry.path} shows neither its question nor an error"
        for error in page.data_errors:
            assert error.startswith(f"data/{FILES[table]}{location}: "), f"/{entry.path} says {error}"
            assert cause in error, f"/{entry.path} says {error}"


@pytest.mark.parametrize("table", FILES)
def test_table_without_rows(data_copy: Path, table: str) -> None:
    """A file with its header only is whole: nothing is broken, there is just nothing to show."""
    file = data_copy / FILES[table]
    header = _header_only(file.read_bytes())
    file.unlink()
    file.write_bytes(header)
    for entry in PAGES:
        opened = OpenedPage(entry.id, {"asof": "2024-11-18"})
        assert opened.problems == [], f"/{entry.path}"
        assert opened.data_errors == [], f"/{entry.path}"
        assert opened.title, f"/{entry.path}"


def test_all_tables_missing(data_copy: Path) -> None:
    for name in FILES.values():
        (data_copy / name).unlink()
    for entry in PAGES:
        opened = OpenedPage(entry.id)
        assert opened.problems == [], f"/{entry.path}"
        assert opened.data_errors, f"/{entry.path}"
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
    assert opened.title.startswith("What")


def test_an_edited_value_shows(data_copy: Path) -> None:
    file = data_copy / "restrictions.csv"
    good = file.read_text(encoding="utf-8")
    assert good.count("Scholz says at a citizens' event that he opposes") == 1
    file.unlink()
    file.write_text(
        good.replace("Scholz says at a citizens' event that he opposes", "Scholz <b>said</b> & opposes"),
        encoding="utf-8",
    )
    opened = OpenedPage("briefing", {"asof": "2024-05-26"})
    assert opened.problems == []
    assert "Scholz &lt;b&gt;said&lt;/b&gt; &amp; opposes" in opened.html, "text from the tables is never HTML"


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
    """One wrong cell: file, row and column are named on the page that needs it."""
    file = data_copy / FILES[table]
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    rows[1][rows[0].index(column)] = value
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    file.unlink()
    file.write_text(text.getvalue(), encoding="utf-8")
    for entry in PAGES:
        opened = OpenedPage(entry.id, {"asof": "2024-11-18"})
        assert opened.problems == [], f"/{entry.path}"
        if table in NEEDS[entry.id]:
            assert any(
                one.startswith(f'data/{FILES[table]}:2:{column}: found "{value}"') for one in opened.data_errors
            ), opened.data_errors
