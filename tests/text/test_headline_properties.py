"""No headline contradicts its states, in any combination of them."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.domain.headline import PairFacts
from caveat.domain.restrictions import NO_RECORD, STATUSES
from caveat.text.headline import LETTERS, headline, open_questions
from caveat.text.who_line import who_line
from tests.support.headline_facts import COAST, HILLS, LAND, NAMES, facts, rule

_RULES = st.builds(
    rule,
    st.sampled_from([*STATUSES, NO_RECORD]),
    st.sampled_from(["official", "reported", "inferred"]),
    st.just(LAND),
    contested=st.booleans(),
)


def _any_pair(name):
    return st.builds(
        lambda general, coast, hills, doubted: PairFacts(
            name,
            name,
            NAMES[name],
            replace(general, authority=NAMES[name]),
            (replace(coast, territory=COAST, authority="Alba"), replace(hills, territory=HILLS, authority="Alba")),
            doubted and {general.status, coast.status, hills.status} <= {"not_supplied", "unclear"},
        ),
        _RULES,
        _RULES,
        _RULES,
        st.booleans(),
    )


_FACTS = st.builds(
    lambda pairs, is_group, carried: facts(*pairs, is_group=is_group, carried=carried),
    st.tuples(*(_any_pair(name) for name in NAMES)),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=150)
@given(_FACTS)
def test_no_headline_contradicts_a_state(given_facts):
    said = headline(given_facts)
    statuses = {pair.status for pair in given_facts.pairs}
    general = {pair.name: pair.general.status for pair in given_facts.pairs}
    if said.startswith("No long missile"):
        assert "permitted" not in statuses
        assert "freely" in said or not statuses & {"restricted", "case_by_case", "unclear"}
        assert "supplied" not in said or statuses == {"not_supplied"}
    if said.startswith("All long missiles"):
        assert set(general.values()) == {"permitted"}
    for name, status in general.items():
        assert f"{name} could not be fired into Ruritania" not in said or status == "prohibited"
        assert f"{name} could be fired into Ruritania, " not in said or status == "permitted"
        assert f"{name} had not been supplied" not in said or status == "not_supplied"
    if only := re.match(
        r"(\w+)(?: and \w+)? (?:could|may) be fired into Ruritania only (?:on the coast|in the hills)", said
    ):
        allowed = next(one for one in given_facts.pairs if one.name == only[1])
        assert {rule.status for rule in (allowed.general, *allowed.narrow)} <= {allowed.status, "prohibited", NO_RECORD}
    if statuses & {"permitted", "restricted", "case_by_case"}:
        assert " be fired " in said and "unclear whether" not in said


@settings(max_examples=150)
@given(_FACTS)
def test_words_of_certainty_come_from_the_states(given_facts):
    said = headline(given_facts)
    rules = [rule for pair in given_facts.pairs for rule in (*pair.best, *([pair.rest] if pair.rest else []))]
    certainties = {rule.certainty for rule in rules}
    assert ("report" not in said or "reported" in certainties) and ("appear" not in said or "inferred" in certainties)
    assert not re.search("disputed|otherwise", said) or any(rule.contested for rule in rules)
    assert len(said) <= LETTERS + 40 and said[0].isupper() and not said.endswith(".")
    past, present = {"could", "was", "had", "said"}, {"may", "is", "has", "say", "says"}
    assert not set(said.replace(",", "").split()) & (past if given_facts.carried else present)


@settings(max_examples=100)
@given(_FACTS)
def test_every_pair_is_in_one_of_the_lines(given_facts):
    lines = f"{who_line(given_facts)} {'; '.join(open_questions(given_facts))}"
    assert all(pair.system in lines for pair in given_facts.pairs)
    assert "  " not in lines and "None" not in lines and lines.count("(") == lines.count(")")
