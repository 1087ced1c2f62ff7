"""The sentences on states: what the founding week says in words, and that every status and territory has a word."""

from datetime import date

import pytest

from caveat.content import briefing
from caveat.dataset import schema
from caveat.domain import confirmations, restrictions, rule_history
from caveat.domain.query import View
from caveat.text import labels
from caveat.text import permissions as words
from tests.support import reference


def states_of(log, supplier, system_id, day, known="then"):
    return [restrictions.permission_state(log, supplier, system_id, area, day, known) for area in reference.TERRITORIES]


def test_the_sentence_on_atacms_on_18_november_2024(log, names):
    assert words.permission_sentence("ATACMS", states_of(log, "US", "atacms", date(2024, 11, 18)), names) == (
        "ATACMS, from the United States: allowed in occupied Ukraine (official since 17 Oct 2023) and in the Kursk area (reported, 17 Nov 2024); "
        "not allowed in the Russian border area (official, 3 Jun 2024) and anywhere else in Russia (official since Apr 2024)."
    )


def test_what_holds_everywhere_is_said_once(log, names):
    assert words.permission_sentence(
        "Taurus KEPD 350", states_of(log, "DE", "taurus-kepd-350", date(2024, 11, 18)), names
    ) == ("Taurus KEPD 350, from Germany: not supplied (official since 5 Oct 2023).")


def test_silence_is_no_record_never_not_allowed(log, names):
    before = states_of(log, "GB", "storm-shadow", date(2022, 2, 24))
    assert (
        words.permission_sentence("Storm Shadow", before, names)
        == "Storm Shadow, from the United Kingdom: no record by this day."
    )
    assert words.card_headline(before, names) == "No record"
    half = states_of(log, "IT", "storm-shadow", date(2024, 11, 18))
    assert words.permission_sentence("Storm Shadow", half, names).endswith("; no record in occupied Ukraine.")


@pytest.mark.parametrize(
    ("supplier", "system_id", "headline"),
    [
        ("US", "atacms", "Allowed in the Kursk area"),
        ("GB", "storm-shadow", "Unclear inside Russia"),
        ("FR", "scalp-eg", "Case by case inside Russia"),
        ("DE", "taurus-kepd-350", "Not supplied"),
    ],
)
def test_the_four_cards_of_18_november_2024(log, names, supplier, system_id, headline):
    assert words.card_headline(states_of(log, supplier, system_id, date(2024, 11, 18)), names) == headline


def test_a_rule_of_another_government_is_said_to_be_its_own(log, names):
    british = restrictions.permission_state(log, "GB", "storm-shadow", "ru_any", date(2025, 6, 30), "now")
    assert words.whose_rule(british, names) == "The rule is Washington’s, not London’s."
    own = restrictions.permission_state(log, "US", "atacms", "ru_any", date(2025, 6, 30), "now")
    assert words.whose_rule(own, names) == ""


def test_a_change_says_what_stood_before(log, names):
    found = rule_history.log_entries(log, date(2024, 11, 16), date(2024, 11, 17))
    assert "ATACMS · Kursk area: not allowed → allowed" in [
        words.entry_title(entry, "ATACMS", names) for entry in found
    ]


def test_a_title_and_its_remark_say_the_certainty_once(log, names):
    """In no entry of the log is a word of the remark the last word of the title, nor a certainty named twice."""
    kinds = set()
    for known in ("then", "now"):
        for entry in rule_history.log_entries(log, date(2000, 1, 1), date(2030, 1, 1), known):
            title, remark = words.entry_title(entry, "X", names), words.entry_remark(entry)
            kinds.add(entry.kind)
            assert "claimed" not in title
            for word in ("official", "reported", "inferred", "disputed", "restated", "as before"):
                assert f"{title} {remark}".count(word) <= 1, f"{title} {remark}"
            assert entry.kind == "disputed" or labels.CERTAINTY[entry.change.certainty] in f"{title} {remark}"
    assert kinds == {"changed", "confirmed", "restated", "disputed"}


def test_a_disputed_entry_is_told_as_a_claim(log, names):
    titles = {
        entry.change.change_id: words.entry_title(entry, "X", names)
        for entry in rule_history.log_entries(log, date(2000, 1, 1), date(2030, 1, 1))
    }
    assert titles["fr-scalp-20260310-border"] == "X · Russian border area: a claim that leaves it unclear"
    assert titles["gb-ss-20250526-merz"] == "X · Russia: said to be allowed"


