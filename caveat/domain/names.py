"""What readers call a system, and a pair of supplier and system."""

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.case import usable_case


@memoized(4)
def system_names(dataset: Dataset) -> dict[str, str]:
    """system_id -> name."""
    return dict(zip(dataset["systems"]["system_id"], dataset["systems"]["name"], strict=True))


def short_name(dataset: Dataset, system_id: str) -> str:
    """A system's name without its bracket: "ATACMS (family)" -> "ATACMS"; the id if it is unknown."""
    return system_names(dataset).get(system_id, system_id).split(" (")[0]


def pair_name(dataset: Dataset, supplier: str, system_id: str) -> str:
    """The name of a pair's system, with what the table `pairs` says after it: "GMLRS and other arms"."""
    return f"{short_name(dataset, system_id)} {usable_case(dataset).pair(supplier, system_id).name_suffix}".strip()
