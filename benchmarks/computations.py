"""Measure work of one process: permission states by a long log beside the real one, preview cards never asked for."""

import gc
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from caveat.content import briefing
from caveat.content.pages import PAGES
from caveat.dataset import current
from caveat.domain import restrictions, rule_log
from caveat.domain.query import View, query_bounds
from caveat.domain.restrictions import STATUSES
from caveat.domain.rule_log import RuleChange, RuleLog
from caveat.web import pictures

ROWS = 100_000
STATE_DAYS = [date(2024, 11, 18) + timedelta(days=step) for step in range(30)]
# Days on which much was allowed, little, nothing was known yet, and one long after the newest rule.
CARD_DAYS = (date(2022, 6, 1), date(2024, 5, 31), date(2024, 11, 18), date(2025, 8, 24), date(2026, 6, 1))
LONG_NAMES = ("atacms-m39a1", "atacms-unitary", "taurus-kepd-350", "neptune-long")


def long_log(real: RuleLog, rows: int = ROWS) -> RuleLog:
    """A log of `rows` rows: the real ones again and again, on other days, with other statuses. The same each time."""
    chance = random.Random(20241118)
    changes: list[RuleChange] = []
    for order in range(rows):
        change = real.changes[order % len(real.changes)]
        effective = date(2022, 2, 24) + timedelta(days=chance.randrange(1700))
        reported = effective + timedelta(days=chance.choice((0, 0, 0, 1, 30)))
        changes.append(
            replace(
                change,
                order=order,
                change_id=f"{change.change_id}-{order}",
                effective=effective,
                reported=reported,
                effective_text=effective.isoformat(),
                reported_text=reported.isoformat(),
                status=chance.choice(STATUSES),
                reversed_by="",
            )
        )
    return rule_log.index_rule_changes(changes, real.families, real.parents)


def state_costs(log: RuleLog) -> tuple[float, float]:
    """Milliseconds (median of STATE_DAYS) for the states of all pairs on all territories, and for one state."""
    pair = restrictions.logged_pairs(log)[0]

    def median_ms(work: Callable[[date], object]) -> float:
        return statistics.median(_cpu_ms(partial(work, day)) for day in STATE_DAYS)

    return (
        median_ms(lambda day: restrictions.permission_states(log, day, list(log.parents))),
        median_ms(lambda day: restrictions.permission_state(log, *pair, "ru_kursk", day)),
    )


def card_costs() -> list[float]:
    """CPU milliseconds of each card, a view of all pages before the next, as on a server after its start."""
    dataset = current.current_dataset()
    briefing.briefing_html(dataset, View(query_bounds(dataset, current.today()).default))
    gc.collect()
    gc.freeze()
    pictures.warm(dataset)
    views = [View(day) for day in CARD_DAYS]
    views += [View(CARD_DAYS[2], systems=("taurus-kepd-350",)), View(CARD_DAYS[3], "now", LONG_NAMES)]
    costs = []
    for view in views:
        for page in PAGES:
            shown = replace(view, id="storm-shadow") if page.id == "system" else view
            costs.append(_cpu_ms(partial(pictures.drawn_card, dataset, page.id, shown, (), "png")))
    return costs


def _cpu_ms(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return 1000 * (time.process_time() - begin)
