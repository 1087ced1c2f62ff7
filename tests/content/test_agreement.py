"""What several pages say of one thing is the same on each of them, on several days and by both clocks."""

import re
from datetime import date

import pytest

from caveat.content import consent, suppliers
from caveat.content.briefing import build_briefing
from caveat.content.clock import clock_sentence
from caveat.content.page import PageRequest
from caveat.content.pages import PAGES, page_by_id
from caveat.content.quantities import find_numbers
from caveat.dataset.partial_dates import first_day, spoken
from caveat.domain import coverage, transfers
from caveat.domain.case import case
from caveat.domain.consent import ranked_suppliers
from caveat.domain.pairs import matrix_states, supplier_system_pairs
from caveat.domain.query import CLOCKS, View
from caveat.domain.rule_history import newest_entry
from caveat.text import permissions as words
from tests.support import reference

DAYS = (date(2022, 6, 15), date(2023, 5, 11), date(2024, 11, 18), date(2025, 8, 23), date(2026, 3, 13))
NEWEST = re.compile(r"Newest entry on the rules: (.*?)[,(]")


@pytest.mark.parametrize("known", CLOCKS)
@pytest.mark.parametrize("day", DAYS)
def test_the_newest_entry_is_the_same_on_every_page(dataset, day, known):
    view = View(day, known)
    came_in = [reference.entry_day(row, known) for row in reference.rows("restrictions")]
    expected = spoken(max(each for each in came_in if each <= day))
    ages = {
        page: PageRequest(page_by_id(page), dataset, view, {}).heading.age
        for page in ("briefing", "map", "timeline", "consent", "data")
    }
    assert {page: NEWEST.search(age)[1].strip() for page, age in ages.items()} == dict.fromkeys(ages, expected)
    by_supplier = [found.entry.day(known) for _, found in build_briefing(dataset, view).evidence]
    assert spoken(max(by_supplier)) == expected


@pytest.mark.parametrize("day", DAYS)
def test_every_page_counts_ages_from_the_same_day(dataset, day):
    """From the day that is shown, or from today where that is the newest."""
    ages = [PageRequest(page, dataset, View(day), {}).heading.age for page in PAGES]
    said = [found[0] for age in ages if (found := re.search(r"Newest .*", age))]
    is_newest = day == max(reference.entry_day(row, "then") for row in reference.rows("restrictions"))
    assert len(said) >= 5
    for age in said:
        assert (" old" in age or "today" in age) == is_newest and (
            "this day" in age or "the same day" in age
        ) != is_newest, age


def test_the_newest_rule_of_a_supplier_is_the_same_in_counts_and_on_the_front_page(dataset, log):
    counted = coverage.newest_by_supplier(dataset).set_index("supplier")["restrictions"]
    for supplier, text in counted.items():
        found = newest_entry(
            log, date.max, "then", [pair for pair in supplier_system_pairs(dataset) if pair[0] == supplier]
        )
        assert found.rule.day("then") == first_day(text)


@pytest.mark.parametrize("day", (*DAYS, date(2025, 12, 1)))
def test_use_was_last_reported_on_one_day(dataset, day):
    rows = [
        (row["kind"], row["certainty"], row["system_id"], row["date"], row["date"])
        for row in reference.rows("transfers")
    ]
    rows += [
        (
            row["restates_how"],
            row["certainty"],
            row["system_id"],
            row["effective"],
            str(reference.entry_day(row, "then")),
        )
        for row in reference.rows("restrictions")
    ]
    told = [
        text
        for kind, certainty, system, text, known in rows
        if (kind, system) == ("use_reported", "atacms") and certainty != "disputed" and first_day(known) <= day
    ]
    last = max(told, key=first_day, default="")
    assert transfers.last_use(dataset, "atacms", day) == last
    card = next(row for row in build_briefing(dataset, View(day)).cards if row.system_id == "atacms")
    heads = [head for head, _ in words.later_words(card.lead, card.rule, card.last_use) if head.startswith("Use")]
    assert all(spoken(last) in head for head in heads)
    used = [said for said in find_numbers(dataset, "atacms", day).sentences if "does not fit the use" in said]
    assert all(spoken(last) in said for said in used)


@pytest.mark.parametrize("known", CLOCKS)
@pytest.mark.parametrize("day", (*DAYS, date(2024, 6, 15), date(2025, 6, 1)))
def test_no_flag_stands_beside_a_claim_that_agrees(dataset, day, known):
    for pair in supplier_system_pairs(dataset):
        for state in matrix_states(dataset, *pair, day, known):
            agreeing = [
                claim
                for claim in state.disputed_by
                if (claim.status, claim.authority) == (state.status, state.authority)
            ]
            assert not agreeing, (pair, state.territory)


@pytest.mark.parametrize("day", DAYS[2:])
def test_the_row_by_which_a_supplier_is_strictest_is_in_sight(dataset, day):
    answer = consent.build_answer(dataset, View(day), case(dataset).lead_area)
    given = [row for row in (*answer.rows, *answer.others) if row.state.supplier != dataset.settings.recipient]
    strictest = ranked_suppliers([row.state for row in given], str)[0][1]
    assert set(strictest.values()) <= {row.state for row in answer.rows}


@pytest.mark.parametrize("day", DAYS[1:])
def test_no_system_is_promised_only_and_in_use(dataset, day):
    ledger = suppliers.build_ledger(dataset, View(day))
    said = " ".join(suppliers.verdict(ledger))
    for pair, (system, _) in ledger.names.items():
        rows = transfers.lane_transfers(ledger.shown, *pair)
        used = set(rows[rows["certainty"] != "disputed"]["kind"]) & {"use_reported", "stock_reported"}
        if used and transfers.furthest_step(rows) not in transfers.DELIVERIES:
            assert re.search(rf"but use or stock reported: [^.]*{re.escape(system)}", said)


def test_hindsight_says_what_it_changes(dataset):
    quiet, changed = (clock_sentence(dataset, View(day, "now")) for day in (date(2024, 11, 18), date(2025, 7, 1)))
    assert quiet == "In hindsight: nothing that became public later changes this day."
    assert changed == "In hindsight: what became public later changes this day for ATACMS and Storm Shadow."
