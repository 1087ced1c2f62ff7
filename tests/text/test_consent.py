"""The sentences on whose yes it takes: each branch, on made states and on the real log."""

import pytest

from caveat.domain import consent as rules
from caveat.domain.case import case_of
from caveat.text import consent as words
from tests.domain.test_consent import rule, state
from tests.domain.test_restrictions import RULE, replace

NAMES = case_of(
    {
        "countries": [
            {"code": code, "name": name, "in_sentence": said, "capital": capital}
            for code, name, said, capital in (
                ("A", "Ayland", "", "Aytown"),
                ("B", "Bees", "the Bees", "Beetown"),
                ("C", "Ceeland", "", "Ceetown"),
            )
        ],
        "territories": [
            {"territory_id": "ru_any", "parent_id": "", "name": "Zed", "lead": "general"},
            {"territory_id": "edge", "parent_id": "ru_any", "name": "Edge", "as_noun": "the edge", "lead": "narrow"},
        ],
    }
)
AREA, EDGE = NAMES.territory("ru_any"), NAMES.territory("edge")


def ranked(*states):
    return rules.ranked_suppliers(states, NAMES.country_name)


def said(*states, place="inside Zed", past=True):
    return words.headline(ranked(*states), place, ["Bolt"], NAMES, past)


@pytest.mark.parametrize(
    ("states", "sentence", "order"),
    [
        ([], "No supplier had a rule on record for use inside Zed", ""),
        (
            [state("A", "x", rule("A", "prohibited", "reported"))],
            "Only Ayland had a rule on record: it did not allow its weapons inside Zed, reports said",
            "Not allowed: Ayland (reported).",
        ),
        (
            [state("A", "x", rule("A", "permitted")), state("B", "x", rule("B", "permitted"))],
            "Ayland and the Bees had the same answer: both allowed use inside Zed",
            "Allowed: Ayland and the Bees.",
        ),
        (
            [state("B", "x", rule("B", "not_supplied")), state("A", "x", rule("A", "case_by_case", "inferred"))],
            "The Bees was the strictest: it had not sent Bolt",
            "Not supplied: the Bees. Case by case: Ayland (inferred).",
        ),
        (
            [
                *(state(code, "x", rule(code, "prohibited", "inferred")) for code in "ABC"),
                state("C", "y", rule("C", "unclear")),
            ],
            "Ayland and the Bees were the strictest: neither allowed its weapons inside Zed, it appeared",
            "Not allowed: Ayland (inferred) and the Bees (inferred). Unclear: Ceeland.",
        ),
    ],
)
def test_who_is_strictest(states, sentence, order):
    assert said(*states) == sentence
    assert words.ranking_sentences(ranked(*states), NAMES) == order


def test_many_are_counted_and_a_dispute_is_said():
    names = case_of(
        {"countries": [{"code": code, "name": f"{code} with a long name", "capital": ""} for code in "ABC"]}
    )
    claim = replace(RULE, authority="A", certainty="disputed", summary="The Echo writes that A allows it.")
    states = [replace(state("A", "x", rule("A", "prohibited")), disputed_by=(claim,))]
    states += [state(code, "x", rule(code, "prohibited")) for code in "BC"]
    ranking = [*ranked(*states), ("permitted", {"D": state("D", "x", rule("D", "permitted"))})]
    assert words.headline(ranking, "here", [], names, False) == (
        "Three suppliers are the strictest: none of them allows its weapons here, but the Echo says otherwise"
    )


@pytest.mark.parametrize("status", ["not_supplied", "prohibited", "unclear", "case_by_case", "restricted", "permitted"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_answer_has_words_today_and_then(status, number):
    states = [state(code, "x", rule(code, status)) for code in "ABC"[:number]]
    for past in (False, True):
        sentence = said(*states, place="here", past=past)
        assert "{}" not in sentence and sentence.endswith((" here", " Bolt", " for")) | ("here" in sentence)
        assert (" had " in f" {sentence}") == past


def test_where_it_is():
    assert words.where(AREA) == "inside Zed" and words.where(AREA, True) == "in most of Zed"
    assert words.where(EDGE) == "in Edge" and words.freer_areas_sentence([], True) == ""
    assert words.freer_areas_sentence([EDGE], False) == "Freer rules hold in Edge."


def disputed(status, authority):
    return replace(RULE, authority=authority, status=status, certainty="disputed", effective_text="2024-08")


@pytest.mark.parametrize(
    ("layers", "claims", "sentence"),
    [
        ([rule("A", "prohibited")], [], ""),
        (
            [rule("A", "prohibited")],
            [disputed("prohibited", "B")],
            "Who stopped Bolt was disputed: Aytown alone, or Beetown too.",
        ),
        (
            [rule("A", "unclear")],
            [disputed("prohibited", "B")],
            "Disputed: a claim of Aug 2024 that Beetown’s answer on Bolt was “not allowed”.",
        ),
        (
            [rule("B", "case_by_case", "reported"), rule("A", "permitted")],
            [],
            "Bolt took more than one yes: Aytown’s (allowed) and Beetown’s (case by case, reported); "
            "the stricter counted.",
        ),
        (
            [rule("A", "permitted"), rule("B", "permitted")],
            [],
            "Bolt had more than one rule, and they said the same: Aytown’s (allowed) and Beetown’s (allowed).",
        ),
        (
            [rule("B", "prohibited")],
            [disputed("permitted", "B")],
            "Bolt was under Beetown’s (not allowed) rule; none of Aytown was on record. "
            "Disputed: a claim of Aug 2024 that Beetown’s answer was “allowed”.",
        ),
    ],
)
def test_a_second_yes(layers, claims, sentence):
    found = replace(state("A", "bolt", *layers), disputed_by=tuple(claims))
    assert words.second_yes_sentence("Bolt", found, NAMES, True) == sentence


def test_whose_answer_it_is():
    both = state("A", "x", rule("A", "permitted", "reported"), rule("B", "permitted"))
    assert words.answer_reason(both, NAMES) == ", by Aytown’s and Beetown’s rules (reported)"
    assert words.answer_reason(state("A", "x", rule("A", "not_supplied", "inferred")), NAMES) == " (inferred)"
    assert words.answer_reason(state("A", "x"), NAMES) == ""


def test_no_record_names_those_who_have_rules_elsewhere():
    assert words.no_other_note("A", ["B"], NAMES) == "No record of a rule of Beetown"
    assert words.no_other_note("B", ["B"], NAMES) == "No record of a rule of another state"
