"""The fold: the rules of DESIGN as properties, and the founding week on the real log."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.dataset import tables
from caveat.domain import restrictions, rule_history, rule_log
from caveat.domain.restrictions import STATUSES, permission_state
from caveat.domain.rule_log import RuleChange, index_rule_changes
from caveat.domain.territories import territory_path
from tests.support import reference

START = date(2023, 1, 1)
SUPPLIERS, SYSTEMS, AREAS = (
    ("US", "GB"),
    ("atacms", "storm-shadow"),
    ("everywhere", "ua_occupied", "ru_any", "ru_border", "ru_kursk"),
)
CERTAINTIES = ("official", "reported", "inferred", "disputed")


RULE = RuleChange(
    order=0,
    change_id="a",
    effective=START,
    reported=START,
    effective_text=START.isoformat(),
    reported_text=START.isoformat(),
    supplier="US",
    authority="US",
    system_id="atacms",
    territory="ru_any",
    status="prohibited",
    certainty="official",
    reversed_by="",
    summary="",
    source_ids=(),
    note="",
)


@st.composite
def changes(draw: st.DrawFn) -> list[RuleChange]:
    """A log of up to 14 rows within 40 days, each with its own id and its place in the file."""
    rows = []
    for order in range(draw(st.integers(0, 14))):
        effective = START + timedelta(days=draw(st.integers(0, 40)))
        reported = effective + timedelta(days=draw(st.integers(-5, 20)))
        rows.append(
            replace(
                RULE,
                order=order,
                change_id=f"c{order}",
                effective=effective,
                reported=reported,
                effective_text=effective.isoformat(),
                reported_text=reported.isoformat(),
                supplier=draw(st.sampled_from(SUPPLIERS)),
                authority=draw(st.sampled_from(SUPPLIERS)),
                system_id=draw(st.sampled_from(SYSTEMS)),
                territory=draw(st.sampled_from(AREAS)),
                status=draw(st.sampled_from(STATUSES)),
                certainty=draw(st.sampled_from(CERTAINTIES)),
            )
        )
    return rows


days = st.integers(-3, 70).map(lambda offset: START + timedelta(days=offset))
clocks = st.sampled_from(("then", "now"))
areas = st.sampled_from(reference.TERRITORIES)


def ask(rows: list[RuleChange], area: str, day: date, known: str):
    return permission_state(index_rule_changes(rows, {}, reference.PARENT), "US", "atacms", area, day, known)


@given(changes(), areas, days, clocks, st.randoms())
def test_order_of_rows_on_different_days_does_not_matter(rows, area, day, known, random):
    """Shuffled in the file, rows of different days give the same state; `order` decides only between rows of one day."""
    unique = list({(row.effective, row.reported): row for row in rows}.values())
    shuffled = random.sample(unique, len(unique))
    renumbered = [replace(one, order=place) for place, one in enumerate(shuffled)]
    assert ask(unique, area, day, known).change_id == ask(renumbered, area, day, known).change_id
    assert ask(unique, area, day, known).status == ask(renumbered, area, day, known).status


@given(changes(), areas, days, clocks)
def test_rows_on_another_supplier_or_system_change_nothing(rows, area, day, known):
    own = [row for row in rows if (row.supplier, row.system_id) == ("US", "atacms")]
    assert ask(rows, area, day, known) == ask(own, area, day, known)


@given(changes(), areas, days)
def test_then_equals_now_over_the_rows_reported_by_the_day(rows, area, day):
    reported = [row for row in rows if row.reported <= day]
    assert ask(rows, area, day, "then") == ask(reported, area, day, "now")


@given(changes(), areas, days, clocks)
def test_later_rows_change_nothing_on_earlier_days(rows, area, day, known):
    assert ask(rows, area, day, known) == ask([row for row in rows if row.effective <= day], area, day, known)


@given(changes(), areas, days, clocks)
def test_a_disputed_row_never_sets_the_state(rows, area, day, known):
    settled = [row for row in rows if row.certainty != "disputed"]
    assert ask(rows, area, day, known).layers == ask(settled, area, day, known).layers
    assert all(dispute.certainty == "disputed" for dispute in ask(rows, area, day, known).disputed_by)


@given(changes(), areas, days, clocks)
def test_the_strictest_authority_decides_and_every_layer_stays(rows, area, day, known):
    found = ask(rows, area, day, known)
    ranks = [STATUSES.index(layer.status) for layer in found.layers]
    assert ranks == sorted(ranks, reverse=True)
    speaking = {
        row.authority
        for row in rows
        if (row.supplier, row.system_id) == ("US", "atacms")
        and row.certainty != "disputed"
        and row.territory in territory_path(area, reference.PARENT)
        and row.effective <= day
        and (known == "now" or row.reported <= day)
    }
    assert {layer.authority for layer in found.layers} == speaking
    assert (found.status == "no_record") == (not speaking)


@given(changes(), areas, days, clocks)
def test_the_narrowest_area_wins_until_a_row_on_that_area_changes_it(rows, area, day, known):
    for layer in ask(rows, area, day, known).layers:
        at = territory_path(area, reference.PARENT).index(layer.change.territory)
        narrower = [
            row
            for row in rows
            if (row.supplier, row.system_id, row.authority) == ("US", "atacms", layer.authority)
            and row.certainty != "disputed"
            and row.territory in territory_path(area, reference.PARENT)[:at]
            and row.effective <= day
            and (known == "now" or row.reported <= day)
        ]
        assert not narrower


@given(changes(), areas, clocks)
def test_spans_say_the_same_as_the_state_on_each_day(rows, area, known):
    log = index_rule_changes(rows, {}, reference.PARENT)
    until = START + timedelta(days=70)
    spans = rule_history.permission_spans(log, area, until, known, [("US", "atacms")])
    for offset in range(-1, 71, 3):
        day = START + timedelta(days=offset)
        inside = spans[(spans["start"] <= day) & (spans["end"] > day)]
        found = permission_state(log, "US", "atacms", area, day, known)
        if found.deciding:
            assert [(row.status, row.certainty, row.authority) for row in inside.itertuples()] == [
                (found.status, found.certainty, found.authority)
            ]
        else:
            assert inside.empty


@given(changes(), clocks)
def test_entries_hold_every_row_once(rows, known):
    log = index_rule_changes(rows, {}, reference.PARENT)
    found = rule_history.log_entries(log, START - timedelta(days=30), START + timedelta(days=90), known)
    assert sorted(entry.change.change_id for entry in found) == sorted(row.change_id for row in rows)
    assert [entry.day for entry in found] == sorted((entry.day for entry in found), reverse=True)


def test_since_is_the_start_of_the_unbroken_run():
    later = [
        replace(
            RULE,
            order=place,
            change_id=str(place),
            effective=START + timedelta(days=place),
            effective_text=f"2023-01-{place + 1:02}",
        )
        for place in (1, 2)
    ]
    assert ask([RULE, *later], "ru_kursk", START + timedelta(days=9), "now").since == "2023-01-01"
    assert ask([RULE, *later], "ru_kursk", START + timedelta(days=9), "now").change_id == "2"
    broken = [replace(later[0], certainty="reported"), later[1]]
    assert ask([RULE, *broken], "ru_kursk", START + timedelta(days=9), "now").since == "2023-01-03"


def test_a_dispute_stands_until_it_is_answered():
    claim = replace(RULE, change_id="claim", status="permitted", certainty="disputed", reversed_by="answer")
    answer = replace(
        claim,
        order=1,
        change_id="answer",
        effective=START + timedelta(days=5),
        reported=START + timedelta(days=5),
        territory="everywhere",
        certainty="official",
    )
    for day, standing in ((0, 1), (4, 1), (5, 0)):
        assert len(ask([claim, answer], "ru_kursk", START + timedelta(days=day), "then").disputed_by) == standing
    assert len(ask([claim], "ua_occupied", START, "then").disputed_by) == 0


def test_variants_inherit_the_rules_of_their_family():
    log = index_rule_changes([RULE], {"atacms-m39": "atacms"}, reference.PARENT)
    assert permission_state(log, "US", "atacms-m39", "ru_any", START, "then").change_id == "a"
    assert permission_state(log, "US", "atacms-m39a1", "ru_any", START, "then").status == "no_record"


def test_no_rows_give_no_record_and_no_spans():
    log = index_rule_changes([], {}, {})
    assert permission_state(log, "US", "atacms", "ru_any", START, "then").status == "no_record"
    assert rule_history.permission_spans(log, "ru_any", START).empty
    assert rule_history.change_days(log) == [] and rule_history.status_change_days(log) == frozenset()


@pytest.fixture(scope="module")
def log():
    return rule_log.rule_log(tables.load())


def test_the_founding_week_changes_exactly_where_the_log_says(log):
    """Issue 1, "Shown by": 16 against 18 November 2024."""
    found = {
        (old.supplier, old.system_id, old.territory): (old.status, new.status, new.certainty)
        for old, new in zip(
            *(restrictions.permission_states(log, date(2024, 11, day), reference.TERRITORIES) for day in (16, 18)),
            strict=True,
        )
        if (old.status, old.certainty, old.authority) != (new.status, new.certainty, new.authority)
    }
    assert found == {
        ("US", "atacms", "ru_kursk"): ("prohibited", "permitted", "reported"),
        ("FR", "scalp-eg", "ru_kursk"): ("restricted", "case_by_case", "official"),
        ("FR", "scalp-eg", "ru_any"): ("restricted", "case_by_case", "official"),
        ("GB", "storm-shadow", "ru_border"): ("prohibited", "unclear", "official"),
        ("GB", "storm-shadow", "ru_kursk"): ("prohibited", "unclear", "official"),
        ("GB", "storm-shadow", "ru_any"): ("prohibited", "unclear", "official"),
        ("IT", "storm-shadow", "ru_border"): ("prohibited", "prohibited", "reported"),
        ("IT", "storm-shadow", "ru_kursk"): ("prohibited", "prohibited", "reported"),
        ("IT", "storm-shadow", "ru_any"): ("prohibited", "prohibited", "reported"),
    }


def test_the_review_of_2025_differs_between_the_clocks(log):
    then, now = (
        permission_state(log, "US", "atacms", "ru_kursk", date(2025, 6, 30), known) for known in ("then", "now")
    )
    assert (then.status, then.certainty) == ("permitted", "official")
    assert (now.status, now.certainty, now.since) == ("case_by_case", "reported", "2025-05")
    british = permission_state(log, "GB", "storm-shadow", "ru_any", date(2025, 6, 30), "now")
    assert (british.status, british.authority, [layer.authority for layer in british.layers]) == (
        "case_by_case",
        "US",
        ["US", "GB"],
    )
