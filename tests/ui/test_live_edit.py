"""A good edit shows on the next rerun; a broken or half-written one waits with a quiet note, and readers keep what stood before it."""

import os
import time
from pathlib import Path

import pytest

from tests.support import broken as b
from tests.support.broken import edit
from tests.support.opened_page import OpenedPage

SAID = "event that he opposes strikes"
DAY = {"asof": "2024-05-26"}


def test_a_good_a_broken_and_a_mended_edit(data_copy: Path) -> None:
    good = (data_copy / "restrictions.csv").read_bytes()
    opened = OpenedPage("briefing", DAY)
    assert SAID in opened.html
    before = opened.html

    edit(data_copy, "restrictions", b.text(SAID, "event that he rejects strikes"))
    opened.rerun()
    assert "event that he rejects strikes" in opened.html, "a good edit shows on the next rerun"
    assert opened.notices == []

    edit(data_copy, "restrictions", b.text(",permitted,", ",permited,"))
    opened.rerun()
    assert opened.problems == []
    assert opened.data_errors == []
    assert "event that he rejects strikes" in opened.html, "readers keep the last good version"
    [note] = opened.notices
    assert note.startswith("An edit of restrictions.csv waits until it is mended: data/restrictions.csv:")
    assert 'found "permited"' in note

    (data_copy / "restrictions.csv").write_bytes(good)
    opened.rerun()
    assert opened.notices == []
    assert opened.html == before


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (b.german_excel("effective", "reported"), "bytes that are not UTF-8"),
        (b.cell(3, "effective", "11/17/2024"), 'found "11/17/2024"'),
        (b.renamed("status", "state"), "no column status"),
        (lambda raw: raw[: raw.index(b"\n", len(raw) // 2) + 20], "cells"),
        (lambda raw: b"", "an empty file"),
    ],
    ids=["german excel", "a date", "a renamed column", "half-written", "empty"],
)
def test_each_kind_of_broken_edit_waits(data_copy: Path, how: b.Break, said: str) -> None:
    opened = OpenedPage("briefing", DAY)
    edit(data_copy, "restrictions", how)
    opened.rerun()
    assert opened.problems == []
    assert SAID in opened.html
    assert said in opened.notices[0]


def test_a_file_that_is_gone_waits(data_copy: Path) -> None:
    opened = OpenedPage("briefing", DAY)
    (data_copy / "systems.csv").unlink()
    opened.rerun()
    assert SAID in opened.html
    assert "An edit of systems.csv waits until it is mended: data/systems.csv: found no such file" in opened.notices[0]


def test_editors_see_the_whole_list_on_the_data_page(data_copy: Path) -> None:
    OpenedPage("briefing", DAY)
    edit(data_copy, "aid", b.both(b.cell(2, "currency", "USDD"), b.cell(3, "value", "much")))
    opened = OpenedPage("data")
    assert [error.split(":")[:3] for error in sorted(opened.data_errors)] == [
        ["data/aid.csv", "2", "currency"],
        ["data/aid.csv", "3", "value"],
    ]
    assert "An edit of aid.csv waits" in opened.text


def test_lost_rows_show_once_the_file_has_settled(data_copy: Path) -> None:
    opened = OpenedPage("briefing", DAY)
    path = edit(
        data_copy,
        "restrictions",
        lambda raw: b"".join(line for line in raw.splitlines(keepends=True) if SAID.encode() not in line),
    )
    opened.rerun()
    assert SAID in opened.html
    assert opened.notices == [
        "An edit of restrictions.csv is still being written. This page shows the version before it."
    ]
    long_ago = time.time() - 60
    os.utime(path, (long_ago, long_ago))
    opened.rerun()
    assert SAID not in opened.html
    assert opened.notices == []
