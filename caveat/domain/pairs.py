"""Pairs of supplier and system: their order, those with a card, their permission states."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_log
from caveat.domain.case import case
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import Clock


@memoized(4)
def _table_order(dataset: Dataset) -> dict[str, int]:
    """system_id -> its row in the table `systems`."""
    return {system_id: number for number, system_id in enumerate(dataset["systems"]["system_id"])}


def supplier_system_pairs(dataset: Dataset, system_ids: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(supplier, family) of all rules and cards: the cards first, then in the order of `systems` and `countries`.

    With `system_ids` those of these systems and their families alone.
    UnusableTable if restrictions, systems or the tables of names cannot be used.
    """
    log, order, names = rule_log.rule_log(dataset), _table_order(dataset), case(dataset)
    if not names.matrix:
        return []
    families = {log.family(system_id) for system_id in system_ids}
    cards = {pair: number for number, pair in enumerate(names.cards)}
    countries = {code: number for number, code in enumerate(names.countries)}

    def rank(pair: tuple[str, str]) -> tuple[int, int, int, str]:
        supplier, family = pair
        return (
            cards.get(pair, len(cards)),
            order.get(family, len(order)),
            countries.get(supplier, len(countries)),
            supplier,
        )

    pairs = {*restrictions.logged_pairs(log), *names.cards}
    return sorted((pair for pair in pairs if not families or pair[1] in families), key=rank)


def answered_pairs(dataset: Dataset, system_ids: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The pairs that short answers are about: those of `system_ids`, or those with a card; all if none has one."""
    pairs, cards = supplier_system_pairs(dataset, system_ids), case(dataset).cards
    return [pair for pair in pairs if pair in cards] if cards and not system_ids else pairs


@memoized(512)
def changed_in_hindsight(dataset: Dataset, day: date, system_ids: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """The pairs whose rules of a day are others, or otherwise sure, with what became public after it."""
    return tuple(
        pair
        for pair in supplier_system_pairs(dataset, system_ids)
        if any(
            (then.status, then.certainty, then.authority) != (now.status, now.certainty, now.authority)
            for then, now in zip(
                matrix_states(dataset, *pair, day, "then"), matrix_states(dataset, *pair, day, "now"), strict=True
            )
        )
    )


@memoized(512)
def matrix_states(
    dataset: Dataset, supplier: str, system_id: str, day: date, known: Clock
) -> tuple[PermissionState, ...]:
    """The states of a pair on a day on the areas of the matrix."""
    log = rule_log.rule_log(dataset)
    return tuple(
        restrictions.permission_state(log, supplier, system_id, territory, day, known)
        for territory in case(dataset).matrix
    )
