"""What happens when the machine gives too little, a replica stops or a signal comes, and how long readers notice.

What they measured goes to docs/faults.csv.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.load.crowd import gathered
from tests.soak.faults import told
from tests.support.broken import copy_data
from tests.support.processes import status
from tests.support.reader_sessions import BROKEN, Reader
from tests.support.replicas import NGINX, Replicas
from tests.support.served import PYTHON_APP, Served, ready

LIBFAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
PAGES = ("/?asof=2024-11-{:02}", "/map?asof=2024-11-{:02}", "/timeline?asof=2024-11-{:02}")


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[Replicas]:
    if not NGINX:
        pytest.skip("no nginx")
    found = Replicas(tmp_path, [ROOT / "data"] * 3)
    try:
        found.until_up([200, 200, 200])
        yield found
    finally:
        for server in found.servers:
            server.process.send_signal(signal.SIGCONT)
        found.stop()


def test_a_replica_that_is_stopped(replicas: Replicas) -> None:
    """New pages come within 3 s, its readers are back within 15 s."""
    for path in PAGES:
        status(f"{replicas.base}{path.format(1)}", 20)

    async def run() -> tuple[list[float], list[float], int]:
        readers = await gathered(replicas, 12)
        over = asyncio.Event()
        tasks = [asyncio.create_task(reader.stay(over, 60.0)) for reader in readers]
        await asyncio.sleep(2)
        victim = await asyncio.to_thread(replicas.most_visited)
        stopped = time.monotonic()
        replicas.servers[victim].process.send_signal(signal.SIGSTOP)
        pages = []
        for number in range(2, 14):
            began = time.monotonic()
            path = PAGES[number % 3].format(number)
            assert await asyncio.to_thread(status, f"{replicas.base}{path}", 30) == 200
            pages.append(time.monotonic() - began)
        while time.monotonic() - stopped < 30 and (
            any(reader.away for reader in readers) or not any(reader.lost for reader in readers)
        ):
            await asyncio.sleep(0.1)
        back = time.monotonic() - stopped
        over.set()
        await asyncio.gather(*tasks)
        return sorted(pages), [back], sum(bool(reader.lost) for reader in readers)

    pages, (back,), lost = asyncio.run(run())
    told(
        "one of three replicas stopped (SIGSTOP)",
        f"the next one answers; {lost} of 12 readers lost their line and came back",
        f"new pages {pages[-1]:.1f} s at most, its readers {back:.0f} s",
    )
    assert lost >= 1 and back <= 15 and pages[-1] <= 4


def test_few_files(tmp_path: Path) -> None:
    """With 128 files the places for readers follow, the log stays short, and nothing dies."""
    script = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128)); os.execv(sys.argv[1], sys.argv[1:])"
    with ready(tmp_path / "log.txt", (sys.executable, "-c", script, *PYTHON_APP), CAVEAT_PREPARE_EDITS="no") as served:

        async def crowd() -> tuple[int, int]:
            readers = [Reader(served.base, "asof=2024-11-18&known=then") for _ in range(60)]

            async def opened(reader: Reader) -> bool:
                try:
                    await asyncio.wait_for(reader.open(), 40)
                    return True
                except (*BROKEN, EOFError):
                    return False

            found = await asyncio.gather(*map(opened, readers))
            for reader in readers:
                if reader.socket:
                    await reader.socket.close()
            return sum(found), len(found)

        inside, asked = asyncio.run(crowd())
        until = time.monotonic() + 20
        while status(f"{served.base}/map?asof=2024-11-18", 60) != 200 and time.monotonic() < until:
            time.sleep(0.5)
        assert status(f"{served.base}/map?asof=2024-11-18", 60) == 200
        size = served.log.stat().st_size
        told(
            "`ulimit -n 128` and 60 readers",
            f"{inside} of {asked} have a place, the others 503; {size / 1000:.0f} kB of log",
            "none of those inside",
        )
        assert 1 <= inside <= 20 and size < 300_000


def test_a_hangup_ends_it_as_sigterm_does(tmp_path: Path) -> None:
    with ready(tmp_path / "log.txt", CAVEAT_PREPARE_EDITS="no", CAVEAT_DRAIN_SECONDS="2") as served:
        served.process.send_signal(signal.SIGUSR1)
        time.sleep(0.5)
        assert status(f"{served.base}/readyz") == 200
        began = time.monotonic()
        served.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert status(f"{served.base}/readyz") == 503 and status(f"{served.base}/healthz") == 200
        assert served.process.wait(timeout=20) in (0, -signal.SIGTERM)
        told(
            "SIGHUP, SIGQUIT",
            f"drains as after SIGTERM, ends after {time.monotonic() - began:.1f} s",
            "no request fails",
        )


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """At the start a sentence, to readers 503 in words; repaired, it serves without a restart."""
    folder = tmp_path / "data"
    folder.mkdir()
    served = Served(tmp_path / "log.txt", CAVEAT_DATA=str(folder), CAVEAT_PREPARE_EDITS="no")
    try:
        served.until(503)
        assert status(f"{served.base}/") == 503 and status(f"{served.base}/healthz") == 200
        assert (
            "Traceback" not in served.log.read_text()
            and "datapackage.json: found no such file" in served.log.read_text()
        )
        shutil.copytree(copy_data(tmp_path / "good"), folder, dirs_exist_ok=True)
        began = time.monotonic()
        served.until(200)
        assert status(f"{served.base}/", 60) == 200
        told(
            "no data, or a broken description, at the start",
            "503 in words, a sentence in the log; mended, it serves",
            f"{time.monotonic() - began:.1f} s after that",
        )
    finally:
        served.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts")
def test_a_tiny_disk_for_temporary_files(tmp_path: Path) -> None:
    disk = Path(tempfile.mkdtemp())
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with ready(tmp_path / "log.txt", TMPDIR=str(disk), CAVEAT_PREPARE_EDITS="no") as served:
            for path in ("/api/v1/tables/claims.csv", "/api/v1/state", "/map"):
                assert status(f"{served.base}{path}", 60) == 200, path
            releases = urllib.request.urlopen(f"{served.base}/api/v1/releases/latest").read().decode()
            assert "release" in releases
            told("`TMPDIR` of 1 MB, or full", "copies are written elsewhere, tables served from memory", "nothing")
    finally:
        subprocess.run(["umount", str(disk)], check=False)
        disk.rmdir()


def test_the_clock_jumps(tmp_path: Path) -> None:
    """Two days back, then over a year on: readers in their views and new ones notice nothing, an edit shows."""
    if not LIBFAKETIME.exists():
        pytest.skip("no libfaketime; on Debian: apt-get install faketime")
    folder, offset = copy_data(tmp_path / "data"), tmp_path / "offset"
    shutil.copytree(ROOT / "releases", tmp_path / "releases")
    offset.write_text("+0\n")
    clock = {
        "LD_PRELOAD": str(LIBFAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    file = folder / "restrictions.csv"
    good = file.read_bytes()

    def jump_and_edit(base: str, number: int, jump: str) -> float:
        """Set the clock, edit, and return how long the slowest of some pages took, in seconds."""
        offset.write_text(f"{jump}\n")
        time.sleep(2)  # it looks at the file once a second
        said = f"event number {number} that he opposes strikes"
        file.write_bytes(good.replace(b"event that he opposes strikes", said.encode()))
        slowest = 0.0
        for path in ("/?asof=2024-11-1{}", "/map?asof=2024-11-1{}", "/card.png?asof=2024-11-1{}", "/feed.xml?_={}"):
            began = time.monotonic()
            assert status(f"{base}{path.format(number)}", 60) == 200, (jump, path)
            slowest = max(slowest, time.monotonic() - began)
        until = time.monotonic() + 90
        while said not in urllib.request.urlopen(f"{base}/?asof=2024-05-26").read().decode():
            assert time.monotonic() < until, f"the edit does not show after {jump}"
            time.sleep(0.5)
        return slowest

    async def run(base: str) -> float:
        reader = Reader(base, "asof=2024-11-18&known=then")
        await reader.open()
        assert (
            await asyncio.to_thread(status, f"{base}/map?asof=2024-11-18", 60) == 200
        )  # its first drawing takes longest
        slowest = 0.0
        for number, jump in enumerate(("-2d", "+400d", "+0")):
            slowest = max(slowest, await asyncio.to_thread(jump_and_edit, base, number, jump))
            await reader.see()
        assert reader.errors == [] and reader.lost == [] and reader.socket is not None
        await reader.socket.close()
        return slowest

    with ready(tmp_path / "log.txt", CAVEAT_DATA=str(folder), CAVEAT_PREPARE_EDITS="no", **clock) as served:
        slowest = asyncio.run(run(served.base))
    told(
        "the clock jumps, two days back and over a year on",
        "sessions stay, edits show, nobody is refused",
        f"nothing; the slowest page {slowest:.1f} s",
    )
