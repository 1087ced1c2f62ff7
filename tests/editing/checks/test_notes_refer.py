"""An id in a note that no table has is found, with the nearest one; words with hyphens are words."""

from dataclasses import replace

import pytest

from caveat.dataset.errors import UnusableTable
from caveat.editing.checks.notes_refer import rule

ROW = ("restrictions", "us-atacms-kursk-20241117")


@pytest.mark.parametrize(
    ("note", "found", "mend"),
    [
        ("See `us-atacms-kursk-20241118`.", '"us-atacms-kursk-20241118"', 'did you mean "us-atacms-kursk-20241117"?'),
        (
            "see us-atacms-kursk-20241118 for more",
            '"us-atacms-kursk-20241118"',
            'did you mean "us-atacms-kursk-20241117"?',
        ),
        ("as in `qqqq`", '"qqqq"', "take the id out, or name the row in words"),
        ("a blank ``", '""', "take the id out, or name the row in words"),
    ],
)
def test_an_id_that_no_table_has_is_found(altered, line, note, found, mend):
    [fault] = rule(altered(*ROW, note=note))
    assert (fault.file, fault.row, fault.column) == ("data/restrictions.csv", line(*ROW), "note")
    assert (fault.found, fault.expected, fault.mend) == (found, "an id of any table", mend)


@pytest.mark.parametrize(
    "note",
    [
        "See `us-atacms-kursk-confirm-20241125`, `atacms`, `ap-20241117-biden` and `ru_kursk`.",
        "pre-2014, late-2024, 2022-24, mid-202 and 2024-11-17",
        "",
    ],
)
def test_ids_of_any_table_and_plain_words_pass(altered, note):
    assert list(rule(altered(*ROW, note=note))) == []


def test_an_address_may_look_like_an_id(altered):
    assert list(rule(altered("sources", "ap-20241117-biden", url="https://example.org/us-said-20241117-x"))) == []


def test_nothing_is_said_while_a_table_cannot_be_read(altered):
    changed = altered(*ROW, note="`nothing-20240101`")
    assert list(rule(changed))
    assert list(rule(replace(changed, broken={"sources": UnusableTable("sources", ()).faults}))) == []
