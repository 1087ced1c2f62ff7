"""SVG to PNG in a process of its own: the library holds Python's lock while it draws, and all readers would wait.

    python -m caveat.web.renderer FONT...

The process imports nothing of ours. It takes pictures from its standard input until that ends, as with the server.
"""

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

import resvg_py

# A picture takes a tenth of a second.
TIMEOUT_SECONDS = 20.0
# Before an SVG its size in bytes and the width of its picture in px; before a picture its size, 0 if none was drawn.
_ASKED, _ANSWERED = struct.Struct(">II"), struct.Struct(">I")


class Renderer:
    """A process that draws one picture after another, with some font files alone; it starts with the first picture."""

    def __init__(self, fonts: Sequence[str]) -> None:
        self.fonts = list(fonts)
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        # Two processes on one pipe would take each other's pictures.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def png(self, svg: str, width: int) -> bytes:
        """An SVG as PNG, `width` px wide.

        ValueError if it cannot be drawn. RuntimeError if the process ended twice over it.
        """
        with self._lock:
            for _ in range(2):
                try:
                    process = self._running()
                except OSError:  # the machine lets no more processes start
                    return draw(svg, width, self.fonts)
                with suppress(OSError, struct.error):
                    if drawn := _ask(process, svg.encode(), width):
                        return drawn
                    raise ValueError(f"found an SVG of {len(svg)} letters that cannot be drawn: {svg[:80]!r}")
                self.close()
        raise RuntimeError(f"the process that draws pictures ended twice over an SVG of {len(svg)} letters")

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()
            self.process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", __name__, *self.fonts]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self.process

    def _forget(self) -> None:
        self.process, self._lock = None, threading.Lock()


def _ask(process: subprocess.Popen[bytes], svg: bytes, width: int) -> bytes:
    """What a process draws, b"" for nothing. OSError or struct.error if it ended, or took too long and was ended."""
    assert process.stdin and process.stdout
    timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    try:
        process.stdin.write(_ASKED.pack(len(svg), width) + svg)
        process.stdin.flush()
        (size,) = _ANSWERED.unpack(process.stdout.read(_ANSWERED.size))
        drawn = process.stdout.read(size)
    finally:
        timer.cancel()
    if len(drawn) < size:
        raise BrokenPipeError
    return drawn


def draw(svg: str, width: int, fonts: list[str]) -> bytes:
    """An SVG as PNG, `width` px wide, with some font files alone: the same picture on every machine.

    ValueError if it cannot be drawn.
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            font_files=fonts,
            skip_system_fonts=True,
            sans_serif_family="Caveat Sans",
            font_family="Caveat Sans",
        )
    )


def answer(questions: BinaryIO, answers: BinaryIO, fonts: list[str]) -> None:
    """Draw each picture that is asked for, until there are no more questions."""
    while head := questions.read(_ASKED.size):
        size, width = _ASKED.unpack(head)
        try:
            drawn = draw(questions.read(size).decode(), width, fonts)
        except Exception:
            drawn = b""
        answers.write(_ANSWERED.pack(len(drawn)) + drawn)
        answers.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):  # the server ends too
        answer(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1:])
