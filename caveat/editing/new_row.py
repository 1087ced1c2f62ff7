"""Add a row to a table. Suggest its cells, check whether a cell fits, put the row at the end of the file."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from caveat.dataset import partial_dates, schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset, file_name
from caveat.editing import checks
from caveat.editing.checks.cells import value_hint
from caveat.editing.files import folder_with, replace_file
from caveat.editing.spreadsheet.sheet import csv_bytes, read_sheet

Row = Mapping[str, str]


class NotCanonical(Exception):
    """A file that has to be formatted before a row can be put at its end."""


def table_of(name: str, folder: Path = schema.DATA) -> str:
    """The table that a word means.

    For example "restriction" or "restrictions", "territory", "aid". ValueError if it means none.
    """
    tables = schema.table_names(folder)
    forms = {
        form: table
        for table in tables
        for form in (table, table.removesuffix("s"), re.sub("ies$", "y", table), table.replace("_", "-"))
    }
    if name.casefold() in forms:
        return forms[name.casefold()]
    raise ValueError(f'found "{name}"; {expected_one_of(name, tables)}')


def expected_one_of(value: str, allowed: Iterable[str], expected: str = "") -> str:
    """What was expected in place of a value, and the nearest allowed value if it is similar."""
    allowed = list(allowed)
    question = value_hint(value, allowed)
    return f"expected {expected or 'one of ' + ', '.join(allowed)}" + (f"; {question}" if question else "")


def key_columns(table: str, folder: Path = schema.DATA) -> list[str]:
    """The columns of a table's primary key."""
    return list(schema.resource(table, folder)["schema"]["primaryKey"])


def suggested(table: str, column: str, row: Row, dataset: Dataset) -> str:
    """What a cell probably holds, by the cells that are filled already; "" if nothing can be said."""
    if (table, column) == ("claims", "published") and "sources" not in dataset.broken:
        sources = dataset["sources"]
        dates = sources.loc[sources["source_id"] == row.get("source_id", ""), "published"]
        return str(dates.iloc[0]) if len(dates) else ""
    if column in key_columns(table, dataset.folder) and table in _IDS:
        return _unused_id(slug("-".join(part for part in _IDS[table](row) if part)), table, column, dataset)
    if column.endswith("_precision"):
        text = row.get(column.removesuffix("_precision"), "")
        return partial_dates.precision(text) if partial_dates.exists(text) else ""
    copied = {"authority": "supplier", "reported": "effective"}
    recipient = dataset.read_settings.recipient if dataset.read_settings else ""
    fixed = {("claims", "shown"): "yes", ("transfers", "recipient"): recipient}
    return row.get(copied[column], "") if column in copied else fixed.get((table, column), "")


