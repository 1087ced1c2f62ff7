"""A release of the tables as one file: named by its content, the same bytes wherever it is made; an index says when each was made."""

import json
import re
import tempfile
import weakref
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from caveat import settings
from caveat.dataset import schema, tables
from caveat.dataset.tables import Dataset

RELEASES = schema.DATA.parent / "releases"
INDEX = "index.json"
# The earliest time that a zip file can hold: the same for every member, so that equal tables give equal bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Release:
    """A release in the index. `created` is an ISO day."""

    release: str
    created: str
    bytes: int


def releases_folder() -> Path:
    """Where releases are kept: `releases/`, or the folder that the environment's CAVEAT_RELEASES names."""
    return settings.current().releases


def release_index(where: Path) -> list[Release]:
    """The releases that are kept, the oldest first; none where there is no index. ValueError where it cannot be read."""
    path = where / INDEX
    if not path.is_file():
        return []
    return [Release(**one) for one in json.loads(path.read_text(encoding="utf-8"))["releases"]]


def make_release(data: Path, where: Path, day: date) -> tuple[Release, bool]:
    """Keep the tables of a folder as `<release>.zip` and enter it in the index; False beside it where the index had it. BrokenTable where a table is faulty."""
    sound = tables.load(data)
    for name in sound.broken:
        sound[name]  # raises its BrokenTable
    release = sound.fingerprint
    known = release_index(where)
    for one in known:
        if one.release == release:
            return one, False
    where.mkdir(parents=True, exist_ok=True)
    path = where / f"{release}.zip"
    half = path.with_suffix(".part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted([*data.glob("*.csv"), *data.glob("*.json")]):
            member = zipfile.ZipInfo(file.name, _TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, file.read_bytes())
    if tables.fingerprint(data) != release:
        half.unlink()
        raise ValueError("the tables were edited while the release was made; make it again")
    half.replace(path)
    made = Release(release, day.isoformat(), path.stat().st_size)
    text = json.dumps({"releases": [vars(one) for one in [*known, made]]}, indent=2)
    unfinished = where / f"{INDEX}.part"
    unfinished.write_text(text + "\n", encoding="utf-8")
    unfinished.replace(where / INDEX)
    return made, True


def load_release(release: str, where: Path) -> Dataset | None:
    """The tables of a release that is kept; None where there is no such file, or where it does not hold what its name says."""
    path = where / f"{release}.zip"
    if not re.fullmatch(r"[0-9a-f]{12}", release) or not path.is_file():
        return None
    read = _opened(path, path.stat().st_mtime_ns)
    if read is not None and not read.folder.is_dir():  # swept away with old temporary files
        _opened.cache_clear()
        read = _opened(path, path.stat().st_mtime_ns)
    return read


@lru_cache(maxsize=4)
def _opened(path: Path, _: int) -> Dataset | None:
    """A release from its file, in a folder that lives as long as the tables do."""
    near = tempfile.TemporaryDirectory(prefix="caveat-", ignore_cleanup_errors=True)
    copy = Path(near.name) / schema.DATA.name
    copy.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                # The name alone: whatever path an archive claims, nothing is written beside the folder.
                (copy / Path(member.filename).name).write_bytes(archive.read(member))
        read = tables.load(copy)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    if read.fingerprint != path.stem:
        return None
    weakref.finalize(read, near.cleanup)
    return read
