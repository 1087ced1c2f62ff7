"""The headline is made from the states alone: every branch by example."""

from dataclasses import replace
from datetime import date

import pytest

from caveat.domain.headline import PairFacts
from caveat.domain.restrictions import NO_RECORD
from caveat.text.evidence import evidence_line
from caveat.text.headline import headline, open_questions
from caveat.text.who_line import who_line
from tests.support.headline_facts import COAST, HILLS, facts, pair, rule

ARROW_NOT, BOLT_NOT = pair("Arrow", "prohibited"), pair("Bolt", "prohibited", "reported")
DART_NONE = pair("Dart", "not_supplied")
COMET_MAYBE = pair("Comet", "restricted")
ON_THE_COAST = rule("permitted", "reported", COAST)
EVERYWHERE = (
    (facts(), "No rule on long missiles was on record"),
    (facts(pair("Arrow", NO_RECORD)), "No rule on Arrow was on record"),
    (facts(asked=("Arrow",), is_group=False), "No rule on Arrow was on record"),
    (facts(DART_NONE, pair("Bolt", "not_supplied")), "No long missile had been supplied to Fredonia"),
    (facts(DART_NONE, pair("Bolt", NO_RECORD)), "Dart had not been supplied to Fredonia"),
    (facts(ARROW_NOT, DART_NONE), "No long missile could be fired into Ruritania"),
    (facts(ARROW_NOT, BOLT_NOT), "No long missile could be fired into Ruritania, officials and reports said"),
    (facts(BOLT_NOT, BOLT_NOT), "No long missile could be fired into Ruritania, reports said"),
    (facts(ARROW_NOT, pair("Bolt", NO_RECORD)), "Arrow could not be fired into Ruritania"),
    (
        facts(ARROW_NOT, pair("Bolt", "prohibited", "inferred")),
        "No long missile could be fired into Ruritania, it appeared",
    ),
    (
        facts(ARROW_NOT, pair("Bolt", "prohibited", contested=True)),
        "No long missile could be fired into Ruritania, but the Echo said otherwise",
    ),
    (facts(pair("Arrow", "permitted"), pair("Bolt", "permitted")), "All long missiles could be fired into Ruritania"),
    (
        facts(pair("Arrow", "permitted"), DART_NONE),
        "Arrow could be fired into Ruritania; Dart had not been supplied",
    ),
    (
        facts(pair("Arrow", "permitted"), pair("Bolt", "permitted", "reported")),
        "All long missiles could be fired into Ruritania, officials and reports said",
    ),
    (
        facts(pair("Arrow", "permitted", narrow=(rule("prohibited", territory=HILLS),)), DART_NONE),
        "Arrow could be fired into Ruritania, but not in the hills; Dart had not been supplied",
    ),
    (
        facts(
            pair("Arrow", "permitted", narrow=(rule("unclear", territory=HILLS), rule("prohibited", territory=COAST)))
        ),
        "Arrow could be fired into Ruritania, with other rules in the hills and on the coast",
    ),
    (
        facts(
            pair(
                "Arrow", "restricted", narrow=(rule("prohibited", territory=HILLS), rule("prohibited", territory=COAST))
            )
        ),
        "Arrow could be fired into Ruritania only on conditions, but not in the hills or on the coast",
    ),
    (facts(COMET_MAYBE, ARROW_NOT), "Comet could be fired into Ruritania only on conditions; Arrow could not"),
    (
        facts(pair("Arrow", "case_by_case", "reported"), DART_NONE),
        "Arrow could be fired into Ruritania only case by case, reports said",
    ),
    (
        facts(COMET_MAYBE, ARROW_NOT, DART_NONE),
        "Only one long missile could be fired into Ruritania: Comet, on conditions",
    ),
    (
        facts(pair("Comet", "permitted"), BOLT_NOT, DART_NONE),
        "Only one long missile could be fired into Ruritania: Comet, officials and reports said",
    ),
    (
        facts(pair("Arrow", "prohibited", narrow=(ON_THE_COAST,)), BOLT_NOT, DART_NONE),
        "Only one long missile could be fired into Ruritania: Arrow, on the coast, reports said",
    ),
    (
        facts(pair("Arrow", "unclear", narrow=(ON_THE_COAST,)), COMET_MAYBE, BOLT_NOT),
        "Arrow could be fired into the coast, reports said; Comet into Ruritania on conditions; "
        "Bolt could not, reports said",
    ),
    (
        facts(pair("Comet", "permitted"), ARROW_NOT, BOLT_NOT, pair("Dart", "unclear")),
        "Comet could be fired into Ruritania; whether Dart could was unclear; "
        "neither Arrow nor Bolt could, reports said",
    ),
    (facts(COMET_MAYBE, pair("Arrow", "case_by_case")), "No long missile could be fired freely into Ruritania"),
    (
        facts(COMET_MAYBE, pair("Arrow", "case_by_case"), pair("Bolt", "unclear")),
        "No long missile could be fired freely into Ruritania, as far as was known",
    ),
    (
        facts(pair("Bolt", "unclear"), ARROW_NOT),
        "It was unclear whether Bolt could be fired into Ruritania; Arrow could not",
    ),
    (
        facts(pair("Bolt", "unclear", "inferred", contested=True)),
        "It was unclear whether Bolt could be fired into Ruritania",
    ),
    (
        facts(pair("Dart", "unclear", never_supplied=True)),
        "It was unclear whether Dart had been supplied to Fredonia",
    ),
    (
        facts(pair("Arrow", "prohibited", narrow=(ON_THE_COAST,)), DART_NONE),
        "Arrow could be fired into Ruritania only on the coast, reports said",
    ),
    (
        facts(pair("Arrow", "unclear", narrow=(ON_THE_COAST,)), DART_NONE),
        "Arrow could be fired into the coast, reports said; the rest of Ruritania was unclear",
    ),
    (
        facts(pair("Arrow", "case_by_case", narrow=(replace(ON_THE_COAST, certainty="official"),)), BOLT_NOT),
        "Arrow could be fired into the coast; the rest of Ruritania case by case; Bolt could not, reports said",
    ),
    (
        facts(pair("Arrow", "case_by_case", narrow=(rule("restricted", territory=COAST),)), DART_NONE),
        "Arrow could be fired into Ruritania only on conditions or case by case",
    ),
    (
        facts(pair("Arrow", "prohibited", narrow=(rule("unclear", territory=COAST),)), DART_NONE),
        "It was unclear whether Arrow could be fired into the coast; Dart had not been supplied",
    ),
    (
        facts(pair("Bolt", "permitted"), pair("Arrow", "unclear", narrow=(ON_THE_COAST,)), DART_NONE),
        "Bolt could be fired into Ruritania; Arrow into the coast, reports said",
    ),
    (
        facts(pair("Bolt", "permitted"), COMET_MAYBE, DART_NONE),
        "Bolt could be fired into Ruritania and Comet on conditions; Dart had not been supplied",
    ),
)
MIXED = (
    (
        facts(pair("Arrow", "prohibited", narrow=(ON_THE_COAST, rule("unclear", territory=HILLS)))),
        "Arrow could be fired into the coast, with other rules in the hills, reports said",
    ),
    (
        facts(pair("Arrow", "case_by_case", narrow=(ON_THE_COAST, rule("prohibited", territory=HILLS)))),
        "Arrow could be fired into the coast, but not in the hills, reports said; the rest of Ruritania case by case",
    ),
)
CHOSEN = (
    (facts(COMET_MAYBE, pair("Arrow", "case_by_case")), "Neither Comet nor Arrow could be fired freely into Ruritania"),
    (
        facts(COMET_MAYBE, pair("Arrow", "restricted")),
        "Comet and Arrow could be fired into Ruritania only on conditions",
    ),
    (facts(ARROW_NOT, pair("Bolt", "prohibited")), "Neither Arrow nor Bolt could be fired into Ruritania"),
    (facts(ARROW_NOT, BOLT_NOT), "Arrow could not be fired into Ruritania; nor could Bolt, reports said"),
    (
        facts(pair("Arrow", "permitted"), pair("Bolt", "permitted", "reported")),
        "Arrow could be fired into Ruritania; Bolt too, reports said",
    ),
    (facts(ARROW_NOT, pair("Bolt", "unclear"), COMET_MAYBE), "Comet could be fired into Ruritania only on conditions"),
)


