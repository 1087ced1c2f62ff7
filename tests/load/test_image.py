"""What the Containerfile copies is all that the dashboard needs, and it runs as the image runs it.

No rights, files that cannot be changed.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.support.processes import end, free_port, status, until
from tests.support.reader_sessions import Reader

LINES = re.sub(r"\\\n", " ", (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")).splitlines()
# Root may write anywhere; without any capability it is bound by the rights of files as every other user is, and as
# cap_drop leaves it.
BOUND = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] if os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the first stage of the Containerfile copies, made read-only."""
    folder = tmp_path_factory.mktemp("image") / "caveat"
    folder.mkdir()
    for line in LINES:
        if line.startswith("COPY ") and "--from" not in line:
            *sources, target = line.split()[1:]
            for source in sources:
                if (ROOT / source).is_dir():
                    shutil.copytree(ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(ROOT / source, folder / target)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def test_it_cannot_be_changed(image: Path) -> None:
    done = subprocess.run([*BOUND, "touch", str(image / "data" / "new")], capture_output=True, check=False)
    assert done.returncode != 0


def test_it_serves_pages_cards_answers_and_sessions(image: Path, tmp_path: Path) -> None:
    said = next(json.loads(line.removeprefix("CMD ")) for line in LINES if line.startswith("CMD "))
    port = free_port()
    command = [
        sys.executable,
        *(str(port) if part == "8501" else "127.0.0.1" if part == "0.0.0.0" else part for part in said[1:]),
    ]
    keep = ("PATH", "LANG")
    environment = {variable: os.environ[variable] for variable in keep if variable in os.environ}
    environment |= {
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CAVEAT_REPLICA": "yes",
    }
    log = tmp_path / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen([*BOUND, *command], cwd=image, env=environment, stdout=out, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        until(process, f"{base}/readyz")
        for path in (
            "/?asof=2024-11-18",
            "/card.png?asof=2024-11-18",
            "/api/v1/state?asof=2024-11-18",
            "/api/v1/releases/latest",
            "/app/static/caveat.css",
        ):
            assert status(f"{base}{path}", timeout=60) == 200, path
        reader = Reader(base, "asof=2024-11-18&known=then", "compare")
        asyncio.run(reader.open())
        assert 'class="cv-h1"' in reader.html and reader.errors == []
    finally:
        end(process)
    assert '"level": "error"' not in log.read_text() and "Traceback" not in log.read_text()
