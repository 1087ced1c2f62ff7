"""Which row last confirmed a rule, and which rule a row repeats."""

from datetime import date

import pytest

from caveat.domain import confirmations, restrictions
from caveat.domain.rule_log import RuleLog
from tests.support import reference

LAST = date(2026, 11, 30)
# Rule, the row that last repeated it, the official row that last did. Read row by row in November 2026.
CONFIRMED = """
de-arms-2024-05-26-any de-arms-2024-12-14-no-deep -
de-taurus-2023-05-request de-taurus-2023-09-no-decision de-taurus-2023-09-no-decision
de-taurus-2023-10-refusal de-taurus-2025-11-cabinet-rules-out de-taurus-2025-07-pistorius-ft
de-taurus-2025-05-secrecy de-taurus-2025-11-no-answer de-taurus-2025-11-no-answer
fr-scalp-20240528-ru fr-scalp-20241118-ru fr-scalp-20241118-ru
fr-scalp-20241123-ru fr-scalp-20241124-ru fr-scalp-20241124-ru
gb-ss-20230511-ru gb-ss-20241010-ru -
gb-ss-20241120-ru gb-ss-20251024-ru -
gb-ss-20251021-border gb-ss-20260310-border -
it-ss-20240507-ru it-ss-20250528-ru it-ss-20241119-ru
ua-flamingo-2025-08-announced ua-flamingo-2026-02-distance ua-flamingo-2026-02-distance
ua-neptune-long-2025-03-ru-any ua-neptune-long-2025-11-russia ua-neptune-long-2025-11-russia
us-atacms-border-ban-20240530 us-atacms-border-20240603 us-atacms-border-20240603
us-atacms-crimea-20240424 us-atacms-crimea-20240711 us-atacms-crimea-20240711
us-atacms-kursk-20241117 us-atacms-kursk-20241227 us-atacms-kursk-20241227
us-atacms-long-ru-20240424 us-atacms-ruany-20241025 us-atacms-ruany-20241025
us-atacms-long-ua-20240424 us-atacms-crimea-20240424 us-atacms-crimea-20240424
us-atacms-m39-ru-20231017 us-atacms-long-ru-20240424 us-atacms-long-ru-20240424
us-atacms-m39-ua-20231017 us-atacms-long-ua-20240424 us-atacms-long-ua-20240424
us-atacms-refused-2022 us-atacms-notnow-20230921 us-atacms-notnow-20230921
us-atacms-review-2025spring us-atacms-voronezh-20251118 us-kellogg-case-by-case-20250928
us-atacms-ruany-20241119 us-atacms-ruany-20241212 us-atacms-ruany-20241212
us-gmlrs-border-20240530 us-gmlrs-border-20240613 us-gmlrs-border-20240613
us-gmlrs-border-widen-20240617 us-gmlrs-border-20240823 us-gmlrs-border-20240823
us-gmlrs-kursk-20240807 us-gmlrs-kursk-20240810 us-gmlrs-kursk-20240810
us-himars-assurance-20220531 us-gmlrs-ruany-20240528 us-gmlrs-ruany-20240528
us-tomahawk-no-202509 us-tomahawk-no-20251102 us-tomahawk-no-20251022
"""
# Demands of the opposition, of candidates and of senators, and what follows from them: they never confirm a rule.
NEVER = {
    "de-taurus-2024-10-merz-ultimatum",
    "de-taurus-2024-12-fdp-motion",
    "de-taurus-2024-12-merz-coordination",
    "de-taurus-2025-02-merz-munich",
    "de-taurus-2025-04-merz-coordinated",
    "de-taurus-2025-11-30-debate-refused",
    "de-taurus-2025-12-28-still-none",
    "us-tomahawk-2026-graham",
}