@pytest.mark.parametrize(("given_facts", "said"), [*EVERYWHERE, *MIXED])
def test_each_state_of_the_cards_has_its_headline(given_facts, said):
    assert headline(given_facts) == said


@pytest.mark.parametrize(("given_facts", "said"), CHOSEN)
def test_the_headline_of_a_few_systems_names_them(given_facts, said):
    assert headline(replace(given_facts, is_group=False)).startswith(said)


def test_the_newest_state_is_told_as_it_is_now():
    free = facts(COMET_MAYBE, pair("Arrow", "case_by_case"), carried=True)
    assert headline(free) == "No long missile may be fired freely into Ruritania"
    assert headline(facts(DART_NONE, carried=True)) == "No long missile has been supplied to Fredonia"
    disputed = facts(pair("Arrow", "case_by_case", contested=True), DART_NONE, carried=True)
    assert headline(disputed).endswith(", but the Echo says otherwise")
    assert who_line(free).startswith("Cano allows Comet on conditions")


def test_hindsight_is_said_where_the_public_had_another_answer():
    then = facts(BOLT_NOT, is_group=False)
    assert headline(facts(ARROW_NOT, then=then, is_group=False)) == (
        "In hindsight, Arrow could not be fired into Ruritania"
    )
    assert headline(replace(then, then=then)) == headline(then)
    # Room for another clause is no other answer.
    longer = facts(pair("Bolt", "prohibited"), pair("Dart", "not_supplied"), is_group=False)
    known = replace(longer, pairs=longer.pairs[:1])
    assert headline(replace(longer, then=known)).startswith("In hindsight, Bolt could not")


