"""What cannot be drawn from tables that are sound otherwise, as errors that name the row where one can be found."""

import json
import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, replace

import pandas as pd

from caveat.content import drawing
from caveat.content.drawing import Failure, Part
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset, file_name
from caveat.text import drawing as words

Job = Callable[[], list[DataError]]
Draw = Callable[[Iterable[Part]], list[DataError]]
# How many portions of work two processes share at most: a byte for each has to fit into a pipe.
_MAX_GROUPS = 1000


def errors(dataset: Dataset, parts: Iterable[Part], before: Dataset | None = None) -> list[DataError]:
    """An error for each cause why something cannot be drawn; none for what could not be drawn `before` either."""
    edited = [table for table in dataset.frames if before is None or _is_edited(table, before, dataset)]
    return [
        _error(dataset, failure, edited)
        for failure in drawing.failures(dataset, parts)
        if before is None or not _fails_alike(failure, before)
    ]


def _is_edited(table: str, before: Dataset, dataset: Dataset) -> bool:
    return table not in before.frames or not before.frames[table].equals(dataset.frames[table])


def _fails_alike(failure: Failure, dataset: Dataset) -> bool:
    found = drawing.failure_of(failure.part, dataset)
    return found is not None and found.kind == failure.kind


def _error(dataset: Dataset, failure: Failure, edited: Collection[str]) -> DataError:
    """The error for a failure, at the row without which the part can be drawn if there is such a row in `edited`."""
    named = str(failure.error.args[0]) if failure.error.args else ""
    # The table that has the value which the error names is the likeliest.
    for table in sorted(edited, key=lambda table: not _has(dataset[table], named)):
        index = _culprit(dataset, table, failure)
        if index is not None:
            row = dataset[table].iloc[index]
            column = next((str(column) for column, cell in row.items() if named and cell == named), "")
            found = words.found(failure.part.name, failure.error, in_row=True)
            line = dataset.line(table, index)
            return DataError(file_name(table, dataset.folder), line, column, found, words.EXPECTED, words.MEND)
    [file] = edited if len(edited) == 1 else [""]
    name = file_name(file, dataset.folder) if file else dataset.folder.resolve().name
    return DataError(name, 0, "", words.found(failure.part.name, failure.error, in_row=False), words.EXPECTED)


def _has(frame: pd.DataFrame, value: str) -> bool:
    return bool(value) and bool((frame == value).any(axis=None))


def _culprit(dataset: Dataset, table: str, failure: Failure) -> int | None:
    """The index of the first row with which the part fails in this way; None if no row does so by itself."""

    def kept(rows: pd.DataFrame) -> Dataset:
        return replace(dataset, frames={**dataset.frames, table: rows.reset_index(drop=True)})

    frame = dataset[table]
    if not len(frame) or _fails_alike(failure, kept(frame.head(0))):
        return None
    index = _first(len(frame), lambda count: _fails_alike(failure, kept(frame.head(count)))) - 1
    without = (frame.head(index), frame.drop(index=index))
    return index if any(drawing.failure_of(failure.part, kept(rows)) is None for rows in without) else None


def _first(most: int, holds: Callable[[int], bool]) -> int:
    """The least number from 1 to `most` from which a condition holds, by halving."""
    least = 1
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if holds(middle) else (middle + 1, most)
    return least


def by_two(parts: Sequence[Part], draw: Draw, first: Job = list) -> list[DataError]:
    """The errors of parts that this process and another draw until none is left, the other from the first part on.

    This one begins with the last, as parts that stand together share what is worked out for them. It does `first`
    before: if that finds errors they are all that is told.
    """
    groups = [parts[number::_MAX_GROUPS] for number in range(min(len(parts), _MAX_GROUPS))]
    # As many bytes as groups: who takes one may draw the next from its end.
    taking, giving = os.pipe()
    os.write(giving, bytes(len(groups)))
    os.close(giving)

    def left(mine: Iterable[Sequence[Part]]) -> Iterator[Part]:
        for group in mine:
            if not os.read(taking, 1):
                return
            yield from group

    try:
        return _side_by_side(first, lambda: draw(left(reversed(groups))), lambda: draw(left(groups)))
    finally:
        os.close(taking)


def _side_by_side(first: Job, here: Job, there: Job) -> list[DataError]:
    """The errors of a job, else those of a job here and of one in a second process, where the system can fork."""
    if not hasattr(os, "fork"):
        return sorted({*(first() or here())})
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as answer:
                json.dump([astuple(error) for error in there()], answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        try:
            if errors := first():
                os.kill(child, signal.SIGKILL)
                return sorted({*errors})
            errors = here()
            return sorted({*errors, *(DataError(*error) for error in json.loads(answer.read()))})
        finally:
            os.waitpid(child, 0)
