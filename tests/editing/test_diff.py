"""Changes are told as facts: order and form say nothing, a rule tells its state before and after."""

import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.__main__ import main
from caveat.dataset import schema
from caveat.dataset.releases import TableChanges
from caveat.editing import accidents
from caveat.editing.diff import compare, read_version, table_changes
from caveat.editing.git import NoRevision, folder_at
from caveat.editing.messages import diff as messages
from tests.support import broken as b
from tests.support.broken import edit

NEW_RULE = [
    *("fr-scalp-20241203-ru", "2024-12-03", "day", "2024-12-03", "day", "FR", "FR", "scalp-eg", "ru_any"),
    *("permitted", "official", "", "A rule.", "babel-20240531-germany;turan-20240531-germany", ""),
]
SOURCES = "2 sources (fr-scalp-20241203-ru)."


@pytest.fixture(scope="module")
def before():
    return read_version(schema.DATA)


def add(*rows: list[str]) -> b.Break:
    def run(raw: bytes) -> bytes:
        known = b.rows_of(raw)
        return b.bytes_of([*known, *([*row, *[""] * (len(known[0]) - len(row))] for row in rows)])

    return run


def drop(line: int) -> b.Break:
    return lambda raw: b.bytes_of([row for number, row in enumerate(b.rows_of(raw), 1) if number != line])


def said(before, folder) -> list[str]:
    sections = messages.sections(compare(before, read_version(folder)))
    return [sentence for sentences in sections.values() for sentence in sentences]


def test_another_form_is_no_change(before, folder):
    """Each table in a form of its own."""
    for table, how in {
        "restrictions": b.german_excel("effective", "reported"),
        "context": b.saved(";", "\r\n", "cp1252"),
        "events": b.saved("\t", encoding="utf-16"),
        "positions": b.columns_moved,
        "claims": b.both(b.wider(3), b.longer(5)),
        "transfers": b.saved(quoting=1),
    }.items():
        edit(folder, table, how)
    assert messages.as_text(compare(before, read_version(folder))) == "Nothing changed."


def test_another_order_of_rows_is_no_change(before, folder):
    for table in set(schema.table_names()) - {"restrictions"}:
        edit(folder, table, b.rows_reversed)
    assert messages.as_text(compare(before, read_version(folder))) == "Nothing changed."


def test_another_order_of_rules_is_told_only_where_readers_see_it(before, folder):
    """Of two rules of one day on one area the later row counts, so their order is a fact; other orders are none."""

    def shuffled(raw: bytes) -> bytes:
        head, *rest = b.rows_of(raw)
        ranks = [(row[1], row[3], row[5], row[6], row[7], row[8]) for row in rest]
        order = list(range(len(rest)))
        random.Random(7).shuffle(order)
        # Rows of one day on one area keep their order among themselves.
        places = {rank: iter([number for number in range(len(rest)) if ranks[number] == rank]) for rank in set(ranks)}
        return b.bytes_of([head, *(rest[next(places[ranks[number]])] for number in order)])

    edit(folder, "restrictions", shuffled)
    assert messages.as_text(compare(before, read_version(folder))) == "Nothing changed."


def test_two_rules_of_one_day_in_another_order_change_what_readers_see(folder):
    twin = [NEW_RULE[0] + "-no", *NEW_RULE[1:9], "prohibited", *NEW_RULE[10:]]
    edit(folder, "restrictions", add(NEW_RULE, twin))
    first = read_version(folder)

    def swapped(raw: bytes) -> bytes:
        rows = b.rows_of(raw)
        return b.bytes_of([*rows[:-2], rows[-1], rows[-2]])

    edit(folder, "restrictions", swapped)
    found = compare(first, read_version(folder))
    assert found.rows == ()
    assert "SCALP-EG, in Russia: prohibited -> permitted from 3 Dec 2024 on." in messages.as_text(found)


def test_a_new_rule_tells_the_state_before_and_after(before, folder):
    edit(folder, "restrictions", add(NEW_RULE))
    assert said(before, folder) == [
        f"SCALP-EG, in Russia: restricted -> permitted from 3 Dec 2024, official; {SOURCES}",
        "SCALP-EG, in the Kursk area: restricted -> permitted from 3 Dec 2024 on.",
        "SCALP-EG, in Russia: restricted -> permitted from 3 Dec 2024 on.",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        (10, "disputed", "permitted from 3 Dec 2024, disputed, so it stands beside the state and does not set it"),
        (9, "restricted", "restricted as before, said again from 3 Dec 2024, official"),
    ],
)
def test_a_rule_that_sets_nothing_says_so(before, folder, column, cell, sentence):
    rule = [*NEW_RULE[:column], cell, *NEW_RULE[column + 1 :]]
    edit(folder, "restrictions", add(rule))
    [line] = said(before, folder)
    assert line == f"New: SCALP-EG, in Russia: {sentence}; {SOURCES}"


