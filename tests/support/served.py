"""The dashboard, or another server, in a process of its own, on a free port of this machine."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import uvicorn
from starlette.types import ASGIApp

from caveat.settings import ROOT
from tests.support import processes

# "{port}" in a command is the port.
PYTHON_APP = (sys.executable, "app.py", "--port", "{port}")
STREAMLIT = (sys.executable, "-m", "streamlit", "run", "--server.headless=true", "--server.port={port}")
STREAMLIT_RUN = (*STREAMLIT, "app.py")


class Served:
    """A server. `environment` holds its settings, `log` receives its output."""

    def __init__(self, log: Path, port: int = 0, command: Sequence[str] = PYTHON_APP, **environment: str) -> None:
        self.port = port or processes.free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.started, self.ready_s = time.perf_counter(), 0.0
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [part.format(port=self.port) for part in command],
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
            )

    def until(self, status: int, path: str = "/readyz", seconds: float = 60) -> Self:
        """Wait until an address answers with a status, and note how long that took from the start.

        AssertionError with the log if it does not.
        """
        try:
            processes.until(self.process, f"{self.base}{path}", status, seconds)
        except (RuntimeError, TimeoutError) as error:
            raise AssertionError(f"{error}\n{self.log.read_text()}") from error
        self.ready_s = time.perf_counter() - self.started
        return self

    @property
    def memory_mb(self) -> float:
        """Resident memory of the process, in MB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    @property
    def files(self) -> int:
        """The number of files and connections that the process has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def kill(self) -> None:
        """End it without notice, as a loss of power would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 20) -> None:
        """Ask it to stop, and end it if it does not within some seconds."""
        processes.end(self.process, seconds)


def watched(notes: Path) -> dict[str, str]:
    """The environment of a server that notes what it and its children ask of other machines; no file if nothing."""
    return {"PYTHONPATH": str(Path(__file__).parent / "watched"), "WATCHED_SOCKETS": str(notes)}


@contextmanager
def in_thread(app: ASGIApp, **options: Any) -> Iterator[str]:
    """Serve an app by uvicorn in a thread of this process; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def ready(
    log: Path, command: Sequence[str] = PYTHON_APP, health: str = "/readyz", **environment: str
) -> Iterator[Served]:
    """Start a server, wait until it is ready for readers, and stop it afterwards."""
    server = Served(log, 0, command, **environment)
    try:
        yield server.until(200, health)
    finally:
        server.stop()
