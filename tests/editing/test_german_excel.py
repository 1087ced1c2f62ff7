"""restrictions.csv comes back from a German Excel: `check` explains it, `format` mends it, the site never blinks."""

from pathlib import Path

import pytest

from caveat.__main__ import main
from tests.support import broken
from tests.support.opened_page import OpenedPage

VIEW = {"asof": "2024-11-18", "known": "then"}


@pytest.fixture(autouse=True)
def _read_by_pages(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAT_DATA", str(repository))


def answer(opened: OpenedPage) -> str:
    """What the page answers, without the quiet notes over it."""
    assert opened.problems == []
    return opened.html.split('<div class="cv-answer">', 1)[1].split("<footer", 1)[0]


def test_an_edit_from_a_german_excel(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository / "restrictions.csv"
    good = file.read_bytes()
    page = OpenedPage("briefing", VIEW)
    shown = answer(page)

    spoilt = broken.german_excel("effective", "reported")(good)
    assert spoilt != good
    assert b";" in spoilt.splitlines()[0]
    assert b"17.11.2024" in spoilt
    with pytest.raises(UnicodeDecodeError):
        spoilt.decode("utf-8")
    file.write_bytes(spoilt)
    assert answer(page.rerun()) == shown, "readers keep the last good tables"
    assert [
        notice for notice in page.notices if notice.startswith("An edit of restrictions.csv waits until it is mended")
    ]

    assert main(["check", str(repository)]) == 1
    said = capsys.readouterr()
    separator, dates, encoding = said.out.splitlines()
    assert ": found semicolons between the cells; expected commas between the cells; " in separator
    assert '"26.05.2024"' in dates
    assert "cells of effective and reported" in dates
    assert "expected a date as YYYY-MM-DD" in dates
    assert "text in Windows-1252 (cp1252), not UTF-8, and Windows line ends (CRLF)" in encoding
    assert said.err.endswith(" faults of 3 kinds.\n")
    for line in (separator, dates, encoding):
        assert line.startswith("data/restrictions.csv:")
        assert "`python -m caveat format` mends it" in line

    assert main(["format", str(repository)]) == 0
    capsys.readouterr()
    assert file.read_bytes() == good
    assert main(["diff", "HEAD", str(repository)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"
    assert answer(page.rerun()) == shown
    assert not [notice for notice in page.notices if notice.startswith("An edit")]
    assert main(["check", "--tables", str(repository)]) == 0


def test_diff_says_that_nothing_changed_even_before_the_file_is_mended(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = repository / "restrictions.csv"
    file.write_bytes(broken.german_excel("effective", "reported")(file.read_bytes()))
    assert main(["diff", "HEAD", str(repository)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"
