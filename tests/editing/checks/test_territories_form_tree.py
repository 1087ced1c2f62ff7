"""A second root and a circle are found."""

from caveat.editing.checks.territories_form_tree import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_a_second_root_is_found(altered, line):
    broken = altered("territories", "ru_kursk", parent_id="")
    assert places(rule(broken)) == [("data/territories.csv", line("territories", "ru_kursk"), "parent_id")]


def test_a_circle_is_found(altered):
    broken = altered("territories", "ru_any", parent_id="ru_kursk")
    assert {fault.row for fault in rule(broken)} == {4, 5, 6}
