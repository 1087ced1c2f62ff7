"""Ten corrections from docs/data-guidelines.md on the editors' page, as an editor makes them: with keys and clicks."""

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from caveat.editing import checks
from tests.support import broken
from tests.support.served import ready

pytestmark = pytest.mark.browser

COMMAND = (sys.executable, "-m", "caveat", "edit", "{folder}", "--port", "{{port}}")
RULE = "us-atacms-kursk-20241117"


class Editor:
    """An editor at the page, with the folder that it changes."""

    def __init__(self, page: Page, base: str, folder: Path) -> None:
        self.page, self.base, self.folder = page, base, folder
        self.panel = page.locator(".st-key-changes")

    def go(self, table: str, identifier: str = "") -> None:
        """Open the address of a table or a row."""
        self.page.goto(f"{self.base}/?table={table}&id={identifier}")
        self.sees(table, identifier)

    def open(self, table: str, identifier: str = "") -> None:
        """Choose a table and a row on the page."""
        self.choose("Table", f"({table})")
        self.sees(table)
        if identifier:
            self.choose(re.compile(r"^Row \("), identifier)
            self.sees(table, identifier)

    def sees(self, table: str, identifier: str = "") -> None:
        self.page.get_by_role("heading", name=f"All rows of data/{table}.csv").wait_for()
        if identifier:
            self.page.get_by_role("heading", name=identifier, exact=True).wait_for()

    def settle(self) -> None:
        """Wait until the page is drawn, as an editor would."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')

    def control(self, role: Literal["button", "combobox", "textbox"], name: str | re.Pattern[str]) -> Locator:
        """The one control of a name, once those of the page before are gone."""
        self.settle()
        found = self.page.get_by_role(role, name=name, exact=isinstance(name, str))
        expect(found).to_have_count(1, timeout=15_000)
        return found

    def write(self, label: str, text: str) -> None:
        box = self.control("textbox", label)
        box.fill(text)
        box.press("Tab")

    def choose(self, label: str | re.Pattern[str], text: str) -> None:
        """Type into a list and take the first that it offers."""
        box = self.control("combobox", label)
        box.click()
        box.fill(text)
        expect(self.page.get_by_role("option").first).to_contain_text(text)
        box.press("Enter")
        box.press("Tab")

    def press(self, name: str) -> None:
        self.control("button", name).click()

    def says(self, *sentences: str) -> None:
        """Wait until the panel says this of the changes, and no fault."""
        for sentence in sentences:
            expect(self.panel).to_contain_text(sentence, timeout=30_000)
        expect(self.panel).to_contain_text("The check finds nothing wrong.", timeout=30_000)

    def save(self, *files: str) -> None:
        """Save, and see that these files were written."""
        self.press("Save")
        expect(self.panel).to_contain_text(f"Saved: {', '.join(files)}.", timeout=30_000)

    def row(self, table: str, identifier: str) -> dict[str, str]:
        text = (self.folder / f"{table}.csv").read_bytes().decode()
        return next(
            row for row in csv.DictReader(io.StringIO(text, newline="")) if next(iter(row.values())) == identifier
        )


@pytest.fixture(scope="module")
def editor(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One page of one server for all corrections, on a copy of the data."""
    folder = broken.copy_data(tmp_path_factory.mktemp("editor") / "data")
    command = tuple(word.format(folder=folder) for word in COMMAND)
    with ready(folder.parent / "log.txt", command, "/_stcore/health") as served:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        editor = Editor(page, served.base, folder)
        editor.go("restrictions")
        yield editor
        page.close()
    assert checks.check(folder) == []


def test_change_a_date(editor: Editor) -> None:
    before = (editor.folder / "restrictions.csv").read_bytes()
    editor.open("restrictions", RULE)
    editor.write("Public since *", "2024-11-31")
    expect(editor.panel).to_contain_text("data/restrictions.csv:", timeout=30_000)
    expect(editor.page.get_by_role("button", name="Save")).to_be_disabled()
    editor.write("Public since *", "2024-11-18")
    editor.says("reported “2024-11-17” → “2024-11-18”")
    editor.save("restrictions.csv")
    after = (editor.folder / "restrictions.csv").read_bytes()
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if len(set(pair)) == 2]
    assert [new for _, new in changed] == [
        old.replace(b"2024-11-17,day,2024-11-17", b"2024-11-17,day,2024-11-18") for old, _ in changed
    ]
    assert len(changed) == 1


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


def test_add_a_country_with_its_first_rule(editor: Editor) -> None:
    """Two tables, saved in one step: the rule is sound only together with its country."""
    editor.open("countries")
    editor.press("Add a row")
    expect(editor.page.get_by_role("heading", name="New row")).to_be_visible()
    for label, text in (
        ("Code *", "JM"),
        ("Name *", "Jamaica"),
        ("In a sentence", "Jamaica"),
        ("Capital", "Kingston"),
    ):
        editor.write(label, text)
    editor.choose("Kind *", "country")
    editor.press("Add this row")
    editor.says("countries")
    editor.open("restrictions")
    editor.press("Add a row")
    expect(editor.page.get_by_role("heading", name="New row")).to_be_visible()
    for label, text in (("In force from *", "2025-02"), ("Public since *", "2025-02"), ("Summary *", "An example.")):
        editor.write(label, text)
    for label, text in (
        ("Supplier *", "JM · Jamaica"),
        ("System *", "gmlrs"),
        ("Territory *", "ru_any"),
        ("Status *", "prohibited"),
        ("Certainty *", "official"),
        ("Sources *", "112ua-202411-wp-storm"),
    ):
        editor.choose(label, text)
    editor.press("Add this row")
    editor.says("prohibited from Feb 2025, official", "(jm-gmlrs-202502-any)")
    editor.save("countries.csv", "restrictions.csv")
    assert editor.row("countries", "JM")["name"] == "Jamaica"
    rule = editor.row("restrictions", "jm-gmlrs-202502-any")
    assert (rule["supplier"], rule["authority"], rule["effective_precision"]) == ("JM", "JM", "month")


def test_correct_an_area(editor: Editor) -> None:
    editor.open("restrictions", "gb-ss-20251021-border")
    editor.choose("Territory *", "ru_any")
    editor.says("territory “ru_border” → “ru_any”")
    editor.save("restrictions.csv")
    assert editor.row("restrictions", "gb-ss-20251021-border")["territory"] == "ru_any"


def test_undo(editor: Editor) -> None:
    """A step back, and giving up all, which is a step as well; a reload of the page loses nothing."""
    before = {path.name: path.read_bytes() for path in editor.folder.glob("*.csv")}
    editor.open("glossary", "term-himars")
    term = editor.page.get_by_role("textbox", name="Term *", exact=True)
    editor.write("Term *", "HIMARS launcher")
    editor.says("HIMARS launcher")
    editor.go("glossary", "term-himars")
    editor.says("HIMARS launcher")
    editor.press("Discard all")
    expect(term).to_have_value("HIMARS")
    editor.press("Undo")
    expect(term).to_have_value("HIMARS launcher")
    editor.press("Undo")
    expect(term).to_have_value("HIMARS")
    expect(editor.panel).to_contain_text("None yet.")
    assert {path.name: path.read_bytes() for path in editor.folder.glob("*.csv")} == before


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
