"""Unsaved changes keep every other byte, can be taken back, and are written all or not at all."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.dataset import schema
from caveat.editing.changes import ChangedOnDisk, Changes, Edit
from caveat.editing.new_row import NotCanonical

ACCENTS = "Življenje dvaz\u030c · Українські новини"


@pytest.fixture
def changes(folder: Path) -> Changes:
    return Changes(folder)


def index(changes: Changes, table: str, identifier: str) -> int:
    return next(place for place, row in enumerate(changes.rows(table)) if identifier in row.values())


def test_one_cell_changes_and_no_other_byte(changes: Changes) -> None:
    path = changes.path("publishers")
    before = path.read_bytes()
    changes.apply([Edit("publishers", {"name": ACCENTS}, index(changes, "publishers", "24ur"))])
    assert path.read_bytes() == before
    assert changes.save() == ["publishers.csv"]
    assert path.read_bytes() == before.replace(b"24ur,,", f"24ur,{ACCENTS},".encode())


def test_a_new_row_goes_to_the_end(changes: Changes) -> None:
    before = changes.path("glossary").read_bytes()
    changes.apply([Edit("glossary", {"term_id": "term-new", "term": "new", "plain": "A, b"})])
    assert changes.contents() == {"glossary.csv": before + b'term-new,new,"A, b",,\n'}


def test_each_step_is_taken_back_and_so_is_giving_up_all(changes: Changes) -> None:
    first = changes.rows("glossary")
    changes.apply([Edit("glossary", {"term": "one"}, 0)])
    changes.apply([Edit("glossary", {"term": "two"}, 0), Edit("territories", {"note": "Other."}, 0)])
    changes.apply([Edit("glossary", {"term": "two"}, 0)])  # changes nothing: no step
    assert set(changes.contents()) == {"glossary.csv", "territories.csv"}
    changes.discard()
    assert changes.contents() == {}
    changes.undo()
    assert changes.rows("glossary")[0]["term"] == "two"
    changes.undo()
    assert (changes.rows("glossary")[0]["term"], list(changes.contents())) == ("one", ["glossary.csv"])
    changes.undo()
    assert changes.rows("glossary") == first
    assert not changes.can_undo
    changes.undo()
    assert changes.contents() == {}


def test_a_cell_changed_back_is_no_change(changes: Changes) -> None:
    term = changes.rows("glossary")[0]["term"]
    changes.apply([Edit("glossary", {"term": "other"}, 0)])
    changes.apply([Edit("glossary", {"term": term}, 0)])
    assert changes.contents() == {}


def test_a_file_that_somebody_else_wrote_is_not_overwritten(changes: Changes) -> None:
    """Nothing is lost: the changes stay, and go onto the new file where they touch other cells."""
    path = changes.path("glossary")
    changes.apply([Edit("glossary", {"term": "mine"}, 0), Edit("territories", {"note": "Mine."}, 1)])
    changes.apply([Edit("glossary", {"term_id": "term-new", "term": "new", "plain": "New."})])
    theirs = (
        path.read_bytes()
        .replace(b",variant,", b",theirs,")
        .replace(b"term-atacms,ATACMS,A US", b"term-atacms,ATACMS,Their US")
    )
    path.write_bytes(theirs)
    untouched = changes.path("territories").read_bytes()
    with pytest.raises(ChangedOnDisk, match=r"data/glossary\.csv"):
        changes.save()
    assert (path.read_bytes(), changes.path("territories").read_bytes()) == (theirs, untouched)
    assert changes.rebase() == []
    assert changes.save() == ["glossary.csv", "territories.csv"]
    written = path.read_text(encoding="utf-8")
    assert "term-atacms,mine,Their US" in written
    assert ",theirs," in written
    assert written.endswith("term-new,new,New.,,\n")


def test_a_cell_that_both_changed_is_named(changes: Changes) -> None:
    path = changes.path("glossary")
    changes.apply([Edit("glossary", {"term": "mine"}, 0)])
    path.write_bytes(path.read_bytes().replace(b"term-atacms,ATACMS,", b"term-atacms,theirs,"))
    assert changes.rebase() == ["glossary, term-atacms, term"]
    assert changes.rows("glossary")[0]["term"] == "mine"
    with pytest.raises(ChangedOnDisk):
        changes.save()


def test_a_table_that_changed_elsewhere_is_read_anew(changes: Changes) -> None:
    path = changes.path("glossary")
    assert changes.rows("glossary")[0]["term"] == "ATACMS"
    path.write_bytes(path.read_bytes().replace(b"term-atacms,ATACMS,", b"term-atacms,theirs,"))
    assert changes.rows("glossary")[0]["term"] == "theirs"
    changes.apply([Edit("territories", {"note": "Mine."}, 1)])
    assert changes.save() == ["territories.csv"]


@pytest.mark.parametrize("damage", [b"\xef\xbb\xbf", b""])
def test_a_file_that_has_to_be_formatted_first_is_not_opened(changes: Changes, damage: bytes) -> None:
    path = changes.path("glossary")
    path.write_bytes(damage + path.read_bytes().replace(b",", b";") if damage else b"")
    with pytest.raises(NotCanonical):
        changes.rows("glossary")


def test_line_ends_of_windows_are_no_change(changes: Changes) -> None:
    path = changes.path("glossary")
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"\n", b"\r\n"))
    changes.apply([Edit("glossary", {"term": "other"}, 0)])
    changes.apply([Edit("glossary", {"term": "ATACMS"}, 0)])
    assert changes.contents() == {}
    changes.apply([Edit("glossary", {"term": "other"}, 0)])
    changes.save()
    assert path.read_bytes() == kept.replace(b"term-atacms,ATACMS,", b"term-atacms,other,")


def test_the_line_of_a_row_is_that_of_the_file(changes: Changes) -> None:
    lines = changes.path("claims").read_text(encoding="utf-8").splitlines()
    assert lines[changes.line("claims", 40) - 1].startswith(changes.rows("claims")[40]["claim_id"] + ",")


def test_the_file_to_send_has_the_changed_tables_and_the_words(changes: Changes) -> None:
    changes.apply([Edit("glossary", {"term": ACCENTS}, 0)])
    with zipfile.ZipFile(io.BytesIO(changes.as_zip("Term: other."))) as sent:
        assert {name: sent.read(name) for name in sent.namelist()} == {
            **changes.contents(),
            "changes.txt": b"Term: other.\n",
        }


@settings(max_examples=30)
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["term", "plain", "source_ids"]),
            st.integers(0, 24),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
        ),
        max_size=6,
    )
)
def test_any_steps_taken_back_leave_the_file_as_it_was(edits: list[tuple[str, int, str]]) -> None:
    """Whatever is typed, the other rows keep their bytes, and steps back lead to where the changes began."""
    changes = Changes(schema.DATA)
    before = changes.rows("glossary")
    for column, place, cell in edits:
        changes.apply([Edit("glossary", {column: cell}, place)])
    touched = {place for _, place, _ in edits}
    lines = changes.path("glossary").read_bytes().split(b"\n")
    if content := changes.contents().get("glossary.csv"):
        now = content.split(b"\n")
        assert len(now) == len(lines)
        assert all(now[row + 1] == lines[row + 1] for row in range(len(before)) if row not in touched)
    while changes.can_undo:
        changes.undo()
    assert changes.rows("glossary") == before
