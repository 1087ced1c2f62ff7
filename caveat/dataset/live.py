"""Read folders of tables as they are edited, and keep the last valid version of a table with errors."""

import shutil
import tempfile
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from caveat.dataset import bounds, case_settings, foreign_keys, schema, shape_files, tables
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.tables import Dataset

# A file that has lost rows may be half-written: it counts only when nobody has touched it for so long.
SETTLED_SECONDS = 2.0
_MAX_FOLDERS = 4
# Where copies of the tables are written: where the environment says, else in memory or where the system keeps more.
COPY_PLACES = (None, "/dev/shm", "/var/tmp")
# A file that was touched more recently may be touched again within one tick of its clock, and look the same.
_RACY_SECONDS = 2.0
# Tells files apart without reading them: path, size, times and inode of each.
FileStats = tuple[tuple[str, int, int, int, int], ...]
Errors = tuple[DataError, ...]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The tables that readers get, and the files whose edit waits, by name with their errors.

    A file has no errors, (), while it is still being written.
    """

    dataset: Dataset
    pending_edits: Mapping[str, Errors] = field(default_factory=dict)


@dataclass
class FolderState:
    """What is known of a folder: the digest of its content, its snapshot, the bytes that readers get."""

    digest: str
    snapshot: Snapshot
    served: dict[str, bytes]
    # Whether the snapshot holds until the content changes; not while a file has yet to settle.
    final: bool = True
    # The files' stats when they were read; None if they could change and look the same.
    stats: FileStats | None = None


class LiveDataset:
    """Reads folders of tables by their content, for many threads.

    The folder of each Dataset is a copy that no edit reaches.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: OrderedDict[Path, FolderState] = OrderedDict()
        # A copy lives as long as its Dataset: a page that is being drawn may still read columns from an older one.
        self._datasets: weakref.WeakValueDictionary[str, Dataset] = weakref.WeakValueDictionary()
        # The folders whose edits another thread looks for (dataset.watch).
        self.watched: set[Path] = set()

    def read(self, folder: Path) -> Snapshot:
        """Read a folder as its files are now, with the last valid version of each table that cannot be used.

        A table without a valid version is in `broken`, as `tables.load` has it.
        UnusableTable for a bad description.
        """
        with self._lock:
            state = self._states.get(folder)
            if state is not None and folder in self.watched:
                return self.with_copy(folder, state).snapshot
            stats = file_stats(folder)
            copied = state is not None and state.snapshot.dataset.folder.is_dir()
            if state is not None and copied and state.final and state.stats == stats:
                return state.snapshot
            contents = tables.file_contents(folder) | tables.text_contents(folder)
            digest = combined_digest(contents)
            if state is None:
                state = FolderState(digest, Snapshot(self._load_first(folder, contents)), contents)
            elif state.digest != digest or not state.final:
                state = self.next_state(folder, digest, contents, state)
            state = self.with_copy(folder, state)
            state.stats = stats if settled(stats) else None
            self._keep(folder, state)
            return state.snapshot

    def _load_first(self, folder: Path, contents: dict[str, bytes]) -> Dataset:
        try:
            return self.load(folder, contents)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise unusable_description(folder, error) from error

    def copies(self) -> int:
        """How many datasets, each with its copy, are in use."""
        return len(self._datasets)

    def remove_copies(self) -> None:
        """Remove the copies of all datasets, before the process ends: a signal ends it without its finalizers."""
        for dataset in list(self._datasets.values()):
            shutil.rmtree(dataset.folder.parent, ignore_errors=True)

    def put(self, folder: Path, state: FolderState) -> None:
        """Give readers of a folder this state from now on."""
        with self._lock:
            self._keep(folder, state)

    def _keep(self, folder: Path, state: FolderState) -> None:
        self._states[folder] = state
        self._states.move_to_end(folder)
        while len(self._states) > _MAX_FOLDERS:
            self._states.popitem(last=False)

    def with_copy(self, folder: Path, state: FolderState) -> FolderState:
        """A state whose copy is there. It may have been swept away with old temporary files."""
        if not state.snapshot.dataset.folder.is_dir():
            # What readers get is still known, byte for byte.
            state.snapshot = Snapshot(self.load(folder, state.served), state.snapshot.pending_edits)
        return state

    def next_state(
        self,
        folder: Path,
        digest: str,
        contents: dict[str, bytes],
        before: FolderState,
        refused: Mapping[str, Errors] = MappingProxyType({}),
    ) -> FolderState:
        """The state after an edit: each file as it is now, or as it was before if its edit has to wait.

        `refused` are files that wait in any case, with the reasons.
        """
        last = before.snapshot.dataset
        unusable = _unusable_texts(folder, contents, before.served)
        contents = contents | {name: before.served[name] for name in unusable}
        try:
            edited = self.load(folder, contents)
            files = {
                table: str(schema.resource(table, edited.folder)["path"]) for table in schema.table_names(edited.folder)
            }
            problem = _lost_tables(last, files)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            problem = _description_problem(folder, error)
        if problem:
            # Without a description of all tables nothing of the edit can be trusted.
            file = f"{folder.resolve().name}/datapackage.json"
            pending: dict[str, Errors] = unusable | {
                "datapackage.json": (DataError(file, 0, "", problem, "a Frictionless data package"),)
            }
            return FolderState(digest, Snapshot(last, pending), before.served)
        # Only a table that readers have had can be held back.
        held = set(last.frames) & set(files)
        unsettled = [
            table
            for table in edited.frames
            if table in held and _may_be_half_written(folder / files[table], len(edited[table]), len(last[table]))
        ]
        waiting: dict[str, Errors] = {
            table: _with_reason(errors, folder / files[table])
            for table, errors in edited.broken.items()
            if table in held
        }
        waiting |= dict.fromkeys(unsettled, ())
        waiting |= {table: refused[files[table]] for table in held if files[table] in refused}
        if refused.keys() - {files[table] for table in held}:
            # What is no table that readers have had (the description, a text, a new table) takes the edit with it.
            return FolderState(digest, Snapshot(last, dict(refused)), before.served, final=not unsettled)
        while True:
            pending = unusable | {files[table]: errors for table, errors in waiting.items()}
            if not pending.keys() <= before.served.keys():
                # The description names another file for a table, and that cannot be used.
                return FolderState(digest, Snapshot(last, pending), before.served, final=not unsettled)
            served = contents | {name: before.served[name] for name in pending}
            merged = self.load(folder, served) if waiting else edited
            if not held.isdisjoint(merged.broken):
                # The description changed with the tables, and the older ones do not fit it: everything waits together.
                return FolderState(digest, Snapshot(last, pending), before.served, final=not unsettled)
            changed = {
                table for table in held - set(waiting) if served[files[table]] != before.served.get(files[table])
            }
            # A valid file may name rows of one that waits, or have lost rows that others name.
            # Each round holds back one more.
            more = foreign_keys.tables_to_hold_back(merged, last, changed, waiting)
            if not more:
                return FolderState(digest, Snapshot(merged, pending), served, final=not unsettled)
            waiting |= more

    def load(self, folder: Path, contents: Mapping[str, bytes]) -> Dataset:
        """The tables of these contents, read from a copy that lives as long as they do."""
        key = f"{folder.resolve()} {combined_digest(contents)}"
        known = self._datasets.get(key)
        if known is not None and known.folder.is_dir():
            return known
        try:
            dataset = load_copy(contents, folder.resolve().name)
        except OSError:  # nowhere to write: the files themselves are all there is
            return tables.load(folder)
        self._datasets[key] = dataset
        return dataset


