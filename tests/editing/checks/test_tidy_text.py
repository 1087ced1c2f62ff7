"""Stray spaces and breaks in a cell are found."""

import pytest

from caveat.editing.checks.tidy_text import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


@pytest.mark.parametrize("text", [" a", "a ", "a  b", "a\nb", "a\tb", "a\u00a0"])
def test_found(altered, line, text):
    assert places(rule(altered("events", "ev-20220531-himars", title=text))) == [
        ("data/events.csv", line("events", "ev-20220531-himars"), "title")
    ]
