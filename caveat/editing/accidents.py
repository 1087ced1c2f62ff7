"""Find what one version of a table cannot show: a column sorted alone or shifted, lost rows, changed ids.

Versions are compared by id, so that rows in another order, new rows and new columns say nothing.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from caveat.dataset import releases, schema, tables
from caveat.dataset.errors import DataError
from caveat.dataset.tables import WITHDRAWN, Dataset
from caveat.editing import git, moved_cells, published_ids
from caveat.editing.checks.package import missing_id, no_rows
from caveat.editing.diff import Row, Version, read_version, versions_since
from caveat.editing.same_person import PEOPLE, other_spellings
from caveat.text.english import and_list, counted

# A table that lost more than this share of its rows (and not just one or two) is named.
MAX_LOST = 0.1
MIN_LOST = 3
# A column in which more than this share of the cells changed (and more than this number) is named.
MOST_REWRITTEN = 0.5
MIN_REWRITTEN = 12
# From this many on, ids that changed are told in one sentence.
MANY_RENAMED = 4
_MAX_NAMED = 3
_FROM_LAST_VERSION = "take {} from the last version of the file"
# What to do where an accident is none.
MEANT = "if this is meant, commit it"


@dataclass(frozen=True)
class _Pair:
    """A table in both versions. `order` has the ids of both, in the order of the new file."""

    table: str
    file: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    old: Mapping[str, Row]
    new: Mapping[str, Row]
    lines: Mapping[str, int]
    torn: Sequence[tuple[int, list[str]]]
    order: tuple[str, ...]

    def error(self, columns: Sequence[str], found: str, expected: str, mend: str, line: int = 0) -> DataError:
        return DataError(self.file, line, columns[0] if len(columns) == 1 else "", found, expected, mend)

    def column(self, name: str) -> tuple[list[str], list[str]]:
        """The old and the new cells of a column."""
        return [self.old[key][name] for key in self.order], [self.new[key][name] for key in self.order]


def find(before: Version, after: Version, published: Collection[tuple[str, str]] = ()) -> list[DataError]:
    """What happened to the tables between two versions that hardly anybody means, by file.

    `published` has the (table, id) that must stay.
    """
    kept: dict[str, set[str]] = {}
    for table, identifier in published:
        kept.setdefault(table, set()).add(identifier)
    errors: list[DataError] = []
    for table in after.columns:
        if table in before.rows and table in after.rows and before.rows[table] != after.rows[table]:
            pair = _pair(table, before, after)
            ids = _moved_ids(pair)
            errors += [ids] if ids else _of_cells_and_rows(pair, kept.get(table, set()))
    return [*errors, *other_spellings(before, after)]


def _of_cells_and_rows(pair: _Pair, published: set[str]) -> Iterator[DataError]:
    moved = list(_moved(pair))
    # What moved is no other value, and is told as moved.
    yield from moved or _rewritten(pair)
    yield from _lost_rows(pair, published)


def _pair(table: str, before: Version, after: Version) -> _Pair:
    old, new = before.rows[table], after.rows[table]
    keys = after.keys[table]
    known = before.columns[table]
    columns = tuple(column for column in after.columns[table] if column in known and column not in keys)
    order = tuple(key for key in new if key in old)
    return _Pair(
        table, after.files[table], keys, columns, old, new, after.lines[table], after.torn.get(table, ()), order
    )


def _moved(pair: _Pair) -> Iterator[DataError]:
    """Cells that stand in other rows or columns than before."""
    cells = {name: pair.column(name) for name in pair.columns}
    changed = {name: both for name, both in cells.items() if both[0] != both[1]}
    told: set[str] = set()
    for columns, found in moved_cells.changed_places(cells):
        told |= set(columns)
        yield pair.error(columns, found, "each value in its own column", _FROM_LAST_VERSION.format("the columns"))
    shifted: dict[tuple[int, int], list[str]] = {}
    for name, (old, new) in changed.items():
        if name not in told and (shift := _shift(pair, name, old, new)):
            shifted.setdefault(shift, []).append(name)
    for (by, line), columns in shifted.items():
        told |= set(columns)
        where = f"by {counted(abs(by), 'row')} {'down' if by > 0 else 'up'} from line {line} on"
        found = f"{_named(columns)} shifted {where}"
        yield pair.error(columns, found, "each value in its own row", _FROM_LAST_VERSION.format("the cells"), line)
    sorted_alone = [name for name, both in changed.items() if name not in told and moved_cells.is_permuted(*both)]
    if sorted_alone:
        told |= set(sorted_alone)
        yield _sorted_alone(pair, sorted_alone)
    for name, (old, new) in changed.items():
        if name not in told and (overwritten := moved_cells.overwritten(old, new)):
            first, found = overwritten
            mend = _FROM_LAST_VERSION.format("the cells")
            yield pair.error([name], found, "a value of its own in each row", mend, pair.lines[pair.order[first]])


def _rewritten(pair: _Pair) -> Iterator[DataError]:
    """Columns in which most cells changed, and many rows that are withdrawn at once."""
    for name in pair.columns:
        cells = list(zip(*pair.column(name), strict=True))
        if name == WITHDRAWN:
            count, most = sum(not old and bool(new) for old, new in cells), max(MIN_LOST, MAX_LOST * len(cells))
            found, expected = f"{count} of {counted(len(cells), 'row')} withdrawn at once", "a reason row by row"
        else:
            filled = [(old, new) for old, new in cells if old]
            # Editors reword many sentences at once, but not codes, days or figures.
            if sum(" " in old for old, _ in filled) > len(filled) / 2:
                continue
            count, most = sum(old != new for old, new in filled), max(MIN_REWRITTEN, MOST_REWRITTEN * len(filled))
            found = f"{count} of {counted(len(filled), 'cell')} of the column changed at once"
            expected = "the cells of the last version, but for those that an editor changed"
        if count > most:
            mend = f"was something done to the whole column? {_FROM_LAST_VERSION.format('it').capitalize()}"
            yield pair.error([name], found, expected, mend)


def _moved_ids(pair: _Pair) -> DataError | None:
    """The id column sorted or shifted alone: all the rest of the rows stands under other ids."""
    if sum(old != new for old, new in map(pair.column, pair.columns)) < 2:
        return None
    old, new = (
        [tuple(rows[key][name] for name in pair.columns if name != WITHDRAWN) for key in pair.order]
        for rows in (pair.old, pair.new)
    )
    count = sum(before != after for before, after in zip(old, new, strict=True))
    is_swap = count == 2 and Counter(old) == Counter(new)
    if not (is_swap or moved_cells.is_permuted(old, new) or _shift(pair, "", old, new)):
        return None
    ids = _named(pair.keys)
    found = f"{counted(count, 'row')} under other ids, all other cells are the same: {ids} sorted or moved alone"
    return pair.error(pair.keys, found, "each row under its own id", _FROM_LAST_VERSION.format(ids))


def _shift(pair: _Pair, name: str, old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int] | None:
    """By how many rows cells are shifted, and the line from which on; in the order of the new or of the old file."""
    if shift := moved_cells.shift(old, new):
        return shift[0], pair.lines[pair.order[shift[1]]]
    place = {key: number for number, key in enumerate(pair.order)}
    order = [place[key] for key in pair.old if key in place]
    shift = moved_cells.shift([old[number] for number in order], [new[number] for number in order])
    return (shift[0], pair.lines[pair.order[order[shift[1]]]]) if shift else None


def _sorted_alone(pair: _Pair, columns: Sequence[str]) -> DataError:
    count = sum(any(pair.old[key][name] != pair.new[key][name] for name in columns) for key in pair.order)
    found = (
        f"{counted(count, 'row')} changed in {_named(columns)} alone, the values are the same in another order: "
        f"{'was it' if len(columns) == 1 else 'were they'} sorted without the other columns?"
    )
    mend = _FROM_LAST_VERSION.format("the column" if len(columns) == 1 else "the columns")
    return pair.error(columns, found, "each value in its own row", f"{mend}, and sort whole rows only")


def _named(columns: Sequence[str]) -> str:
    more = len(columns) - _MAX_NAMED - 1
    names = [*columns[:_MAX_NAMED], f"{more + 1} more"] if more > 0 else columns
    return f"the column{'s' if len(columns) > 1 else ''} {and_list(names)}"


def _lost_rows(pair: _Pair, published: set[str]) -> Iterator[DataError]:
    """Rows that are gone: swallowed by a cell, under a new id, or deleted."""
    gone = [key for key in pair.old if key not in pair.new]
    if not gone:
        return
    for line, column, swallowed in _swallowed(pair, gone):
        gone = [key for key in gone if key not in swallowed]
        found = f"a cell that holds {counted(len(swallowed), 'other row')}, such as {swallowed[0]}"
        mend = "look for a quotation mark that is opened in this cell and not closed, or one too many"
        yield DataError(pair.file, line, column, found, "each row on lines of its own", mend)
    if column := _ids_in(pair, gone):
        found = f"the columns {and_list(pair.keys)} and {column} changed places"
        mend = _FROM_LAST_VERSION.format("the columns")
        yield pair.error(pair.keys, found, "each value in its own column", mend)
        return
    renamed = _renamed(pair, gone)
    yield from _renamed_errors(pair, {old: new for old, new in renamed.items() if not published or old in published})
    deleted = [key for key in gone if key not in renamed]
    if len(deleted) <= len(pair.torn):  # rows that cannot be read may be these
        return
    if not pair.new:
        yield no_rows(pair.file)
    elif len(deleted) >= MIN_LOST and len(deleted) > MAX_LOST * len(pair.old):
        found = f"{len(deleted)} of {counted(len(pair.old), 'row')} gone, such as {deleted[0]}"
        mend = "put the rows back; withdraw a row with a reason, never delete it"
        yield pair.error((), found, "every row of the last version", mend)
    else:
        yield from (missing_id(pair.file, pair.keys[0], key) for key in deleted if key in published)


def _swallowed(pair: _Pair, gone: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """The cells that hold rows which are gone: line, column, ids of these rows."""
    starts = {key: pair.old[key][next(iter(pair.old[key]))] + "," for key in gone}
    shortest = min(map(len, starts.values()))
    whole = (
        (pair.lines[key], tuple((name, cell) for name, cell in row.items() if cell != pair.old.get(key, {}).get(name)))
        for key, row in pair.new.items()
    )
    torn = ((line, tuple(("", cell) for cell in cells)) for line, cells in pair.torn)
    for line, cells in (*whole, *torn):
        for column, cell in cells:
            if len(cell) <= shortest or not any(space in cell for space in " \n"):
                continue
            # Line breaks may have become spaces.
            words = f" {' '.join(cell.split())}"
            if found := [key for key, start in starts.items() if f" {start}" in words]:
                yield line, column, found


def _ids_in(pair: _Pair, gone: Sequence[str]) -> str:
    """The column that now holds the ids of the rows that are gone; "" if none does."""
    if len(gone) < MIN_LOST or len(pair.keys) > 1:
        return ""
    cells = {name: {row[name] for row in pair.new.values()} for name in pair.columns}
    return next((name for name in cells if sum(key in cells[name] for key in gone) > 0.9 * len(gone)), "")


def _renamed(pair: _Pair, gone: Sequence[str]) -> dict[str, str]:
    """The old and the new id of rows whose other cells are the same, or that stand in the same order."""
    # An id that stands twice is a fault by itself, and no new one.
    added = [key for key in pair.new if key not in pair.old and key.rpartition(" (")[0] not in pair.new]
    by_rest: dict[tuple[str, ...], list[str]] = {}
    for key in added:
        by_rest.setdefault(tuple(pair.new[key][name] for name in pair.columns), []).append(key)
    renamed = {
        key: twins.pop(0) for key in gone if (twins := by_rest.get(tuple(pair.old[key][name] for name in pair.columns)))
    }
    taken = set(renamed.values())
    gone, added = [key for key in gone if key not in renamed], [key for key in added if key not in taken]
    if len(gone) == len(added):
        # A replacement in the whole file changes other cells too, and leaves the rows where they are.
        renamed |= {old: new for old, new in zip(gone, added, strict=True) if _alike(old, new, pair)}
    return renamed


def _alike(old: str, new: str, pair: _Pair) -> bool:
    """Whether two ids are nearly the same, and most cells of their rows."""
    same = sum(pair.old[old][name] == pair.new[new][name] for name in pair.columns)
    return same >= 0.6 * len(pair.columns) and SequenceMatcher(None, old, new, autojunk=False).ratio() > 0.6


def _renamed_errors(pair: _Pair, renamed: Mapping[str, str]) -> Iterator[DataError]:
    expected = "the same ids, because links and citations name them"
    if len(renamed) >= MANY_RENAMED:
        old, new = next(iter(renamed.items()))
        found = f"{counted(len(renamed), 'id')} changed at once, such as {old}, now {new}"
        mend = "were they replaced in the whole file? Ids are permanent: take them from the last version"
        yield pair.error(pair.keys, found, expected, mend)
        return
    for old, new in renamed.items():
        yield missing_id(pair.file, pair.keys[0], old, f"line {pair.lines[new]} has it as {new}")


def since(revision: str, folder: Path) -> list[DataError]:
    """The accidents since a git revision. NoRevision if it cannot be read."""
    changed = git.changed_files(revision, folder)
    names = _tables_to_compare(folder, changed)
    before = (
        published_ids.parsed(git.content(revision, folder, published_ids.NAME)) if published_ids.NAME in changed else []
    )
    published = [*published_ids.read(folder), *before]
    errors = find(*versions_since(revision, folder, names), published) if names else []
    return [*_unlisted(folder, before), *errors]


def _unlisted(folder: Path, before: Sequence[tuple[str, str]]) -> list[DataError]:
    """That the list of published ids lost some: what stands in links could then be deleted."""
    gone = sorted(set(before) - set(published_ids.read(folder)))
    if not gone:
        return []
    found = f"{counted(len(gone), 'id')} gone from the list, such as {' '.join(gone[0])}"
    name, mend = f"{folder.resolve().name}/{published_ids.NAME}", "take the file from its last version"
    return [DataError(name, 0, "", found, "every id that was ever published", mend)]


def waiting_edits(before: Dataset, after: Dataset, folder: Path) -> Mapping[str, tuple[DataError, ...]]:
    """The files of a live edit that has to wait, each with its accidents; none of what is known to be meant.

    `folder` is the one that editors change. What its last commit or the newest release holds is meant.
    """
    edited = {name for name, digest in after.digests.items() if before.digests.get(name) != digest}
    names = _tables_to_compare(after.folder, edited)
    known = set(schema.table_names(before.folder))
    old, new = (read_version(dataset.folder, [name for name in names if name in known]) for dataset in (before, after))
    by_file: dict[str, tuple[DataError, ...]] = {}
    for error in find(old, new, published_ids.read(folder)):
        name = Path(error.file).name
        told = DataError(error.file, error.row, error.column, error.found, error.expected, f"{error.mend}; {MEANT}")
        by_file[name] = (*by_file.get(name, ()), told)
    return {name: errors for name, errors in by_file.items() if not _is_kept(name, after.digests[name], folder)}


def _tables_to_compare(folder: Path, files: Collection[str]) -> list[str]:
    """The tables of these files, and all that name people if one of them does."""
    changed = {table for table in schema.table_names(folder) if schema.resource(table, folder)["path"] in files}
    people = {table for table, _ in PEOPLE}
    return [table for table in schema.table_names(folder) if table in changed or (changed & people and table in people)]


def _is_kept(name: str, digest: str, folder: Path) -> bool:
    """Whether the last commit or the newest release holds these bytes of a file."""
    try:
        with git.folder_at("HEAD", folder, [name]) as copy:
            if tables.file_digests(tables.file_contents(copy)).get(name) == digest:
                return True
    except git.NoRevision:
        pass
    where = releases.releases_folder()
    try:
        known = releases.release_index(where)
        last = releases.load_release(known[-1].release, where) if known else None
    except (OSError, ValueError, KeyError):
        return False
    return last is not None and last.digests.get(name) == digest
