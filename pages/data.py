"""What does this dashboard rest on, and where is it weak? (page /data)"""

from pathlib import Path

import streamlit as st

from caveat import citations, datasheet, fragments, package
from caveat.palette import Theme
from caveat.tables import Tables
from caveat.view import View
from caveat.words import coverage as words
from frame import blocks, finder, page

SECTIONS = {"sources": "Sources", "weak": "Known weak spots", "coverage": "Coverage, counted", "files": "Files", "dictionary": "Dictionary"}
WEAK_SPOTS = Path(__file__).resolve().parent.parent / "docs" / "known-weak-spots.md"


def body(view: View, tables: Tables, theme: Theme) -> None:
    blocks.headline(words.QUESTION, words.CONTEXT)
    for table, faults in tables.broken.items():
        blocks.html(fragments.render("broken.html", table=table, faults=faults))
    # Each section stands by itself: a table that cannot be read takes out only what needs it.
    for draw in (answer, found, weak_spots, counts, files, dictionary):
        page.guarded(lambda draw=draw: draw(tables))


def answer(tables: Tables) -> None:
    blocks.html(datasheet.answer_html(tables, SECTIONS))


def found(tables: Tables) -> None:
    blocks.section(
        SECTIONS["sources"], "Search by publisher, title, address, id or by what a page states. Each source lists the rows that rest on it.", anchor="sources"
    )
    left, right = st.columns([2, 1])
    with left:
        query = finder.search("Search the sources", "q", "for example: Taurus Scholz")
    with right:
        kinds = package.enum("sources", "kind", tables.folder)
        kind = blocks.choose("Kind of page", "kind", {"all": "All kinds"} | {one: words.source_kind(one) for one in kinds}, "all")
    sources = citations.find(tables, query, "" if kind == "all" else kind)
    pages = datasheet.pages(len(sources))
    number = finder.page_number("page", pages, (query, kind))
    blocks.html(datasheet.sources_html(tables, sources, number))
    finder.turn("page", number, pages)


def weak_spots(tables: Tables) -> None:
    blocks.section(SECTIONS["weak"], anchor="weak")
    st.markdown(WEAK_SPOTS.read_text(encoding="utf-8"))


def counts(tables: Tables) -> None:
    blocks.section(SECTIONS["coverage"], "Made from the tables as they are now.", anchor="coverage")
    uncited, undated = citations.uncited(tables), citations.undated(tables)
    sections = (
        lambda: blocks.html(datasheet.overview_html(tables)),
        lambda: blocks.html(datasheet.suppliers_html(tables)),
        lambda: blocks.html(datasheet.certainty_html(tables)),
        lambda: blocks.html(datasheet.resting_html(tables)),
        lambda: blocks.html(datasheet.claims_html(tables)),
        lambda: blocks.html(datasheet.dates_html(tables)),
        lambda: blocks.html(datasheet.kinds_html(tables)),
        lambda: blocks.html(datasheet.short_list_html(tables, uncited, f"Cited by nothing yet: {words.plural(len(uncited), 'source', 'sources')}")),
        lambda: blocks.html(datasheet.short_list_html(tables, undated, f"Without a date: {words.plural(len(undated), 'source', 'sources')}")),
    )
    for draw in sections:
        page.guarded(draw)


def files(tables: Tables) -> None:
    blocks.section(SECTIONS["files"], "Everything as it is published here, under CC BY 4.0. Ids are permanent.", anchor="files")
    blocks.html(datasheet.downloads_html(tables))
    st.markdown(words.NO_FILES)


def dictionary(tables: Tables) -> None:
    blocks.section(SECTIONS["dictionary"], "Every table and every column, from the description that the checks use.", anchor="dictionary")
    blocks.html(datasheet.dictionary_html(tables))


page.show("data", body)
