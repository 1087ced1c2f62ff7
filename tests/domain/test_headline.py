"""The facts of a headline on the real log, and on tables without cards or without an area that leads."""

from datetime import date

import pandas as pd
import pytest

from caveat.dataset import tables
from caveat.domain import rule_history
from caveat.domain.headline import headline_facts
from caveat.domain.query import CLOCKS
from caveat.domain.restrictions import permission_state
from caveat.text.evidence import evidence_line
from caveat.text.headline import headline, open_questions
from caveat.text.who_line import who_line

TODAY = date(2026, 11, 27)


def _pairs(facts):
    return {pair.name: pair for pair in facts.pairs}


@pytest.mark.parametrize(
    ("day", "systems", "said"),
    [
        (date(2022, 2, 24), (), "No rule on long-range Western missiles was on record"),
        (date(2022, 6, 15), (), "GMLRS and other arms could not be fired into Russia"),
        (
            date(2023, 5, 11),
            (),
            "Storm Shadow could not be fired into Russia, reports said; ATACMS had not been supplied",
        ),
        (
            date(2024, 11, 16),
            (),
            "Only one long-range Western missile could be fired into Russia: SCALP-EG, on conditions, "
            "officials and reports said",
        ),
        (
            date(2024, 11, 18),
            (),
            # Four lines on a phone: "into Russia only in" is left out.
            "ATACMS could be fired into the Kursk area, reports said; SCALP-EG into Russia on conditions or case by case",
        ),
        (
            date(2025, 8, 23),
            (),
            "No long-range Western missile could be fired freely into Russia, but German Chancellor Merz said otherwise",
        ),
        (
            TODAY,
            (),
            "No long-range Western missile may be fired freely into Russia, but two claims say otherwise",
        ),
        (TODAY, ("taurus-kepd-350",), "Taurus KEPD 350 has not been supplied to Ukraine, it appears"),
        (
            date(2024, 6, 1),
            ("gmlrs",),
            "GMLRS and other arms could be fired into Russia only in the Russian border area",
        ),
        (
            date(2024, 11, 17),
            (),
            "ATACMS could be fired into Russia only in the Kursk area, reports said; "
            "SCALP-EG into Russia on conditions (disputed)",
        ),
        (date(2024, 11, 18), ("atacms-m39",), "ATACMS could be fired into Russia only in the Kursk area, reports said"),
        (date(2022, 5, 1), ("eram",), "No rule on ERAM was on record"),
    ],
)
def test_the_headline_of_a_day(dataset, day, systems, said):
    assert headline(headline_facts(dataset, day, "then", systems)) == said


def test_the_day_is_told_in_hindsight_too(dataset):
    facts = headline_facts(dataset, date(2025, 5, 15), "now")
    assert headline(facts) == (
        "In hindsight, no long-range Western missile could be fired freely into Russia, officials and reports said"
    )
    assert headline(facts.then) == (
        "Storm Shadow could be fired into Russia, it appeared; SCALP-EG on conditions and ATACMS into the Kursk area"
    )


def test_the_facts_of_every_day_of_change_are_its_states(dataset, log):
    days = sorted({day for known in CLOCKS for day in rule_history.change_days(log, known)})
    for day in days[::7]:
        for known in CLOCKS:
            facts = headline_facts(dataset, day, known, ("atacms", "taurus-kepd-350"))
            for pair, (supplier, system_id) in zip(
                facts.pairs, [("US", "atacms"), ("DE", "taurus-kepd-350")], strict=True
            ):
                for rule in (pair.general, *pair.narrow):
                    state = permission_state(log, supplier, system_id, rule.territory.id, day, known)
                    assert (rule.status, rule.certainty) == (state.status, state.certainty)


def test_since_is_when_a_status_began_whatever_became_of_its_certainty(dataset):
    facts = headline_facts(dataset, date(2024, 10, 1))
    atacms = _pairs(facts)["ATACMS"].general
    assert (atacms.status, atacms.certainty, atacms.since) == ("prohibited", "official", "2023-10-17")


