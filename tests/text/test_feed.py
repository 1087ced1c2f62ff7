"""Entries of the feed in words: what a rule was and is; what changes nothing says so."""

from dataclasses import replace
from datetime import date

import pytest

from caveat.domain.restrictions import AuthorityRule, PermissionState
from caveat.domain.rule_history import LogEntry
from caveat.text.feed import was_and_is
from tests.domain.test_restrictions import RULE

OLDER = replace(RULE, change_id="older", effective_text="2023-05-01")


def _state(status, certainty="official", authority="A"):
    row = replace(RULE, status=status, certainty=certainty, authority=authority)
    return PermissionState("A", "arrow", "land", (AuthorityRule(row, "2023-01-01"),) if status else ())


def _entry(before, after, **change):
    return LogEntry(replace(RULE, **change), date(2024, 1, 1), before, after)


@pytest.mark.parametrize(
    ("entry", "rule", "said"),
    [
        (
            _entry(_state(""), _state("prohibited")),
            None,
            "Was: no record. Is: not allowed (official).",
        ),
        (
            _entry(_state("prohibited"), _state("prohibited", authority="B")),
            None,
            "Was: not allowed (official). Is: not allowed (official).",
        ),
        (
            _entry(_state("restricted"), _state("case_by_case"), status="case_by_case"),
            replace(OLDER, status="restricted"),
            "No change: allowed with conditions (official). Repeats the rule of 1 May 2023 in narrower words.",
        ),
        (
            _entry(_state("permitted", "reported"), _state("permitted"), status="permitted"),
            replace(OLDER, status="permitted"),
            "No change: allowed (official), before reported. Repeats the rule of 1 May 2023.",
        ),
        (
            _entry(_state("permitted"), _state("permitted"), certainty="disputed"),
            None,
            "No change: allowed (official).",
        ),
        (_entry(_state(""), _state(""), certainty="disputed"), None, "No change: no rule is on record."),
    ],
)
def test_was_and_is(entry, rule, said):
    assert was_and_is(entry, rule or entry.change) == said
