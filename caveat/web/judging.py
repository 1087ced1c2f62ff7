"""A process beside the server that checks and draws each edit of the tables, so that it costs readers nothing.

`Judge` is the server's end. `python -m caveat.web.judging` is the process: a line of JSON asks, two lines answer, with
the errors found before the edit is shown and then, if there are none, with those found after. It draws what readers
have beforehand: the shapes, templates and rows that an edit leaves as they were are then known.
"""

import gc
import json
import os
import queue
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple
from datetime import UTC, datetime
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from caveat.content.drawing import Part, day_parts, failure_of, made, page_parts
from caveat.dataset import tables
from caveat.dataset.errors import DataError
from caveat.dataset.live import Errors
from caveat.dataset.tables import Dataset
from caveat.editing import drawing, judging
from caveat.web.drawing import answer_parts

# An answer that takes longer is given up. The edit is judged once more, as the machine may be busy; then it waits.
TIMEOUT_SECONDS = 120.0
# How often it is asked whether the rest of an answer is still wanted.
WANTED_SECONDS = 0.2
# Without an edit for so long the process ends, and gives its memory back; the next edit starts another.
IDLE_SECONDS = 900.0


class Judge:
    """The server's end of the process; it is started with the first question and after each end.

    `folder` is the one that editors change.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        # The lines of the process, then None.
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._asked = 0
        self._lock = threading.Lock()

    def __call__(self, before: Dataset | None, after: Dataset, holds: Callable[[], bool]) -> Iterator[Errors]:
        """The errors that speak against an edit: those found before it is shown, then the rest while `holds`."""
        answered = 0
        for given_up in ((_gave_up(after),), None):
            for stage, errors in enumerate(self._ask(before, after, holds)):
                if errors == given_up:
                    break
                if errors or stage == answered:  # what was answered before is not said again
                    answered += 1
                    yield errors
            else:
                return

    def _ask(self, before: Dataset | None, after: Dataset, holds: Callable[[], bool]) -> Iterator[Errors]:
        self._asked += 1
        number = self._asked
        try:
            with self._lock:
                process = self._running()
        except OSError:
            yield (_gave_up(after),)
            return
        timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        try:
            self._write(process, before, after, number)
            for wanted in (lambda: True, holds):
                answer = self._answer(number, wanted)
                if answer is None:
                    return
                errors = tuple(DataError(*error) for error in answer["errors"]) if answer else (_gave_up(after),)
                yield errors
                if errors:
                    return
        finally:
            timer.cancel()

    def _answer(self, number: int, wanted: Callable[[], bool]) -> dict[str, Any] | None:
        """The next answer to a question, {} if the process has ended; None once it is not wanted any more."""
        while wanted():
            with suppress(queue.Empty):
                line = self._lines.get(timeout=WANTED_SECONDS)
                if line is None:
                    self.close()
                    return {}
                answer: dict[str, Any] = json.loads(line)
                if answer["number"] == number:  # what was asked before may still be answered
                    return answer
        return None

    def warm(self, dataset: Dataset) -> None:
        """Start the process, which prepares for edits of what readers have; not if one was judged before."""
        with self._lock, suppress(OSError):
            if self._process is None:
                self._write(self._running(), None, dataset)

    def _write(self, process: subprocess.Popen[str], before: Dataset | None, after: Dataset, number: int = 0) -> None:
        """Put a question to the process; number 0 wants no answer."""
        folders = {"before": str(before.folder) if before else "", "after": str(after.folder)}
        question = {"number": number, "folder": str(self._folder.resolve()), **folders}
        assert process.stdin
        with suppress(OSError):
            process.stdin.write(f"{json.dumps(question)}\n")
            process.stdin.flush()

    @property
    def was_asked(self) -> bool:
        """Whether tables were judged: an edit, or what was found at the start."""
        return self._asked > 0

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.wait()
            with suppress(OSError):
                if self._process.stdin:
                    self._process.stdin.close()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self._lines = queue.SimpleQueue()
            threading.Thread(target=_read_lines, args=(self._process, self._lines), daemon=True).start()
        return self._process


def _read_lines(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    """Put the lines of a process into a queue, and None after the last."""
    assert process.stdout
    with process.stdout:
        for line in process.stdout:
            lines.put(line)
    lines.put(None)


def _gave_up(dataset: Dataset) -> DataError:
    found = "an edit that could not be drawn to the end"
    return DataError(dataset.folder.name, 0, "", found, f"pages that are drawn within {TIMEOUT_SECONDS:.0f} s")


def verdicts(
    before: Dataset | None, after: Dataset, folder: Path, is_last: Callable[[], bool]
) -> Iterator[list[DataError]]:
    """The errors of an edit: those found before it is shown, then those found after, unless another edit waits."""
    days, first, later = _parts(after, before)

    def drawn(parts: Iterable[Part]) -> list[DataError]:
        return drawing.errors(after, takewhile(lambda _: is_last(), parts), before)

    def checked() -> list[DataError]:
        # In this process: what was checked and drawn here need not be so again when the next edit comes.
        return (judging.edit_errors(before, after, folder) if before else []) or drawn(days)

    yield drawing.by_two(first, drawn, checked)
    if is_last():
        yield drawing.by_two(later, drawn)


def prepare(dataset: Dataset, interrupted: Callable[[float], bool]) -> bool:
    """Check and draw here what an edit needs first; whether all of it was drawn before a question came.

    What only the second process of an edit draws is lost with that process. `interrupted` waits for some seconds.
    """
    only_processor = (os.cpu_count() or 1) == 1
    days, first, _ = _parts(dataset, None)
    steps: list[Callable[[], object]] = [partial(failure_of, part, dataset) for part in (*first, *days)]
    steps.append(partial(judging.errors, dataset))
    for step in steps:
        started = time.monotonic()
        step()
        if interrupted(time.monotonic() - started if only_processor else 0.0):  # half of the only one is for readers
            return False
    return True


def _parts(dataset: Dataset, before: Dataset | None) -> tuple[list[Part], list[Part], list[Part]]:
    """The days of the front page, what else is drawn before an edit is shown, and what is drawn after."""
    today = datetime.now(UTC).date()
    days = made(partial(day_parts, before=before), dataset, today)
    rest = [*made(page_parts, dataset, today), *made(answer_parts, dataset, today)]
    return days, [part for part in rest if part.first], [part for part in rest if not part.first]


class _Questions:
    """The questions of the server, read without a buffer: while one is answered, it must be known whether one waits."""

    def __init__(self) -> None:
        self._text = b""

    def waiting(self, seconds: float = 0.0) -> bool:
        """Whether a question, or the end, is there or comes within some seconds."""
        try:
            return b"\n" in self._text or bool(select.select([0], [], [], seconds)[0])
        except OSError:  # Windows asks sockets alone: there each question is answered to the end
            return bool(seconds)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while self.waiting(IDLE_SECONDS):
            if b"\n" not in self._text:
                read = os.read(0, 65536)
                if not read:
                    return
                self._text += read
                continue
            line, _, self._text = self._text.partition(b"\n")
            yield json.loads(line)


def main() -> None:
    """Answer questions until there are none for IDLE_SECONDS, or the server has gone; prepare for edits meanwhile."""
    with suppress(AttributeError, OSError):
        os.nice(1)  # readers come first
    questions = _Questions()
    # The datasets of the last question: what was an edit is what the next edit is compared with.
    known: dict[str, Dataset] = {}
    prepared = False
    for question in questions:
        folders = [folder for folder in (question["before"], question["after"]) if folder]
        known = {folder: known.get(folder) or tables.load(Path(folder)) for folder in folders}
        before, after = known.get(question["before"]), known[question["after"]]
        if question["number"]:
            for errors in verdicts(before, after, Path(question["folder"]), lambda: not questions.waiting()):
                answer = {"number": question["number"], "errors": [astuple(error) for error in errors]}
                print(json.dumps(answer), flush=True)
        if not prepared and (prepared := prepare(after, questions.waiting)):
            # What is known stays: no later garbage collection looks at it.
            gc.freeze()


if __name__ == "__main__":
    main()
