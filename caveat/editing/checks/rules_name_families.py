"""Rules are kept by family, so a restriction names no variant."""

from __future__ import annotations

from collections.abc import Iterator

from caveat.dataset.errors import Fault
from caveat.dataset.tables import Tables
from caveat.editing.checks.at import at


def rule(tables: Tables) -> Iterator[Fault]:
    """Rules are kept by family, so a restriction names no variant."""
    systems = tables["systems"]
    family = dict(zip(systems["system_id"], systems["family_id"], strict=True))
    for index, system in tables["restrictions"]["system_id"].items():
        if family.get(system):
            yield at(tables, "restrictions", index, "system_id", "a family", f'write "{family[system]}", or move the row to context')
