"""The table as a grid: all rows, locked, to look and to tick; and the ticked rows, to change several at once."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from caveat.editing.changes import Row, Rows
from caveat.editor.columns import Column

OPEN = "Open"
_HEIGHT_PX = 420


def draw_all(
    key: str,
    columns: Sequence[Column],
    rows: Rows,
    indexes: Sequence[int],
    ticked: frozenset[int],
    tick: Callable[[frozenset[int]], None],
) -> None:
    """Draw the rows with these numbers, locked but for a box to tick. `tick` gets the numbers of all ticked rows."""
    # The grid adds its own ticks to those that it began with.
    first = st.session_state.setdefault(f"ticked at first:{key}", ticked)
    frame = _frame(columns, [rows[index] for index in indexes])
    frame.insert(0, OPEN, [index in first for index in indexes])

    def changed() -> None:
        now = set(first)
        for place, cells in st.session_state[key]["edited_rows"].items():
            (now.add if cells[OPEN] else now.discard)(indexes[place])
        tick(frozenset(now))

    box = st.column_config.CheckboxColumn(OPEN, help="Tick two rows or more to change them side by side.", pinned=True)
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        disabled=[column.name for column in columns],
        column_config={OPEN: box, **{column.name: _text(column) for column in columns}},
        height=_HEIGHT_PX,
        on_change=changed,
        alt="All rows of the table. The list “Row” has them too.",
    )


def draw_open(
    key: str, columns: Sequence[Column], rows: Sequence[Row], write: Callable[[dict[int, dict[str, str]]], None]
) -> None:
    """Draw rows to change, their ids locked. `write` gets the changed cells by the place of their row."""
    by_name = {column.name: column for column in columns}

    def changed() -> None:
        edited: dict[int, dict[str, Any]] = st.session_state[key]["edited_rows"]
        write(
            {place: {name: by_name[name].cell(value) for name, value in row.items()} for place, row in edited.items()}
        )

    st.data_editor(
        _frame(columns, rows),
        key=key,
        hide_index=True,
        disabled=[column.name for column in columns if column.is_key],
        column_config={column.name: _cell(column, [row[column.name] for row in rows]) for column in columns},
        on_change=changed,
        alt="The ticked rows. The form below has the cells of one row.",
    )


def _frame(columns: Sequence[Column], rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame({column.name: [column.value(row[column.name]) for row in rows] for column in columns})


def _text(column: Column) -> Any:
    return st.column_config.Column(column.title, help=column.help, pinned=column.is_key)


def _cell(column: Column, cells: Sequence[str]) -> Any:
    words: Any = {"label": column.title, "help": column.help, "pinned": column.is_key}
    if column.is_key or column.kind not in ("choice", "choices"):
        return st.column_config.TextColumn(**words)
    if column.kind == "choices":
        return st.column_config.MultiselectColumn(**words, options=column.options(*cells), format_func=column.label)
    labels: Any = column.label
    return st.column_config.SelectboxColumn(**words, options=column.options(*cells), format_func=labels)
