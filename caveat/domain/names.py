"""What readers call a system, and a pair of supplier and system."""

from __future__ import annotations

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Tables


@memoized(4)
def names(tables: Tables) -> dict[str, str]:
    """system_id -> name."""
    return dict(zip(tables["systems"]["system_id"], tables["systems"]["name"], strict=True))


def short_name(tables: Tables, system_id: str) -> str:
    """A system's name without its bracket: "ATACMS (family)" -> "ATACMS"; the id where it is unknown."""
    return names(tables).get(system_id, system_id).split(" (")[0]


# What a row of the matrix must say beside its name (dossier, "known to be weak").
ROW_NOTES = {
    ("US", "gmlrs"): "US-supplied weapons other than ATACMS",
    ("DE", "gmlrs"): "German-supplied arms in general",
    ("IT", "storm-shadow"): "supply disputed",
}


def row_name(tables: Tables, supplier: str, system_id: str) -> str:
    """The name of a pair's system; GMLRS rows stand for other arms of the supplier too, and say so."""
    name = short_name(tables, system_id)
    return f"{name} and other arms" if (supplier, system_id) in ROW_NOTES and system_id == "gmlrs" else name
