"""The script of the editors' page, which `python -m caveat edit` starts."""

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from caveat import settings
from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import WITHDRAWN, file_name, fingerprint
from caveat.editing import new_row
from caveat.editing.changes import ChangedOnDisk, Changes, Edit, Row, Rows, row_id
from caveat.editing.checks.schema import descriptor_errors
from caveat.editing.commands.command import os_error_sentence
from caveat.editing.messages import validation_errors
from caveat.editing.preview import Preview, preview
from caveat.editor import drafts, form, grids
from caveat.editor.columns import Column, columns, row_label
from caveat.editor.drafts import Draft

state = st.session_state

# The changes stay in view beside a long row; the entries of a list can be read in the dark too.
_STYLE = """<style>
.stMainBlockContainer { padding-top: 2.5rem }
div:has(> .st-key-changes) { position: sticky; top: 1rem; max-height: 95vh; overflow-y: auto }
.stMultiSelect [data-tag] { background: #8883 !important; color: inherit !important }
</style>"""


@st.cache_resource(show_spinner=False)
def open_changes(folder: Path) -> Changes:
    """The changes to a folder: kept by the server, so that closing or reloading the page loses none."""
    return Changes(folder)


def draw_page(folder: Path) -> None:
    """Draw the page: what to edit, the row, the changes beside it, the whole table."""
    st.html(_STYLE)
    st.header("Edit the tables", anchor=False)
    st.caption(f"Folder: {folder}. Nothing is written before you press “Save”.")
    if errors := descriptor_errors(folder):
        st.error("\n\n".join(validation_errors.lines(errors)))
        return
    changes = open_changes(folder)
    try:
        _draw_table(changes)
    except new_row.NotCanonical as error:
        st.error(f"This table cannot be edited here: {error}.")
    except OSError as error:
        st.error(os_error_sentence(error))


def _draw_table(changes: Changes) -> None:
    at_table, at_words, at_row = st.columns([2, 2, 4])
    with at_table:
        table = _choose_table(changes)
    _forget_lost_rows(len(changes.rows(table)))
    with at_words:
        indexes = _find_rows(changes.rows(table))
    with at_row:
        _choose_row(table, changes, indexes)
    found = preview_of(changes)
    table_columns, rows = columns(table, changes), changes.rows(table)
    left, right = st.columns([5, 3], gap="large")
    with right, st.container(key="changes"):
        _draw_changes(changes, found)
    with left:
        draft: Draft | None = state["draft"]
        if draft:
            _draw_draft(draft, changes, table_columns, found)
        elif state["row"] is not None:
            _draw_row(table, changes, table_columns, found)
        else:
            st.info("Choose a row above, or tick rows in the table below.")
            st.button("Add a row", key="add", on_click=_begin, args=(Draft(table),))
    ticked = state["ticked"]
    if len(ticked) > 1:
        _draw_ticked(table, changes, table_columns, sorted(ticked))
    st.subheader(f"All rows of {file_name(table, changes.folder)}", anchor=False)
    key = f"all:{table}:{state['find']}:{len(rows)}"
    grids.draw_all(key, table_columns, rows, indexes, ticked, _tick)


def preview_of(changes: Changes) -> Preview:
    """The preview of the changes as they are, made anew only when they or the files differ."""
    contents = changes.contents()
    key = fingerprint(changes.folder), contents
    if "preview" not in state or state["preview"][0] != key:
        with st.spinner("Checking …"):
            state["preview"] = key, preview(changes.folder, contents)
    found: Preview = state["preview"][1]
    return found


def _choose_table(changes: Changes) -> str:
    names = schema.table_names(changes.folder)
    if "table" not in state:
        asked = st.query_params.get("table", "")
        state["table"] = asked if asked in names else names[0]
        keys = new_row.key_columns(state["table"], changes.folder)
        ids = [row_id(row, keys) for row in changes.rows(state["table"])]
        asked = st.query_params.get("id", "")
        state["row"] = ids.index(asked) if asked in ids else None
        state["draft"], state["ticked"] = None, frozenset()
    titles = {name: f"{schema.resource(name, changes.folder)['title']} ({name})" for name in names}
    table: str = st.selectbox("Table", names, key="table", format_func=titles.__getitem__, on_change=_change_table)
    return table


def _change_table() -> None:
    state["row"], state["find"], state["draft"], state["ticked"] = None, "", None, frozenset()


def _forget_lost_rows(count: int) -> None:
    """Close rows that a step back has taken away."""
    if state["row"] is not None and state["row"] >= count:
        state["row"] = None
    state["ticked"] = frozenset(index for index in state["ticked"] if index < count)


