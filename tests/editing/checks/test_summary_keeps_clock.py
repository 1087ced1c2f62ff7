"""A summary that tells what nobody knew on its day is a fault."""

import pytest

from caveat.editing.checks.summary_keeps_clock import later, rule

ROW = "us-atacms-crimea-20240424"


def places(faults):
    return [(fault.file, fault.row, fault.column, fault.found) for fault in faults]


def test_a_later_day_in_a_summary_is_found(altered, line):
    broken = altered("restrictions", ROW, summary="US officials said so; Ryder repeated it on 2 July 2024.")
    assert places(rule(broken)) == [("data/restrictions.csv", line("restrictions", ROW), "summary", '"2 July 2024"')]


def test_context_is_read_too(altered, line):
    broken = altered("context", "us-tomahawk-vance-20250928", summary="Vance said so; he repeated it on 20 October.")
    assert places(rule(broken)) == [
        ("data/context.csv", line("context", "us-tomahawk-vance-20250928"), "summary", '"20 October"')
    ]


def test_the_note_may_tell_what_came_later(altered):
    assert places(rule(altered("restrictions", ROW, note="Confirmed on 2 July 2024, three months later."))) == []


@pytest.mark.parametrize(
    "text",
    [
        "on 2 July 2024",
        "on 2 July",
        "on July 2",
        "on July 2, 2024",
        "on 1-2 Sept",
        "in July 2024",
        "in July",
        "through 2025",
        "on 2024-07-02",
        "in 2024-07",
        "on 31 May",
        "in May 2025",
        "three days later",
        "by the next morning",
        "as the WSJ later reported",
    ],
)
def test_later(text):
    assert later(f"Said {text}.", "2024-05-30") != []


@pytest.mark.parametrize(
    "text",
    [
        "on 30 May 2024",
        "on 30 May",
        "in May",
        "in May 2024",
        "may be used 31 times",
        "in 2024",
        "in March",
        "on 2024-05-30",
        "485 to 190",
        "1,400 km",
        "on 31 February 2025",
        "after 24 hours",
        "of money for 2026",
        "of the next year",
    ],
)
def test_not_later(text):
    assert later(f"Said {text}.", "2024-05-30") == []


def test_a_month_counts_with_all_its_days():
    assert later("Said on 31 May.", "2024-05") == []
    assert later("Said on 1 June.", "2024-05") == ["1 June"]


def test_a_day_that_does_not_exist_is_another_rules_matter(altered):
    assert places(rule(altered("restrictions", ROW, reported="2024-13-40"))) == []
