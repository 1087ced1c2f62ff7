"""The formatter under any content: a second run changes nothing, and no cell is lost."""

import csv

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caveat.dataset import schema
from caveat.editing.spreadsheet import read_sheet
from tests.support import broken
from tests.support.broken import bytes_of, rows_of

TABLE = "claims"
NAMES = [field["name"] for field in schema.fields(TABLE)]
REAL = rows_of((schema.DATA / "claims.csv").read_bytes())
SPOILT = st.sampled_from(
    [
        *("17.11.2024", "11/17/2024", "11/12/2024", "45613", "45597", "Nov 24", "Mai 2024", "2024-11", "2024-11-17"),
        *("0,85", "1.234,5", "1,650", "7E+08", "1 650", "#NAME?", "=A1", "-", "a\nb", " a  b ", "\xa0x", "\u2028"),
        *("“ yes”", "“”", "“yes”", "“a", "ÃƒÂ©", "Ã©", "â€™", "é", "Kul?ba", "a,b", 'a"b', "a;b", "a\tb"),
    ]
)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
CELL = st.one_of(SPOILT, TEXT, st.sampled_from(sorted({cell for row in REAL[1:] for cell in row})))
ROW = st.lists(CELL, min_size=len(NAMES), max_size=len(NAMES))
ROWS = st.lists(
    st.one_of(
        ROW, st.sampled_from(REAL[1:]), st.just([""] * len(NAMES)), st.lists(CELL, min_size=1, max_size=len(NAMES) + 2)
    ),
    max_size=8,
)
FORM = st.tuples(
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
BUSY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def plain(cell: str) -> str:
    return " ".join(cell.split())


@BUSY
@given(ROWS, FORM)
def test_a_second_run_changes_nothing(rows, form):
    first = read_sheet(bytes_of([NAMES, *rows], *form), TABLE)
    second = read_sheet(first.written(), TABLE)
    assert second.written() == first.written()
    assert [finding for finding in second.findings if finding.mended] == []


@BUSY
@given(ROWS, FORM)
@example([["a\nb", *["2024-11-17"] * (len(NAMES) - 1)]], (",", "\n", "utf-8", csv.QUOTE_MINIMAL))
def test_no_cell_is_lost(rows, form):
    """Each filled cell stands in its row and column as it was, spaces aside, or a finding names it at its line."""
    found = read_sheet(bytes_of([NAMES, *rows], *form), TABLE)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(found.rows) == len(filled) + 1
    named = {(finding.line, finding.column) for finding in found.findings}
    for old, (line, new) in zip(filled, found.rows[1:], strict=True):
        assert len(new) == len(old)
        for place, (was, now) in enumerate(zip(old, new, strict=True)):
            name = NAMES[place] if len(old) == len(NAMES) else ""
            assert plain(was) == plain(now) or (line, name) in named
            assert bool(was.strip()) == bool(now.strip())


@BUSY
@given(st.permutations(NAMES), st.integers(0, 3), st.lists(st.sampled_from(REAL[1:]), max_size=5))
def test_columns_in_any_order_come_back(names, empty, rows):
    places = [NAMES.index(name) for name in names]
    moved = [[*names, *[""] * empty], *[[*[row[place] for place in places], *[""] * empty] for row in rows]]
    found = read_sheet(bytes_of(moved), TABLE)
    assert [cells for _, cells in found.rows] == [NAMES, *rows]


@BUSY
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_left(raw):
    found = read_sheet(raw, TABLE)
    if found.rows:
        again = read_sheet(found.written(), TABLE)
        assert again.written() == found.written()


# Damage that has one reading only, so that any mixture of it comes back byte for byte.
TABLES = [name for name in schema.table_names() if name != "sources"]  # the longest table would take most of the time
SAFE = {
    "german dates": lambda fields: broken.both(
        *(broken.column(field["name"], broken.german_date) for field in fields if field.get("partialDate"))
    ),
    "moved columns": lambda fields: broken.columns_moved,
    "empty columns": lambda fields: broken.wider(3),
    "empty rows": lambda fields: broken.longer(4),
    "spaces": lambda fields: broken.column(fields[-1]["name"], lambda cell: f" {cell}  " if cell else cell),
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TABLES), st.lists(st.sampled_from(sorted(SAFE)), unique=True), FORM)
def test_any_mixture_of_damage_with_one_reading_comes_back_byte_for_byte(table, damages, form):
    good = (schema.DATA / f"{table}.csv").read_bytes()
    raw = good
    for damage in damages:
        raw = SAFE[damage](schema.fields(table))(raw)
    found = read_sheet(broken.saved(*form)(raw), table)
    assert found.written() == good, damages
    assert all(finding.mended for finding in found.findings)
    again = read_sheet(good, table)
    assert again.findings == ()
