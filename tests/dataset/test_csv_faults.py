"""A quotation mark too many or too few, rows inside a cell and merge conflicts are named; no row is lost in silence."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.dataset import schema, tables
from caveat.dataset.csv_faults import csv_fault
from caveat.editing.spreadsheet import read_sheet

HEAD = "a,b,c\n"


@pytest.mark.parametrize(
    "text",
    [
        "1,2,3\n",
        '1,"two, ""three""",4\n',
        '1,"",""\n"2","3","4"',
        '1,"a line\nand, another, one",3\n',  # prose has a space after its commas
        '1,a "word" in a cell,3\r\n',
        '1,"a\r\nb",3\r\n',
        '"a\nb",2,3\n4,5,6\n',  # the last line of the cell has the rest of its row
        '"a\n",2,3\n',
        '1,"a\n1,650",3\n',
        "1,5 < 6 > 4 = 2 ===,3\n",
    ],
)
def test_a_sound_text_passes(text):
    assert csv_fault(HEAD + text, 3) is None
    assert csv_fault((HEAD + text).replace("\n", "\r"), 3) is None


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('1,2,"3\n4,5,"6, 7"\n', 2, "opened in line 2 is not closed before line 3: 1 row is inside this cell"),
        ('1,2,"3\n4,5,6\n7,8,9\n', 2, "opened in line 2 is not closed before line 4: 2 rows are inside this cell"),
        ('1,2,3\n4,5,"6', 3, "opened in line 3 is not closed before the end of the file"),
        # Two marks, so that the file is well formed: whole rows inside a cell.
        ('1,"2,3\n4,5,6\n7,8",9\n', 2, "opened in line 2 is not closed before line 4: 2 rows are inside this cell"),
        ('1,"2,3\n4,5",6\n', 2, "opened in line 2 is not closed before line 3: 1 row is inside this cell"),
        ('"1,2,3\n4",5,6\n', 2, "opened in line 2 is not closed before line 3: 1 row is inside this cell"),
        ('1,2,"3\n4,5,6"\n', 2, "opened in line 2 is not closed before line 3: 1 row is inside this cell"),
        ('1,"2,x"3,4\n', 2, "a single quotation mark inside a cell"),
        ('1,2 3",4\n', 2, "a single quotation mark inside a cell"),
        ("<<<<<<< HEAD\n1,2,3\n=======\n1,2,4\n>>>>>>> theirs\n", 2, "a merge conflict is left in lines 2 to 6"),
        ("1,2,3\n=======,,\n", 3, "a merge conflict is left in line 3"),
    ],
)
def test_a_fault_is_named_by_its_lines(text, line, found):
    for form in (HEAD + text, (HEAD + text).replace("\n", "\r\n"), (HEAD + text).replace(",", ";").replace("; ", ", ")):
        fault = csv_fault(form, 3, ";" if ";" in form else ",")
        assert fault is not None
        assert fault.line == line
        assert fault.found.endswith(found)


def test_readers_never_get_a_table_with_rows_in_a_cell(folder):
    path = folder / "system_sources.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    start, _, last = lines[19].rpartition(",")
    lines[19] = f'{start},"{last}'
    path.write_text("\n".join(lines), encoding="utf-8")
    [fault] = tables.load(folder).broken["system_sources"]
    said = "a quotation mark opened in line 20 is not closed before line 39: 19 rows are inside this cell"
    assert (fault.row, fault.found) == (20, f"that {said}")


SMALL = ("system_sources", "turning_points", "glossary", "systems", "quantities", "article_facts")


@cache
def good(table: str) -> tuple[str, int]:
    """The text of a table and the number of its rows."""
    text = (schema.DATA / f"{table}.csv").read_text(encoding="utf-8")
    return text, len(tables.csv_rows(text))


@settings(max_examples=500)
@given(st.data())
def test_no_row_is_lost_in_silence_by_quotation_marks(data):
    """One mark lost or added is always named; of two, rows stay or are named. Such a file is never written anew."""
    table = data.draw(st.sampled_from(SMALL))
    text, rows = good(table)
    changes = data.draw(st.integers(1, 2))
    for _ in range(changes):
        marks = [place for place, sign in enumerate(text) if sign == '"']
        place = data.draw(st.one_of(st.sampled_from(marks or [0]), st.integers(0, len(text))))
        text = text[:place] + text[place + 1 :] if text[place : place + 1] == '"' else f'{text[:place]}"{text[place:]}'
    sheet = read_sheet(text.encode(), table)
    if sheet.whole:
        assert changes == 2
        assert len(sheet.rows) == rows
    else:
        assert sheet.unmended
        assert not [finding for finding in sheet.findings if finding.mended]
