"""What spreadsheets do to whole columns and files is named against the last version; what editors mean is not."""

import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.__main__ import main
from caveat.dataset import releases, schema, tables
from caveat.editing import accidents
from caveat.editing.diff import Version, _by_key, read_version
from tests.editing.conftest import git
from tests.support import broken as b
from tests.support.broken import edit

Rows = list[dict[str, str]]
BASE = read_version(schema.DATA)
PUBLISHED = [(table, key) for table, rows in BASE.rows.items() for key in rows]


def edited(table: str, change: Callable[[Rows], Rows | None]) -> Version:
    """The data with the rows of a table changed."""
    rows = [dict(row) for row in BASE.rows[table].values()]
    changed = change(rows)
    keyed = _by_key(rows if changed is None else changed, BASE.keys[table])
    lines = {key: number for number, key in enumerate(keyed, 2)}
    return replace(BASE, rows={**BASE.rows, table: keyed}, lines={**BASE.lines, table: lines})


def said(table: str, change: Callable[[Rows], Rows | None]) -> list[str]:
    return [str(error) for error in accidents.find(BASE, edited(table, change), PUBLISHED)]


def put(rows: Rows, columns: tuple[str, ...], cells: list[tuple[str, ...]]) -> None:
    for row, values in zip(rows, cells, strict=True):
        row.update(zip(columns, values, strict=True))


def sort_alone(*columns: str, start: int = 0, end: int | None = None, step: int = 1) -> Callable[[Rows], None]:
    """Sort columns, or the visible part of them, and leave the rest."""

    def run(rows: Rows) -> None:
        part = rows[start:end:step]
        cells = [tuple(row[column] for column in columns) for row in part]
        put(part, columns, sorted(cells, key=lambda values: [(value == "", value.casefold()) for value in values]))

    return run


def shift(column: str, start: int, by: int) -> Callable[[Rows], None]:
    """Put a blank cell in (or take one out), so that the cells below move."""

    def run(rows: Rows) -> None:
        cells = [row[column] for row in rows]
        cells = [*cells[:start], "", *cells[start:-1]] if by > 0 else [*cells[:start], *cells[start + 1 :], ""]
        put(rows, (column,), [(cell,) for cell in cells])

    return run


def swap(column: str, other: str) -> Callable[[Rows], None]:
    def run(rows: Rows) -> None:
        for row in rows:
            row[column], row[other] = row[other], row[column]

    return run


def fill(column: str, start: int, count: int) -> Callable[[Rows], None]:
    def run(rows: Rows) -> None:
        for row in rows[start + 1 : start + 1 + count]:
            row[column] = rows[start][column]

    return run


def replaced(old: str, new: str) -> Callable[[Rows], Rows]:
    return lambda rows: [{column: cell.replace(old, new) for column, cell in row.items()} for row in rows]


