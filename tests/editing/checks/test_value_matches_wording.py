"""A value that the published wording does not give is found."""

from caveat.editing.checks.value_matches_wording import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_a_slip_of_the_pen_is_found(altered, line):
    broken = altered("claims", "atacms-range-01", value_high=3000.0)
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "atacms-range-01"), "value_high")]


def test_miles_left_unconverted_are_found(altered, line):
    broken = altered("claims", "atacms-range-12", value_low=190.0, value_high=305.8)
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "atacms-range-12"), "value_low")]


def test_a_wording_without_digits_passes(altered):
    assert (
        places(rule(altered("claims", "atacms-range-01", value_as_published="a very long way", value_high=3000.0)))
        == []
    )