@pytest.mark.parametrize(
    "day", [date(2024, 11, 18), date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 14), date(2026, 11, 22)]
)
def test_one_day_has_one_question_whichever_clock_is_chosen(dataset, day):
    asked = {briefing.heading(dataset, View(day, known)).question for known in ("then", "now")}
    assert len(asked) == 1
    assert ("carried forward" in asked.pop()) is (day > date(2026, 3, 13))


def test_every_coded_value_of_the_log_has_a_word():
    statuses = {*restrictions.STATUSES, restrictions.NO_RECORD}
    assert statuses == set(labels.STATUS) == set(labels.STATUS_SHORT)
    assert set(schema.enum("restrictions", "certainty")) <= set(labels.CERTAINTY)


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_read_as_english(parts, text):
    assert words.and_list(parts) == text


@pytest.mark.parametrize(
    ("change_id", "day", "condition", "again"),
    [
        (
            "us-gmlrs-border-20240530",
            date(2024, 5, 30),
            "Condition: only as counter-fire at forces across the border from Kharkiv.",
            [],
        ),
        ("us-atacms-kursk-20241117", date(2024, 11, 18), "", []),
        (
            "us-atacms-review-2025spring",
            date(2025, 9, 1),
            "Each use needs the defence secretary’s approval; none is known to have passed.",
            [],
        ),
        (
            "us-atacms-review-2025spring",
            date(2026, 1, 1),
            "Each use is decided case by case by the president.",
            ["Use last reported on 18 Nov 2025", "Last confirmed on 28 Sep 2025, on the record"],
        ),
        (
            "de-taurus-2023-10-refusal",
            date(2025, 3, 1),
            "",
            ["Said by others in Feb 2025", "Last confirmed on 14 Dec 2024, on the record"],
        ),
    ],
)
def test_a_rule_its_condition_and_who_repeated_it(log, change_id, day, condition, again):
    rule = log.by_id[change_id]
    state = restrictions.permission_state(log, rule.supplier, rule.system_id, rule.territory, day)
    standing = confirmations.standing_rule(log, state, day)
    assert standing.change == rule
    assert words.condition_sentence(rule, standing.condition) == condition
    assert [head for head, _ in words.later_words(state, standing)] == again


def test_every_condition_reads_as_one_sentence(log):
    for change in log.changes:
        sentence = words.condition_sentence(change, change.condition)
        if sentence:
            assert sentence.startswith(("Condition: only ", "Condition: not ", "Condition: with", "Each use "))
            assert sentence.count(".") == 1


def test_disputes_are_flagged_in_a_few_words(log, names):
    found = {
        change.change_id: words.disputes_head([change], names)
        for change in log.changes
        if change.certainty == "disputed"
    }
    assert found["gb-ss-20250526-merz"] == "Disputed: said to be allowed in Russia, 26 May 2025"
    assert found["fr-scalp-20241117-figaro"] == "Disputed: a claim about Russia, 17 Nov 2024"
    assert found["us-stormshadow-veto-202408"] == (
        "Disputed: said not to be allowed in Russia, by Washington’s rule, Aug 2024"
    )
    assert words.disputes_head([], names) == ""
    both = [log.by_id["gb-ss-20250526-merz"], log.by_id["gb-ss-20241117-figaro"]]
    assert words.disputes_head(both, names) == "Disputed: 2 claims, the newest of 26 May 2025"


def test_a_restatement_names_the_rule_that_it_repeats(log):
    remarks = {
        entry.change.change_id: words.entry_remarks(entry, confirmations.root(log, entry.change, entry.day, "then"))
        for entry in rule_history.log_entries(log, date(2000, 1, 1), date(2030, 1, 1))
    }
    assert remarks["us-atacms-ruany-20241025"] == ("official", "repeats the rule of 17 Oct 2023")
    assert remarks["us-atacms-kursk-confirm-20241125"] == ("", "confirms the rule of 17 Nov 2024")
    assert remarks["gb-ss-20251225-border"] == ("inferred", "use reported under the rule of 20 Nov 2024")
    assert remarks["de-taurus-2025-02-merz-munich"] == ("", "said by others; the rule of 4 Oct 2023 stands")
    assert remarks["us-atacms-kursk-20241117"] == ("reported", "")
    assert remarks["fr-scalp-20241118-ru"] == ("official", "repeats the rule of 28 May 2024 in narrower words")
