"""What spreadsheets do to the tables, found and mended where there is one reading only; one mender a file."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import file_name
from caveat.editing.spreadsheet import repair
from caveat.editing.spreadsheet.findings import Finding
from caveat.editing.spreadsheet.repair import Sheet


@dataclass(frozen=True)
class Outcome:
    """What formatting did to one file: `changed` where its bytes are new, what was mended, and what was left to the editor."""

    file: str
    changed: bool
    mended: tuple[DataError, ...]
    left: tuple[DataError, ...]


def sheets(folder: Path = schema.DATA) -> dict[str, Sheet]:
    """Every table's file as a spreadsheet may have left it. A file that is not there or cannot be read without a guess is left out."""
    found: dict[str, Sheet] = {}
    for table in schema.table_names(folder):
        try:
            raw = (folder / schema.resource(table, folder)["path"]).read_bytes()
        except OSError:
            continue
        one = repair.read(raw, table, folder)
        if one is not None:
            found[table] = one
    return found


def fault(finding: Finding, table: str, folder: Path) -> DataError:
    """A finding as a fault of its file."""
    return DataError(
        file_name(table, folder), finding.line, finding.column, finding.found, finding.expected, finding.mend
    )


def mend(folder: Path = schema.DATA) -> list[Outcome]:
    """Write every table canonically, each file in one step; a second run changes nothing. Cells that would need a guess stay as they are."""
    outcomes = []
    for table, one in sheets(folder).items():
        path = folder / schema.resource(table, folder)["path"]
        written = one.written() if one.rows else path.read_bytes()
        changed = written != path.read_bytes()
        if changed:
            replace(path, written)
        mended, left = (
            [fault(each, table, folder) for each in one.findings if each.mended is kind] for kind in (True, False)
        )
        outcomes.append(Outcome(file_name(table, folder), changed, tuple(mended), tuple(left)))
    return outcomes


def replace(path: Path, content: bytes) -> None:
    """Put new content in place of a file in one step, so that nobody ever reads half of it; the file's mode is kept, a link stays a link."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