def test_each_rule_was_last_confirmed_by_the_row_that_was_read(log: RuleLog) -> None:
    found = set()
    for rule, rows in confirmations.restatements(log).items():
        known = [row for row in rows if row.reported <= LAST]
        official = max((row for row in known if row.certainty == "official"), key=lambda row: row.rank, default=None)
        found.add(f"{rule} {known[-1].change_id} {official.change_id if official else '-'}")
    assert found == set(CONFIRMED.strip().splitlines())


def test_demands_and_inferences_confirm_nothing(log: RuleLog) -> None:
    """On no day is a state last confirmed by any of them, and where they set it the rule is that of the government."""
    named = {row.change_id: row.restates_how for row in log.changes if row.change_id in NEVER and row.restates}
    assert set(named.values()) == {"said_by_others"}
    for day in sorted({change.day("then") for change in log.changes}):
        for state in restrictions.permission_states(log, day, reference.TERRITORIES):
            standing = confirmations.standing_rule(log, state, day)
            if standing:
                assert not (standing.confirmed and standing.confirmed.change_id in NEVER)
                assert standing.change.change_id not in named


def test_a_chain_of_restatements_ends_at_the_first_rule(log: RuleLog) -> None:
    row = log.by_id["us-atacms-ruany-20241025"]
    assert row.restates == "us-atacms-long-ru-20240424"
    assert confirmations.root(log, row).change_id == "us-atacms-m39-ru-20231017"
    assert confirmations.root(log, log.by_id["fr-scalp-20241123-ru"]).change_id == "fr-scalp-20241123-ru"


@pytest.mark.parametrize(
    ("pair", "territory", "day", "expected"),
    [
        # A ban of 2023 that was said again many times, last by an official in October 2024.
        (
            ("US", "atacms"),
            "ru_any",
            date(2024, 11, 16),
            ("us-atacms-m39-ru-20231017", "us-atacms-ruany-20241025", ""),
        ),
        (
            ("US", "atacms"),
            "ru_kursk",
            date(2024, 12, 31),
            ("us-atacms-kursk-20241117", "us-atacms-kursk-20241227", "only in and around Kursk, by guidance"),
        ),
        # Reported use is no word of the supplier.
        (("GB", "storm-shadow"), "ru_border", date(2025, 5, 26), ("gb-ss-20241120-ru", None, "only at military")),
        # What a predecessor said before another answer came in between is not what holds.
        (
            ("DE", "taurus-kepd-350"),
            "ru_any",
            date(2025, 5, 9),
            ("de-taurus-2023-10-refusal", "de-taurus-2024-12-scholz", ""),
        ),
        (
            ("DE", "taurus-kepd-350"),
            "ru_any",
            date(2025, 5, 28),
            ("de-taurus-2025-05-not-on-agenda", "de-taurus-2025-05-possible", ""),
        ),
        (("FR", "scalp-eg"), "ru_any", date(2026, 1, 1), ("fr-scalp-20241123-ru", "fr-scalp-20241124-ru", "only")),
    ],
)
def test_the_rule_behind_a_state(log, pair, territory, day, expected):
    rule, confirmed, condition = expected
    state = restrictions.permission_state(log, *pair, territory, day)
    standing = confirmations.standing_rule(log, state, day)
    assert standing is not None
    assert standing.change.change_id == rule
    assert (standing.confirmed.change_id if standing.confirmed else None) == confirmed
    assert condition in standing.condition


def test_every_rule_behind_a_state_has_its_status_and_is_older(log: RuleLog) -> None:
    """On every day on which a row came in: the rule says what the state says, and nothing later than the day confirms it."""
    pairs = restrictions.logged_pairs(log)
    for day in sorted({change.day("then") for change in log.changes}):
        for state in restrictions.permission_states(log, day, reference.TERRITORIES, "then", pairs):
            standing = confirmations.standing_rule(log, state, day)
            if standing is None:
                assert state.status == "no_record"
                continue
            assert standing.change.status == state.status
            assert standing.change.effective <= state.deciding.change.effective
            assert standing.change.day("then") <= day
            if standing.confirmed:
                assert standing.confirmed.day("then") <= day
                assert standing.confirmed.effective >= standing.change.effective
