"""Several replicas behind nginx, set up as deploy/nginx.conf says, on free ports of this machine."""

import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from caveat.settings import ROOT
from tests.support.processes import end, free_port, status
from tests.support.served import Served

# Debian keeps it where only root looks.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""
CONF = ROOT / "deploy" / "nginx.conf"
# All readers of a test come from one address.
SETTINGS = {"CAVEAT_REPLICA": "yes", "CAVEAT_DRAIN_SECONDS": "2", "CAVEAT_RATE": "50"}


def configuration(folder: Path, port: int, replicas: Sequence[int]) -> str:
    """deploy/nginx.conf with this machine's ports, and a folder of the test in place of /tmp."""
    text = CONF.read_text(encoding="utf-8")
    for number, replica_port in enumerate(replicas, 1):
        text = text.replace(f"caveat-{number}:8501", f"127.0.0.1:{replica_port}")
    text = re.sub(r"\bserver caveat-\d+:8501\b.*;", "", text)
    return re.sub(r"/tmp/(?=nginx)", f"{folder}/", text).replace("listen 8080;", f"listen 127.0.0.1:{port};")


class Replicas:
    """nginx and its replicas; `data` is the folder of tables for each."""

    def __init__(self, folder: Path, data: Sequence[Path]) -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.data = list(data)
        self.servers = [self._start(number) for number in range(len(data))]
        conf = folder / "nginx.conf"
        conf.write_text(configuration(folder, self.port, [server.port for server in self.servers]))
        as_root = ["-g", "daemon off; user root;"] if os.geteuid() == 0 else ["-g", "daemon off;"]
        self.nginx = subprocess.Popen(
            [NGINX, "-p", str(folder), "-c", str(conf), *as_root],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "nginx.log").open("w"),
        )

    def _start(self, number: int, port: int = 0) -> Served:
        return Served(self.folder / f"replica-{number}.txt", port, CAVEAT_DATA=str(self.data[number]), **SETTINGS)

    def until_up(self, expected: Sequence[int]) -> None:
        """Wait until each replica answers at /readyz with its expected status, and nginx with a page."""
        for server, server_status in zip(self.servers, expected, strict=True):
            server.until(server_status)
        deadline = time.monotonic() + 10
        while status(f"{self.base}/healthz") != 200:
            assert time.monotonic() < deadline, (self.folder / "nginx.log").read_text()
            time.sleep(0.1)

    def restart(self, number: int, data: Path) -> None:
        """Stop a replica and start it anew with other tables on the same port."""
        port = self.servers[number].port
        self.servers[number].stop(seconds=30)
        self.data[number] = data
        self.servers[number] = self._start(number, port).until(200)

    def processes(self) -> list[int]:
        """The processes of nginx and of the replicas that live."""
        workers = Path(f"/proc/{self.nginx.pid}/task/{self.nginx.pid}/children").read_text().split()
        return [
            self.nginx.pid,
            *map(int, workers),
            *(server.process.pid for server in self.servers if server.process.poll() is None),
        ]

    def cookie(self) -> str:
        """The cookie that a new reader gets with the first HTML."""
        with urllib.request.urlopen(f"{self.base}/", timeout=10) as answer:
            return str(answer.headers["Set-Cookie"]).split(";")[0]

    def most_visited(self) -> int:
        """The replica with most sessions: one that was slow for a moment has none."""

        def sessions(server: Served) -> float:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10) as answer:
                lines = answer.read().decode().splitlines()
            return next(float(line.split()[1]) for line in lines if line.startswith("caveat_sessions_open "))

        return max(range(len(self.servers)), key=lambda number: sessions(self.servers[number]))

    def stop(self) -> None:
        """End all of them, each by its own process."""
        end(self.nginx)
        for server in self.servers:
            server.process.terminate()
        for server in self.servers:
            server.stop()
