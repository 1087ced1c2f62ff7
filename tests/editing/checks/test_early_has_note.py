"""A rule that is public before it applies needs a note."""

from caveat.editing.checks.early_has_note import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("restrictions", "us-eram-ua-20250823", note="")
    assert places(rule(broken)) == [("data/restrictions.csv", line("restrictions", "us-eram-ua-20250823"), "reported")]


def test_a_month_that_holds_the_day_is_not_before_it(altered):
    assert places(rule(altered("restrictions", "us-eram-ua-20250823", note="", reported="2025-08"))) == []
