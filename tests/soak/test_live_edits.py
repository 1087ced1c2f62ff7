"""Two hundred edits of the tables under a running server: each reaches readers, and none stays in its memory."""

import statistics
import time
import urllib.request
from pathlib import Path

from tests.support.broken import copy_data
from tests.support.served import Served, ready

EDITS, WARM = 200, 10
MAY_GROW_MB = 10
ADDRESS = "/?asof=2024-05-26&known=then"
SAID = b"event that he opposes strikes"


def _memory_mb(server: Served) -> float:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _seconds_until_shown(server: Served, words: str) -> float:
    start = time.monotonic()
    while time.monotonic() - start < 60:
        with urllib.request.urlopen(f"{server.base}{ADDRESS}", timeout=30) as answer:
            if words in answer.read().decode():
                return time.monotonic() - start
        time.sleep(0.3)
    raise AssertionError(f"“{words}” was not shown within a minute")


def test_memory_after_two_hundred_edits(tmp_path: Path) -> None:
    folder = copy_data(tmp_path / "data")
    file = folder / "restrictions.csv"
    good = file.read_bytes()
    seconds = []
    with ready(tmp_path / "log.txt", CAVEAT_DATA=str(folder), CAVEAT_RATE="100") as server:
        for number in range(EDITS + WARM):
            if number == WARM:
                before = _memory_mb(server)
            words = f"event number {number}, he opposes strikes"
            file.write_bytes(good.replace(SAID, words.encode()))
            seconds.append(_seconds_until_shown(server, words))
        grown = _memory_mb(server) - before
    print(f"{EDITS} edits: shown after {statistics.median(seconds[WARM:]):.1f} s (median), {grown:+.1f} MB")
    assert grown <= MAY_GROW_MB
