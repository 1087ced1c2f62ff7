"""Start and end servers on this machine, for tests, benchmarks and screenshots."""

import socket
import subprocess
import time
import urllib.error
import urllib.request


def free_port() -> int:
    """Return a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(address: str, timeout: float = 5) -> int:
    """Return the HTTP status of an address; 0 if nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=timeout) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(process: subprocess.Popen[bytes], address: str, expected: int = 200, seconds: float = 60) -> None:
    """Wait until an address answers with a status.

    RuntimeError if the process ends by itself, TimeoutError if it takes longer.
    """
    deadline = time.monotonic() + seconds
    answer = 0
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended by itself with {process.returncode}")
        answer = status(address)
        if answer == expected:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{address}: found {answer} after {seconds} s; expected {expected}")


def end(process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Ask a process to stop, and kill it if it has not ended in time."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
