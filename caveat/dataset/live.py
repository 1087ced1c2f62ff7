"""The last good tables: an edited file shows at the next reading, a broken or half-written one waits and readers keep what stood before it."""

import hashlib
import os
import tempfile
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from caveat.dataset import foreign_keys, schema, tables
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset

# A file that has lost rows may be half-written: it counts only when nobody has touched it for so long.
SETTLED_SECONDS = 2.0
_FOLDERS = 4
# A file that was touched more recently may be touched again within one tick of its clock, and look the same.
_RACY_SECONDS = 2.0
# What tells files apart without reading them: name, size, times and inode of each.
_FileStats = tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What readers get, and the files that wait: their faults by name; () where a file is only being written still."""

    dataset: Dataset
    waiting: Mapping[str, tuple[DataError, ...]] = field(default_factory=dict)


@dataclass
class _FolderState:
    """What is known of one folder: the content that was last looked at, the reading of it, and the bytes that readers get."""

    key: str
    reading: Snapshot
    served: dict[str, bytes]
    # Whether the reading holds until the content changes; not where a file has yet to settle.
    final: bool = True
    # How the files looked when they were read; None where they could change and look the same.
    look: _FileStats | None = None


class LiveDataset:
    """Reads folders of tables by their content. Each reading is frozen: its `folder` is a copy that no edit reaches. For many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Path, _FolderState] = OrderedDict()
        # A frozen copy lives as long as somebody holds its tables: a page that is being drawn may still ask an older one for its columns.
        self._frozen: weakref.WeakValueDictionary[str, Dataset] = weakref.WeakValueDictionary()

    def read(self, folder: Path) -> Snapshot:
        """The reading of a folder as its files are now. Where a table cannot be used, the last good one stands in and the file waits.

        Without a last good one the table is broken, as `tables.load` has it; what that raises for a bad description is raised.
        """
        with self._lock:
            held = self._held.get(folder)
            look = _file_stats(folder)
            if held is not None and held.final and held.look == look and held.reading.dataset.folder.is_dir():
                return held.reading
            found = _file_contents(folder)
            key = _content_key(found)
            if held is None or held.key != key or not held.final:
                held = self._first(folder, key, found) if held is None else self._next(folder, key, found, held)
                self._held[folder] = held
            elif not held.reading.dataset.folder.is_dir():
                # The copy was swept away with old temporary files. What readers get is still known, byte for byte.
                held.reading = Snapshot(self._load(folder, held.served), held.reading.waiting)
            held.look = look if _settled(look) else None
            self._held.move_to_end(folder)
            while len(self._held) > _FOLDERS:
                self._held.popitem(last=False)
            return held.reading

    def _first(self, folder: Path, key: str, found: dict[str, bytes]) -> _FolderState:
        return _FolderState(key, Snapshot(self._load(folder, found)), found)

    def _next(self, folder: Path, key: str, found: dict[str, bytes], before: _FolderState) -> _FolderState:
        last = before.reading.dataset
        try:
            now = self._load(folder, found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            # The description of the tables cannot be read: nothing of the edit can be trusted.
            fault = DataError(
                f"{folder.resolve().name}/datapackage.json",
                0,
                "",
                f"no description of the tables ({error})",
                "a Frictionless data package",
            )
            return _FolderState(key, Snapshot(last, {"datapackage.json": (fault,)}), before.served)
        files = {table: str(schema.resource(table, now.folder)["path"]) for table in schema.table_names(now.folder)}
        sound_before = set(last.frames)
        waiting = {files[table]: faults for table, faults in now.broken.items() if table in sound_before}
        unsettled = {
            files[table]: ()
            for table in now.frames
            if table in sound_before and _may_be_half(folder / files[table], len(now[table]), len(last[table]))
        }
        kept: dict[str, tuple[DataError, ...]] = {**waiting, **unsettled}
        while True:
            served = {name: body for name, body in found.items() if name not in kept} | {
                name: before.served[name] for name in kept
            }
            merged = self._load(folder, served) if kept else now
            if any(table in merged.broken for table in sound_before & set(files)):
                # The description changed with the tables, and the older ones do not fit it: everything waits together.
                return _FolderState(key, Snapshot(last, kept), before.served, final=not unsettled)
            # A sound file may name rows of one that waits, or have lost rows that others name: it waits too. Each round holds back one more, so there is an end.
            edited = {
                table
                for table in sound_before & set(files)
                if files[table] not in kept and served[files[table]] != before.served.get(files[table])
            }
            more = foreign_keys.tables_to_hold_back(
                merged, last, edited, {table for table in files if files[table] in kept}
            )
            if not more:
                return _FolderState(key, Snapshot(merged, kept), served, final=not unsettled)
            kept |= {files[table]: faults for table, faults in more.items()}

    def _load(self, folder: Path, content: Mapping[str, bytes]) -> Dataset:
        """The tables of a content, read from a copy that is frozen."""
        key = f"{folder.resolve()} {_content_key(content)}"
        known = self._frozen.get(key)
        if known is not None and known.folder.is_dir():
            return known
        try:
            near = tempfile.TemporaryDirectory(prefix="caveat-", ignore_cleanup_errors=True)
            copy = Path(near.name) / folder.resolve().name
            copy.mkdir()
            for name, body in content.items():
                (copy / name).write_bytes(body)
        except OSError:  # nowhere to write: the files themselves are all there is
            return tables.load(folder)
        read = tables.load(copy)
        weakref.finalize(read, near.cleanup)
        self._frozen[key] = read
        return read


def _file_stats(folder: Path) -> _FileStats:
    """How the package's files look from outside; one that cannot be seen is absent."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for one in entries:
                if one.name.endswith((".csv", ".json")):
                    stat = one.stat()
                    found.append((one.name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino))
    except OSError:
        return ()
    return tuple(sorted(found))


def _settled(look: _FileStats) -> bool:
    """Whether all files were touched so long ago that another change must look different."""
    now = time.time_ns()
    return bool(look) and all(max(mtime, ctime) < now - _RACY_SECONDS * 1e9 for _, _, mtime, ctime, _ in look)


def _file_contents(folder: Path) -> dict[str, bytes]:
    """The content of the package's files by name; one that cannot be read is absent."""
    found: dict[str, bytes] = {}
    for path in [*folder.glob("*.csv"), *folder.glob("*.json")]:
        try:
            found[path.name] = path.read_bytes()
        except OSError:
            continue
    return found


def _content_key(content: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(content):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content[name]).digest())
    return digest.hexdigest()


def _may_be_half(path: Path, rows: int, rows_before: int) -> bool:
    """Whether a file that reads well may still be on its way: it has fewer rows than before and was touched a moment ago."""
    if rows >= rows_before:
        return False
    try:
        return time.time() - path.stat().st_mtime < SETTLED_SECONDS
    except OSError:
        return False
