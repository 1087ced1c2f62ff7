"""A precision that the date does not have is found."""

from caveat.editing.checks.precision_agrees import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("restrictions", "us-atacms-kursk-20241117", reported_precision="month")
    [fault] = rule(broken)
    assert places([fault]) == [
        ("data/restrictions.csv", line("restrictions", "us-atacms-kursk-20241117"), "reported_precision")
    ]
    assert fault.found == '"month"'
    assert fault.expected == '"day", as the date is 2024-11-17'
