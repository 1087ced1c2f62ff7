"""The answer and its fragment: complete, escaped, the same numbers as the log."""

from dataclasses import replace
from datetime import date

import pandas as pd

from caveat import html
from caveat.content import briefing
from caveat.domain import rule_history, rule_log
from caveat.domain.query import View
from tests.support.elements import parse


def test_a_chosen_system_has_its_cards_and_rows_only(dataset):
    built = briefing.build_briefing(dataset, View(date(2024, 11, 18), systems=("storm-shadow",)))
    assert {(row.supplier, row.system_id) for row in built.matrix} == {("GB", "storm-shadow"), ("IT", "storm-shadow")}
    assert built.cards == built.matrix


def test_a_variant_is_answered_by_its_family(dataset):
    built = briefing.build_briefing(dataset, View(date(2024, 11, 18), systems=("atacms-m39",)))
    assert [row.system_id for row in built.matrix] == ["atacms"]


def test_a_system_without_a_rule_says_so(dataset):
    built = briefing.build_briefing(dataset, View(date(2022, 2, 24)))
    assert any("Flamingo" in row.system for row in built.silent)


def test_systems_with_a_record_come_first_on_a_day_when_no_card_has_one(dataset):
    built = briefing.build_briefing(dataset, View(date(2022, 6, 15)))
    assert [row.lead.status == "no_record" for row in built.cards] == [False, True, True, True, True]
    assert built.matrix[0].system_id == built.cards[0].system_id == "gmlrs"


def test_changes_are_counted_from_the_day_that_the_address_names(dataset):
    week = briefing.build_briefing(dataset, View(date(2024, 11, 18)))
    assert week.view.compared_from == date(2024, 11, 11)
    longer = briefing.build_briefing(dataset, View(date(2024, 11, 18), since=date(2024, 1, 1)))
    assert len(longer.changes) > len(week.changes) and longer.view.compared_from == date(2024, 1, 1)


def test_a_link_that_is_no_web_address_is_no_link():
    assert "<a" not in html.link("x", "javascript:alert(1)") and "<a" not in html.link("x", "data:text/html,x")


def test_views_are_built_once(dataset):
    view = View(date(2024, 11, 18))
    assert briefing.briefing_html(dataset, view) is briefing.briefing_html(dataset, replace(view))


def test_a_plain_table_says_when_it_is_empty():
    page = html.table(
        pd.DataFrame({"System": pd.Series([], dtype="str"), "Range (km)": pd.Series([], dtype="float64")}), "Nothing"
    )
    assert "Nothing to show" in page


def test_a_plain_table_keeps_numbers_and_blanks_apart():
    page = html.table(pd.DataFrame({"System": ["A", "B"], "Range (km)": [300.0, None]}), "Ranges")
    assert ">300<" in page and ">–<" in page


def test_the_answer_in_one_sentence_is_the_title_of_the_page(dataset):
    heading = briefing.heading(dataset, View(date(2024, 11, 18)))
    assert heading.headline.startswith("ATACMS could be fired into the Kursk area, reports said")
    assert heading.question == "What were the missiles allowed to reach on 18 November 2024?"
    assert heading.age == "As the public knew it then. Newest entry on the rules: 18 Nov 2024, the same day."


def test_what_is_not_known_is_a_link_to_its_section(dataset):
    view = View(date(2024, 11, 18))
    context = parse(briefing.heading(dataset, view).context)
    [link] = context.select("a")
    [section] = parse(briefing.briefing_html(dataset, view)).select(f"h2{link['href']} + ul")
    assert len(section.select("li")) == len(briefing.build_briefing(dataset, view).unknown)


def test_the_summary_of_each_day_of_change_has_whole_rules_and_fits_a_preview(dataset):
    for day in rule_history.change_days(rule_log.rule_log(dataset), "then"):
        summary = briefing.day_summary(dataset, View(day))
        assert len(summary) <= briefing.MAX_SUMMARY and summary.endswith("."), summary
        assert summary.count("(") == summary.count(")"), summary
