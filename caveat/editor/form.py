"""The cells of one row as labelled controls."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from caveat.dataset.errors import DataError
from caveat.editing.changes import Row
from caveat.editor.columns import Column

Write = Callable[[str, str], None]
_WIDE = ("choices", "long text")


def draw(
    name: str,
    columns: Sequence[Column],
    row: Row,
    write: Write,
    *,
    faults: Mapping[str, DataError],
    suggested: Mapping[str, str],
) -> None:
    """Draw a control for each column. `write(column, cell)` is called for each that the editor changes.

    `name` tells rows apart; `faults` are shown under their columns; `suggested` are cells that nobody typed.
    """
    for group in _lines(columns):
        for place, column in zip(st.columns(len(group)), group, strict=True):
            with place:
                cell, hint = row.get(column.name, ""), ""
                # A suggestion stands behind a blank field: as its text it would replace what is typed there meanwhile.
                if column.name in suggested and column.kind in ("text", "date"):
                    cell, hint = "", suggested[column.name]
                _draw_control(f"cell:{name}:{column.name}", column, cell, write, hint)
                if column.name in faults:
                    fault = faults[column.name]
                    st.error(". ".join(filter(None, (f"Expected: {fault.expected}", fault.mend))))


def _lines(columns: Iterable[Column]) -> Iterator[list[Column]]:
    """The columns in their order, two short ones side by side."""
    line: list[Column] = []
    for column in columns:
        if line and (column.kind in _WIDE or len(line) == 2):
            yield line
            line = []
        line.append(column)
        if column.kind in _WIDE:
            yield line
            line = []
    if line:
        yield line


def control_key(base: str, value: object) -> str:
    """The key of a control: another one whenever its value was changed by anything but itself."""
    shown = st.session_state.setdefault("shown", {})
    count, last = shown.get(base, (0, value))
    if last != value:
        count += 1
    shown[base] = count, value
    return f"{base}:{count}"


def keep_key(base: str, value: object) -> None:
    """Let a control keep its key although its value is another: it was changed by itself."""
    shown = st.session_state["shown"]
    shown[base] = shown[base][0], value


def _draw_control(base: str, column: Column, cell: str, write: Write, hint: str) -> None:
    key = control_key(base, cell)

    def changed() -> None:
        # A control that Streamlit has taken away may be reported as changed, with the value that it began with.
        new = column.cell(st.session_state.get(key, column.value(cell)))
        if new != cell:
            keep_key(base, new)
            write(column.name, new)

    label = f"{column.title}{' *' if column.is_required else ''}"
    words: Any = {"key": key, "help": column.help, "on_change": changed}
    options = column.options(cell)
    # Each begins with its cell by its own default: what is set through the session is lost when a run is interrupted.
    if column.kind == "choice":
        st.selectbox(label, options, options.index(cell), format_func=column.label, **words)
    elif column.kind == "choices":
        chosen = column.value(cell)
        st.multiselect(
            label,
            options,
            chosen,
            format_func=column.label,
            placeholder="Type to search",
            wrap=True,
            select_all=False,
            **words,
        )
    elif column.kind == "long text":
        st.text_area(label, cell, height="content", **words)
    else:
        expected = "2024-11-17, 2024-11 or 2024" if column.kind == "date" else ""
        st.text_input(label, cell, placeholder=hint or expected, **words)
