"""Find what spreadsheets do to the tables, and mend what can be read in a single way."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from caveat.dataset import bounds, schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import file_name
from caveat.editing.files import replace_file
from caveat.editing.spreadsheet.findings import Finding
from caveat.editing.spreadsheet.sheet import Sheet, read_sheet


@dataclass(frozen=True)
class FormatResult:
    """What formatting did to one file: whether its bytes are new, what was mended, what was left to the editor.

    Not `whole` if the file is left as it is.
    """

    file: str
    changed: bool
    mended: list[DataError]
    left: list[DataError]
    whole: bool = True


def read_sheets(folder: Path = schema.DATA, only: Collection[str] | None = None) -> dict[str, Sheet]:
    """The file of every table (or of `only` these) as a spreadsheet may have left it, without those that are missing.

    A file without a certain reading has no rows.
    """
    sheets: dict[str, Sheet] = {}
    for table in schema.table_names(folder) if only is None else only:
        path = folder / schema.resource(table, folder)["path"]
        try:
            raw = bounds.read_file(path)
        except OSError:
            continue
        sheets[table] = read_sheet(raw, table, folder)
    return sheets


def error(finding: Finding, table: str, folder: Path) -> DataError:
    """A finding as an error of its file."""
    name = file_name(table, folder)
    return DataError(name, finding.line, finding.column, finding.found, finding.expected, finding.mend)


def format_folder(folder: Path = schema.DATA) -> Iterator[FormatResult]:
    """Write one table after the other canonically; cells that would need a guess stay. A second run changes nothing.

    A file without a certain reading, or whose header or rows are not whole, is left as it is.
    """
    for table, sheet in read_sheets(folder).items():
        path = folder / schema.resource(table, folder)["path"]
        raw = path.read_bytes()
        written = sheet.written() if sheet.whole else raw
        if written != raw:
            replace_file(path, written)
        mended = [error(finding, table, folder) for finding in sheet.findings if finding.mended]
        left = [error(finding, table, folder) for finding in sheet.unmended]
        yield FormatResult(file_name(table, folder), written != raw, mended, left, sheet.whole)
