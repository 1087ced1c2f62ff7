"""What readers call a system, and a pair of supplier and system."""

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset


@memoized(4)
def system_names(dataset: Dataset) -> dict[str, str]:
    """system_id -> name."""
    return dict(zip(dataset["systems"]["system_id"], dataset["systems"]["name"], strict=True))


def short_name(dataset: Dataset, system_id: str) -> str:
    """A system's name without its bracket: "ATACMS (family)" -> "ATACMS"; the id if it is unknown."""
    return system_names(dataset).get(system_id, system_id).split(" (")[0]


# What a row of the matrix must say beside its name (dossier, "known to be weak").
PAIR_NOTES = {
    ("US", "gmlrs"): "US-supplied weapons other than ATACMS",
    ("DE", "gmlrs"): "German-supplied arms in general",
    ("IT", "storm-shadow"): "supply disputed",
}


def pair_name(dataset: Dataset, supplier: str, system_id: str) -> str:
    """The name of a pair's system; that of a GMLRS row says that it covers other arms too."""
    name = short_name(dataset, system_id)
    return f"{name} and other arms" if (supplier, system_id) in PAIR_NOTES and system_id == "gmlrs" else name
