"""Releases: the tables as one zip file named by its content, the same bytes each time, and an index."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from caveat import settings
from caveat.dataset import bounds, live, schema, tables
from caveat.dataset.tables import Dataset

RELEASES = schema.DATA.parent / "releases"
INDEX = "index.json"
# The earliest time that a zip file can hold: the same for every member, so that equal tables give equal bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


class TableChanges(NamedTuple):
    """How many rows of a table were added, changed and withdrawn since the release before."""

    table: str
    added: int
    changed: int
    withdrawn: int


@dataclass(frozen=True)
class Release:
    """A release in the index. `created` is an ISO day.

    `changes` has the tables whose rows differ from the release before, () if that is not known.
    """

    release: str
    created: str
    bytes: int
    changes: tuple[TableChanges, ...] = ()


def releases_folder(data: Path | None = None) -> Path:
    """The folder of the releases: what CAVEAT_RELEASES names, else `releases` beside the tables.

    `data` has the tables; by default those that readers get.
    """
    chosen = settings.current()
    return chosen.releases or (data or chosen.data).resolve().parent / "releases"


def release_index(where: Path) -> list[Release]:
    """The releases in a folder, the oldest first; [] without an index, ValueError if it cannot be read."""
    path = where / INDEX
    if not path.is_file():
        return []
    return [_from_index(entry) for entry in json.loads(path.read_text(encoding="utf-8"))["releases"]]


def _from_index(entry: Mapping[str, Any]) -> Release:
    """An entry of the index; keys that are not known here are left alone."""
    changes = tuple(
        TableChanges(table, *(counts.get(kind, 0) for kind in ("added", "changed", "withdrawn")))
        for table, counts in entry.get("changes", {}).items()
    )
    return Release(entry["release"], entry["created"], entry["bytes"], changes)


def _for_index(release: Release) -> dict[str, Any]:
    entry = {"release": release.release, "created": release.created, "bytes": release.bytes}
    changes = {}
    for table in release.changes:
        changes[table.table] = {"added": table.added, "changed": table.changed, "withdrawn": table.withdrawn}
    return {**entry, "changes": changes} if changes else entry


def make_release(data: Path, where: Path, day: date, changes: tuple[TableChanges, ...] = ()) -> tuple[Release, bool]:
    """Write the tables of a folder as `<release>.zip` and enter it in the index, with what changed since the last.

    Returns the release, and False if the index had it already.

    UnusableTable if a table has errors, ValueError if the tables were edited meanwhile.
    """
    dataset = tables.load(data)
    for table in dataset.broken:
        dataset[table]  # raises its UnusableTable
    known = release_index(where)
    for release in known:
        if release.release == dataset.fingerprint:
            return release, False
    contents = tables.file_contents(data)
    if tables.file_digests(contents) != dataset.digests:
        raise ValueError("the tables were edited while the release was made; make it again")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(contents):
            member = zipfile.ZipInfo(name, _TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(member, contents[name])
    where.mkdir(parents=True, exist_ok=True)
    made = Release(dataset.fingerprint, day.isoformat(), len(archive.getvalue()), changes)
    _replace_file(where / f"{made.release}.zip", archive.getvalue())
    kept = json.loads((where / INDEX).read_text(encoding="utf-8"))["releases"] if known else []
    index = json.dumps({"releases": [*kept, _for_index(made)]}, indent=2) + "\n"
    _replace_file(where / INDEX, index.encode())
    return made, True


def _replace_file(path: Path, body: bytes) -> None:
    """Replace a file as a whole, so that no reader finds half of it."""
    unfinished = path.with_suffix(".part")
    try:
        unfinished.write_bytes(body)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def load_release(release: str, where: Path) -> Dataset | None:
    """The tables of a release; None if there is no such file, or if its content does not match its name."""
    path = where / f"{release}.zip"
    if not re.fullmatch(r"[0-9a-f]{12}", release) or not path.is_file():
        return None
    dataset = _read_archive(path, path.stat().st_mtime_ns)
    if dataset is not None and not dataset.folder.is_dir():  # swept away with old temporary files
        _read_archive.cache_clear()
        dataset = _read_archive(path, path.stat().st_mtime_ns)
    return dataset


@lru_cache(maxsize=64)
def release_rows(release: str, where: Path, table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table in a release, as text; () if the release cannot be read or has no such table."""
    try:
        with zipfile.ZipFile(where / f"{release}.zip") as archive:
            name = next(name for name in archive.namelist() if Path(name).name == f"{table}.csv")
            return tuple(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
    except (OSError, ValueError, KeyError, StopIteration, zipfile.BadZipFile):
        return ()


def is_kept(release: str, where: Path) -> bool:
    """Whether a release is in a folder's index; False if that cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return release in [known.release for known in release_index(where)]
    return False


def newest_files(where: Path, data: Path) -> dict[str, bytes]:
    """The files of the newest release in a folder; {} if there is none, or if it is of another package than `data`."""
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
        newest = load_release(release_index(where)[-1].release, where)
        if newest and _is_same_package(newest.folder, data, where.resolve().parent == data.resolve().parent):
            return tables.file_contents(newest.folder)
    return {}


def _is_same_package(release: Path, data: Path, beside: bool) -> bool:
    """Whether a release is of a package; of one whose description cannot be read, if it lies beside it."""
    try:
        return bool(schema.descriptor(release)["name"] == schema.descriptor(data)["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return beside


@lru_cache(maxsize=4)
def _read_archive(path: Path, _modified: int) -> Dataset | None:
    try:
        with zipfile.ZipFile(path) as archive:
            # The name alone: whatever path an archive claims, nothing is written outside the copy.
            members = archive.infolist()
            if sum(member.file_size for member in members) > bounds.MAX_RELEASE_BYTES:
                return None
            contents = {Path(member.filename).name: archive.read(member) for member in members}
        dataset = live.load_copy(contents, schema.DATA.name)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    return dataset if dataset.fingerprint == path.stem else None
