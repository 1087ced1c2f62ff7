"""Whose yes: the order from the strictest supplier, and the rules of authorities that are not the supplier."""

from datetime import date

from caveat.domain import consent
from caveat.domain.restrictions import AuthorityRule, PermissionState, permission_state
from tests.domain.test_restrictions import RULE, replace
from tests.support import reference

DAY = date(2026, 11, 1)


def rule(authority: str, status: str, certainty: str = "official") -> AuthorityRule:
    change = replace(RULE, authority=authority, status=status, certainty=certainty)
    return AuthorityRule(change, change.effective_text)


def state(supplier: str, system: str, *layers: AuthorityRule) -> PermissionState:
    return PermissionState(supplier, system, "ru_any", layers)


def test_systems_stand_by_the_suppliers_own_answer() -> None:
    """Another state's stricter rule moves nothing; ties go by name; no record comes last."""
    found = consent.strictest_first(
        [
            state("A", "free", rule("B", "prohibited"), rule("A", "permitted")),
            state("A", "silent", rule("B", "prohibited")),
            *(state("A", status, rule("A", status)) for status in ("restricted", "not_supplied", "case_by_case")),
            *(state("A", name, rule("A", "prohibited")) for name in ("z-no", "b-no")),
            state("A", "unclear", rule("A", "unclear")),
        ],
        lambda each: each.system_id,
    )
    assert [each.system_id for each in found] == [
        *("not_supplied", "b-no", "z-no", "unclear", "case_by_case", "restricted", "free", "silent")
    ]


def test_a_supplier_is_as_strict_as_its_freest_answer() -> None:
    ranked = consent.ranked_suppliers(
        [
            state("B", "one", rule("B", "prohibited", "inferred")),
            state("B", "two", rule("B", "prohibited", "official")),
            state("A", "one", rule("A", "prohibited")),
            state("A", "two", rule("A", "not_supplied")),
            state("C", "one", rule("C", "prohibited")),
            state("C", "two", rule("C", "restricted")),
            state("D", "one", rule("A", "prohibited")),
        ],
        {"A": "Zed", "B": "Bee", "C": "See"}.__getitem__,
    )
    assert [(status, list(found)) for status, found in ranked] == [("prohibited", ["B", "A"]), ("restricted", ["C"])]
    assert ranked[0][1]["B"].system_id == "two"


def test_a_smaller_area_is_freer_only_with_a_rule() -> None:
    strict, free, silent = (
        state("A", "x", *layers) for layers in ([rule("A", "prohibited")], [rule("A", "permitted")], [])
    )
    assert consent.is_freer(free, strict) and not consent.is_freer(strict, free)
    assert not consent.is_freer(silent, strict) and not consent.is_freer(strict, strict)


def test_the_rules_of_others_are_those_of_the_table(log) -> None:
    rows = [row for row in reference.rows("restrictions") if row["supplier"] != row["authority"]]
    assert rows and {change.change_id for change in consent.rules_of_others(log.changes)} == {
        row["change_id"] for row in rows
    }
    assert consent.rules_of_others(log.changes, rows[0]["supplier"]) == []
    assert len(consent.rules_of_others(log.changes, rows[0]["authority"])) == len(
        [row for row in rows if row["authority"] == rows[0]["authority"]]
    )


def test_rules_side_by_side_are_the_layers_of_the_fold(log) -> None:
    found = permission_state(log, "GB", "storm-shadow", "ru_any", DAY)
    assert [layer.authority for layer in consent.other_rules(found)] == ["US"]
    own = consent.own_rule(found)
    assert own and own.authority == "GB" and consent.own_status(found) == own.status
    assert {own, *consent.other_rules(found)} == set(found.layers)
    assert {change.authority for change in consent.other_disputes(found)} <= {"US"}