def test_a_claim_about_another_authority_is_told_apart_from_one_about_the_rule(dataset):
    then, later = (_pairs(headline_facts(dataset, date(2024, *day)))["Storm Shadow"] for day in ((10, 1), (5, 3)))
    assert (then.general.blamed, then.general.contested) == ("Washington", ())
    assert later.general.blamed == "" and len(later.general.contested) == 1


def test_a_rule_of_another_authority_has_its_name(dataset):
    assert _pairs(headline_facts(dataset, TODAY))["Storm Shadow"].general.authority == "Washington"
    assert "Washington decides case by case on ATACMS" in who_line(headline_facts(dataset, TODAY))
    assert "and on London’s Storm Shadow" in who_line(headline_facts(dataset, TODAY))


def test_an_older_denial_is_no_rule_once_the_system_came_for_another_area(dataset):
    facts = headline_facts(dataset, date(2023, 7, 11))
    assert "SCALP-EG" in {pair.name for pair in facts.pairs} - {pair.name for pair in facts.on_record}
    assert "any rule on SCALP-EG in Russia" in open_questions(facts)


def test_whether_a_system_ever_came(dataset):
    assert _pairs(headline_facts(dataset, date(2025, 11, 20)))["Taurus KEPD 350"].never_supplied
    assert not _pairs(headline_facts(dataset, date(2024, 11, 18)))["Storm Shadow"].never_supplied


def test_the_newest_entry_is_of_all_rules_or_of_those_asked_for(dataset):
    assert headline_facts(dataset, TODAY).newest == date(2026, 3, 13)
    assert headline_facts(dataset, TODAY, "then", ("eram",)).newest == date(2025, 8, 28)
    assert headline_facts(dataset, date(2021, 1, 1)).newest is None
    assert evidence_line(headline_facts(dataset, TODAY), TODAY) == (
        "Newest entry on the rules: 13 Mar 2026 (disputed), 8 months old; assumed unchanged since."
    )


def test_the_newest_state_is_carried_from_the_newest_day_on(dataset):
    assert headline_facts(dataset, date(2026, 3, 13)).carried
    assert not headline_facts(dataset, date(2026, 3, 12)).carried


def _rewrite(folder, table, **columns):
    frame = pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
    frame.assign(**columns).to_csv(folder / f"{table}.csv", index=False)


def test_without_cards_the_headline_speaks_of_every_pair(folder):
    _rewrite(folder, "pairs", card_order="")
    facts = headline_facts(tables.load(folder), date(2024, 11, 18))
    assert not facts.is_group and len(facts.pairs) > 4
    assert headline(facts) == "ATACMS could be fired into Russia only in the Kursk area, reports said"


def test_without_an_area_that_leads_the_last_of_the_matrix_does(folder):
    _rewrite(folder, "territories", lead="")
    facts = headline_facts(tables.load(folder), date(2024, 11, 18))
    assert facts.area.id == "ru_any" and not any(pair.narrow for pair in facts.pairs)


def test_a_case_names_its_weapons(folder):
    text = (folder / "case.toml").read_text(encoding="utf-8").replace("long-range Western missile", "long missile")
    (folder / "case.toml").write_text(text, encoding="utf-8")
    said = headline(headline_facts(tables.load(folder), TODAY))
    assert said.startswith("No long missile may be fired freely into Russia, but the Wall Street Journal")


def test_who_says_otherwise_is_named_below_a_headline_that_only_counts_them(dataset):
    counted = headline_facts(dataset, TODAY)
    assert who_line(counted).endswith("The Wall Street Journal and German Chancellor Merz say otherwise.")
    assert who_line(counted, brief=True).endswith(". The Wall Street Journal and German Chancellor Merz say otherwise.")
    named = headline_facts(dataset, date(2025, 8, 23))
    assert headline(named).endswith("but German Chancellor Merz said otherwise")
    assert "otherwise" not in who_line(named)
    assert "otherwise" not in who_line(headline_facts(dataset, date(2024, 11, 16)))