def _find_rows(rows: Rows) -> list[int]:
    """Let the editor look for words; returns the numbers of the rows that have them all."""
    words = st.text_input("Find", key="find", placeholder="words in any cell").casefold().split()
    return [index for index, row in enumerate(rows) if all(word in " ".join(row.values()).casefold() for word in words)]


def _choose_row(table: str, changes: Changes, found: list[int]) -> None:
    """Let the editor choose one of the found rows, and keep it in the address."""
    rows, chosen = changes.rows(table), state["row"]
    labels = list(map(row_label(table, changes), rows))
    options = found if chosen is None or chosen in found else [chosen, *found]
    # Streamlit finds an option by its words, so the list is another one when they are.
    key = form.control_key("row", (table, chosen, labels))

    def changed() -> None:
        state["row"], state["draft"] = state[key], None
        form.keep_key("row", (table, state[key], labels))

    st.selectbox(
        f"Row ({len(found)} of {len(rows)})",
        options,
        key=key,
        index=None if chosen is None else options.index(chosen),
        format_func=labels.__getitem__,
        placeholder="Choose a row, or type to search",
        on_change=changed,
    )
    keys = new_row.key_columns(table, changes.folder)
    st.query_params.from_dict({"table": table} | ({} if chosen is None else {"id": row_id(rows[chosen], keys)}))


def _tick(ticked: frozenset[int]) -> None:
    """Remember the ticked rows, and open the one that was ticked last."""
    if new := ticked - state["ticked"]:
        state["row"], state["draft"] = max(new), None
    state["ticked"] = ticked


def _renew() -> None:
    """Let the grid of ticked rows forget what was typed into it, and the page what it said of the last change."""
    state["renewed"] = state.get("renewed", 0) + 1
    for message in ("saved", "unsaved", "conflicts"):
        state.pop(message, None)


def _begin(draft: Draft | None) -> None:
    state["draft"] = draft
    _renew()


def _draw_row(table: str, changes: Changes, table_columns: list[Column], found: Preview) -> None:
    index: int = state["row"]
    row = changes.rows(table)[index]
    keys = new_row.key_columns(table, changes.folder)
    st.subheader(row_id(row, keys), anchor=False)
    if row.get(WITHDRAWN):
        st.warning(f"This row is withdrawn: {row[WITHDRAWN]}")
    with st.container(horizontal=True):
        st.button("Add a row", key="add", on_click=_begin, args=(Draft(table),))
        st.button("Copy this row", key="copy", on_click=_begin, args=(drafts.copied(table, row, keys),))
        if drafts.can_be_split(table, found.dataset):
            half = drafts.copied(table, row, keys, split=index)
            st.button("Split this rule", key="split", on_click=_begin, args=(half,))
        _draw_withdrawal(table, changes, index, row)

    def write(column: str, cell: str) -> None:
        changes.apply([Edit(table, {column: cell}, index)])
        _renew()

    faults = _faults_of(found, file_name(table, changes.folder), changes.line(table, index))
    form.draw(
        f"{table}:{index}",
        [column for column in table_columns if not column.is_key],
        row,
        write,
        faults=faults,
        suggested={},
    )


def _draw_withdrawal(table: str, changes: Changes, index: int, row: Row) -> None:
    def write(reason: str) -> None:
        changes.apply([Edit(table, {WITHDRAWN: " ".join(reason.split())}, index)])
        _renew()

    if row.get(WITHDRAWN):
        st.button("Put this row back", key="restore", on_click=write, args=("",))
    elif WITHDRAWN in row:
        with st.popover("Withdraw this row"):
            reason = st.text_input("Why does it not hold?", key=f"reason:{table}:{index}")
            st.caption("The row keeps its id and stays in the file; it is not counted and not shown.")
            st.button("Withdraw", key="withdraw", on_click=write, args=(reason,), disabled=not reason.strip())


def _faults_of(found: Preview, file: str, line: int) -> Mapping[str, DataError]:
    """The faults of one row by column."""
    faults = (*found.faults, *found.older_faults)
    return {fault.column: fault for fault in faults if (fault.file, fault.row) == (file, line)}


