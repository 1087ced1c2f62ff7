"""A new row of a table: what can be suggested for it, whether a cell fits, and its place at the end of the file."""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from caveat.dataset import partial_dates, schema
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset
from caveat.editing import checks, spreadsheet

Row = Mapping[str, str]


class NotCanonical(Exception):
    """A file that has to be formatted before a row can be put at its end."""


def table_of(name: str, folder: Path = schema.DATA) -> str:
    """The table that a word means: "restriction" or "restrictions", "territory", "aid". ValueError, with the nearest name, where it means none."""
    tables = schema.table_names(folder)
    forms = {
        form: table
        for table in tables
        for form in (table, table.removesuffix("s"), re.sub("ies$", "y", table), table.replace("_", "-"))
    }
    if name.casefold() in forms:
        return forms[name.casefold()]
    near = suggestion(name, tables)
    raise ValueError(f'found "{name}"; expected one of {", ".join(tables)}' + (f"; {near}" if near else ""))


def key_columns(table: str, folder: Path = schema.DATA) -> list[str]:
    """The columns that name the row."""
    return list(schema.resource(table, folder)["schema"]["primaryKey"])


def suggested(table: str, column: str, row: Row, dataset: Dataset) -> str:
    """What a cell probably holds, by the cells that are filled already; "" where nothing can be said."""
    if column.endswith("_precision"):
        return _precision(row.get(column.removesuffix("_precision"), ""))
    if column == "authority":
        return row.get("supplier", "")
    if column == "reported":
        return row.get("effective", "")
    if (table, column) == ("claims", "shown"):
        return "yes"
    if (table, column) == ("claims", "published") and "sources" not in dataset.broken:
        found = dataset["sources"].loc[dataset["sources"]["source_id"] == row.get("source_id", ""), "published"]
        return str(found.iloc[0]) if len(found) else ""
    if (table, column) == ("transfers", "recipient"):
        return "UA"
    if column in key_columns(table, dataset.folder) and table in _IDS:
        return _free(_IDS[table](row), table, column, dataset)
    return ""


def _precision(text: str) -> str:
    try:
        return partial_dates.precision(text)
    except ValueError:
        return ""


