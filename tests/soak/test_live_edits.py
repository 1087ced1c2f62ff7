"""Edits of the tables under a running server: two hundred leave its memory as it was, none takes a page down."""

import shutil
import statistics
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.browser.test_live_edit import answer, until
from tests.support.broken import copy_data
from tests.support.mutations import DOUBTFUL
from tests.support.served import Served, ready

EDITS, WARM = 200, 10
# The judge has drawn by then what readers have: an editor who starts the server does not type in the same second.
PREPARED_SECONDS = 45
MAY_GROW_MB = 10
REST_SECONDS = 10
ADDRESS = "/?asof=2024-05-26&known=then"
SAID = b"event that he opposes strikes"


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server that reads a copy of the data: its address, and the copy. It knows them as a release."""
    folder = copy_data(tmp_path / "data")
    shutil.copytree(ROOT / "releases", tmp_path / "releases")
    with ready(tmp_path / "log.txt", CAVEAT_DATA=str(folder), CAVEAT_PREPARE_EDITS="yes") as found:
        yield found.base, folder


def _memory_at_rest_mb(server: Served) -> float:
    """What the server holds once it has done what follows an edit: the page by the other clock, the judge's last word."""
    time.sleep(REST_SECONDS)
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _seconds_until_shown(server: Served, words: str) -> float:
    start = time.monotonic()
    while time.monotonic() - start < 60:
        with urllib.request.urlopen(f"{server.base}{ADDRESS}", timeout=30) as found:
            if words in found.read().decode():
                return time.monotonic() - start
        time.sleep(0.3)
    raise AssertionError(f"“{words}” was not shown within a minute: {answer(server.base, '/readyz')}")


def test_memory_after_two_hundred_edits(tmp_path: Path) -> None:
    folder = copy_data(tmp_path / "data")
    shutil.copytree(ROOT / "releases", tmp_path / "releases")  # what was released is not judged at the start
    file = folder / "restrictions.csv"
    good = file.read_bytes()
    seconds = []
    with ready(tmp_path / "log.txt", CAVEAT_DATA=str(folder), CAVEAT_PREPARE_EDITS="yes", CAVEAT_RATE="100") as server:
        time.sleep(PREPARED_SECONDS)
        for number in range(EDITS + WARM):
            if number == WARM:
                before = _memory_at_rest_mb(server)
            words = f"event number {number} that he opposes strikes"
            file.write_bytes(good.replace(SAID, words.encode()))
            seconds.append(_seconds_until_shown(server, words))
        grown = _memory_at_rest_mb(server) - before
    print(f"{EDITS} edits: shown after {statistics.median(seconds[WARM:]):.1f} s (median), {grown:+.1f} MB")
    assert grown <= MAY_GROW_MB


def test_what_the_check_lets_through_and_no_page_can_draw_waits(editing: tuple[str, Path]) -> None:
    """A new area with a rule is shown by its name, or it is named as waiting; no address fails meanwhile or after."""
    base, folder = editing
    DOUBTFUL["an area with a rule"](folder)
    area = "Belgorod area"
    until(lambda: area in answer(base, "/api/v1/tables/territories.csv") or "waiting" in answer(base, "/readyz"))
    for path in ("/", "/map", "/system?id=gmlrs", "/feed.xml", "/api/v1/state", "/api/v1/changes"):
        found = answer(base, path)
        assert "could not be drawn" not in found and "cv-error" not in found


def test_the_server_starts_with_what_cannot_be_drawn(tmp_path: Path) -> None:
    folder = copy_data(tmp_path / "data")
    shutil.copytree(ROOT / "releases", tmp_path / "releases")
    DOUBTFUL["an area with a rule"](folder)
    (folder / "aid.csv").write_bytes(b"")
    with ready(tmp_path / "log.txt", CAVEAT_DATA=str(folder), CAVEAT_PREPARE_EDITS="yes") as found:
        assert "aid.csv" in answer(found.base, "/readyz")
        assert "cv-error" not in answer(found.base, "/")
        assert "purl" in answer(found.base, "/api/v1/tables/aid.csv"), "of the release before"