def test_a_long_headline_says_in_short_how_sure_it_is():
    long = facts(ARROW_NOT, BOLT_NOT, weapon="very, very, very, very, very, very, very long missile")
    assert headline(long).endswith("Ruritania, officials and reports said")
    assert headline(replace(long, then=facts(ARROW_NOT))).endswith("Ruritania, reports said")


def test_a_long_headline_says_in_short_where_its_first_clause_holds():
    arrow = pair("Arrow", "prohibited", narrow=(ON_THE_COAST,))
    comet = pair("Comet", "case_by_case", narrow=(rule("restricted", territory=COAST),))
    said = headline(facts(arrow, comet, DART_NONE))
    assert said.startswith("Arrow could be fired into Ruritania only on the coast, reports said; Comet into")
    long = replace(arrow, name="Arrow of the second make", system="Arrow of the second make")
    assert headline(facts(long, comet, DART_NONE)) == (
        "Arrow of the second make could be fired into the coast, reports said; "
        "Comet into Ruritania on conditions or case by case"
    )


def test_many_systems_are_counted_and_a_name_that_is_a_list_ends_one():
    named = [replace(pair("Arrow", "prohibited"), name=name, system=name) for name in ("A and other arms", "B")]
    assert headline(facts(*named, is_group=False)) == "B, A and other arms could not be fired into Ruritania"
    many = [replace(named[0], name=f"Missile {number}", system=f"Missile {number}") for number in range(5)]
    assert headline(facts(*many, is_group=False)) == "Five systems could not be fired into Ruritania"


def test_a_system_of_two_suppliers_is_named_with_them_where_they_differ():
    ours = PairFacts("Bolt", "Borg’s Bolt", "Borg", rule("prohibited", authority="Borg"))
    theirs = replace(ours, name="Cano’s Bolt", supplier="Cano", general=rule("case_by_case", authority="Cano"))
    assert headline(facts(ours, theirs, is_group=False)) == (
        "Cano’s Bolt could be fired into Ruritania only case by case; Borg’s Bolt could not"
    )
    same = replace(theirs, general=ours.general)
    assert headline(facts(ours, same, is_group=False)) == "Bolt could not be fired into Ruritania"


