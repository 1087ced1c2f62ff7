"""Who must agree to the use of a system: the supplier's rule beside those of other authorities, the strictest first."""

from collections.abc import Callable, Iterable

from caveat.domain.restrictions import NO_RECORD, STATUSES, AuthorityRule, PermissionState
from caveat.domain.rule_log import RuleChange

_STRICTEST_FIRST = (*reversed(STATUSES), NO_RECORD)
_SUREST_FIRST = ("official", "reported", "inferred")


def own_rule(state: PermissionState) -> AuthorityRule | None:
    """The supplier's own rule; None without a record."""
    return next((layer for layer in state.layers if layer.authority == state.supplier), None)


def other_rules(state: PermissionState) -> tuple[AuthorityRule, ...]:
    """The rules of authorities that are not the supplier, the strictest first."""
    return tuple(layer for layer in state.layers if layer.authority != state.supplier)


def other_disputes(state: PermissionState) -> tuple[RuleChange, ...]:
    """The disputed claims on the rule of an authority that is not the supplier."""
    return tuple(change for change in state.disputed_by if change.authority != state.supplier)


def own_status(state: PermissionState) -> str:
    """The supplier's own answer, "no_record" without one."""
    rule = own_rule(state)
    return rule.status if rule else NO_RECORD


def is_freer(state: PermissionState, other: PermissionState) -> bool:
    """Whether a state allows more than another; one without a record allows nothing."""
    return _STRICTEST_FIRST.index(state.status) > _STRICTEST_FIRST.index(other.status) and state.status != NO_RECORD


def strictest_first(
    states: Iterable[PermissionState], name_of: Callable[[PermissionState], str]
) -> list[PermissionState]:
    """The states from the strictest answer of the supplier to the freest, ties by name, those without one last."""
    return sorted(states, key=lambda state: (_STRICTEST_FIRST.index(own_status(state)), name_of(state)))


def ranked_suppliers(
    states: Iterable[PermissionState], name_of: Callable[[str], str]
) -> list[tuple[str, dict[str, PermissionState]]]:
    """The suppliers by their answer, the strictest first: status -> {supplier: the state with that answer}, by name.

    A supplier is as strict as the freest of its answers on its systems: what it lets be done with any of them. Of equal
    answers the surest counts. Suppliers without a rule are left out.
    """
    freest: dict[str, tuple[tuple[int, int], PermissionState]] = {}
    for state in states:
        if rule := own_rule(state):
            rank = (STATUSES.index(rule.status), _SUREST_FIRST.index(rule.certainty))
            if state.supplier not in freest or rank < freest[state.supplier][0]:
                freest[state.supplier] = (rank, state)
    found: dict[str, dict[str, PermissionState]] = {status: {} for status in _STRICTEST_FIRST}
    for supplier in sorted(freest, key=name_of):
        state = freest[supplier][1]
        found[own_status(state)][supplier] = state
    return [(status, each) for status, each in found.items() if each]


def rules_of_others(changes: Iterable[RuleChange], authority: str = "") -> list[RuleChange]:
    """The entries whose authority is not the supplier, or of these only one authority's."""
    return [change for change in changes if change.authority != change.supplier and authority in ("", change.authority)]
