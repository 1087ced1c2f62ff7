"""The process that draws an edit beside the server: what it finds, and what it does when it is asked again or ends."""

import json
import os
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import pytest

from caveat.content.drawing import Part
from caveat.dataset import schema, tables
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing import judging as edits
from caveat.editing import starter
from caveat.web import judging
from tests.support import broken as b
from tests.support.broken import edit

FOUND = DataError("data/aid.csv", 3, "value", "much", "a number")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two parts in place of the hundreds; the names of those that were drawn in this process."""
    drawn: list[str] = []

    def parts(name: str) -> object:
        def make(dataset: Dataset, day: object, before: object = None) -> list[Part]:
            first = Part(f"{name} at once", lambda tables: drawn.append(f"{name} at once"), first=True)
            return [first, Part(f"{name} later", lambda tables: drawn.append(f"{name} later"))]

        return make

    for name in ("day_parts", "page_parts", "answer_parts"):
        monkeypatch.setattr(judging, name, parts(name))
    return drawn


def test_both_stages_of_a_sound_edit(dataset: Dataset, folder: Path, quick: list[str]) -> None:
    edit(folder, "aid", b.cell(2, "summary", "Another"))
    stages = list(judging.verdicts(dataset, tables.load(folder), folder, lambda: True))
    assert stages == [[], []]
    assert quick[:2] == ["day_parts at once", "day_parts later"], "in this process, which keeps what was drawn"


def test_what_the_check_finds_refuses_at_once(dataset: Dataset, folder: Path, quick: list[str]) -> None:
    edit(folder, "aid", b.cell(2, "source_ids", "no-such-page"))
    stages = judging.verdicts(dataset, tables.load(folder), folder, lambda: True)
    [error] = next(stages)
    assert (error.file, error.row, error.column) == ("data/aid.csv", 2, "source_ids")


def test_an_error_that_was_there_before_refuses_nothing(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    edit(folder, "aid", b.cell(2, "source_ids", "no-such-page"))
    before = tables.load(folder)
    after = b.copy_data(tmp_path / "again" / "data")
    (after / "aid.csv").write_bytes((folder / "aid.csv").read_bytes())
    edit(after, "aid", b.cell(3, "summary", "Another"))
    assert edits.edit_errors(before, tables.load(after), after) == []


def test_an_accident_refuses_too(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits.accidents, "waiting_edits", lambda *_: {"aid.csv": (FOUND,)})
    assert edits.edit_errors(dataset, dataset, dataset.folder) == [FOUND]


def test_nothing_more_is_drawn_once_a_later_edit_waits(dataset: Dataset, quick: list[str]) -> None:
    assert list(judging.verdicts(dataset, dataset, dataset.folder, lambda: False)) == [[]]
    assert quick == []


def test_what_readers_have_is_drawn_beforehand(dataset: Dataset, quick: list[str]) -> None:
    """In this process, and not what is drawn after an edit is shown; a question ends it."""
    assert judging.prepare(dataset, lambda seconds: False)
    assert {"page_parts at once", "answer_parts at once", "day_parts at once"} <= set(quick)
    assert not {"page_parts later", "answer_parts later"} & set(quick)
    quick.clear()
    assert not judging.prepare(dataset, lambda seconds: True)
    assert quick == ["page_parts at once"]


def fake(monkeypatch: pytest.MonkeyPatch, program: str) -> judging.Judge:
    """A judge whose process is a small program."""
    start = subprocess.Popen

    def started(words: list[str], **options: object) -> subprocess.Popen[str]:
        return start([sys.executable, "-c", program], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(judging.subprocess, "Popen", started)
    return judging.Judge(schema.DATA)


ECHO = f"""
import json, sys
for line in sys.stdin:
    number = json.loads(line)["number"]
    for at in (0, number - 1, number):
        print(json.dumps({{"number": at, "errors": []}}), flush=True)
    print(json.dumps({{"number": number, "errors": [{list(astuple(FOUND))!r}]}}), flush=True)
