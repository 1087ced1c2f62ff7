"""What does this dashboard rest on, and where is it weak? (page /data)"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from caveat import html
from caveat.content import choices, data, record_sheet
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.text import data_page as words
from caveat.text import pending_edits
from caveat.theme import Theme
from caveat.ui import blocks, list_controls, page, share_dialog, url_state

SECTIONS = {
    "sources": "Sources",
    "weak": "Known weak spots",
    "coverage": "Coverage, counted",
    "files": "Files",
    "dictionary": "Dictionary",
}
WEAK_SPOTS = Path(__file__).resolve().parent.parent / "docs" / "known-weak-spots.md"


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    for table, faults in dataset.broken.items():
        blocks.html(html.render("broken.html", table=table, faults=faults))
    for file, faults in current.pending_edits().items():
        blocks.html(
            html.render(
                "waiting.html",
                heading=pending_edits.pending_edit_heading(file),
                intro=pending_edits.PENDING_EDIT_INTRO,
                faults=faults,
            )
        )
    if row := choices.row_id(url_state.query()):
        share_dialog.record_param("row", row)
        part(dataset, lambda: blocks.html(record_sheet.record_sheet_html(dataset, row, view)))
    part(dataset, partial(answer, dataset))
    part(dataset, partial(found, dataset, view))
    for draw in (weak_spots, counts, files, dictionary):
        part(dataset, partial(draw, dataset))


def part(dataset: Dataset, draw: Callable[[], None]) -> None:
    """Draw one section by itself: a table that cannot be read takes out only what needs it. Its faults stand at the head of the page, once."""

    def without_faults() -> None:
        try:
            draw()
        except UnusableTable as error:
            blocks.notice(words.section_left_out(data.title_of(dataset, error.table)))

    page.render_safely(without_faults)


def answer(dataset: Dataset) -> None:
    blocks.html(data.answer_html(dataset, SECTIONS))


def found(dataset: Dataset, view: View) -> None:
    blocks.section(
        SECTIONS["sources"],
        "Search by publisher, title, address, id or by what a page states. Each source lists the rows that rest on it.",
        anchor="sources",
    )
    left, right = st.columns([2, 1])
    with left:
        query = list_controls.search("Search the sources", "q", "for example: Taurus Scholz")
    with right:
        kind = blocks.choose("Kind of page", "kind", *choices.options("kind", dataset, view))
    sources = choices.sources(dataset, query, kind)
    pages = data.pages(len(sources))
    number = list_controls.page_number("page", pages, (query, kind))
    blocks.html(data.sources_html(dataset, sources, number))
    list_controls.turn("page", number, pages)


def weak_spots(dataset: Dataset) -> None:
    blocks.section(SECTIONS["weak"], anchor="weak")
    st.markdown(WEAK_SPOTS.read_text(encoding="utf-8"))


def counts(dataset: Dataset) -> None:
    blocks.section(SECTIONS["coverage"], "Made from the tables as they are now.", anchor="coverage")
    shown: tuple[Callable[[Dataset], Markup], ...] = (
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
        part(dataset, partial(_one_count, dataset, made))


def _one_count(dataset: Dataset, made: Callable[[Dataset], Markup]) -> None:
    blocks.html(made(dataset))


def files(dataset: Dataset) -> None:
    blocks.section(
        SECTIONS["files"], "Everything as it is published here, under CC BY 4.0. Ids are permanent.", anchor="files"
    )
    blocks.html(data.downloads_html(dataset))
    st.markdown(words.NO_FILES)


def dictionary(dataset: Dataset) -> None:
    blocks.section(
        SECTIONS["dictionary"],
        "Every table and every column, from the description that the checks use.",
        anchor="dictionary",
    )
    blocks.html(data.dictionary_html(dataset))


page.show("data", body)
