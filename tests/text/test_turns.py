"""The headline of the timeline: every branch by example."""

from dataclasses import replace
from datetime import date

import pytest

from caveat.domain.restrictions import AuthorityRule
from caveat.text.turns import LETTERS, Turn, headline, never_headline, single_headline
from tests.domain.test_restrictions import RULE
from tests.support.headline_facts import CLAIM, COAST, HILLS, LAND

ALL, DAY = ("", LAND), date(2024, 6, 3)
LATE = replace(RULE, effective_text="2024-05", reported_text="2024-08-23", reported=date(2024, 8, 23))
ON_THE_DAY = replace(RULE, effective_text="2024-05-28", reported_text="2024-05-28", reported=date(2024, 5, 28))


def turn(names: str, status: str, certainty: str = "official", **more: object) -> Turn:
    late = more.pop("late", False)
    rule = AuthorityRule(LATE, "2024-05") if late else AuthorityRule(ON_THE_DAY, "2024-05-28")
    return replace(Turn(tuple(names.split("+")), status, rule, certainty=certainty), **more)


FIRST = turn("Arrow", "restricted")
SAID = (
    ((ALL, FIRST, None), "First allowed inside Ruritania: 28 May 2024 (Arrow, with conditions)"),
    ((ALL, turn("Arrow", "permitted"), None), "First allowed inside Ruritania: 28 May 2024 (Arrow)"),
    (
        (ALL, turn("Arrow", "permitted", "reported", parts=(COAST,)), None),
        "First allowed inside Ruritania: 28 May 2024 (Arrow on the coast, reported)",
    ),
    (
        (("Arrow", LAND), turn("Arrow", "case_by_case"), None),
        "Arrow first allowed inside Ruritania: 28 May 2024 (case by case)",
    ),
    (
        (ALL, FIRST, turn("Bolt+Comet", "permitted", "inferred", parts=(COAST, HILLS))),
        "Inside Ruritania: Bolt and Comet allowed on the coast and in the hills since 28 May 2024 (inferred)",
    ),
    (
        (ALL, FIRST, turn("Bolt+Comet+Dart", "case_by_case", "reported", late=True, is_disputed=True)),
        "First allowed inside Ruritania: 28 May 2024; three systems case by case since May 2024 (reported 23 Aug, disputed)",
    ),
    (
        (ALL, FIRST, turn("Bolt", "prohibited", late=True)),
        "First allowed inside Ruritania: 28 May 2024 (Arrow); Bolt not allowed since May 2024 (public 23 Aug)",
    ),
    (
        (
            ("the 5 chosen systems", LAND),
            FIRST,
            turn("Bolt of the second make+Comet", "permitted", "inferred", late=True),
        ),
        "Inside Ruritania: Bolt of the second make and Comet allowed since May 2024 (inferred public 23 Aug)",
    ),
    (
        (("", COAST), FIRST, turn("Bolt", "permitted")),
        "First allowed on the coast: 28 May 2024 (Arrow); Bolt allowed since 28 May 2024",
    ),
)


@pytest.mark.parametrize(("given", "said"), SAID, ids=[said for _, said in SAID])
def test_first_yes_and_newest_turn(given: tuple, said: str) -> None:
    assert headline(*given) == said
    assert len(said) <= LETTERS


def test_nothing_was_allowed() -> None:
    bar = turn("Arrow", "prohibited", "reported")
    assert never_headline(ALL, DAY, None, (), True) == "No rule allowed use inside Ruritania by 3 Jun 2024"
    said = "No rule allowed use inside Ruritania by 3 Jun 2024; first no: 28 May 2024 (Arrow, reported)"
    assert never_headline(ALL, DAY, bar, (), True) == said
    said = "No rule allowed Arrow inside Ruritania by 3 Jun 2024; first no: 28 May 2024 (reported)"
    assert never_headline(("Arrow", LAND), DAY, bar, (), True) == said
    bar = turn("Arrow", "prohibited")
    said = (
        "No rule allowed use inside Ruritania by 3 Jun 2024, but the Echo says otherwise; first no: 28 May 2024 (Arrow)"
    )
    assert never_headline(ALL, DAY, bar, (CLAIM,), False) == said
    long = turn("Long Arrow", "prohibited", "reported")
    assert never_headline(ALL, DAY, long, (CLAIM,), False) == said.split(";")[0]


def test_a_single_pair() -> None:
    now, coast = turn("Arrow", "case_by_case", "reported", late=True), turn("Arrow", "permitted", parts=(COAST,))
    said = "Arrow inside Ruritania: case by case since May 2024 (reported 23 Aug)"
    assert single_headline(LAND, now, "", None) == said
    assert single_headline(LAND, now, "", coast) == f"{said}; until then allowed on the coast"
    assert single_headline(LAND, replace(now, names=("A" * 60,)), "", coast).endswith("(reported 23 Aug)")
    barred = "Arrow inside Ruritania: not allowed, except on the coast since 28 May 2024"
    assert single_headline(LAND, coast, "prohibited", now) == barred
    unclear = "Arrow inside Ruritania: unclear; allowed on the coast since 28 May 2024"
    assert single_headline(LAND, coast, "unclear", now) == unclear
    assert single_headline(LAND, turn("Arrow", "not_supplied"), "", None) == "Arrow: not supplied"
