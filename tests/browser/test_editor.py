"""Ten corrections from docs/data-guidelines.md on the editors' page, as an editor makes them: with keys and clicks."""

import csv
import io
import re
import sys
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
