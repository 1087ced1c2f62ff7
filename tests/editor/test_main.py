"""The page as a whole, without a browser: it opens what the address names, checks, undoes, saves. The public server has none of it."""

import ast
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import app
from caveat.editing.changes import Changes
from caveat.settings import ROOT
from tests.support import broken

SCRIPT = ROOT / "caveat" / "editor" / "main.py"


def opened(table: str, identifier: str = "") -> AppTest:
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.query_params["table"], page.query_params["id"] = table, identifier
    return page.run()


def words(page: AppTest) -> str:
    kinds = (page.subheader, page.caption, page.error, page.success, page.warning, page.info, page.markdown)
    html = [element.proto.body for element in page.get("html")]
    return "\n".join([*(str(element.value) for kind in kinds for element in kind), *html])


def box(page: AppTest, label: str):
    return next(one for kind in (page.text_input, page.text_area, page.selectbox) for one in kind if one.label == label)


def button(page: AppTest, label: str):
    return next(one for one in page.button if one.label == label)


def test_a_row_is_opened_checked_undone_and_saved(data_copy: Path) -> None:
    before = (data_copy / "glossary.csv").read_bytes()
    page = opened("glossary", "term-himars")
    assert not page.exception
    assert "term-himars" in [one.value for one in page.subheader]
    assert button(page, "Save").disabled
    assert "term_id" not in {one.key for one in page.text_input}, "an id is locked"

    page = box(page, "Term *").set_value("ATACMS").run()
    assert 'data/glossary.csv:4:term: found "ATACMS"' in words(page).replace("&#34;", '"')
    assert button(page, "Save").disabled
    page = button(page, "Undo").click().run()
    assert box(page, "Term *").value == "HIMARS"

    page = box(page, "Term *").set_value("  HIMARS truck ").run()
    assert "The check finds nothing wrong." in words(page)
    assert "“HIMARS” → “HIMARS truck”" in words(page)
    assert (data_copy / "glossary.csv").read_bytes() == before, "nothing is written before it is saved"
    page = button(page, "Save").click().run()
    assert "Saved: glossary.csv." in words(page)
    assert (data_copy / "glossary.csv").read_bytes() == before.replace(b",HIMARS,", b",HIMARS truck,")
    assert not page.exception


def test_another_page_has_the_same_changes(data_copy: Path) -> None:
    """A reload or a closed window loses nothing."""
    box(opened("glossary", "term-himars"), "Term *").set_value("HIMARS truck").run()
    assert "HIMARS truck" in words(opened("territories"))


def test_a_file_changed_meanwhile_is_not_overwritten(data_copy: Path) -> None:
    page = box(opened("glossary", "term-himars"), "Term *").set_value("HIMARS truck").run()
    path = broken.edit(data_copy, "glossary", broken.text(",variant,", ",theirs,"))
    theirs = path.read_bytes()
    page = button(page, "Save").click().run()
    assert "Somebody else has written data/glossary.csv meanwhile" in words(page)
    assert path.read_bytes() == theirs
    page = button(page, "Put my changes on the new file").click().run()
    page = button(page, "Save").click().run()
    assert path.read_bytes() == theirs.replace(b",HIMARS,", b",HIMARS truck,")


@pytest.mark.parametrize("address", [("nothing", "nothing"), ("claims", "nothing"), ("", "")])
def test_an_address_that_names_nothing_opens_a_table(data_copy: Path, address: tuple[str, str]) -> None:
    page = opened(*address)
    assert not page.exception
    assert "Choose a row above" in words(page)


def test_a_table_that_has_to_be_formatted_first_says_so(data_copy: Path) -> None:
    broken.edit(data_copy, "glossary", broken.text(",", ";", count=10_000))
    page = opened("glossary")
    assert not page.exception
    assert "python -m caveat format" in words(page)


def test_a_broken_description_is_named(data_copy: Path) -> None:
    (data_copy / "datapackage.json").write_text("{", encoding="utf-8")
    page = opened("glossary")
    assert not page.exception
    assert "datapackage.json" in words(page)


def test_every_table_opens_with_its_first_row(data_copy: Path) -> None:
    changes = Changes(data_copy)
    from caveat.dataset import schema

    for table in schema.table_names(data_copy):
        page = opened(table, next(iter(changes.rows(table)[0].values())))
        assert not page.exception, table
        assert changes.contents() == {}


def test_the_public_server_does_not_have_it() -> None:
    """No module that the server runs imports the page, and no address answers with it."""
    for path in (ROOT / "app.py", ROOT / "server.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "caveat").rglob("*.py")):
        if path.is_relative_to(ROOT / "caveat" / "editor"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            assert not any(name == "editor" or name.startswith("caveat.editor") for name in names), path.name
    with TestClient(app.app, base_url="http://127.0.0.1") as client:
        for address in ("edit", "editor", "caveat/editor", "app/static/editor", "editor/main.py", "edit?table=claims"):
            assert client.get(f"/{address}").status_code == 404, address
