"""Pairs of supplier and system: their order, those of the founding article, their permission states."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_log
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import Clock, RuleLog
from caveat.domain.territories import MATRIX_TERRITORIES

# The four of the founding article, which stand first, and alone where a page answers for few.
DEFAULT_PAIRS = (("US", "atacms"), ("GB", "storm-shadow"), ("FR", "scalp-eg"), ("DE", "taurus-kepd-350"))


@memoized(4)
def _table_order(dataset: Dataset) -> dict[str, int]:
    """system_id -> its row in the table `systems`."""
    return {system_id: number for number, system_id in enumerate(dataset["systems"]["system_id"])}


def supplier_system_pairs(dataset: Dataset, system_ids: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(supplier, family) of all rules: DEFAULT_PAIRS first, then in the order of the table `systems`.

    With `system_ids` those of these systems and their families alone.
    UnusableTable if restrictions or systems cannot be used.
    """
    log, order = rule_log.rule_log(dataset), _table_order(dataset)
    families = {log.family(system_id) for system_id in system_ids}
    defaults = {pair: number for number, pair in enumerate(DEFAULT_PAIRS)}

    def rank(pair: tuple[str, str]) -> tuple[int, int, int, bool, str]:
        supplier, family = pair
        return (
            defaults.get(pair, len(defaults)),
            order.get(family, len(order)),
            -len(supplier),
            supplier != "US",
            supplier,
        )

    return sorted((pair for pair in restrictions.logged_pairs(log) if not families or pair[1] in families), key=rank)


def answered_pairs(dataset: Dataset, system_ids: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The pairs that short answers are about: those of `system_ids`, or DEFAULT_PAIRS."""
    pairs = supplier_system_pairs(dataset, system_ids)
    return pairs if system_ids else [pair for pair in pairs if pair in DEFAULT_PAIRS]


@memoized(512)
def matrix_states(log: RuleLog, supplier: str, system_id: str, day: date, known: Clock) -> tuple[PermissionState, ...]:
    """The states of a pair on a day in the order of MATRIX_TERRITORIES."""
    return tuple(
        restrictions.permission_state(log, supplier, system_id, territory, day, known)
        for territory in MATRIX_TERRITORIES
    )
