"""Kinds of change in words, on rows of a case of its own."""

from dataclasses import replace
from datetime import date

import pytest

from caveat.domain.case import Territory
from caveat.domain.day_comparison import KINDS, DayComparison, Rewording, StateChange
from caveat.domain.restrictions import AuthorityRule, PermissionState
from caveat.text.day_comparison import change_words, comparison_headline, comparison_note, comparison_sentence
from tests.domain.test_restrictions import RULE

LAND = Territory("land", "Ruritania", "in Ruritania", "the rest of Ruritania", "", "", "general", (), "", ("land",))
COAST = Territory("coast", "Coast", "on the coast", "the coast", "Coast", "Coast", "narrow", (), "", ("coast",))
SEA = Territory("sea", "Sea", "at sea", "the sea", "Sea", "Sea", "", (), "", ("sea",))


def _state(status, certainty="official"):
    layers = (AuthorityRule(replace(RULE, status=status, certainty=certainty), "2023-01-01"),)
    return PermissionState("A", "arrow", "land", layers if status != "no_record" else ())


def _change(before, after, name="Arrow", areas=(LAND, COAST), sure="official", **more):
    values = {"leading": frozenset({"land", "coast"}), "everywhere": False}
    return StateChange(name, "Alba", "Alba", areas, ((_state(before), _state(after, sure)),), RULE, **values | more)


def _comparison(*changes, **more):
    values = {"surer": (), "passing": (), "unchanged": (), "repeated": 0, "disputed": 0}
    return DayComparison(date(2024, 1, 1), date(2024, 2, 1), changes, **values | more)


@pytest.mark.parametrize(
    ("before", "after", "kind", "said"),
    [
        ("not_supplied", "prohibited", "supplied", "One system was supplied (Arrow)."),
        ("prohibited", "permitted", "opened", "One rule opened (Arrow)."),
        ("prohibited", "restricted", "loosened", "One rule was loosened (Arrow)."),
        ("permitted", "case_by_case", "tightened", "One rule was tightened (Arrow)."),
        ("restricted", "prohibited", "closed", "One rule closed (Arrow)."),
        ("unclear", "prohibited", "settled", "One rule became clear (Arrow)."),
        ("prohibited", "unclear", "doubted", "One rule became unclear (Arrow)."),
        ("not_supplied", "unclear", "doubted", "One rule became unclear (Arrow)."),
        ("unclear", "not_supplied", "denied", "One system came to count as not supplied (Arrow)."),
        ("prohibited", "prohibited", "moved", "One rule passed to another capital (Arrow)."),
        ("no_record", "not_supplied", "new", "One rule came on record (Arrow)."),
    ],
)
def test_each_kind_of_change_has_its_word(before, after, kind, said):
    change = _change(before, after)
    assert change.kind == kind and kind in KINDS
    assert comparison_sentence(_comparison(change)) == said


def test_kinds_are_counted_and_a_noun_is_said_once():
    comparison = _comparison(
        _change("not_supplied", "permitted"),
        _change("prohibited", "permitted", "Bolt"),
        _change("prohibited", "permitted", "Comet", areas=(COAST,)),
        _change("permitted", "prohibited", "Dart"),
        unchanged=("Elk", "Fox"),
        disputed=1,
        repeated=1,
    )
    assert comparison_sentence(comparison) == (
        "One system was supplied (Arrow), two rules opened (Bolt; Comet, the coast) and one closed (Dart). "
        "The other two stayed as they were."
    )
    assert comparison_note(comparison) == "Not counted as changes: 1 entry that repeats a rule and 1 disputed claim."


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        (("official", "official"), "One rule opened (Arrow) and one closed (Bolt)."),
        (("reported", "official"), "One rule opened (Arrow), as reported; one closed (Bolt)."),
        (("reported", "reported"), "One rule opened (Arrow) and one closed (Bolt), all as reported."),
        (("inferred", "reported"), "One rule opened (Arrow), as inferred; one closed (Bolt), as reported."),
    ],
)
def test_what_is_not_on_the_record_says_so(sure, said):
    opened = _change("prohibited", "permitted", sure=sure[0])
    assert comparison_sentence(_comparison(opened, _change("permitted", "prohibited", "Bolt", sure=sure[1]))) == said


