"""The names that readers see for values that are part of the rules, and of names put together."""

from collections.abc import Iterable

from caveat.domain.case import Case
from caveat.text.english import and_list

STATUS = {
    "permitted": "allowed",
    "restricted": "allowed with conditions",
    "case_by_case": "case by case",
    "unclear": "unclear",
    "prohibited": "not allowed",
    "not_supplied": "not supplied",
    "no_record": "no record",
}
STATUS_SHORT = STATUS | {"restricted": "conditions"}
CERTAINTY = {
    "official": "official",
    "reported": "reported",
    "inferred": "inferred",
    "disputed": "disputed",
    "claimed": "claimed",
}
KNOWN = {"then": "As known then", "now": "In hindsight"}


def lane_name(system: str, supplier: str) -> str:
    """A pair of system and supplier: "Storm Shadow (Italy)"."""
    return f"{system} ({supplier})"


def lane_names(lanes: Iterable[tuple[str, str]]) -> list[str]:
    """The same of several pairs, each system once: "GMLRS (Germany and United States)"."""
    suppliers: dict[str, list[str]] = {}
    for system, supplier in lanes:
        suppliers.setdefault(system, []).append(supplier)
    return [lane_name(system, and_list(named)) for system, named in suppliers.items()]


def supplier_name(name: str, disputed: bool) -> str:
    """A supplier, with a note if its supply is disputed."""
    return f"{name}, supply disputed" if disputed else name


def rule_title(names: Case, system: str, supplier: str, territory: str, status: str, certainty: str) -> str:
    """A row of the log as a title: "ATACMS, United States, the Kursk area: allowed (reported)"."""
    rule = f"{STATUS.get(status, status)} ({CERTAINTY.get(certainty, certainty)})"
    return f"{system}, {names.country_name(supplier)}, {names.territory(territory).whole}: {rule}"
