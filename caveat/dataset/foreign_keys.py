"""References between tables: ids without a row, and edits that must wait because of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from caveat.dataset import schema as schema_module
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset, file_name, list_items


@dataclass(frozen=True)
class DanglingReference:
    """An id without a row.

    `table`, `line` and `column` say where it is (`many` if in a list).
    Its row would have to be in one of `targets`.
    """

    table: str
    line: int
    column: str
    id: str
    targets: tuple[str, ...]
    many: bool


def key_column(dataset: Dataset, table: str) -> str:
    """The first column of a table's primary key."""
    return str(schema_module.resource(table, dataset.folder)["schema"]["primaryKey"][0])


def dangling_references(dataset: Dataset) -> list[DanglingReference]:
    """Every id without a row. Ids of tables that cannot be read are not known, so they are left out."""
    return list(_iterate_dangling(dataset))


def _iterate_dangling(dataset: Dataset) -> Iterator[DanglingReference]:
    known: dict[tuple[str, str], set[str]] = {}
    for table, frame in dataset.frames.items():
        for column, many, targets in schema_module.references(table, dataset.folder):
            if any(name not in dataset.frames for name, _ in targets):
                continue
            for target in targets:
                known.setdefault(target, set(dataset[target[0]][target[1]]))
            for index, cell in enumerate(frame[column]):
                for entry in list_items(cell) if many else [cell]:
                    if entry and not any(entry in known[target] for target in targets):
                        yield DanglingReference(
                            table, dataset.line(table, index), column, entry, tuple(name for name, _ in targets), many
                        )


def unknown_id_hint(dataset: Dataset, targets: Sequence[str], identifier: str) -> str:
    """What to do about an id that no row of the `targets` has: withdrawn, a slip or a name for another, or new."""
    if any(dataset.was_withdrawn(target, key_column(dataset, target), identifier) for target in targets):
        return "its row was withdrawn: name another, or withdraw this row too"
    names: dict[str, str] = {}
    for frame, key in ((dataset.frames[target], key_column(dataset, target)) for target in targets):
        names |= dict(zip(frame[key], frame["name"] if "name" in frame else [""] * len(frame), strict=True))
    files = " or ".join(schema_module.resource(target, dataset.folder)["path"] for target in targets)
    way_out = f"{identifier} is not in {files}: add its row there, or name another"
    return suggestion(identifier, filter(None, names), names) or way_out


def tables_to_hold_back(
    merged: Dataset, before: Dataset, edited: Collection[str], waiting: Collection[str]
) -> dict[str, tuple[DataError, ...]]:
    """The edited tables that must wait too, with their errors, so that no reference in `merged` dangles.

    `merged` is what readers would get, `edited` are the tables whose edit is in it, `waiting` those that wait already.
    An id that had no row `before` is no error of the edit.
    A table that names a row waits where it was edited; where it was not, the edit that took the row away waits.
    """
    old = {(reference.table, reference.column, reference.id) for reference in dangling_references(before)}
    faults_by_table: dict[str, list[DataError]] = {}
    for reference in dangling_references(merged):
        if (reference.table, reference.column, reference.id) in old:
            continue
        if reference.table in edited:
            faults_by_table.setdefault(reference.table, []).append(
                _unknown_id_fault(reference, merged, [target for target in reference.targets if target in waiting])
            )
        else:
            for target in reference.targets:
                if target in edited:
                    faults_by_table.setdefault(target, []).append(_removed_row_fault(reference, target, merged))
    return {table: tuple(sorted(faults)) for table, faults in faults_by_table.items()}


def _unknown_id_fault(reference: DanglingReference, dataset: Dataset, waiting: Collection[str]) -> DataError:
    if waiting:
        mend = f"the edit of {' and '.join(file_name(name, dataset.folder) for name in waiting)} waits and may have it"
    else:
        mend = unknown_id_hint(dataset, reference.targets, reference.id)
    return DataError(
        file_name(reference.table, dataset.folder),
        reference.line,
        reference.column,
        f'"{reference.id}"',
        f"an id of {' or '.join(reference.targets)}",
        mend,
    )


def _removed_row_fault(reference: DanglingReference, target: str, dataset: Dataset) -> DataError:
    where = f"{file_name(reference.table, dataset.folder)}:{reference.line}:{reference.column}"
    return DataError(
        file_name(target, dataset.folder),
        0,
        "",
        f'no row "{reference.id}"',
        f"the row that {where} names",
        "put the row back, or change what names it",
    )