def _description_problem(folder: Path, error: Exception) -> str:
    return bounds.problem(folder / "datapackage.json") or f"no description of the tables ({error})"


def unusable_description(folder: Path, error: Exception) -> UnusableTable:
    """The error of a folder whose datapackage.json describes no tables, with the reason."""
    found = _description_problem(folder, error)
    file = f"{folder.resolve().name}/datapackage.json"
    return UnusableTable("datapackage", (DataError(file, 0, "", found, "a Frictionless data package"),))


def _lost_tables(last: Dataset, files: Mapping[str, str]) -> str:
    """What is wrong with a description that no longer names tables that readers have; "" for nothing."""
    lost = sorted({*last.frames, *last.broken} - {*files, case_settings.FILE})
    return f"a description without the table {', '.join(lost)}" if lost else ""


def _with_reason(errors: Errors, path: Path) -> Errors:
    """The errors of a table; why its file was not read, if it was not."""
    problem = bounds.problem(path)
    return (replace(errors[0], found=problem),) if problem and len(errors) == 1 and not errors[0].row else errors


def load_copy(contents: Mapping[str, bytes], folder_name: str) -> Dataset:
    """Load tables from a temporary copy of these files, which lives as long as the Dataset.

    It is written where there is room. Raises OSError if there is none.
    """
    for place in COPY_PLACES:
        with suppress(OSError):
            temporary = tempfile.TemporaryDirectory(prefix="caveat-", dir=place, ignore_cleanup_errors=True)
            copy = Path(temporary.name) / folder_name
            copy.mkdir()
            for name, body in contents.items():
                (copy / name).parent.mkdir(exist_ok=True)
                (copy / name).write_bytes(body)
            break
    else:
        raise OSError("no room for a copy of the tables")
    dataset = tables.load(copy)
    weakref.finalize(dataset, temporary.cleanup)
    return dataset


