"""What is read has a bound: regular files only, of a limited length, with cells of a limited length."""

import json
import os
import stat
from pathlib import Path
from typing import Any

# The largest file of a case has some hundred thousand bytes, the longest cell some hundred letters.
MAX_FILE_BYTES = 8 * 2**20
MAX_CELL_LETTERS = 2_000
# Texts and lists of ids beside the tables.
MAX_TEXTS = 200
# All files of a release together.
MAX_RELEASE_BYTES = 64 * 2**20


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. OSError with the reason in words if it is none, or too large.

    A pipe or a device is not opened for good: whoever waits for its end may wait for ever.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        if problem := _problem(found):
            raise OSError(problem)
        # By its size: room for the largest file, taken anew with each look, would leave gaps in memory.
        body = file.read(found.st_size + 1)
        if len(body) > found.st_size:  # it grows
            body += file.read(MAX_FILE_BYTES)
    if len(body) > MAX_FILE_BYTES:
        raise OSError(_too_large(len(body)))
    return body


def problem(path: Path) -> str:
    """Why a file cannot be read, in words that follow “found”; "" if it can."""
    try:
        return _problem(path.stat())
    except FileNotFoundError:
        return "a broken link" if path.is_symlink() else "no such file"
    except OSError as error:
        return f"a file that cannot be read ({error.strerror})"


def _problem(found: os.stat_result) -> str:
    if not stat.S_ISREG(found.st_mode):
        return "something else than a file, such as a folder, a pipe or a device"
    return _too_large(found.st_size) if found.st_size > MAX_FILE_BYTES else ""


def _too_large(size: int) -> str:
    return f"a file of {size / 2**20:,.0f} MB, where {MAX_FILE_BYTES / 2**20:.0f} MB are allowed"


def parsed_json(text: str | bytes) -> Any:
    """A JSON text. ValueError also for one with more levels than can be read."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("too many brackets inside each other") from error
