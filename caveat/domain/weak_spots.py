"""The weak spots of the data, found by the columns that say how well a row is supported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caveat.dataset import sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import confirmations, quantities, rule_log
from caveat.domain.data_quality import weak_evidence
from caveat.domain.rule_log import RuleChange, RuleLog

_ALLOWS_USE = {"permitted", "restricted", "case_by_case"}
# Disputed rows set nothing.
_NO_RULE = "disputed"


@dataclass(frozen=True)
class WeakSpot:
    """The ids of the rows that are weak in one way, the weakest first.

    `against` has for each row the id of the one that it clashes with; it is empty if rows do not clash.
    """

    why: str
    ids: tuple[str, ...]
    against: tuple[str, ...] = ()


@memoized(4)
def weak_spots(dataset: Dataset) -> tuple[WeakSpot, ...]:
    """Each way in which rows are weak; a way whose table cannot be used is left out."""
    found: list[WeakSpot] = []
    for search in (_weak_rules, _weak_numbers, _weak_roles):
        try:
            found += search(dataset)
        except (UnusableTable, KeyError):  # an older release has fewer tables
            continue
    return tuple(spot for spot in found if spot.ids)


def _weak_rules(dataset: Dataset) -> Iterator[WeakSpot]:
    log = rule_log.rule_log(dataset)
    pages = sources.sources_by_id(dataset)
    rules = sorted(
        log.changes,
        key=lambda change: max((pages[page].weight for page in change.source_ids if page in pages), default=0),
    )
    evidence = weak_evidence(dataset)
    of_rules = evidence[evidence["table"] == "restrictions"]
    weak = {why: set(of_rules[of_rules["why"] == why]["id"]) for why in ("copies", "single")}
    yield WeakSpot("copies", _ids(change for change in rules if change.change_id in weak["copies"]))
    yield WeakSpot(
        "marked",
        _ids(
            change
            for change in rules
            if change.source_ids and all(page in pages and pages[page].marked for page in change.source_ids)
        ),
    )
    yield WeakSpot("single", _ids(change for change in rules if change.change_id in weak["single"]))
    own_weapons = dataset.settings.recipient  # which have no supplier to set a condition
    first_said = [change for change in rules if not change.restates and change.certainty != _NO_RULE]
    yield WeakSpot(
        "no_condition",
        _ids(
            change
            for change in first_said
            if change.status in _ALLOWS_USE and not change.condition and change.supplier != own_weapons
        ),
    )
    on_record = _on_record(log)
    yield WeakSpot("unconfirmed", _ids(change for change in first_said if change.change_id not in on_record))


def _ids(changes: Iterable[RuleChange]) -> tuple[str, ...]:
    return tuple(change.change_id for change in changes)


def _on_record(log: RuleLog) -> set[str]:
    """The rules that a government put on the record, in their own row or in one that repeats them in words."""
    return {
        confirmations.root(log, change).change_id
        for change in log.changes
        if change.certainty == "official" and change.restates_how not in confirmations.UNSPOKEN
    }


def _weak_numbers(dataset: Dataset) -> Iterator[WeakSpot]:
    numbers = quantities.all_quantities(dataset)
    pages = sources.sources_by_id(dataset)
    in_words = [number for number in numbers if not number.has_number]
    in_words.sort(key=lambda number: pages[number.source_id].weight if number.source_id in pages else 0)
    yield WeakSpot("words_only", tuple(number.quantity_id for number in in_words))
    pairs = quantities.contradictions(numbers)
    yield WeakSpot(
        "contradiction",
        tuple(first.quantity_id for first, _ in pairs),
        tuple(second.quantity_id for _, second in pairs),
    )


def _weak_roles(dataset: Dataset) -> Iterator[WeakSpot]:
    roles = dataset["roles"]
    yield WeakSpot("no_basis", tuple(roles[(roles["basis_ids"] == "") & (roles["source_ids"] == "")]["role_id"]))
