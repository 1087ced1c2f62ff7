"""A figure that is held back without a reason is found."""

from caveat.editing.checks.withheld_has_note import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("claims", "flamingo-fp5-length-01", note="")
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "flamingo-fp5-length-01"), "note")]
