"""Pictures are drawn in a process beside the server, which may end at any time."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.web import renderer
from caveat.web.pictures import FONTS
from caveat.web.renderer import Renderer

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><text y="9" font-size="9">Å{}</text></svg>'


@pytest.fixture
def drawing() -> Iterator[Renderer]:
    made = Renderer(FONTS)
    yield made
    made.close()


def test_the_picture_is_that_of_the_library(drawing: Renderer) -> None:
    for width in (20, 40):
        assert drawing.png(SVG, width) == renderer.draw(SVG, width, FONTS)
    assert drawing.process and drawing.process.pid != os.getpid()


def test_what_is_no_svg_is_refused_and_the_next_is_drawn(drawing: Renderer) -> None:
    with pytest.raises(ValueError, match="cannot be drawn: '<svg"):
        drawing.png("<svg", 20)
    assert drawing.png(SVG, 20).startswith(b"\x89PNG")


def test_another_process_goes_on_where_one_ended(drawing: Renderer) -> None:
    first = drawing.png(SVG, 20)
    assert drawing.process
    ended = drawing.process
    os.kill(ended.pid, signal.SIGKILL)
    ended.wait()
    assert drawing.png(SVG, 20) == first
    # In the middle of a picture: the pipe breaks, and the picture is asked for anew.
    timer = threading.Timer(0.02, drawing.process.kill)
    timer.start()
    for number in range(40):
        assert drawing.png(SVG.format(number), 400 + number).startswith(b"\x89PNG")
    timer.join()
    assert drawing.process.pid != ended.pid


def test_a_picture_that_ends_every_process_is_given_up(drawing: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    ending = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(8)"]
    popen = subprocess.Popen
    monkeypatch.setattr(renderer.subprocess, "Popen", lambda _, **options: popen(ending, **options))
    with pytest.raises(RuntimeError, match="ended twice"):
        drawing.png(SVG, 20)


def test_where_no_process_can_start_it_is_drawn_here(drawing: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(renderer.subprocess, "Popen", refuse)
    assert drawing.png(SVG, 20) == renderer.draw(SVG, 20, FONTS)


def test_it_ends_with_the_server() -> None:
    """Whoever ends the server, the process sees its input end."""
    script = (
        'import os, signal; from caveat.web import pictures; pictures.png(\'<svg xmlns="http://www.w3.org/2000/svg" '
        'width="9" height="9"/>\', 9); print(pictures._renderer.process.pid, flush=True); '
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    # One that nobody has waited for yet has no command any more.
    command = Path(f"/proc/{int(found.stdout)}/cmdline")
    for _ in range(100):
        if not (command.exists() and command.read_bytes()):
            return
        threading.Event().wait(0.05)
    raise AssertionError("it still runs")
