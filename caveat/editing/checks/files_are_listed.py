"""Every CSV in the folder is a table of the package."""

from __future__ import annotations

from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import Fault
from caveat.dataset.suggest import did_you_mean
from caveat.dataset.tables import Tables


def rule(tables: Tables) -> Iterator[Fault]:
    """Every CSV in the folder is a table of the package."""
    listed = [schema.resource(name, tables.folder)["path"] for name in schema.table_names(tables.folder)]
    for path in sorted(tables.folder.glob("*.csv")):
        if path.name not in listed:
            name = f"{tables.folder.resolve().name}/{path.name}"
            yield Fault(name, 0, "", "a file that datapackage.json does not list", "a table of the package", did_you_mean(path.name, listed))
