"""What does this dashboard rest on, and where is it weak? (page /data)"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from caveat import html
from caveat.content import choices, data, record_sheet
from caveat.dataset import current
from caveat.dataset.errors import BrokenTable
from caveat.dataset.tables import Tables
from caveat.domain.query import View
from caveat.text import data_page as words
from caveat.text import pending_edits
from caveat.theme import Theme
from caveat.ui import blocks, list_controls, page, share_dialog, url_state

SECTIONS = {"sources": "Sources", "weak": "Known weak spots", "coverage": "Coverage, counted", "files": "Files", "dictionary": "Dictionary"}
WEAK_SPOTS = Path(__file__).resolve().parent.parent / "docs" / "known-weak-spots.md"


def body(view: View, tables: Tables, theme: Theme) -> None:
    for table, faults in tables.broken.items():
        blocks.html(html.render("broken.html", table=table, faults=faults))
    for file, faults in current.waiting().items():
        blocks.html(html.render("waiting.html", heading=pending_edits.heading(file), intro=pending_edits.INTRO, faults=faults))
    if row := choices.row_id(url_state.query()):
        share_dialog.register("row", row)
        part(tables, lambda: blocks.html(record_sheet.html(tables, row, view)))
    part(tables, partial(answer, tables))
    part(tables, partial(found, tables, view))
    for draw in (weak_spots, counts, files, dictionary):
        part(tables, partial(draw, tables))


def part(tables: Tables, draw: Callable[[], None]) -> None:
    """Draw one section by itself: a table that cannot be read takes out only what needs it. Its faults stand at the head of the page, once."""

    def without_faults() -> None:
        try:
            draw()
        except BrokenTable as error:
            blocks.notice(words.needs(data.title_of(tables, error.table)))

    page.guarded(without_faults)


def answer(tables: Tables) -> None:
    blocks.html(data.answer_html(tables, SECTIONS))


def found(tables: Tables, view: View) -> None:
    blocks.section(
        SECTIONS["sources"], "Search by publisher, title, address, id or by what a page states. Each source lists the rows that rest on it.", anchor="sources"
    )
    left, right = st.columns([2, 1])
    with left:
        query = list_controls.search("Search the sources", "q", "for example: Taurus Scholz")
    with right:
        kind = blocks.choose("Kind of page", "kind", *choices.options("kind", tables, view))
    sources = choices.sources(tables, query, kind)
    pages = data.pages(len(sources))
    number = list_controls.page_number("page", pages, (query, kind))
    blocks.html(data.sources_html(tables, sources, number))
    list_controls.turn("page", number, pages)


def weak_spots(tables: Tables) -> None:
    blocks.section(SECTIONS["weak"], anchor="weak")
    st.markdown(WEAK_SPOTS.read_text(encoding="utf-8"))


def counts(tables: Tables) -> None:
    blocks.section(SECTIONS["coverage"], "Made from the tables as they are now.", anchor="coverage")
    shown: tuple[Callable[[Tables], Markup], ...] = (
        data.overview_html,
        data.suppliers_html,
        data.certainty_html,
        data.resting_html,
        partial(data.unconfirmed_html, today=current.today()),
        data.claims_html,
        data.dates_html,
        data.kinds_html,
        data.uncited_html,
        data.undated_html,
    )
    for made in shown:
        part(tables, partial(_one_count, tables, made))


def _one_count(tables: Tables, made: Callable[[Tables], Markup]) -> None:
    blocks.html(made(tables))


def files(tables: Tables) -> None:
    blocks.section(SECTIONS["files"], "Everything as it is published here, under CC BY 4.0. Ids are permanent.", anchor="files")
    blocks.html(data.downloads_html(tables))
    st.markdown(words.NO_FILES)


def dictionary(tables: Tables) -> None:
    blocks.section(SECTIONS["dictionary"], "Every table and every column, from the description that the checks use.", anchor="dictionary")
    blocks.html(data.dictionary_html(tables))


page.show("data", body)
