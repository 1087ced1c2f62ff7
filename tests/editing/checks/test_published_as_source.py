"""A figure with another date than its source is found."""

from caveat.editing.checks.published_as_source import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    [fault] = rule(altered("claims", "atacms-m39-range-01", published="2000-11"))
    assert places([fault]) == [("data/claims.csv", line("claims", "atacms-m39-range-01"), "published")]
    assert fault.expected.startswith('"2000-10"')
