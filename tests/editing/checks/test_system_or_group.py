"""A row about both or neither is found."""

import pytest

from caveat.editing.checks.system_or_group import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


@pytest.mark.parametrize(("table", "key"), [("context", "us-himars-use-20240602"), ("transfers", "us-gmlrs-2022-06")])
@pytest.mark.parametrize(("system", "group"), [("", ""), ("gmlrs", "all-long-range")])
def test_found(altered, line, table, key, system, group):
    broken = altered(table, key, system_id=system, system_group_id=group)
    assert places(rule(broken)) == [(f"data/{table}.csv", line(table, key), "system_id")]
