"""Measure permission states by a log of 100,000 rows beside the real one: the whole matrix of a day, and one state."""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from caveat.dataset import tables
from caveat.domain import restrictions, rule_history, rule_log
from caveat.domain.restrictions import STATUSES
from caveat.domain.rule_log import RuleChange, RuleLog

ROWS = 100_000
DAY = date(2024, 11, 18)
TIMES = 30


@dataclass(frozen=True)
class Cost:
    """Milliseconds (median of TIMES days) for all pairs on all territories, for one state, for a week of entries."""

    all_ms: float
    one_ms: float
    week_ms: float


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


def cost(log: RuleLog) -> Cost:
    """What views of a log cost once it is indexed."""
    pair = restrictions.logged_pairs(log)[0]
    rule_history.log_entries(log, DAY - timedelta(days=1), DAY)
    days = [DAY + timedelta(days=step) for step in range(TIMES)]

    def median_ms(work: Callable[[date], object]) -> float:
        taken = []
        for day in days:
            begin = time.perf_counter()
            work(day)
            taken.append(1000 * (time.perf_counter() - begin))
        return statistics.median(taken)

    return Cost(
        median_ms(lambda day: restrictions.permission_states(log, day)),
        median_ms(lambda day: restrictions.permission_state(log, *pair, "ru_kursk", day)),
        median_ms(lambda day: rule_history.log_entries(log, day - timedelta(days=7), day)),
    )


def both() -> tuple[Cost, Cost, int]:
    """The cost with the real log and with the long one, and how many rows the real one has."""
    real = rule_log.rule_log(tables.load())
    return cost(real), cost(long_log(real)), len(real.changes)


if __name__ == "__main__":
    print(*both(), sep="\n")