def _draw_draft(draft: Draft, changes: Changes, table_columns: list[Column], found: Preview) -> None:
    rows = changes.rows(draft.table)
    draft.suggest(found.dataset)
    st.subheader("Split a rule" if draft.split is not None else "New row", anchor=False)
    if draft.split is not None:
        st.caption(
            "This is the second half: give it its own area, status or day, and change the first half afterwards. "
            "Where it begins later on the same area, the first half names it as the rule that reverses it."
        )
    form.draw(f"new:{id(draft)}", table_columns, draft.cells, draft.fill, faults={}, suggested=draft.untouched())
    if missing := draft.missing(found.dataset):
        st.caption(f"Still needed: {', '.join(missing)}.")

    def add() -> None:
        changes.apply(draft.edits(rows))
        state["row"], state["find"] = len(rows) if draft.split is None else draft.split, ""
        _begin(None)

    with st.container(horizontal=True):
        st.button("Add this row", key="added", type="primary", on_click=add, disabled=bool(missing))
        st.button("Give it up", key="dropped", on_click=_begin, args=(None,))


def _draw_ticked(table: str, changes: Changes, table_columns: list[Column], ticked: list[int]) -> None:
    st.subheader("The ticked rows", anchor=False)
    rows = changes.rows(table)

    def write(edited: dict[int, dict[str, str]]) -> None:
        changes.apply([Edit(table, cells, ticked[place]) for place, cells in edited.items()])

    key = f"open:{table}:{ticked}:{state.get('renewed', 0)}"
    grids.draw_open(key, table_columns, [rows[index] for index in ticked], write)


def _draw_changes(changes: Changes, found: Preview) -> None:
    """Draw what may be done with the changes, what is wrong with them, and what they say."""
    st.subheader("Your changes", anchor=False)
    contents, changed = changes.contents(), changes.changed_on_disk()
    with st.container(horizontal=True):
        is_ready = bool(contents) and not (found.faults or changed)
        st.button("Save", key="save", type="primary", disabled=not is_ready, on_click=_save, args=(changes,))
        st.button("Undo", key="undo", disabled=not changes.can_undo, on_click=_step, args=(changes.undo,))
        st.button("Discard all", key="discard", disabled=not contents, on_click=_step, args=(changes.discard,))
        st.download_button(
            "Download",
            changes.as_zip(found.text) if contents else b"",
            "caveat-changes.zip",
            "application/zip",
            key="send",
            on_click="ignore",
            disabled=not contents,
            help="The changed tables as one file to send, with what changed in words.",
        )
    if "saved" in state:
        st.success(f"Saved: {state['saved']}.")
    if "unsaved" in state:
        st.error(f"Nothing was saved: {state['unsaved']}")
    if changed:
        _draw_changed_on_disk(changes, changed)
    if found.faults:
        lines = validation_errors.lines(found.faults)
        st.error(f"{validation_errors.count(len(found.faults), len(lines))} Mend before you save:")
        _draw_list(lines)
    elif contents:
        st.success("The check finds nothing wrong.")
    if found.older_faults:
        with st.expander(f"{len(found.older_faults)} faults were there before your changes"):
            _draw_list(validation_errors.lines(found.older_faults))
    for heading, sentences in found.sentences.items():
        st.markdown(f"**{heading}**")
        _draw_list(sentences)
    if not contents:
        st.caption("None yet.")


def _draw_list(lines: list[str]) -> None:
    items = Markup("").join(Markup("<li>{}</li>").format(line.replace("->", "→")) for line in lines)
    st.html(Markup('<ul style="overflow-wrap:anywhere">{}</ul>').format(items))


def _draw_changed_on_disk(changes: Changes, changed: list[str]) -> None:
    names = ", ".join(file_name(table, changes.folder) for table in changed)
    st.warning(f"Somebody else has written {names} meanwhile. Your changes are kept, but cannot be saved over it.")
    if "conflicts" in state:
        st.error("Both changed the same cells. Download your changes, discard them, and enter them again:")
        _draw_list(state["conflicts"])
    st.button("Put my changes on the new file", key="rebase", on_click=_rebase, args=(changes,))


def _rebase(changes: Changes) -> None:
    _renew()
    if conflicts := changes.rebase():
        state["conflicts"] = conflicts


def _step(step: Callable[[], None]) -> None:
    step()
    _renew()
    state["draft"] = None


def _save(changes: Changes) -> None:
    _renew()
    try:
        state["saved"] = ", ".join(changes.save())
    except ChangedOnDisk as error:
        state["unsaved"] = f"{error}."
    except OSError as error:
        state["unsaved"] = os_error_sentence(error)


st.set_page_config(page_title="Edit the tables · Caveat", page_icon=str(settings.STATIC / "icon.svg"), layout="wide")
draw_page(settings.current().data)
