"""A variant of a variant is found."""

from caveat.editing.checks.family_is_family import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("systems", "atacms-m39a1", family_id="atacms-m39")
    assert places(rule(broken)) == [("data/systems.csv", line("systems", "atacms-m39a1"), "family_id")]


def test_a_system_in_itself_is_found(altered, line):
    assert places(rule(altered("systems", "taurus-kepd-350", family_id="taurus-kepd-350"))) == [
        ("data/systems.csv", line("systems", "taurus-kepd-350"), "family_id")
    ]