def test_a_changed_status_and_a_removed_rule(before, folder):
    edit(folder, "restrictions", b.both(b.cell(5, "status", "restricted"), drop(50)))
    lines = said(before, folder)
    border = "GMLRS from Germany, in the Russian border area: permitted -> restricted from 31 May 2024"
    assert lines[:2] == [
        f"{border}, official; 6 sources (de-arms-2024-05-31-border).",
        "Gone: SCALP-EG, in Russia: restricted from 23 Nov 2024, official (fr-scalp-20241123-ru).",
    ]
    assert f"{border} on." in lines


def test_sources_are_told_by_id_and_long_texts_by_name(before, folder):
    edit(
        folder,
        "events",
        b.both(
            b.cell(2, "source_ids", "straitstimes-20230625-timeline;babel-20240531-germany"),
            b.cell(3, "summary", "x" * 90),
            b.cell(4, "title", "Other"),
        ),
    )
    assert said(before, folder) == [
        "Event: Russia starts its full-scale invasion: source_ids +babel-20240531-germany, -scmp-20230224-timeline, "
        "-wh-20220223-biden (ev-20220224-invasion).",
        "Event: US offers HIMARS but no longer-range missiles: summary reworded (ev-20220531-himars).",
        "Event: Other: title “US says it has no spare ATACMS” -> “Other” (ev-202302-atacms-refusal).",
    ]


def test_a_new_id_is_named(before, folder):
    edit(folder, "aid", b.cell(7, "figure_id", "aid-other"))
    [line] = said(before, folder)
    assert line.endswith(
        " has a new id, aid-other in place of aid-20240312-us-pda; ids are permanent, so links to the old one break."
    )


def test_every_table_can_be_told(before, folder):
    """A changed, a new and a gone row of each table give a sentence each."""
    for table in schema.table_names():
        path = folder / f"{table}.csv"
        rows = b.rows_of(path.read_bytes())
        names = rows[0]
        described = schema.resource(table)
        keys = described["schema"]["primaryKey"]
        title = names.index(next(name for name in (described["title_column"], *names) if name not in keys))
        new = [f"{cell}-new" if place == 0 else cell for place, cell in enumerate(rows[2])]
        new[names.index("withdrawn") - 1] = "other"
        rows[1][title] = "Another word"
        path.write_bytes(b.bytes_of([*rows[:2], *rows[3:], new]))
    found = compare(before, read_version(folder))
    for table in schema.table_names():
        kinds = {change.kind for change in found.rows if change.table == table}
        assert "changed" in kinds, table
        assert kinds & {"added", "renamed"}, table
    for change in found.rows:
        text = messages.change_sentence(change, found)
        assert text.endswith((").", "break.")), text
        assert "nan" not in text


