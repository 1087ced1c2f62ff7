"""The ids of all published rows, which links and citations name: one "table id" a line in a file of data."""

from contextlib import suppress
from pathlib import Path

import pandas as pd

from caveat.dataset import bounds, schema
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.editing.files import replace_file

NAME = "published_ids.txt"


def read(folder: Path) -> list[tuple[str, str]]:
    """The (table, id) of every published row; none if the folder has no such file."""
    body = b""
    with suppress(OSError):
        body = bounds.read_file(folder / NAME)
    return parsed(body)


def parsed(body: bytes) -> list[tuple[str, str]]:
    """The (table, id) of each line of the file."""
    lines = body.decode("utf-8", errors="replace").splitlines()
    return [(table, identifier) for table, _, identifier in (line.partition(" ") for line in lines if line)]


def ids(dataset: Dataset, table: str) -> list[str]:
    """The ids of a table, those of withdrawn rows included, sorted."""
    keys = tuple(schema.resource(table, dataset.folder)["schema"]["primaryKey"])
    frames = [frame for frame in (dataset[table], dataset.withdrawn.get(table)) if frame is not None]
    return sorted(identifier for frame in frames for identifier in _ids(frame, keys))


@memoized(1)
def _ids(frame: pd.DataFrame, keys: tuple[str, ...]) -> list[str]:
    return [schema.KEY_SEPARATOR.join(row) for row in frame[list(keys)].itertuples(index=False)]


def add(folder: Path, dataset: Dataset) -> int:
    """Enter the ids of all rows; how many are new. An id once listed stays."""
    before = set(read(folder))
    now = before | {(table, identifier) for table in dataset.frames for identifier in ids(dataset, table)}
    if now != before:
        text = "".join(f"{table} {identifier}\n" for table, identifier in sorted(now))
        replace_file(folder / NAME, text.encode())
    return len(now) - len(before)
