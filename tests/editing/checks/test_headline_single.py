"""A second, a missing and a withheld headline are found."""

from caveat.editing.checks.headline_single import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_a_second_headline_is_found(altered, line):
    [fault] = rule(altered("claims", "atacms-range-02", headline="yes"))
    assert places([fault]) == [("data/claims.csv", line("claims", "atacms-range-02"), "headline")]
    assert "atacms-range-01" in fault.expected


def test_a_missing_headline_is_found_at_the_first_range(altered, line):
    broken = altered("claims", "atacms-range-01", headline="")
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "atacms-range-01"), "headline")]


def test_a_headline_that_is_no_range_is_found(altered, line):
    faults = list(rule(altered("claims", "atacms-length-01", headline="yes")))
    assert ("data/claims.csv", line("claims", "atacms-length-01"), "headline") in places(faults)


def test_a_headline_that_is_not_shown_is_found(altered, line):
    broken = altered("claims", "atacms-range-01", shown="no")
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "atacms-range-01"), "headline")]