def slug(text: str) -> str:
    """A text as part of an id: small letters, digits and single hyphens."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def _words(text: str, count: int) -> str:
    return "-".join(slug(text).split("-")[:count])


def _day(row: Row, column: str) -> str:
    return row.get(column, "").replace("-", "")


def _rule_id(row: Row) -> str:
    about = row.get("system_id") or row.get("system_group_id", "")
    return _joined(
        row.get("supplier", ""),
        about,
        _day(row, "effective"),
        row.get("territory", "").removeprefix("ru_").removeprefix("ua_"),
    )


def _claim_id(row: Row) -> str:
    return _joined(row.get("system_id", ""), row.get("attribute", "").split("_")[0], "01")


# Ids are spelt as those of the table's older rows are.
_IDS: dict[str, Callable[[Row], str]] = {
    "restrictions": _rule_id,
    "context": _rule_id,
    "claims": _claim_id,
    "transfers": lambda row: _joined(
        row.get("supplier", ""), row.get("system_id") or row.get("system_group_id", ""), "t", _day(row, "date")
    ),
    "positions": lambda row: _joined(
        "pos", _day(row, "date"), slug(row.get("actor", "")).split("-")[-1], row.get("issue", "")
    ),
    "events": lambda row: _joined("ev", _day(row, "date"), _words(row.get("title", ""), 3)),
    "aid": lambda row: _joined("aid", _day(row, "date"), row.get("donor", ""), row.get("measure", "")),
    "sources": lambda row: _joined(
        _words(row.get("publisher", ""), 2), _day(row, "published"), _words(row.get("title", ""), 2)
    ),
    "systems": lambda row: slug(row.get("name", "")),
    "system_groups": lambda row: slug(row.get("name", "")),
}


def _joined(*parts: str) -> str:
    return slug("-".join(part for part in parts if part))


def _free(wanted: str, table: str, column: str, dataset: Dataset) -> str:
    """The id, or the next one that no row has: a number at its end counts up, else "-2", "-3" …"""
    if table in dataset.broken or not wanted:
        return wanted
    taken = set(dataset[table][column])
    stem, _, number = wanted.rpartition("-")
    counted = number.isdigit() and len(number) == 2
    count = int(number) if counted else 1
    one = wanted
    while one in taken:
        count += 1
        one = f"{stem}-{count:02}" if counted else f"{wanted}-{count}"
    return one


def misfit(table: str, field: Mapping[str, Any], cell: str, dataset: Dataset) -> str:
    """Why a cell cannot stand in its column, in words; "" where it can."""
    rules = field.get("constraints", {})
    if not cell:
        return "a value is needed here" if rules.get("required") else ""
    if field["type"] in ("number", "integer"):
        return "" if re.fullmatch(r"-?\d+(\.\d+)?", cell) else "expected a number with a decimal point, such as 1234.5"
    if rules.get("enum") and cell not in rules["enum"]:
        return _unknown(cell, rules["enum"], "one of " + ", ".join(rules["enum"]))
    if rules.get("pattern") and not re.fullmatch(rules["pattern"], cell):
        return f"expected {field.get('patternHint') or 'text of the form ' + rules['pattern']}"
    if rules.get("unique") and table not in dataset.broken and cell in set(dataset[table][field["name"]]):
        return "another row has it already"
    known = _known(table, field, dataset)
    for entry in cell.split(schema.LIST_SEPARATOR) if "list" in field else [cell]:
        if known is not None and entry not in known:
            return f"“{entry}”: " + _unknown(entry, known, "an id or a value that exists")
    return ""


def _unknown(cell: str, known: list[str], expected: str) -> str:
    near = suggestion(cell, known)
    return f"expected {expected}" + (f"; {near}" if near else "")


def _known(table: str, field: Mapping[str, Any], dataset: Dataset) -> list[str] | None:
    """What a cell, or an entry of a list, may be; None where anything may stand there."""
    listing = field.get("list", {})
    if "enum" in listing:
        return list(listing["enum"])
    wanted = listing.get("reference", [])
    targets = [(one["resource"], one["field"]) for one in (wanted if isinstance(wanted, list) else [wanted])]
    keys = schema.resource(table, dataset.folder)["schema"].get("foreignKeys", [])
    targets += [
        (key["reference"]["resource"] or table, key["reference"]["fields"][0])
        for key in keys
        if key["fields"] == [field["name"]]
    ]
    if not targets or any(name in dataset.broken for name, _ in targets):
        return None
    return [str(one) for name, column in targets for one in dataset[name][column]]


def with_row(raw: bytes, table: str, row: Row, folder: Path = schema.DATA) -> bytes:
    """A file's bytes with the row at its end. NotCanonical where the file is not as `format` would write it."""
    sheet = spreadsheet.repair.read(raw, table, folder)
    if sheet is None or sheet.written() != raw:
        raise NotCanonical(
            f"{spreadsheet.file_name(table, folder)} is not as it should be; run `python -m caveat format` first"
        )
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([row.get(one["name"], "") for one in schema.fields(table, folder)])
    return raw + out.getvalue().encode("utf-8")


def faults_of(table: str, content: bytes, folder: Path = schema.DATA) -> list[DataError]:
    """The faults that a new content of a table's file brings to the package; those that were there before are left out."""
    file = schema.resource(table, folder)["path"]
    with tempfile.TemporaryDirectory() as near:
        copy = Path(near) / folder.resolve().name
        copy.mkdir()
        for path in [*folder.glob("*.csv"), *folder.glob("*.json")]:
            if path.name != file:
                (copy / path.name).symlink_to(path.resolve())
        (copy / file).write_bytes(content)
        after = checks.check(copy)
    if not after:
        return []
    before = set(checks.check(folder))
    return [one for one in after if one not in before]


def append(table: str, row: Row, folder: Path = schema.DATA) -> list[DataError]:
    """Check a new row with all the data and put it at the end of its file in one step. The faults that kept it out; [] where it is in."""
    path = folder / schema.resource(table, folder)["path"]
    content = with_row(path.read_bytes(), table, row, folder)
    faults = faults_of(table, content, folder)
    if not faults:
        spreadsheet.replace(path, content)
    return faults
