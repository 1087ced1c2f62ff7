"""A good, a broken and a mended edit while a browser has the page open: the site never blinks.

An edit is checked and drawn beside the server first; what cannot be shown is named, and the last version stays.
"""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from caveat.dataset import schema
from caveat.editing import starter
from caveat.settings import ROOT
from tests.browser.conftest import Visit
from tests.support import broken as b
from tests.support.served import ready

pytestmark = pytest.mark.browser

# The starter has every table with few rows, so that the pages are drawn in a second; tests/soak edits the real tables.
ADDRESS = "/?asof=2025-10-01&known=then"
SAID, EDITED = "gives Tarn for use within", "grants Tarn for use within"


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server that reads a new case: its address, and the folder of the case."""
    folder = tmp_path / "data"
    starter.write(folder, schema.DATA)
    with ready(tmp_path / "log.txt", CAVEAT_DATA=str(folder)) as found:
        yield found.base, folder


def answer(base: str, path: str) -> str:
    with urllib.request.urlopen(f"{base}{path}", timeout=30) as response:
        return response.read().decode()


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until an edit has been judged."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_an_edit_shows_a_broken_one_waits_and_a_mended_one_shows(editing: tuple[str, Path], browser: Browser) -> None:
    base, folder = editing
    file = folder / "restrictions.csv"
    good = file.read_bytes()
    page = browser.new_page()
    try:
        seen = Visit(page, base).go(ADDRESS)
        assert SAID in page.content()
        first = page.locator("h1.cv-h1").inner_text()

        file.write_bytes(good.replace(SAID.encode(), EDITED.encode()))
        until(lambda: EDITED in answer(base, ADDRESS))
        seen.go(ADDRESS)
        assert EDITED in page.content(), "no restart is needed"

        file.write_bytes(b.german_excel("effective", "reported")(good))
        until(lambda: "restrictions.csv" in answer(base, "/readyz"))
        seen.go(ADDRESS)
        assert EDITED in page.content(), "readers keep the last good version"
        assert (
            page.locator(".cv-notice")
            .inner_text()
            .startswith("An edit of restrictions.csv waits until it is mended: data/restrictions.csv:")
        )
        assert page.locator(".cv-broken, .cv-error, [data-testid=stException]").count() == 0

        mended = subprocess.run(
            [sys.executable, "-m", "caveat", "format", str(folder)], cwd=ROOT, capture_output=True, check=False
        )
        assert mended.returncode == 0
        assert file.read_bytes() == good
        until(lambda: SAID in answer(base, ADDRESS))
        seen.go(ADDRESS)
        assert SAID in page.content()
        assert page.locator(".cv-notice").count() == 0
        assert page.locator("h1.cv-h1").inner_text() == first
        assert seen.refused == []
        assert seen.complaints == []
    finally:
        page.close()
