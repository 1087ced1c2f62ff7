"""A good, a broken and a mended edit while a browser has the page open: the site never blinks, and another format changes nothing that a reader sees."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from caveat import package
from tests.browser.conftest import Visit
from tests.formatting import broken as b
from tests.opened import ROOT

pytestmark = pytest.mark.browser

ADDRESS = "/?asof=2024-05-26&known=then"
SAID, EDITED = "event that he opposes strikes", "event that he rejects strikes"


@pytest.fixture
def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """A server that reads a copy of the data: its address, and the copy."""
    folder = tmp_path / "data"
    shutil.copytree(package.DATA, folder)
    monkeypatch.setenv("CAVEAT_DATA", str(folder))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "server", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert process.poll() is None
            try:
                urllib.request.urlopen(f"{base}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        yield base, folder
    finally:
        process.terminate()
        process.wait(timeout=20)


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
        seen.go(ADDRESS)
        assert EDITED in page.content(), "no restart is needed"

        file.write_bytes(b.german_excel("effective", "reported")(good))
        seen.go(ADDRESS)
        assert EDITED in page.content(), "readers keep the last good version"
        assert page.locator(".cv-notice").inner_text().startswith("An edit of restrictions.csv waits until it is mended: data/restrictions.csv:")
        assert page.locator(".cv-broken, .cv-error, [data-testid=stException]").count() == 0

        mended = subprocess.run([sys.executable, "-m", "caveat", "format", str(folder)], cwd=ROOT, capture_output=True, check=False)
        assert mended.returncode == 0
        assert file.read_bytes() == good
        seen.go(ADDRESS)
        assert SAID in page.content()
        assert page.locator(".cv-notice").count() == 0
        assert page.locator("h1.cv-h1").inner_text() == first
        assert seen.refused == []
        assert seen.complaints == []
    finally:
        page.close()