def slug(text: str) -> str:
    """A text as part of an id: small letters, digits and single hyphens."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def _first_words(text: str, count: int) -> str:
    return "-".join(slug(text).split("-")[:count])


def _compact_day(row: Row, column: str) -> str:
    return row.get(column, "").replace("-", "")


def _rule_id(row: Row) -> list[str]:
    territory = re.sub(r"^[a-z]{2}_", "", row.get("territory", ""))  # without the code of its country
    return [row.get("supplier", ""), _system_id(row), _compact_day(row, "effective"), territory]


def _system_id(row: Row) -> str:
    return row.get("system_id") or row.get("system_group_id", "")


# The parts of a table's ids, spelt as those of its older rows are.
_IDS: dict[str, Callable[[Row], list[str]]] = {
    "restrictions": _rule_id,
    "context": _rule_id,
    "claims": lambda row: [row.get("system_id", ""), row.get("attribute", "").split("_")[0], "01"],
    "transfers": lambda row: [row.get("supplier", ""), _system_id(row), "t", _compact_day(row, "date")],
    "positions": lambda row: [
        *("pos", _compact_day(row, "date"), slug(row.get("actor", "")).split("-")[-1], row.get("issue", ""))
    ],
    "events": lambda row: ["ev", _compact_day(row, "date"), _first_words(row.get("title", ""), 3)],
    "aid": lambda row: ["aid", _compact_day(row, "date"), row.get("donor", ""), row.get("measure", "")],
    "sources": lambda row: [
        *(
            _first_words(row.get("publisher", ""), 2),
            _compact_day(row, "published"),
            _first_words(row.get("title", ""), 2),
        )
    ],
    "systems": lambda row: [row.get("name", "")],
    "system_groups": lambda row: [row.get("name", "")],
}


def _unused_id(wanted: str, table: str, column: str, dataset: Dataset) -> str:
    """The id, or the next that no row has: a number at its end counts up, else "-2", "-3" …"""
    if table in dataset.broken or not wanted:
        return wanted
    used = _taken(table, column, dataset)
    stem, _, number = wanted.rpartition("-")
    is_numbered = number.isdigit() and len(number) == 2
    count = int(number) if is_numbered else 1
    free = wanted
    while free in used:
        count += 1
        free = f"{stem}-{count:02}" if is_numbered else f"{wanted}-{count}"
    return free


def _taken(table: str, column: str, dataset: Dataset) -> set[str]:
    """The values of a column, those of withdrawn rows included: their ids are never given again."""
    frames = (dataset[table], dataset.withdrawn.get(table))
    return {str(value) for frame in frames if frame is not None for value in frame[column]}


def misfit(table: str, field: Mapping[str, Any], cell: str, dataset: Dataset) -> str:
    """Why a cell does not fit its column, in words; "" if it does."""
    rules = field.get("constraints", {})
    if not cell:
        return "a value is needed here" if rules.get("required") else ""
    if field["type"] == "number":
        return "" if re.fullmatch(r"-?\d+(\.\d+)?", cell) else "expected a number with a decimal point, such as 1234.5"
    if rules.get("enum") and cell not in rules["enum"]:
        return expected_one_of(cell, rules["enum"])
    if rules.get("pattern") and not re.fullmatch(rules["pattern"], cell):
        return f"expected {field.get('patternHint') or 'text of the form ' + rules['pattern']}"
    if rules.get("unique") and table not in dataset.broken and cell in _taken(table, field["name"], dataset):
        return "another row has it already"
    allowed = _allowed_values(table, field, dataset)
    for entry in cell.split(schema.LIST_SEPARATOR) if "list" in field else [cell]:
        if allowed is not None and entry not in allowed:
            return f"“{entry}”: {expected_one_of(entry, allowed, 'an id or a value that exists')}"
    return ""


def _allowed_values(table: str, field: Mapping[str, Any], dataset: Dataset) -> list[str] | None:
    """What a cell, or an entry of a list, may be; None if anything may stand there."""
    if "enum" in field.get("list", {}):
        return list(field["list"]["enum"])
    references = schema.references(table, dataset.folder)
    targets = [target for column, _, of_column in references if column == field["name"] for target in of_column]
    if not targets or any(target in dataset.broken for target, _ in targets):
        return None
    return [str(value) for target, column in targets for value in dataset[target][column]]


def require_canonical(raw: bytes, table: str, folder: Path = schema.DATA) -> None:
    """NotCanonical if a table's file, with line feeds, is not as `format` would write it."""
    if read_sheet(raw, table, folder).written() != raw:
        name = file_name(table, folder)
        raise NotCanonical(f"{name} is not as it should be; run `python -m caveat format` first")


def append(table: str, row: Row, folder: Path = schema.DATA) -> list[DataError]:
    """Check a new row with all the data and put it at the end of its file.

    Returns the errors that kept it out, [] if it was added. Errors that the data had before keep nothing out.
    NotCanonical if the file is not as `format` would write it.
    """
    file = schema.resource(table, folder)["path"]
    path = folder / file
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    require_canonical(raw, table, folder)
    content = raw + csv_bytes([[row.get(field["name"], "") for field in schema.fields(table, folder)]])
    with folder_with(folder.resolve().name, {file: content}, folder) as copy:
        errors = checks.check(copy)
    if errors:
        before = set(checks.check(folder))
        errors = [error for error in errors if error not in before]
    if not errors:
        replace_file(path, content)
    return errors
