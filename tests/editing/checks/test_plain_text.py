"""HTML and formulas in a cell are found."""

import pytest

from caveat.editing.checks.plain_text import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49", "-5 degrees", "@sum", "a <b>bold</b> word", "<script>x</script>", "Rock &amp; roll", "a&#8217;s"],
)
def test_found(altered, line, text):
    found = places(rule(altered("events", "ev-20220531-himars", title=text)))
    assert found == [("data/events.csv", line("events", "ev-20220531-himars"), "title")]


@pytest.mark.parametrize("text", ["a < b > c", "M30 & M31", "5 to -5", "“quoted” – and more"])
def test_passes(altered, text):
    assert places(rule(altered("events", "ev-20220531-himars", title=text))) == []


def test_an_address_may_hold_an_ampersand(altered):
    assert places(rule(altered("sources", "112ua-202411-wp-storm", url="https://example.org/?a=1&lt=2&copy;"))) == []
