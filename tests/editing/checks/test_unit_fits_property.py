"""A range in pounds is found."""

from caveat.editing.checks.unit_fits_property import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("claims", "atacms-range-01", unit_as_published="lb")
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "atacms-range-01"), "unit_as_published")]