@pytest.mark.parametrize(
    ("more", "said", "note"),
    [
        ({}, "No rule changed between 1 January and 1 February 2024. None was on record.", "No entry came in."),
        (
            {"unchanged": ("Elk", "Fox", "Gnu"), "repeated": 2},
            "No rule changed between 1 January and 1 February 2024. All three on record stayed as they were.",
            "Not counted as changes: 2 entries that repeat a rule.",
        ),
        (
            {"unchanged": ("Elk", "Fox"), "surer": ("Fox",)},
            "No rule changed between 1 January and 1 February 2024. One is the same, but now on the record (Fox). "
            "The other one stayed as it was.",
            "No entry came in.",
        ),
        (
            {"unchanged": ("Elk",), "passing": ("Elk",), "surer": ("Elk",)},
            "Every rule on 1 February 2024 was as on 1 January 2024. One changed in between and changed back (Elk).",
            "",
        ),
        (
            {"unchanged": ("Elk",)},
            "No rule changed between 1 January and 1 February 2024. The one on record stayed as it was.",
            "No entry came in.",
        ),
    ],
)
def test_nothing_that_changed_is_said_plainly(more, said, note):
    comparison = _comparison(**more)
    assert (comparison_sentence(comparison), comparison_note(comparison)) == (said, note)


def test_an_older_rule_in_other_words_is_no_other_rule():
    comparison = _comparison(unchanged=("Arrow", "Bolt"), reworded=(Rewording("Arrow", "restricted", "case_by_case"),))
    assert comparison_sentence(comparison) == (
        "No rule changed between 1 January and 1 February 2024. The rule on Arrow changed in words only (“case by case”, no longer “allowed with conditions”). "
        "The other one stayed as it was."
    )


def test_a_system_whose_areas_changed_apart_is_counted_once():
    changes = [
        _change("no_record", status, areas=areas)
        for status, areas in (("permitted", (COAST,)), ("prohibited", (LAND,)))
    ]
    assert comparison_sentence(_comparison(*changes)) == "One rule came on record (Arrow)."


def test_many_are_counted_and_not_named():
    changes = [_change("prohibited", "permitted", f"M{number}") for number in range(13)]
    assert comparison_sentence(_comparison(*changes)) == "13 rules opened."


@pytest.mark.parametrize(
    ("areas", "everywhere", "said"),
    [
        ((SEA, COAST, LAND), True, "all areas"),
        ((COAST, LAND), False, "all of Ruritania"),
        ((SEA, COAST, LAND), False, "the sea and all of Ruritania"),
        ((LAND,), False, "the rest of Ruritania"),
        ((SEA, COAST), False, "the sea and the coast"),
    ],
)
def test_areas_are_named_together(areas, everywhere, said):
    words = change_words(_change("prohibited", "permitted", areas=areas, everywhere=everywhere))
    assert (words.area, words.was, words.now) == (said, "not allowed", "allowed")


def test_whose_rule_it_is_where_it_is_not_the_supplier_s():
    assert change_words(replace(_change("permitted", "prohibited"), authority="Borg")).whose == "Borg’s rule"


def test_a_headline_names_systems_where_there_is_room():
    few = [_change("prohibited", "permitted", f"Missile {number}") for number in range(2)]
    assert comparison_headline(_comparison(*few, unchanged=("Elk",))) == "Two rules opened (Missile 0; Missile 1)"
    many = [_change("prohibited", "permitted", f"The long name of missile {number}") for number in range(6)]
    assert comparison_headline(_comparison(*many)) == "Six rules opened"
    assert comparison_headline(_comparison()).startswith("No rule changed between 1 January and")
