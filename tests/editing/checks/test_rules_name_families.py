"""A rule on a variant is found."""

from caveat.editing.checks.rules_name_families import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    [fault] = rule(altered("restrictions", "us-atacms-kursk-20241117", system_id="atacms-m39"))
    assert places([fault]) == [("data/restrictions.csv", line("restrictions", "us-atacms-kursk-20241117"), "system_id")]
    assert fault.mend == 'write "atacms", or move the row to context'