def test_columns_tables_and_files_that_cannot_be_read(before, folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [table for table in described["resources"] if table["name"] != "aid"]
    events = next(table for table in described["resources"] if table["name"] == "events")
    events["schema"]["fields"].append({"name": "place", "type": "string"})
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    edit(folder, "events", b.each_row(lambda row: [*row, "place"]))
    (folder / "positions.csv").write_bytes(b"")
    assert said(before, folder) == [
        "The table aid is gone.",
        "New column: place of events.",
        "The table positions cannot be read, so it is not compared; `python -m caveat check` says why.",
    ]


def test_the_command_in_three_forms(repository, capsys):
    def output(*options: str) -> str:
        assert main(["diff", "HEAD", str(repository), *options]) == 0
        return str(capsys.readouterr().out)

    assert output() == "Nothing changed.\n"
    edit(repository, "restrictions", add(NEW_RULE))
    sentence = "SCALP-EG, in Russia: restricted {} permitted from 3 Dec 2024, official; 2 sources"
    assert sentence.format("->") in output()
    assert "- " + sentence.format("→") in output("--format", "markdown")
    found = json.loads(output("--format", "json"))
    assert found["changed"] is True
    [row] = found["rows"]
    assert (row["table"], row["kind"], row["id"]) == ("restrictions", "added", "fr-scalp-20241203-ru")
    assert row["cells"]["status"] == [None, "permitted"]
    [state] = [state for state in found["states"] if state["territory"] == "ru_any"]
    assert (state["before"], state["after"]) == ("restricted", "permitted")
    assert (state["start"], state["end"]) == ("2024-12-03", None)


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_an_unknown_revision_is_refused_in_words(repository, capsys, revision):
    with pytest.raises(NoRevision), folder_at(revision, repository):
        pass
    if not revision.startswith("-"):
        assert main(["diff", revision, str(repository)]) == 2
        assert capsys.readouterr().err.startswith(f"Nothing can be compared: there is no revision “{revision}”")


def test_markdown_signs_of_the_data_stand_for_themselves(before, folder):
    edit(folder, "events", b.cell(4, "title", "A [link](https://example.org) and *stars* <b>"))
    assert r"A \[link\](https://example.org) and \*stars\* \<b\>" in messages.as_markdown(
        compare(before, read_version(folder))
    )


def test_rows_are_counted_by_table(before, folder):
    edit(folder, "restrictions", add(NEW_RULE))
    edit(folder, "aid", drop(2))
    assert table_changes(compare(before, read_version(folder))) == (
        TableChanges("restrictions", 1, 0, 0),
        TableChanges("aid", 0, 0, 1),
    )


def test_every_row_of_a_new_table_was_added(before):
    old = replace(
        before,
        rows={name: rows for name, rows in before.rows.items() if name != "roles"},
        columns={name: columns for name, columns in before.columns.items() if name != "roles"},
    )
    assert table_changes(compare(old, before)) == (TableChanges("roles", len(before.tables["roles"]), 0, 0),)


@pytest.mark.parametrize(
    ("table", "damage", "reason"),
    [
        ("restrictions", b.cell(2, "status", "permited"), 'restrictions.csv:2:status: found "permited"'),
        ("restrictions", b.cell(3, "effective", "2024-13-40"), 'restrictions.csv:3:effective: found "2024-13-40"'),
        ("restrictions", b.cell(4, "certainty", "sure"), 'restrictions.csv:4:certainty: found "sure"'),
        ("territories", b.cell(4, "parent_id", "ru_any"), "the rules of one version cannot be read"),
        ("restrictions", b.renamed("status", "state"), "the rules of one version cannot be read"),
        ("systems", lambda raw: b"", "the rules of one version cannot be read"),
    ],
)
def test_bad_values_of_either_version_are_named(before, folder, table, damage, reason):
    """What can be told is told, and why the rest cannot."""
    edit(folder, table, damage)
    edit(folder, "events", b.cell(4, "title", "Other"))
    after = read_version(folder)
    for difference in (compare(before, after), compare(after, before)):
        text = messages.as_text(difference)
        assert "What readers see cannot be compared: " in text and reason in text
        assert "Event: " in text and "title “" in text
        assert messages.as_data(difference, "HEAD")["changed"]


def test_a_supplier_that_no_word_is_for_is_told(before, folder):
    edit(folder, "restrictions", b.both(b.cell(2, "supplier", "XX"), b.cell(3, "system_id", "unknown")))
    edit(folder, "claims", b.cell(2, "attribute", "colour"))
    edit(folder, "aid", b.both(b.cell(2, "value", "much"), b.cell(3, "currency", "beans"), b.cell(4, "date", "soon")))
    for difference in (compare(before, now := read_version(folder)), compare(now, before)):
        text = messages.as_text(difference)
        assert all(word in text for word in ("XX", "unknown", "colour", "much", "beans", "soon"))


def test_rows_that_cannot_be_read_are_counted(before, folder):
    edit(folder, "events", b.line_put(3, b"a,b,c"))
    lines = said(before, folder)
    assert lines == [
        "1 row of events (line 3) cannot be told: too many or too few cells; `python -m caveat check` says more."
    ]


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "permited", "2024-13-01", "31.12.2024", "nan", "XX", "ru_any", "-1e400", "a;b", '"', "\n", "=1+1"]
    ),
)
DAMAGE = st.lists(
    st.tuples(st.sampled_from(schema.table_names()), st.integers(0, 2**16), st.integers(0, 30), CELLS), max_size=4
)
WHOLE = st.sampled_from(["", "a,b\n1,2\n", "\xff", "change_id\n", '"'])


@settings(max_examples=15)
@given(DAMAGE, DAMAGE, st.none() | st.tuples(st.sampled_from(schema.table_names()), WHOLE))
def test_diff_returns_whatever_the_cells_hold(old, new, whole):
    """Random damage to cells, headers included, and to whole files of either version."""
    versions = []
    read = {"restrictions", "systems", "territories", *(table for table, *_ in (*old, *new)), *(whole or ())[:1]}
    with tempfile.TemporaryDirectory() as parent:
        for number, cells in enumerate((old, new)):
            folder = b.copy_data(Path(parent) / str(number) / "data")
            for table, row, column, cell in cells:
                edit(folder, table, damaged(row, column, cell))
            if whole and number:
                (folder / f"{whole[0]}.csv").write_bytes(whole[1].encode("latin-1"))
            versions.append(read_version(folder, [table for table in schema.table_names() if table in read]))
    difference = compare(*versions)
    first = [str(error) for error in accidents.find(*versions)]
    assert messages.as_text(difference, first) and messages.as_markdown(difference, first)
    json.dumps(messages.as_data(difference, "HEAD"))


def damaged(row: int, column: int, cell: str) -> b.Break:
    def run(raw: bytes) -> bytes:
        rows = b.rows_of(raw)
        cells = rows[row % len(rows)]
        cells[column % len(cells)] = cell
        return b.bytes_of(rows)

    return run
