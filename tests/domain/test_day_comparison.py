"""What changed between two days, on the real log: only changes of a rule, each with the row that made it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from caveat.domain import confirmations, rule_history
from caveat.domain.case import case
from caveat.domain.day_comparison import compare_days
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.query import CLOCKS
from caveat.domain.restrictions import permission_state
from caveat.text.day_comparison import change_words, comparison_note, comparison_sentence, comparison_title


def test_the_founding_week(dataset):
    comparison = compare_days(dataset, date(2024, 11, 16), date(2024, 11, 18))
    assert comparison_title(comparison.start, comparison.end) == "What changed between 16 and 18 November 2024?"
    assert comparison_sentence(comparison) == (
        "One rule opened (ATACMS, the Kursk area), as reported; one became unclear (London’s Storm Shadow). "
        "The rule on SCALP-EG changed in words only (“case by case”, no longer “allowed with conditions”). The other seven stayed as they were."
    )
    assert comparison_note(comparison) == "Not counted as changes: 2 entries that repeat a rule and 2 disputed claims."
    words = change_words(comparison.changes[0])
    assert (words.system, words.area, words.was, words.now, words.sure, words.whose) == (
        "ATACMS",
        "the Kursk area",
        "not allowed",
        "allowed",
        "reported, 17 Nov 2024",
        "",
    )
    assert words.why.startswith("US media citing officials said")
    assert change_words(comparison.changes[1]).area == "all of Russia"


def test_a_rule_of_another_authority_says_whose_it_is(dataset):
    (change,) = compare_days(dataset, date(2025, 8, 22), date(2025, 8, 23), "then", ("storm-shadow",)).changes
    assert (change.supplier, change_words(change).whose) == ("London", "Washington’s rule")


@pytest.mark.parametrize(
    ("start", "end", "systems", "said", "note"),
    [
        (
            date(2025, 5, 1),
            date(2025, 9, 1),
            ("atacms", "taurus-kepd-350"),
            "One rule was tightened (ATACMS, the Kursk area) and one became clear "
            "(ATACMS, the Russian border area and the rest of Russia), all as reported. "
            "One changed in between and changed back (Taurus KEPD 350).",
            "Not counted as changes: 4 entries that repeat a rule.",
        ),
        (
            date(2024, 6, 4),
            date(2024, 6, 20),
            ("atacms",),
            "No rule changed between 4 and 20 June 2024. The one on record stayed as it was.",
            "Not counted as changes: 3 entries that repeat a rule.",
        ),
        (date(2023, 10, 16), date(2023, 10, 17), ("atacms",), "One system was supplied (ATACMS).", ""),
        (
            date(2025, 5, 10),
            date(2025, 5, 15),
            ("taurus-kepd-350",),
            "One system came to count as not supplied (Taurus KEPD 350), as reported.",
            "",
        ),
        (date(2023, 5, 26), date(2023, 5, 27), ("taurus-kepd-350",), "One rule came on record (Taurus KEPD 350).", ""),
        (
            date(2024, 11, 24),
            date(2024, 12, 1),
            ("atacms",),
            "No rule changed between 24 November and 1 December 2024. One is the same, but now on the record (ATACMS).",
            "Not counted as changes: 1 entry that repeats a rule.",
        ),
    ],
)
def test_the_sentence_counts(dataset, start, end, systems, said, note):
    comparison = compare_days(dataset, start, end, "then", systems)
    assert (comparison_sentence(comparison), comparison_note(comparison)) == (said, note)


def test_years_are_named_where_they_differ():
    assert (
        comparison_title(date(2024, 12, 30), date(2025, 1, 2))
        == "What changed between 30 December 2024 and 2 January 2025?"
    )


@pytest.mark.parametrize("known", CLOCKS)
def test_a_change_is_a_change_of_status_or_authority_and_nothing_else_is(dataset, log, known):
    names = case(dataset)
    days = rule_history.change_days(log, known)[::5]
    for start, end in pairwise(days):
        comparison = compare_days(dataset, start, end, known)
        changed = {
            (supplier, system_id, area)
            for supplier, system_id in supplier_system_pairs(dataset)
            for area in names.matrix
            if _rule(log, supplier, system_id, area, start, known) != _rule(log, supplier, system_id, area, end, known)
        }
        told = [
            (change.after.supplier, change.after.system_id, area.id)
            for change in comparison.changes
            for area in change.areas
        ]
        assert set(told) == changed and len(told) == len(changed)
        assert all(start < change.change.day(known) <= end for change in comparison.changes)
        assert not {change.name for change in comparison.changes} & set(comparison.unchanged)


def _rule(log, supplier, system_id, area, day, known):
    state = permission_state(log, supplier, system_id, area, day, known)
    # A rule in other words is the rule that they repeat.
    status = confirmations.root(log, state.deciding.change, day, known).status if state.deciding else state.status
    return status, state.authority


@pytest.mark.parametrize("known", CLOCKS)
def test_a_day_on_which_rows_only_repeat_has_no_change(dataset, log, known):
    changed = rule_history.status_change_days(log, known)
    for day in rule_history.change_days(log, known):
        if day not in changed:
            comparison = compare_days(dataset, day - timedelta(days=1), day, known)
            assert not [change for change in comparison.changes if change.kind != "moved"], day
