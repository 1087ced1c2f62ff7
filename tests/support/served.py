"""The dashboard as `make run` serves it, in a process of its own on a free port of this machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from caveat.settings import ROOT
from tests.support import processes

# What follows the interpreter; the port comes last.
PYTHON_APP = ("app.py", "--port")
STREAMLIT_RUN = ("-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port")


class Served:
    """One server. `environment` holds its settings; it is ended by its own process."""

    def __init__(self, log: Path, port: int = 0, command: Sequence[str] = PYTHON_APP, **environment: str) -> None:
        self.port = port or processes.free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = log
        with log.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, *command, str(self.port)],
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
            )

    def until(self, wanted: int, door: str = "/readyz", seconds: float = 60) -> Self:
        """Wait until a door answers with a status."""
        try:
            processes.until(self.process, f"{self.base}{door}", wanted, seconds)
        except (RuntimeError, TimeoutError) as error:
            raise AssertionError(f"{error}\n{self.log.read_text()}") from error
        return self

    @property
    def memory_mb(self) -> float:
        """Resident memory of the process."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    @property
    def files(self) -> int:
        """How many files and connections the process has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def kill(self) -> None:
        """End it at once, as a machine that loses power does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 20) -> None:
        """End it as its keeper would."""
        processes.end(self.process, seconds)


@contextmanager
def ready(log: Path, **environment: str) -> Iterator[Served]:
    """A server that is ready for readers, ended afterwards."""
    found = Served(log, **environment)
    try:
        yield found.until(200)
    finally:
        found.stop()
