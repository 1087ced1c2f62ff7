"""Tables are typed by the package, keep the file's order, and a broken file is named."""

import numpy as np
import pytest

from caveat.dataset import schema, tables
from caveat.dataset.errors import UnusableTable
from caveat.dataset.suggest import suggestion
from caveat.editing import checks
from tests.support.broken import cell, edit, with_line


def test_text_is_text_and_numbers_are_numbers():
    read = tables.load()
    claims = read["claims"]
    assert claims["value_low"].dtype == np.float64
    assert claims["headline"].isin(["yes", ""]).all()
    assert claims.loc[claims["claim_id"] == "storm-shadow-range-01", "value_high"].isna().all()
    for table in schema.table_names():
        for field in schema.fields(table):
            if field["type"] == "string":
                assert not read[table][field["name"]].isna().any()


def test_the_order_of_the_file_is_kept():
    lines = (schema.DATA / "restrictions.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert tables.load()["restrictions"]["change_id"].tolist() == [line.split(",")[0] for line in lines]


def test_items():
    assert tables.list_items("a; b;;c") == ["a", "b", "c"]
    assert tables.list_items("") == []


def test_a_broken_table_raises_and_the_others_go_on(folder, csv_rows):
    (folder / "claims.csv").write_text("claim_id\nx\n", encoding="utf-8")
    read = tables.load(folder)
    with pytest.raises(UnusableTable) as broken:
        read["claims"]
    assert broken.value.table == "claims"
    assert [(fault.file, fault.row) for fault in broken.value.faults] == [("data/claims.csv", 1)]
    assert len(read["systems"]) == len(csv_rows("systems"))


def test_a_table_with_a_bad_cell_is_broken_for_pages(folder, csv_rows):
    edit(folder, "aid", cell(2, "value", "much"))
    read = tables.load(folder)
    with pytest.raises(UnusableTable):
        read["aid"]
    assert [(fault.row, fault.column, fault.found) for fault in read.faults] == [(2, "value", '"much"')]
    assert len(read.partial["aid"]) == len(csv_rows("aid"))


def test_a_file_that_is_as_it_was_is_not_read_again(folder):
    before = tables.load(folder)
    edit(folder, "aid", cell(2, "summary", "Another"))
    after = tables.load(folder)
    assert [table for table in before.frames if before.frames[table] is not after.frames[table]] == ["aid"]
    assert before.fingerprint != after.fingerprint


def test_lines_are_those_of_the_file():
    assert tables.csv_rows('a,b\n1,"x\ny"\n\n2,z\n') == [(1, ["a", "b"]), (2, ["1", "x\ny"]), (4, []), (5, ["2", "z"])]


def test_the_fingerprint_does_not_depend_on_line_ends(folder):
    before = tables.load(folder)
    for path in [*folder.glob("*.csv"), *folder.glob("*.json")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    after = tables.load(folder)
    assert after.fingerprint == tables.fingerprint(folder) == before.fingerprint
    assert after.digests == before.digests
    assert checks.check(folder) == []


def test_the_fingerprint_follows_the_content(folder):
    first = tables.fingerprint(folder)
    assert first == tables.fingerprint(folder) == tables.load(folder).fingerprint
    edit(folder, "aid", with_line(""))
    assert tables.fingerprint(folder) != first


@pytest.mark.parametrize(
    ("found", "allowed", "said"),
    [
        ("permited", ["permitted", "prohibited"], 'did you mean "permitted"?'),
        ("PERMITTED", ["permitted", "prohibited"], 'did you mean "permitted"?'),
        ("us", ["US", "GB"], 'did you mean "US"?'),
        ("zzz", ["permitted", "prohibited"], ""),
        ("x", [], ""),
        ("polici", ["policy"], 'did you mean "policy"?'),
        ("ulr", ["url", "title"], 'did you mean "url"?'),
        ("case by case", ["case_by_case"], 'did you mean "case_by_case"?'),
        ("NL", ["UA", "GB"], ""),  # another country is another thing
        ("DEN", ["DE", "DK"], ""),
        ("bbc-20240912-putin", ["bbc-20240913-putin"], ""),  # and another day
        ("range-1", ["range-2"], ""),
        ("kursk", ["ru_kursk"], ""),
        ("cats", ["bats", "rats"], ""),  # either may be meant
    ],
)
def test_did_you_mean(found, allowed, said):
    assert suggestion(found, allowed) == said