def _unusable_texts(folder: Path, contents: Mapping[str, bytes], served: Mapping[str, bytes]) -> dict[str, Errors]:
    """The errors of case.toml and the shapes where readers had a version and the new one cannot be used, by name."""
    settings, errors = case_settings.read(contents.get(case_settings.FILE), folder)
    found = {case_settings.FILE: errors}
    if settings is None or settings.map:
        for name in shape_files.FILES:
            if contents.get(name) != served.get(name):
                found[name] = shape_files.errors(name, contents.get(name), f"{folder.resolve().name}/{name}")
    return {name: errors for name, errors in found.items() if errors and name in served}


def combined_digest(contents: Mapping[str, bytes]) -> str:
    """One SHA-256 for files with these names and contents."""
    return tables.combined_digest(tables.file_digests(contents))


def file_stats(folder: Path) -> FileStats:
    """The stats of the package's files, of the texts and of the shapes; () if there are none."""
    entry_stats = []
    for path in (*(folder / name for name in schema.table_files(folder)), *tables.text_paths(folder)):
        with suppress(OSError):  # not there, or a broken link
            entry_stats.append((str(path), path.stat()))
    return tuple(
        sorted((path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino) for path, stat in entry_stats)
    )


def settled(stats: FileStats) -> bool:
    """Whether equal stats mean equal content: no file was touched within one tick of its clock."""
    touched = (touched_ns / 1e9 for _, _, mtime_ns, ctime_ns, _ in stats for touched_ns in (mtime_ns, ctime_ns))
    return bool(stats) and not any(_is_now(seconds, _RACY_SECONDS) for seconds in touched)


def _may_be_half_written(path: Path, rows: int, rows_before: int) -> bool:
    """Whether a file may still be being written: it lost rows and was touched a moment ago."""
    try:
        return rows < rows_before and _is_now(path.stat().st_mtime, SETTLED_SECONDS)
    except OSError:
        return False


def _is_now(seconds: float, within_seconds: float) -> bool:
    """Whether a time of a file is that of this moment. One in the future comes of another clock, or of one set back."""
    return abs(time.time() - seconds) < within_seconds
