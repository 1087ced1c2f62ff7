"""The other corrections of CONTRIBUTING on the editors' page, in a browser (three of the ten are in make test)."""

import zipfile

from playwright.sync_api import expect

from tests.browser.conftest import browser as browser
from tests.browser.conftest import playwright as playwright
from tests.browser.test_editor import RULE, Editor
from tests.browser.test_editor import editor as editor


def test_add_a_source_to_a_row(editor: Editor) -> None:
    row = "pos-20220530-biden-longrange"
    editor.open("positions", row)
    editor.choose("Sources *", "112ua-202411-wp-storm")
    editor.says(f"source_ids +112ua-202411-wp-storm ({row})")
    editor.save("positions.csv")
    assert editor.row("positions", row)["source_ids"].split(";")[-1] == "112ua-202411-wp-storm"


def test_split_a_rule(editor: Editor) -> None:
    """From a later day on the same area: the first half names the second as the row that reverses it."""
    reversed_by = editor.row("restrictions", RULE)["reversed_by"]
    editor.open("restrictions", RULE)
    editor.press("Split this rule")
    expect(editor.page.get_by_role("heading", name="Split a rule")).to_be_visible()
    editor.write("In force from *", "2024-11-25")
    editor.write("Public since *", "2024-11-25")
    editor.choose("Status *", "case_by_case")
    editor.press("Add this row")
    editor.says("(us-atacms-20241125-kursk)", "(us-atacms-kursk-20241117)")
    editor.save("restrictions.csv")
    assert editor.row("restrictions", RULE)["reversed_by"] == "us-atacms-20241125-kursk"
    assert editor.row("restrictions", "us-atacms-20241125-kursk")["reversed_by"] == reversed_by


def test_withdraw_a_claim(editor: Editor) -> None:
    editor.open("claims", "atacms-m39-range-04")
    editor.press("Withdraw this row")
    editor.write("Why does it not hold?", "The page is about another missile.")
    editor.press("Withdraw")
    editor.says("Withdrawn: ", "The page is about another missile (atacms-m39-range-04)")
    editor.save("claims.csv")
    assert editor.row("claims", "atacms-m39-range-04")["withdrawn"] == "The page is about another missile."


def test_rename_a_publisher_and_translate_a_name(editor: Editor) -> None:
    """Accents and other scripts survive to the byte; a letter typed with its accent apart becomes one sign."""
    name = "Življenje dvaž · Українські новини"
    editor.open("publishers", "24ur")
    editor.write("Shown name", "24ur.com")
    editor.open("publishers", "24 Hours Worlds")
    editor.write("Shown name", name.replace("ž ·", "z\u030c ·"))
    editor.says("24ur.com", name)
    editor.save("publishers.csv")
    assert editor.row("publishers", "24ur")["name"] == "24ur.com"
    assert editor.row("publishers", "24 Hours Worlds")["name"] == name


def test_add_a_system_with_a_variant(editor: Editor) -> None:
    editor.open("systems")
    for name, family in (("Falcon", ""), ("Falcon Block 2", "falcon")):
        editor.press("Add a row")
        expect(editor.page.get_by_role("heading", name="New row")).to_be_visible()
        editor.write("Name *", name)
        if family:
            editor.choose("Family id", family)
        for label in ("Designation *", "Family *", "Maker *"):
            editor.write(label, "Falcon")
        editor.choose("Kind *", "cruise_missile")
        editor.choose("Launched from *", "air")
        editor.choose("Made in *", "SE · Sweden")
        editor.choose("Supplied to Ukraine *", "no")
        editor.write("In one line *", "An example.")
        editor.press("Add this row")
        editor.says(f"New: System: {name} ({name.lower().replace(' ', '-')})")
    editor.save("systems.csv")
    assert [editor.row("systems", name)["family_id"] for name in ("falcon", "falcon-block-2")] == ["", "falcon"]


def test_correct_an_area(editor: Editor) -> None:
    editor.open("restrictions", "gb-ss-20251021-border")
    editor.choose("Territory *", "ru_any")
    editor.says("territory “ru_border” → “ru_any”")
    editor.save("restrictions.csv")
    assert editor.row("restrictions", "gb-ss-20251021-border")["territory"] == "ru_any"


def test_rows_are_locked_until_they_are_ticked(editor: Editor) -> None:
    """In the table of all rows only the boxes can be changed; ticked rows are changed side by side, but not their ids."""
    editor.open("glossary")
    grids = editor.page.get_by_test_id("stDataFrame")

    def click(grid: int, x: int, row: int, count: int = 1) -> None:
        editor.settle()
        grids.nth(grid).scroll_into_view_if_needed()
        box = grids.nth(grid).bounding_box()
        editor.page.mouse.click(box["x"] + x, box["y"] + 35 * row + 18, click_count=count)

    click(0, 300, 1, count=2)
    editor.page.keyboard.type("not allowed")
    editor.page.keyboard.press("Enter")
    click(0, 45, 1)
    expect(editor.page.get_by_role("heading", name="term-atacms", exact=True)).to_be_visible()
    click(0, 45, 3)
    expect(editor.page.get_by_role("heading", name="The ticked rows")).to_be_visible()
    expect(editor.panel).to_contain_text("None yet.")
    for x, text in ((40, "not allowed"), (135, "HIMARS truck")):
        click(0, x, 2)
        editor.page.keyboard.press("Enter")
        if x > 100:
            editor.page.locator("#portal textarea, #portal input").first.fill(text)
        else:
            editor.page.keyboard.type(text)
        editor.page.keyboard.press("Enter")
    editor.says("term “HIMARS” → “HIMARS truck” (term-himars)")
    expect(editor.panel).not_to_contain_text("not allowed")
    with editor.page.expect_download() as sent:
        editor.press("Download")
    with zipfile.ZipFile(sent.value.path()) as file:
        assert file.namelist() == ["glossary.csv", "changes.txt"]
        assert b"term-himars,HIMARS truck," in file.read("glossary.csv")
    editor.press("Discard all")
