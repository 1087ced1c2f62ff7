"""Start and end the servers of a benchmark, ours and the peers, on loopback, each on a port that the system chose."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from caveat.settings import ROOT
from tests.support.processes import end, free_port, until

# The peers' own libraries live apart, so that what is measured of ours is what readers get.
PEERS = ROOT / ".venv-peers" / "bin"
# One machine plays all readers here; a real server keeps its limits.
UNLIMITED = {"CAVEAT_RATE": "0", "CAVEAT_SESSIONS": "5000"}


@dataclass(frozen=True)
class Server:
    """A server that runs: its address, its process, and how long it took from start to ready."""

    base: str
    process: int
    ready_s: float

    def processes(self) -> list[int]:
        """The process and those that it started."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return [self.process, *map(int, children)]

    def memory_mb(self) -> float:
        """Memory that is this server's own or its share of what it shares (Pss), in MB."""
        rollups = (Path(f"/proc/{process}/smaps_rollup").read_text() for process in self.processes())
        lines = (line for rollup in rollups for line in rollup.splitlines() if line.startswith("Pss:"))
        return sum(int(line.split()[1]) / 1000 for line in lines)


@contextmanager
def served(command: Sequence[str], health: str) -> Iterator[Server]:
    """Start a command ("{port}" in it is the port), wait until `health` answers, end it by its own id."""
    port = free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=ROOT,
        env=os.environ | UNLIMITED,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        until(process, f"{base}{health}")
        yield Server(base, process.pid, time.perf_counter() - begin)
    finally:
        end(process)


# The dashboard as `make run` serves it.
OURS = (sys.executable, "app.py", "--port", "{port}")
# The same map page as a newcomer to Streamlit writes it.
NAIVE = (sys.executable, "-m", "streamlit", "run", "benchmarks/peer_streamlit.py", "--server.port", "{port}")
# The same figure in Dash, as its makers advise to serve it; figures are cached.
DASH = (
    str(PEERS / "gunicorn"),
    "benchmarks.peer_dash:server",
    "--bind",
    "127.0.0.1:{port}",
    "--workers=1",
    "--threads=8",
)
# The same figure as a file beside plotly.js: the limit of what a page with this chart can be.
STATIC = (sys.executable, "-m", "benchmarks.peer_static", "{port}")
