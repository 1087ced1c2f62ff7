"""A row that is being written: blank, a copy of another, or a rule split in two."""

from dataclasses import dataclass, field

from caveat.dataset import partial_dates, schema
from caveat.dataset.tables import WITHDRAWN, Dataset
from caveat.editing import new_row
from caveat.editing.changes import Edit, Row

REVERSED_BY = "reversed_by"


@dataclass
class Draft:
    """A new row with its cells so far. `touched` are the columns that the editor filled; others may be suggested.

    `split` is the number of the row that it was split from.
    """

    table: str
    cells: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    suggested: dict[str, str] = field(default_factory=dict)
    split: int | None = None

    def fill(self, column: str, cell: str) -> None:
        """Write a cell as the editor wants it."""
        self.cells[column] = cell
        self.touched.add(column)

    def suggest(self, dataset: Dataset) -> None:
        """Fill the needed cells that follow from others, unless the editor wrote them; the id last."""
        fields = schema.fields(self.table, dataset.folder)
        keys = new_row.key_columns(self.table, dataset.folder)
        needed = [column["name"] for column in fields if column.get("constraints", {}).get("required")]
        for column in sorted(needed, key=keys.__contains__):
            cell = self.cells.get(column, "")
            if column not in self.touched and cell in ("", self.suggested.get(column, "")):
                self.suggested[column] = new_row.suggested(self.table, column, self.cells, dataset)
                self.cells[column] = self.suggested[column]

    def untouched(self) -> dict[str, str]:
        """The suggested cells that the editor has not written."""
        return {column: cell for column, cell in self.suggested.items() if cell and column not in self.touched}

    def missing(self, dataset: Dataset) -> list[str]:
        """The titles of needed cells that are blank."""
        fields = schema.fields(self.table, dataset.folder)
        return [
            column["title"]
            for column in fields
            if column.get("constraints", {}).get("required") and not self.cells.get(column["name"])
        ]

    def edits(self, rows: tuple[Row, ...]) -> list[Edit]:
        """The edits that add the row. A rule that the new one follows on the same area is reversed by it."""
        added = Edit(self.table, self.cells)
        if self.split is None or not follows(self.cells, older := rows[self.split]):
            return [added]
        new_id = self.cells[next(iter(older))]
        return [added, Edit(self.table, {REVERSED_BY: new_id}, self.split)]


def copied(table: str, row: Row, keys: list[str], split: int | None = None) -> Draft:
    """A draft with the cells of a row but its id. Half of a rule that is split keeps what reversed the whole."""
    return Draft(
        table, {column: "" if column in (*keys, WITHDRAWN) else cell for column, cell in row.items()}, split=split
    )


def can_be_split(table: str, dataset: Dataset) -> bool:
    """Whether rows of a table are rules, of which a later one reverses an older one."""
    references = schema.references(table, dataset.folder)
    return any(column == REVERSED_BY and not many for column, many, _ in references)


def follows(newer: Row, older: Row) -> bool:
    """Whether a rule takes the place of another: the same in all that it is about, and in force later."""
    about = [column for column in ("supplier", "authority", "system_id", "territory") if column in older]
    dates = newer.get("effective", ""), older.get("effective", "")
    return (
        all(newer.get(column) == older[column] for column in about)
        and all(map(partial_dates.exists, dates))
        and partial_dates.first_day(dates[0]) > partial_dates.first_day(dates[1])
    )