"""


def test_old_answers_are_passed_over(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = fake(monkeypatch, ECHO)
    try:
        assert list(judge(None, dataset, lambda: True)) == [(), (FOUND,)]
        assert next(judge(None, dataset, lambda: True)) == ()
        assert list(judge(dataset, dataset, lambda: True)) == [(), (FOUND,)]
    finally:
        judge.close()


def test_the_rest_of_an_answer_is_left_when_another_edit_waits(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process answers the next question all the same."""
    answers_half = f"""
import json, sys
for line in sys.stdin:
    number = json.loads(line)["number"]
    print(json.dumps({{"number": number, "errors": []}}), flush=True)
    if number > 1:
        print(json.dumps({{"number": number, "errors": [{list(astuple(FOUND))!r}]}}), flush=True)
"""
    judge = fake(monkeypatch, answers_half)
    try:
        assert list(judge(dataset, dataset, lambda: False)) == [()]
        assert list(judge(dataset, dataset, lambda: True)) == [(), (FOUND,)]
    finally:
        judge.close()


def test_the_process_starts_before_the_first_edit(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its preparation is no answer; while there is a process another is not started."""
    judge = fake(monkeypatch, "import sys; sys.stdin.readline()\n" + ECHO)
    try:
        judge.warm(dataset)
        started = judge._process
        judge.warm(dataset)
        assert next(judge(dataset, dataset, lambda: True)) == ()
        assert judge._process is started
    finally:
        judge.close()


def test_a_process_that_ends_refuses_the_edit_and_is_started_again(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = fake(monkeypatch, "import sys; sys.stdin.readline()")
    try:
        for _ in range(2):
            [[error]] = list(judge(None, dataset, lambda: True))
            assert (error.file, error.found) == ("data", "an edit that could not be drawn to the end")
    finally:
        judge.close()


def test_an_edit_is_asked_about_once_more(dataset: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that was busy once keeps no edit waiting; what was answered before is not said again."""
    ends_at_first = (
        "import json, sys, pathlib\n"
        f"seen = pathlib.Path({str(tmp_path / 'seen')!r})\n"
        "number = json.loads(sys.stdin.readline())['number']\n"
        "for stage in range(2):\n"
        "    print(json.dumps({'number': number, 'errors': []}), flush=True)\n"
        "    if not seen.exists(): seen.touch(); sys.exit()\n"
    )
    judge = fake(monkeypatch, ends_at_first)
    try:
        assert list(judge(None, dataset, lambda: True)) == [(), ()]
    finally:
        judge.close()


def test_a_process_that_hangs_is_ended(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "TIMEOUT_SECONDS", 0.5)
    judge = fake(monkeypatch, "import time; time.sleep(60)")
    try:
        assert "within 0 s" in str(next(judge(None, dataset, lambda: True))[0])
    finally:
        judge.close()


def test_the_process_ends_with_the_server(dataset: Dataset) -> None:
    """It reads nothing more when the server's end of its input is closed."""
    done = subprocess.run(
        [sys.executable, "-m", "caveat.web.judging"], input="", capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_questions_come_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    before = os.dup(0)
    try:
        os.dup2(reading, 0)
        questions = judging._Questions()
        assert not questions.waiting()
        os.write(writing, (json.dumps({"number": 1}) + "\n" + json.dumps({"number": 2})[:4]).encode())
        asked = iter(questions)
        assert next(asked) == {"number": 1}
        os.write(writing, (json.dumps({"number": 2})[4:] + "\n").encode())
        assert questions.waiting()
        assert next(asked) == {"number": 2}
        os.close(writing)
        assert list(asked) == []
    finally:
        os.dup2(before, 0)
        os.close(reading)
        os.close(before)


def test_a_real_process_judges_a_real_edit(tmp_path: Path) -> None:
    """In the starter: the days of the real case, which the process draws at once, take ten seconds."""
    before, after = tmp_path / "before" / "data", tmp_path / "after" / "data"
    for folder in (before, after):
        starter.write(folder, schema.DATA)
    edit(after, "events", b.cell(2, "source_ids", "no-such-page"))
    judge = judging.Judge(after)
    try:
        [[error]] = list(judge(tables.load(before), tables.load(after), lambda: True))
        assert (error.file, error.row, error.column) == ("data/events.csv", 2, "source_ids")
    finally:
        judge.close()
