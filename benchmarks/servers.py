"""The servers of a benchmark, ours and the peers, and the memory that they take."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from caveat.settings import ROOT
from tests.support import served
from tests.support.served import Served

# The peers' own libraries live apart, so that what is measured of ours is what readers get.
PEERS = ROOT / ".venv-peers" / "bin"
# The dashboard as `make run` serves it.
OURS = served.PYTHON_APP
# The same map page as a newcomer to Streamlit writes it.
NAIVE = (*served.STREAMLIT, "benchmarks/peer_streamlit.py")
# The same figure in Dash, as its makers advise to serve it; figures are cached.
DASH = (f"{PEERS}/gunicorn", "benchmarks.peer_dash:server", "--bind=127.0.0.1:{port}", "--workers=1", "--threads=8")
# The same figure as a file beside plotly.js: the limit of what a page with this chart can be.
STATIC = (sys.executable, "-m", "uvicorn", "benchmarks.peer_static:app", "--log-level=warning", "--port={port}")


@contextmanager
def ready(command: Sequence[str], health: str) -> Iterator[Served]:
    """Start a server without limits, since one machine plays all readers here, and stop it afterwards."""
    with served.ready(Path("/dev/null"), command, health, CAVEAT_RATE="0", CAVEAT_SESSIONS="5000") as server:
        yield server


def _processes(server: Served) -> list[str]:
    """The process of a server, and those that it started."""
    process = server.process.pid
    return [str(process), *Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def cpu_s(server: Served) -> float:
    """Seconds of processor time that a server has used, with the processes that it started."""
    lines = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _processes(server))
    return sum(int(fields[11]) + int(fields[12]) for fields in lines) / os.sysconf("SC_CLK_TCK")


def memory_mb(server: Served) -> float:
    """Memory that is a server's own or its share of what it shares (Pss), in MB; with the processes that it started."""
    rollups = (Path(f"/proc/{one}/smaps_rollup").read_text() for one in _processes(server))
    lines = (line for rollup in rollups for line in rollup.splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) / 1000 for line in lines)
