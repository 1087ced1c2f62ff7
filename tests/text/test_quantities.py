"""Published numbers in sentences: every branch of the answer, and what is said of clashes."""

from datetime import date

import pytest

from caveat.dataset import schema
from caveat.text import quantities as words
from tests.domain.test_quantities import quantity

DAY = date(2025, 6, 1)
BATCH = quantity("delivered_batch", low=101, words="more than 100", qualifier="at_least", speaker="NYT")
FEW = quantity(high=39, words="fewer than 40", qualifier="up_to", speaker="AP", published="2025-03-13")
MANY = quantity(words="hundreds", qualifier="", speaker="WSJ", published="2025-05")
OFFICIAL = quantity(low=30, high=30, words="30", certainty="official", speaker="the Pentagon")
CLAIM = quantity(low=201, words="more than 200", certainty="claimed", speaker="Gerasimov", qualifier="at_least")
STOCK = quantity("supplier_stock", low=600, high=600, words="600")
EMPTY = quantity("left", low=0, high=0, words="ran out", speaker="AP", published="2025-03-13")


def known(*rows, delivered_by=("Washington",), last_use=""):
    return words.KnownNumbers(DAY, rows, delivered_by, "Kyiv", last_use, {"atacms": "ATACMS", "gmlrs": "GMLRS"})


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (known(delivered_by=()), "No delivery is on record."),
        (known(STOCK, delivered_by=()), "No delivery is on record."),
        (known(STOCK), "Nobody has published a number."),
        (known(BATCH), "Nobody has given a total."),
        (known(FEW), "Nobody has said on the record: there are only reports."),
        (known(CLAIM), "Nobody has said on the record: there is only a claim."),
        (known(FEW, MANY), "Nobody has said on the record, and the reports disagree."),
        (known(BATCH, FEW), "Nobody has said on the record, and the reports disagree."),
        (known(OFFICIAL), "On the record: “30” (the Pentagon)."),
        (known(OFFICIAL, MANY), "On the record: “30” (the Pentagon), and other reports disagree."),
    ],
)
def test_every_answer(facts, answer):
    assert words.answer(facts) == answer


def test_what_nobody_has_said_and_what_cannot_both_be_right():
    assert words.sentences(known(BATCH, FEW, MANY)) == [
        "As far as we found, neither Washington nor Kyiv had given a total by 1 June 2025.",
        "“Fewer than 40” (AP) and “hundreds” (WSJ) cannot both be right.",
        "“Fewer than 40” (AP) does not fit “more than 100” in one batch (NYT).",
    ]


def test_a_total_on_the_record_is_not_missed():
    assert words.sentences(known(OFFICIAL)) == ["The only total is “30” (the Pentagon)."]


def test_nothing_is_missed_where_nothing_was_delivered():
    assert words.sentences(known(STOCK, delivered_by=())) == ["The published numbers count other things."]
    assert words.sentences(known(delivered_by=())) == []


def test_batches_and_joint_totals():
    said = words.sentences(known(BATCH, quantity("delivered_batch", low=20, high=20, words="20")))
    assert said[1:] == ["The numbers count single deliveries. They may overlap and are not added up."]
    joint = quantity(low=201, words="more than 200", speaker="Gerasimov", system_ids=("atacms", "gmlrs"))
    said = words.sentences(known(joint, delivered_by=("Washington", "London")))
    assert "neither Washington, London nor Kyiv" in said[0]
    assert said[1:] == ["The only total is “more than 200” (Gerasimov) for ATACMS and GMLRS together."]


def test_an_empty_stock_does_not_fit_later_use():
    told = "“Ran out” (AP) does not fit the use that was reported on 24 Apr 2025."
    assert told in words.sentences(known(EMPTY, last_use="2025-04-24"))
    assert told not in words.sentences(known(EMPTY, last_use="2025-03-01"))
    assert len(words.sentences(known(EMPTY))) == 2


@pytest.mark.parametrize(
    ("row", "figure"),
    [
        (quantity(low=24, high=24, words="two dozen", qualifier="about"), "about 24"),
        (quantity(low=3350, high=3350), "3,350"),
        (quantity(low=101, words="more than 100", qualifier="at_least"), "more than 100"),
        (quantity(low=1601, words="over 1,600 missiles", qualifier="at_least"), "over 1,600"),
        (quantity(low=100, words="100 or more", qualifier="at_least"), "at least 100"),
        (quantity(high=39, words="fewer than 40", qualifier="up_to"), "fewer than 40"),
        (quantity(high=600, words="up to 600", qualifier="up_to"), "up to 600"),
        (quantity(low=700, high=1000, words="between", qualifier="between"), "700 to 1,000"),
        (quantity(words="hundreds", qualifier=""), "“hundreds”"),
        (quantity(low=0, high=0, words="ran out"), "0"),
    ],
)
def test_figures(row, figure):
    assert words.figure(row) == figure


def test_marks_and_their_caption():
    joint = quantity(low=1, words="1", speaker="a speaker", system_ids=("atacms", "gmlrs"), published="")
    assert words.mark_label(joint) == "A speaker, undated page; two systems together"
    assert len(words.mark_label(quantity(speaker="x" * 60))) < 60
    assert words.figure(quantity("delivered_of_promise", low=10, high=10, words="10 of 40")) == "“10 of 40”"
    assert words.chart_caption((FEW, MANY)) == (
        "A bar from the left edge: at most so many. Words alone: no number was given."
    )


def test_words_cover_the_table():
    kinds = schema.enum("quantities", "what")
    assert set(words.WHAT) == {"left" if kind.startswith("left_in_") else kind for kind in kinds}