def test_who_says_it_since_when_and_how_sure():
    line = who_line(
        facts(
            pair("Arrow", "prohibited", narrow=(replace(ON_THE_COAST, since="2024-11-17"),)),
            pair("Bolt", "case_by_case", "reported", authority="Alba", contested=True),
            COMET_MAYBE,
            DART_NONE,
        )
    )
    assert line == (
        "Alba allowed Arrow on the coast (since 17 Nov 2024; reported), "
        "not in the rest of Ruritania (since 28 May 2024; official); "
        "Alba decided case by case on Borg’s Bolt (since 28 May 2024; reported, disputed); "
        "Cano allowed Comet on conditions (since 28 May 2024; official); Dorn had not supplied Dart (official)."
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (pair("Arrow", "permitted"), "Alba allowed Arrow (since 28 May 2024; official)."),
        (
            pair("Arrow", "permitted", narrow=(rule("prohibited", territory=HILLS),)),
            "Alba allowed Arrow, but not in the hills (since 28 May 2024; official).",
        ),
        (
            pair("Arrow", "prohibited", blamed="Borg"),
            "Alba did not allow Arrow (since 28 May 2024; official; Borg’s part disputed).",
        ),
        (pair("Arrow", "unclear"), "Alba’s rule on Arrow was unclear (since 28 May 2024; official)."),
        (
            pair("Dart", "unclear", never_supplied=True),
            "Whether Dorn had supplied Dart was unclear (since 28 May 2024; official).",
        ),
        (
            pair("Arrow", "unclear", narrow=(ON_THE_COAST,)),
            "Alba allowed Arrow on the coast (since 28 May 2024; reported), "
            "with the rest of Ruritania unclear (since 28 May 2024; official).",
        ),
        (
            pair("Arrow", "prohibited", narrow=(rule("unclear", territory=COAST),)),
            "Alba’s rule on Arrow on the coast was unclear (since 28 May 2024; official), "
            "with the rest of Ruritania not allowed (since 28 May 2024; official).",
        ),
        (
            pair("Arrow", NO_RECORD, narrow=(ON_THE_COAST,)),
            "Alba allowed Arrow on the coast (since 28 May 2024; reported).",
        ),
        (pair("Arrow", NO_RECORD), "No record is not a prohibition."),
    ],
)
def test_each_rule_is_told_with_whose_it_is(told, said):
    assert who_line(facts(told)) == said


def test_rules_of_one_supplier_that_are_alike_are_said_once():
    other = replace(ARROW_NOT, system="Axe", name="Axe")
    assert who_line(facts(ARROW_NOT, other)) == (
        "Alba did not allow Arrow (since 28 May 2024; official) or Axe (since 28 May 2024; official)."
    )


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        (None, "No entry on the rules by this day."),
        (date(2024, 11, 18), "Newest entry on the rules: 18 Nov 2024, the same day."),
        (date(2024, 11, 17), "Newest entry on the rules: 17 Nov 2024, 1 day before this day."),
        (date(2024, 9, 19), "Newest entry on the rules: 19 Sep 2024, 60 days before this day."),
        (date(2024, 8, 20), "Newest entry on the rules: 20 Aug 2024, 2 months before this day."),
        (
            date(2024, 3, 18),
            "Newest entry on the rules: 18 Mar 2024, 8 months before this day; assumed unchanged since.",
        ),
        (
            date(2024, 3, 19),
            "Newest entry on the rules: 19 Mar 2024, 7 months before this day; assumed unchanged since.",
        ),
    ],
)
def test_how_old_the_newest_entry_is(newest, said):
    assert evidence_line(facts(ARROW_NOT, newest=newest), date(2026, 11, 27)) == said


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 11, 18), "Newest entry on the rules: 18 Nov 2024, today."),
        (date(2024, 11, 19), "Newest entry on the rules: 18 Nov 2024, 1 day old."),
        (date(2025, 7, 20), "Newest entry on the rules: 18 Nov 2024, 8 months old; assumed unchanged since."),
    ],
)
def test_the_newest_state_is_as_old_as_it_is_today(today, said):
    assert evidence_line(facts(ARROW_NOT, carried=True), today) == said


def test_a_newest_entry_that_is_a_claim_is_called_one():
    line = evidence_line(facts(ARROW_NOT, is_claim=True), date(2026, 11, 27))
    assert line == "Newest entry on the rules: 18 Nov 2024 (disputed), the same day."


def test_a_brief_line_has_no_brackets():
    shown = facts(pair("Arrow", "unclear", narrow=(ON_THE_COAST,)), DART_NONE)
    assert who_line(shown, brief=True) == (
        "Alba allowed Arrow on the coast, with the rest of Ruritania unclear; Dorn had not supplied Dart."
    )


def test_what_is_not_known():
    line = "; ".join(
        open_questions(
            facts(
                pair("Arrow", "unclear", narrow=(ON_THE_COAST,)),
                pair("Bolt", "unclear", contested=True),
                pair("Comet", NO_RECORD),
                pair("Dart", "unclear", never_supplied=True),
                pair("Arrow", "prohibited", blamed="Borg"),
            )
        )
    )
    assert line == (
        "whether Dorn had supplied Dart; whether Arrow could be fired into the rest of Ruritania; "
        "whether Bolt could be fired into Ruritania; any rule on Comet in Ruritania; "
        "what part Borg had in the rule on Arrow; which of the claims on Bolt was right"
    )