CASES = {
    "sorted alone": (
        *("restrictions", sort_alone("status")),
        "data/restrictions.csv:status: found 105 rows changed in the column status alone, the values are the same in "
        "another order: was it sorted without the other columns?; expected each value in its own row; take the column "
        "from the last version of the file, and sort whole rows only",
    ),
    "a part sorted": ("positions", sort_alone("actor", start=60, end=90), " rows changed in the column actor alone, "),
    "filtered rows sorted": ("claims", sort_alone("published", step=3), " rows changed in the column published alone"),
    "two columns sorted": ("sources", sort_alone("title", "url"), " rows changed in the columns title and url alone, "),
    "all but one sorted": (
        *("positions", lambda rows: sort_alone(*(name for name in rows[0] if name != "stance"))(rows)),
        " rows changed in the column stance alone, ",
    ),
    "ids sorted alone": (
        *("roles", sort_alone("role_id")),
        " rows under other ids, all other cells are the same: the column role_id sorted or moved alone; ",
    ),
    "shifted down": (
        *("restrictions", shift("status", 38, 1)),
        "data/restrictions.csv:40:status: found the column status shifted by 1 row down from line 40 on; expected ",
    ),
    "shifted up": ("aid", shift("summary", 10, -1), "found the column summary shifted by 1 row up from line 12 on"),
    "ids shifted": ("events", shift("event_id", 40, 1), "the column event_id sorted or moved alone"),
    "columns swapped": (
        *("restrictions", swap("effective", "reported")),
        "found the columns effective and reported changed places; expected each value in its own column",
    ),
    "swapped with one of a single value": (
        *("transfers", swap("recipient", "status")),
        "found the columns recipient and status changed places",
    ),
    "ids swapped with another column": (
        *("aid", swap("figure_id", "summary")),
        "found the columns figure_id and summary changed places",
    ),
    "moved to the next column": (
        "positions",
        lambda rows: [
            {**row, "summary": "", "short_quote": row["summary"], "source_ids": row["short_quote"]} for row in rows
        ],
        "the cells of the columns source_ids, short_quote, summary moved from one to the next",
    ),
    "filled down": (
        *("events", fill("date", 20, 12)),
        " in 12 cells one below the other, over 12 different values; expected a value of its own in each row",
    ),
    "a series": (
        "roles",
        lambda rows: put(rows[3:13], ("since",), [(f"2023-02-{day}",) for day in range(10, 20)]),
        'found a series from "2023-02-10" to "2023-02-19" over ',
    ),
    "a column emptied": (
        *("context", lambda rows: put(rows, ("note",), [("",)] * len(rows))),
        " cells blank, so that the column is empty",
    ),
    "a tenth gone": (
        *("quantities", lambda rows: rows[:10] + rows[16:]),
        "data/quantities.csv: found 6 of 49 rows gone, such as ",
    ),
    "cut to the header": ("transfers", lambda rows: [], "found no rows below the header"),
    "an id renamed": (
        *("positions", lambda rows: rows[7].update(position_id="pos-20230101-other")),
        "; put the row back (line 9 has it as pos-20230101-other); if it does not hold, write the reason in its cell",
    ),
    "an id deleted": (
        "positions",
        lambda rows: rows[:7] + rows[8:],
        '"; expected the row, because links and citations',
    ),
    "ids hit by a replacement": (
        *("claims", replaced("atacms", "attacms")),
        " ids changed at once, such as atacms-m39-range-01, now attacms-m39-range-01; ",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_accident_is_named(name):
    table, change, sentence = CASES[name]
    [line] = said(table, change)
    assert sentence in line


def test_a_cell_that_swallowed_rows_is_named(folder):
    """A quotation mark before the last cell of line 20, and line breaks that became spaces: one file looks sound."""
    lines = (folder / "system_sources.csv").read_bytes().split(b"\n")
    head, _, last = lines[19].rpartition(b",")
    swallowed = b" ".join([last, *lines[20:-1]]).replace(b'"', b'""')
    (folder / "system_sources.csv").write_bytes(b"\n".join([*lines[:19], head + b',"' + swallowed + b'"', b""]))
    [line] = map(str, accidents.find(BASE, read_version(folder), PUBLISHED))
    assert line.startswith("data/system_sources.csv:20:")
    assert "found a cell that holds 1" in line and " other rows, such as " in line
    assert "look for a quotation mark that is opened in this cell and not closed" in line


@settings(max_examples=40)
@given(st.sampled_from(sorted(set(BASE.rows) - {"sources", "positions", "publishers"})), st.integers(0, 2**32))
def test_no_row_is_lost_in_silence(table, seed):
    """A quotation mark lost or added anywhere: rows that are gone are told, or stand among those that cannot be read."""
    rng = random.Random(seed)
    text = (schema.DATA / f"{table}.csv").read_text(encoding="utf-8")
    marks = [place for place, sign in enumerate(text) if sign == '"']
    if marks and rng.random() < 0.5:
        place = rng.choice(marks)
        text = text[:place] + text[place + 1 :]
    else:
        place = rng.choice([place for place, sign in enumerate(text) if sign in ",\n"]) + 1
        text = f'{text[:place]}"{text[place:]}'
    with tempfile.TemporaryDirectory() as parent:
        folder = b.copy_data(Path(parent) / "data")
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
        after = read_version(folder, [table])
    gone = set(BASE.rows[table]) - set(after.rows.get(table, BASE.rows[table]))
    assert not gone or after.torn[table] or accidents.find(BASE, after, PUBLISHED)


def test_swapped_names_of_columns_in_a_german_file_are_named(folder):
    swapped = b.header(
        lambda names: ["reported" if n == "effective" else "effective" if n == "reported" else n for n in names]
    )
    edit(folder, "restrictions", b.both(swapped, b.german_excel("effective", "reported")))
    [line] = map(str, accidents.find(BASE, read_version(folder), PUBLISHED))
    assert "found the columns effective and reported changed places" in line


def dated(row: dict[str, str], column: str, days: int) -> str:
    try:
        return (date.fromisoformat(row[column]) + timedelta(days=days)).isoformat()
    except ValueError:
        return row[column]


MEANT = {
    "20 rows dated anew": ("restrictions", lambda rows: [row.update(reported="2024-11-19") for row in rows[::8]]),
    "20 days later by one": ("events", lambda rows: [row.update(date=dated(row, "date", 1)) for row in rows[10:30]]),
    "another order": ("positions", lambda rows: rows.reverse()),
    "new rows between": (
        "claims",
        lambda rows: [new for row in rows for new in (row, {**row, "claim_id": f"{row['claim_id']}-new"})],
    ),
    "a publisher renamed": (
        *("sources", lambda rows: [row.update(publisher="Other") for row in rows if row["publisher"] == "Ukrinform"]),
    ),
    "twenty withdrawn": ("sources", lambda rows: [row.update(withdrawn="A copy.") for row in rows[100:120]]),
    "three headlines moved": (
        "claims",
        lambda rows: [
            (row.update(headline=""), rows[number + 1].update(headline="yes"))
            for number, row in [(number, row) for number, row in enumerate(rows[:-1]) if row["headline"]][:3]
        ],
    ),
    "two cells exchanged": (
        *("events", lambda rows: put(rows[3:5], ("title",), [(rows[4]["title"],), (rows[3]["title"],)])),
    ),
    "three rows with swapped dates": (
        "restrictions",
        lambda rows: [row.update(effective=row["reported"], reported=row["effective"]) for row in rows[20:23]],
    ),
    "a status for ten rows": ("restrictions", lambda rows: [row.update(certainty="official") for row in rows[30:37]]),
    "summaries reworded": ("aid", lambda rows: [row.update(summary=f"Says: {row['summary']}") for row in rows]),
    "nothing": ("aid", lambda rows: None),
}


WHOLE = {
    "days to the year": ("aid", "date", lambda cell: cell[:4], "of 133 cells of the column changed at once"),
    "another century": ("events", "date", lambda cell: f"19{cell[2:]}", "of the column changed at once"),
    "in thousands": ("aid", "value", lambda cell: str(float(cell) / 1000) if cell else "", "of the column changed"),
    "all withdrawn": ("claims", "withdrawn", lambda cell: "As agreed.", "207 of 207 rows withdrawn at once"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_column_that_was_written_anew_is_named(name):
    table, column, change, found = WHOLE[name]
    [error] = said(table, lambda rows: [row.update({column: change(row[column])}) for row in rows] and None)
    assert found in error and f":{column}:" in error


def test_the_list_of_published_ids_is_kept(tmp_path, folder):
    """Who empties it could delete what links name."""
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Begin")
    path = folder / "published_ids.txt"
    assert accidents.since("HEAD", folder) == []
    lines = path.read_text().splitlines(keepends=True)
    for body in (b"", "".join(lines[1:]).encode(), "".join(lines).encode("utf-16")):
        path.write_bytes(body)
        [error] = accidents.since("HEAD", folder)
        assert "gone from the list, such as" in error.found and error.file == "data/published_ids.txt"
    path.unlink()
    assert len(accidents.since("HEAD", folder)) == 1


@pytest.mark.parametrize("name", MEANT)
def test_what_editors_mean_is_not_named(name):
    table, change = MEANT[name]

    def run(rows: Rows) -> Rows | None:
        new = change(rows)
        return new if new and isinstance(new[0], dict) else None

    assert said(table, run) == []


def test_a_new_column_and_rows_that_were_never_published_are_not_named():
    after = replace(
        edited("events", lambda rows: [{**row, "place": "Kyiv"} for row in rows[:-1]]),
        columns={**BASE.columns, "events": (*BASE.columns["events"], "place")},
    )
    assert accidents.find(BASE, after, [entry for entry in PUBLISHED if entry[0] != "events"] + [("events", "x")]) == []


WIDE = [
    (table, column)
    for table, rows in BASE.rows.items()
    for column in BASE.columns[table]
    if column not in BASE.keys[table] and len({row[column] for row in rows.values()}) >= 6 and len(rows) > 12
]


@settings(max_examples=15)
@given(st.sampled_from(WIDE), st.integers(0, 2**32))
def test_a_column_in_any_other_order_is_named(place, seed):
    """Sorted, shuffled, shifted, exchanged with another: in any column with some values."""
    (table, column), rng = place, random.Random(seed)
    other = rng.choice([name for name, _ in [(c, 0) for t, c in WIDE if t == table] if name != column] or [column])

    def shuffled(rows: Rows) -> None:
        cells = [(row[column],) for row in rows]
        rng.shuffle(cells)
        put(rows, (column,), cells)

    ways = [sort_alone(column), shuffled, shift(column, len(BASE.rows[table]) // 4, rng.choice([1, -1]))]
    for change in [*ways, swap(column, other)] if other != column else ways:
        after = edited(table, change)
        rows, old = after.rows[table], BASE.rows[table]
        if sum(rows[key] != old[key] for key in rows) >= 6:
            assert accidents.find(BASE, after, PUBLISHED), (table, column, change)


def test_check_tells_it_first_and_takes_it_once_committed(repository, capsys):
    assert main(["check", str(repository)]) == 0
    edit(repository, "events", b.both(b.cell(5, "certainty", "certain"), sort_in_file("title")))
    capsys.readouterr()
    assert main(["check", str(repository)]) == 1
    out = capsys.readouterr()
    first, *rest = out.out.splitlines()
    assert ":title: found 95 rows changed in the column title alone" in first
    assert any('found "certain"' in line for line in rest)
    assert out.err.endswith("If this is meant, commit it, or run the check with --against none.\n")
    edit(repository, "events", b.cell(5, "certainty", "official"))
    assert main(["check", str(repository)]) == 1
    assert main(["check", str(repository), "--against", "none"]) == 0
    git(repository.parent, "commit", "-qam", "Meant")
    assert main(["check", str(repository)]) == 0
    assert main(["check", str(repository), "--against", "HEAD~1"]) == 1
    assert main(["check", str(repository), "--against", "nowhere"]) == 2


def test_a_published_id_is_told_once(repository, capsys):
    edit(repository, "glossary", b.cell(2, "term_id", "term-other"))
    assert main(["check", str(repository)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if 'no row "term-atacms"' in line]
    assert len(lines) == 1 and "(line 2 has it as term-other)" in lines[0]


def test_check_is_quiet_without_a_last_version(folder):
    edit(folder, "events", sort_in_file("title"))
    assert main(["check", str(folder)]) == 0


def test_a_table_without_rows_is_a_fault(folder, capsys):
    edit(folder, "transfers", b.header_only)
    assert main(["check", str(folder)]) == 1
    assert "data/transfers.csv:1: found no rows below the header; expected a row or more" in capsys.readouterr().out


def sort_in_file(column: str) -> b.Break:
    def run(raw: bytes) -> bytes:
        head, *rest = b.rows_of(raw)
        rows = [dict(zip(head, row, strict=True)) for row in rest]
        sort_alone(column)(rows)
        return b.bytes_of([head, *(list(row.values()) for row in rows)])

    return run


def test_a_live_edit_waits_until_it_is_committed(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("CAVEAT_RELEASES", str(tmp_path / "releases"))
    before = tables.load(schema.DATA)
    assert accidents.waiting_edits(before, tables.load(repository), repository) == {}
    edit(repository, "events", sort_in_file("title"))
    edit(repository, "aid", b.cell(3, "summary", "Reworded."))
    after = tables.load(repository)
    waiting = accidents.waiting_edits(before, after, repository)
    assert list(waiting) == ["events.csv"]
    [error] = waiting["events.csv"]
    assert (error.file, error.column) == ("data/events.csv", "title")
    assert error.mend.endswith("if this is meant, commit it")
    git(repository.parent, "commit", "-qam", "Meant")
    assert accidents.waiting_edits(before, after, repository) == {}
    # Back to what was there: that waits too, until a release holds it.
    assert list(accidents.waiting_edits(after, before, repository)) == ["events.csv"]
    releases.make_release(schema.DATA, tmp_path / "releases", date(2026, 1, 1))
    assert accidents.waiting_edits(after, before, repository) == {}
