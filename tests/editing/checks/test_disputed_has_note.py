"""A disputed row without a note is found."""

import pytest

from caveat.editing.checks.disputed_has_note import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("restrictions", "us-atacms-kursk-20241117"),
        ("context", "us-himars-use-20240602"),
        ("transfers", "us-gmlrs-2022-06"),
    ],
)
def test_found(altered, line, table, key):
    assert places(rule(altered(table, key, certainty="disputed", note=""))) == [
        (f"data/{table}.csv", line(table, key), "note")
    ]
    assert places(rule(altered(table, key, certainty="reported", note=""))) == []
