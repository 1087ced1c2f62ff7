"""Files and keys that the package does not describe are found, and published ids that it has lost."""

import csv
import io
import json
import os
import zipfile

import pytest

from caveat.dataset import schema, tables
from caveat.editing import checks, published_ids
from caveat.editing.checks import package
from caveat.settings import ROOT
from tests.support import broken


def test_a_file_that_the_package_does_not_list_is_found(folder):
    (folder / "claim.csv").write_text("a,b\n", encoding="utf-8")
    [error] = package.files_are_listed(tables.load(folder))
    assert (error.file, error.mend) == ("data/claim.csv", 'did you mean "claims.csv"?')


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("claims.xlsx", "save it as claims.csv, and take it out"),
        ("Claims 2024.ODS", "save it as claims.csv, and take it out"),
        ("claims.numbers", "save it as claims.csv, and take it out"),
        ("tables.xlsx", "save each sheet as a CSV, and take it out"),
        ("claims.CSV", "put what is new in it into claims.csv, and take it out"),
        ("claims (1).csv", "put what is new in it into claims.csv, and take it out"),
        ("Copy of system_sources.csv", "put what is new in it into system_sources.csv, and take it out"),
        ("claims.csv.txt", "put what is new in it into claims.csv, and take it out"),
        ("claims.tsv", "put what is new in it into claims.csv, and take it out"),
        ("other.json", "take it out"),
    ],
)
def test_a_table_in_another_file_is_named_with_the_way_out(folder, name, mend):
    (folder / name).write_bytes(b"")
    [error] = package.files_are_listed(tables.load(folder))
    assert (error.file, error.mend) == (f"data/{name}", mend)


def test_a_table_under_another_name_is_renamed(folder):
    (folder / "aid.csv").rename(folder / "Aid.CSV")
    [error] = package.files_are_listed(tables.load(folder))
    assert (error.file, error.mend) == ("data/Aid.CSV", "rename it to aid.csv")


TEMPORARY = (
    *("~$claims.xlsx", "~$claims.csv", ".~lock.claims.csv#", "._claims.csv", ".#claims.csv", "#claims.csv#"),
    *(".DS_Store", "Thumbs.db", "desktop.ini", "claims.csv~", ".claims.csv.swp", "claims.csv.bak", "claims.csv.orig"),
    *("lu1234.tmp", "claims.csv.part", "claims.csv.crdownload", "claims.csv:Zone.Identifier"),
)


def test_files_of_editors_and_systems_change_nothing(folder):
    before = tables.fingerprint(folder)
    for name in TEMPORARY:
        (folder / name).write_bytes(b"\x00,")
    (folder / "README.md").write_text("Notes.", encoding="utf-8")
    assert list(package.files_are_listed(tables.load(folder))) == []
    assert tables.fingerprint(folder) == tables.load(folder).fingerprint == before
    assert checks.check(folder) == []


def test_a_workbook_is_named_beside_a_table_that_needs_mending(folder):
    (folder / "claims.xlsx").write_bytes(b"")
    broken.edit(folder, "aid", broken.saved(";"))
    assert {error.file for error in checks.check(folder)} == {"data/claims.xlsx", "data/aid.csv"}


def test_a_merge_conflict_in_a_list_or_a_text_is_found(folder):
    for name in ("published_ids.txt", "texts/map.md"):
        path = folder / name
        lines = path.read_text(encoding="utf-8").split("\n")
        marked = ["<<<<<<< HEAD", lines[0], "=======", lines[0], ">>>>>>> theirs", *lines[1:]]
        path.write_text("\n".join(marked), encoding="utf-8")
    errors = list(package.no_conflict_is_left(tables.load(folder)))
    assert {(error.file, error.row, error.found) for error in errors} == {
        (f"data/{name}", 1, "that a merge conflict is left in lines 1 to 5")
        for name in ("published_ids.txt", "texts/map.md")
    }
    assert checks.check(folder) == sorted(errors)


@pytest.mark.parametrize(
    ("body", "found"),
    [(b" \n", "an empty file"), ("Größe".encode("cp1252"), "another encoding than UTF-8"), (None, "no such file")],
)
def test_a_text_that_a_page_would_miss_is_named(folder, body, found):
    """`package.texts_can_be_read`: each page that explains itself has its text."""
    path = folder / "texts" / "consent.md"
    path.unlink() if body is None else path.write_bytes(body)
    [error] = package.texts_can_be_read(tables.load(folder))
    assert (error.file, error.found) == ("data/texts/consent.md", found) and error.mend


def test_ids_that_differ_in_capital_letters_alone_are_named(folder):
    path = folder / "publishers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    twin = next(line for line in lines if line.startswith("24ur,"))
    path.write_text("".join([*lines, twin.replace("24ur", "24UR", 1)]), encoding="utf-8")
    [error] = package.ids_differ_in_letters(tables.load(folder))
    assert error.found == '"24UR"' and '"24ur"' in error.expected


@pytest.mark.parametrize(("table", "column"), [("territories", "matrix_order"), ("pairs", "card_order")])
def test_a_place_that_is_given_twice_is_named(folder, table, column):
    rows = csv_rows(folder, table)
    given = [row for row in rows if row[column]]
    given[1][column] = given[0][column]
    write_rows(folder, table, rows)
    [error] = package.places_in_an_order_differ(tables.load(folder))
    assert error.column == column and error.expected == "a place that no other row has"


