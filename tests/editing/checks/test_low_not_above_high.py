"""A lowest value above the highest is found."""

from caveat.editing.checks.low_not_above_high import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found_in_claims(altered, line):
    [fault] = rule(altered("claims", "eram-range-01", value_low=460.0))
    assert places([fault]) == [("data/claims.csv", line("claims", "eram-range-01"), "value_low")]
    assert (fault.found, fault.expected) == ('"460"', "no more than value_high (450)")


def test_found_in_transfers(altered, line):
    broken = altered("transfers", "fr-scalp-t-20241119", quantity_low=13.0)
    assert places(rule(broken)) == [("data/transfers.csv", line("transfers", "fr-scalp-t-20241119"), "quantity_low")]


def test_a_blank_value_is_no_fault(altered):
    assert places(rule(altered("claims", "eram-range-01", value_high=float("nan")))) == []
