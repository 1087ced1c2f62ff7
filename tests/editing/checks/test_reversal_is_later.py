"""A reversal by an earlier row, by the row itself or on something else is found."""

from caveat.editing.checks.reversal_is_later import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


KEY = "us-atacms-m39-ru-20231017"


def test_an_earlier_row_is_found(altered, line):
    assert places(rule(altered("restrictions", KEY, reversed_by="us-atacms-refused-2022"))) == [
        ("data/restrictions.csv", line("restrictions", KEY), "reversed_by")
    ]


def test_the_row_itself_is_found(altered, line):
    assert places(rule(altered("restrictions", KEY, reversed_by=KEY))) == [
        ("data/restrictions.csv", line("restrictions", KEY), "reversed_by")
    ]


def test_a_row_on_another_system_is_found(altered, line):
    assert places(rule(altered("restrictions", KEY, reversed_by="us-eram-ua-20250823"))) == [
        ("data/restrictions.csv", line("restrictions", KEY), "reversed_by")
    ]