def csv_rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder, table, rows):
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_header_that_is_gone_is_put_back_and_not_taken_out(folder):
    """The first row stands in its place then; to take out what is unknown would lose it."""
    path = folder / "aid.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    errors = [error for error in checks.check(folder) if error.file == "data/aid.csv"]
    assert errors and all("take out what" not in error.mend for error in errors)
    assert any("put the line with the names of the columns back" in error.mend for error in errors)


def test_a_merge_conflict_in_the_descriptor_is_named(folder):
    path = folder / "datapackage.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    [error] = checks.check(folder)
    assert error.found == "that a merge conflict is left in line 1"


def test_a_row_that_rows_name_and_that_is_gone_is_not_guessed(folder):
    path = folder / "sources.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in lines if not line.startswith("ap-20241117-biden,")), encoding="utf-8")
    errors = checks.check(folder)
    assert len(errors) > 2
    assert not [error for error in errors if "did you mean" in error.mend]
    assert "its row was deleted from sources.csv: put it back, or name another" in {error.mend for error in errors}


def test_a_key_to_a_table_or_column_that_the_package_lacks_is_found(folder):
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    claims, events = (
        next(resource for resource in described["resources"] if resource["name"] == name)["schema"]
        for name in ("claims", "events")
    )
    claims["foreignKeys"][0]["reference"]["resource"] = "weapons"
    field = next(field for field in events["fields"] if field["name"] == "system_ids")
    field["list"]["reference"]["field"] = "id"
    path.write_text(json.dumps(described), encoding="utf-8")
    errors = {(error.column, error.found) for error in package.keys_name_columns(tables.load(folder))}
    assert errors == {("claims.system_id", "a key to weapons.system_id"), ("events.system_ids", "a key to systems.id")}


def edit(folder, table, change):
    """Rewrite the rows of a table's file."""
    path = folder / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(change(rows))


def test_a_deleted_row_is_found(folder):
    edit(folder, "events", lambda rows: rows[:1] + rows[2:])
    [fault] = package.published_ids_are_kept(tables.load(folder))
    assert (fault.file, fault.column, fault.found) == ("data/events.csv", "event_id", 'no row "ev-20220224-invasion"')
    assert "withdrawn" in fault.mend


def test_a_renamed_id_is_found_with_its_new_name(folder):
    edit(
        folder,
        "events",
        lambda rows: [[cell.replace("ev-20220224-invasion", "ev-20220224-invasions") for cell in row] for row in rows],
    )
    [fault] = package.published_ids_are_kept(tables.load(folder))
    assert "ev-20220224-invasions" in fault.mend


def test_a_table_cut_to_its_header_is_found_and_told_once(folder):
    edit(folder, "transfers", lambda rows: rows[:1])
    edit(folder, "glossary", lambda rows: [rows[0], *([*row[:-1], "not ours"] for row in rows[1:])])
    [fault] = package.tables_have_rows(tables.load(folder))
    assert (fault.file, fault.row, fault.found) == ("data/transfers.csv", 1, "no rows below the header")
    assert list(package.published_ids_are_kept(tables.load(folder))) == []
    (folder / "published_ids.txt").unlink()
    assert list(package.tables_have_rows(tables.load(folder))) == [], "a new case may leave a table empty"


def test_a_withdrawn_row_is_kept(folder):
    edit(folder, "events", lambda rows: [rows[0], [*rows[1][:-1], "entered twice"], *rows[2:]])
    read = tables.load(folder)
    assert list(package.published_ids_are_kept(read)) == []
    assert "ev-20220224-invasion" not in set(read["events"]["event_id"])


def test_a_table_that_vanishes_is_found(folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [resource for resource in described["resources"] if resource["name"] != "glossary"]
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "glossary.csv").unlink()
    assert {fault.file for fault in package.published_ids_are_kept(tables.load(folder))} == {"data/glossary.csv"}


def test_every_row_of_every_kept_release_is_listed():
    """No row vanishes silently: those of the vetted tables that the project started from are in the first release."""
    listed = set(published_ids.read(schema.DATA))
    for path in (ROOT / "releases").glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for resource in json.loads(archive.read("datapackage.json"))["resources"]:
                keys = resource["schema"]["primaryKey"]
                rows = csv.DictReader(io.StringIO(archive.read(resource["path"]).decode("utf-8"), newline=""))
                ids = {(resource["name"], "/".join(row[key] for key in keys)) for row in rows}
                assert ids <= listed, path.name


def test_the_list_holds_every_row_and_only_grows(tmp_path, folder):
    read = tables.load(folder)
    before = published_ids.read(folder)
    assert published_ids.add(folder, read) == 0
    (folder / published_ids.NAME).write_text("events ev-gone\n", encoding="utf-8")
    assert published_ids.add(folder, read) == len(before)
    assert ("events", "ev-gone") in published_ids.read(folder)


def test_a_value_without_words_is_refused(folder):
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    fields = {
        (table["name"], field["name"]): field for table in described["resources"] for field in table["schema"]["fields"]
    }
    fields["restrictions", "status"]["constraints"]["enum"].append("tolerated")
    fields["positions", "stance"]["enumMeanings"].pop("opposes")
    path.write_text(json.dumps(described), encoding="utf-8")
    found = [(error.column, error.found) for error in package.values_have_words(tables.load(folder))]
    assert found == [
        ("restrictions.status", 'the value "tolerated"'),
        ("positions.stance", 'the value "opposes" alone'),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes in folders")
@pytest.mark.parametrize("name", ["aid.csv", "notes.csv", "notes.txt", "case.toml"])
def test_a_pipe_is_no_file_and_nobody_waits_for_it(folder, name):
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    found = [error for error in checks.check(folder) if error.file == f"data/{name}"]
    assert bool(found) == (name != "notes.txt")
