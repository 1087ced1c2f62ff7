"""The columns of a table as an editor fills them: what may stand there, in which form, and what it means."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from caveat.dataset import schema
from caveat.dataset.tables import WITHDRAWN, list_items
from caveat.editing.changes import Changes, Row, row_id

Kind = Literal["choice", "choices", "number", "date", "text", "long text"]
# From this many signs on, the texts of a column get a box of several lines.
LONG = 60


@dataclass(frozen=True)
class Column:
    """A column: its words, how it is filled, and its values with their labels if only some are allowed."""

    name: str
    title: str
    help: str
    kind: Kind
    is_required: bool
    is_key: bool
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, value: str) -> str:
        """A value as it is shown in a list."""
        return self.labels.get(value, value) or "(blank)"

    def options(self, *cells: str) -> list[str]:
        """What may be chosen; the cells as they are too, even if they are wrong."""
        parts = [part for cell in cells for part in (list_items(cell) if self.kind == "choices" else [cell])]
        blank = [] if self.is_required or self.kind == "choices" else [""]
        return list(dict.fromkeys([*blank, *self.labels, *parts]))

    def value(self, cell: str) -> str | list[str]:
        """A cell as a control holds it."""
        return list_items(cell) if self.kind == "choices" else cell

    def cell(self, value: object) -> str:
        """What a control holds as a cell: one line without spaces at its ends, accents not apart from letters."""
        if isinstance(value, list | tuple):
            return schema.LIST_SEPARATOR.join(map(str, value))
        text = "" if value is None else str(value).strip().replace("\r\n", " ").replace("\n", " ")
        return unicodedata.normalize("NFC", text)


def columns(table: str, changes: Changes) -> list[Column]:
    """The columns of a table, in the order of the file. The reason of a withdrawal is no column to fill."""
    folder = changes.folder
    keys = schema.resource(table, folder)["schema"]["primaryKey"]
    rows = changes.rows(table)
    references = {column: targets for column, _, targets in schema.references(table, folder)}
    return [
        Column(
            name=described["name"],
            title=described["title"],
            help=_help(described),
            kind=_kind(described, described["name"] in references, rows),
            is_required=bool(described.get("constraints", {}).get("required")),
            is_key=described["name"] in keys,
            labels=_labels(described, references.get(described["name"], []), changes),
        )
        for described in schema.fields(table, folder)
        if described["name"] != WITHDRAWN
    ]


def row_label(table: str, changes: Changes) -> Callable[[Row], str]:
    """What a row of a table is called in lists: its id, and its title if that says more."""
    described = schema.resource(table, changes.folder)
    keys, title = described["schema"]["primaryKey"], described.get("title_column")

    def label(row: Row) -> str:
        name = row_id(row, keys)
        text = row.get("name") or row.get(title or "", "")
        return f"{name} · {text[:80]}" if text not in ("", name) else name

    return label


def _help(described: Mapping[str, Any]) -> str:
    meanings = described.get("enumMeanings", {})
    hint = described.get("patternHint", "")
    unit = f"Unit: {described['unit']}." if described.get("unit") else ""
    parts = [described["description"], f"Expected: {hint}." if hint else "", unit]
    return "\n\n".join([*filter(None, parts), *(f"**{value}**: {meaning}" for value, meaning in meanings.items())])


def _kind(described: Mapping[str, Any], is_reference: bool, rows: tuple[Row, ...]) -> Kind:
    if "list" in described:
        return "choices"
    if is_reference or "enum" in described.get("constraints", {}):
        return "choice"
    if described["type"] in ("number", "integer"):
        return "number"
    if described.get("partialDate"):
        return "date"
    longest = max((len(row[described["name"]]) for row in rows), default=0)
    return "long text" if longest > LONG and "pattern" not in described.get("constraints", {}) else "text"


def _labels(described: Mapping[str, Any], targets: list[tuple[str, str]], changes: Changes) -> dict[str, str]:
    """The values that may stand in a column, each with its label; {} if anything may."""
    values = described.get("constraints", {}).get("enum") or described.get("list", {}).get("enum") or []
    labels = {str(value): str(value) for value in values}
    for target, column in targets:
        label = row_label(target, changes)
        labels |= {row[column]: label(row) for row in changes.rows(target) if not row.get(WITHDRAWN)}
    return labels
