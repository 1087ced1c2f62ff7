"""The page on whose yes it takes: the states of the fold, nothing later than the day, the same rows as CSV."""

from datetime import date

import pytest

from caveat.content import consent
from caveat.domain.query import View
from caveat.domain.restrictions import permission_state
from tests.support import reference
from tests.support.elements import parse
from tests.support.registry import body, request

DAYS = [date(2022, 6, 15), date(2024, 10, 1), date(2024, 11, 18), date(2025, 8, 23), date(2026, 11, 1)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("known", ["then", "now"])
def test_every_row_is_the_state_of_the_fold(dataset, log, day, known):
    answer = consent.build_answer(dataset, View(day, known), "ru_any")
    rows = [*answer.rows, *answer.others, *answer.silent]
    assert len({(row.state.supplier, row.state.system_id) for row in rows}) == len(rows)
    for row in rows:
        state = row.state
        assert state == permission_state(log, state.supplier, state.system_id, "ru_any", day, known)
        own = reference.rows("restrictions")
        if row.rule:
            assert row.rule.change.authority == state.supplier and row.rule.change.change_id in {
                each["change_id"] for each in own
            }


@pytest.mark.parametrize("day", DAYS)
def test_the_rules_of_others_by_the_day(dataset, day):
    for known in ("then", "now"):
        shown = [change for change, _ in consent.build_answer(dataset, View(day, known), "ru_any").entries]
        wanted = {
            row["change_id"]
            for row in reference.rows("restrictions")
            if row["supplier"] != row["authority"]
            and max(
                reference.first_day(row[key])
                for key in (("effective", "reported") if known == "then" else ("effective",))
            )
            <= day
        }
        assert {change.change_id for change in shown} == wanted
        assert shown == sorted(shown, key=lambda change: change.day(known), reverse=True)
    frame = request(dataset, "consent", day).page.exports[1].rows(dataset, View(day), {"territory": "ru_any"})
    assert set(frame["change_id"]) == {
        change.change_id for change, _ in consent.build_answer(dataset, View(day), "ru_any").entries
    }


def test_who_stopped_storm_shadow(dataset):
    """A task of readers: the day says no, and that it is disputed who stopped it."""
    asked = request(dataset, "consent", date(2024, 10, 1))
    soup = parse(body(asked))
    [row] = [each for each in soup.select(".cv-consent tr") if "Storm Shadow" in each.text and "Kingdom" in each.text]
    assert row.select("td")[-1].text.startswith("No, by London’s rule (reported). Disputed: who stopped it.")
    assert "US officials said the matter was for London and Kyiv" in row.text
    assert soup.select_one('a[href="#rules"]').text == "1 rule of Washington on what others supply"
    assert "Who stopped London’s Storm Shadow was disputed" in asked.description
    assert len(asked.description) <= 300


def test_a_chosen_system_and_area(dataset):
    view = View(date(2024, 10, 1), systems=("atacms-m39",))
    answer = consent.build_answer(dataset, view, "ru_kursk")
    assert {row.state.system_id for row in answer.rows} == {"atacms"}
    assert {row.state.territory for row in answer.rows} == {"ru_kursk"} and answer.entries == ()
    assert answer.authorities == ("US",)
    asked = request(dataset, "consent", view, {"territory": ["ru_kursk"]})
    said = body(asked)
    assert (
        "in the Kursk area" in asked.heading.headline
        and "no rule on ATACMS Block I of a state that is not the supplier" in said
    )


def test_smaller_areas_that_are_freer_are_said(dataset):
    answer = consent.build_answer(dataset, View(date(2024, 11, 18)), "ru_any")
    [atacms] = [row for row in answer.rows if row.state.system_id == "atacms"]
    assert [state.territory for state in atacms.freer] == ["ru_kursk"]
    assert "in most of Russia" in answer.headline and "in the Kursk area" in answer.ranking


def test_the_default_area_is_the_one_that_leads(dataset):
    assert request(dataset, "consent", date(2024, 10, 1)).params["territory"] == "ru_any"


def test_the_timeline_lists_the_rules_of_one_authority(dataset):
    """By whose rule it is, on the page and as CSV."""
    view, query = View(date(2026, 3, 13)), {"territory": ["ru_any"], "authority": ["US"]}
    asked = request(dataset, "timeline", view, query)
    frame = asked.page.exports[1].rows(dataset, view, asked.params)
    every = request(dataset, "timeline", view, {"territory": ["ru_any"]})
    whole = asked.page.exports[1].rows(dataset, view, every.params)
    assert set(frame["authority"]) == {"US"} < set(whole["authority"])
    assert list(frame["change_id"]) == list(whole[whole["authority"] == "US"]["change_id"])
    assert set(frame["supplier"]) > {"US"}
    assert set(parse(body(asked)).select("tr[id^=entry-]")[0]["id"].split()) <= {
        f"entry-{change}" for change in frame["change_id"]
    }
    assert "Washington’s rules" in asked.title
