"""Servers that tests, benchmarks and pictures start on this machine: a free port, waiting until one answers, ending it by its own id."""

import socket
import subprocess
import time
import urllib.error
import urllib.request


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(address: str, timeout: float = 5) -> int:
    """The status of an address; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=timeout) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(process: subprocess.Popen[bytes], address: str, wanted: int = 200, seconds: float = 60) -> None:
    """Wait until an address answers with a status. RuntimeError where the process ended by itself, TimeoutError where it takes longer."""
    ends = time.monotonic() + seconds
    found = 0
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended by itself with {process.returncode}")
        found = status(address)
        if found == wanted:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{address}: found {found} after {seconds} s; expected {wanted}")


def end(process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """End a process as its keeper would, and at once where it does not go in time."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
