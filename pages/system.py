"""What is known about one system? (page /system?id=…)"""

from functools import partial
from urllib.parse import urlencode, urlsplit

import streamlit as st

from caveat import html
from caveat.content import compare
from caveat.content import system as system_page
from caveat.content.system import System
from caveat.dataset.tables import Dataset
from caveat.domain import names
from caveat.domain.query import View, view_query
from caveat.text import claims as claim_words
from caveat.text import system as words
from caveat.theme import Theme
from caveat.ui import blocks, page

METHOD = """
**The day.** The state, and every dated list, stop at the chosen day. The published figures are of all dates.

**Families.** Rules are kept for a family and hold for its variants. Rows that a source files under a variant, or under the family, are shown with both and say so.

**What is not here.** Transfers and statements on long-range weapons in general, where a source names no system, stand on the pages *Suppliers* and *Positions*.

**The state** is the fold of the log of rules: of each authority the newest row on the narrowest area counts, and of several authorities the strictest. A disputed row sets nothing.
"""

ARGUED = "Who argued what"


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    query = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    system = system_page.find(dataset, view.id)
    if system is None:
        if view.id:
            blocks.notice(words.unknown_system_note(view.id))
        blocks.html(system_page.list_html(dataset, query))
        return
    blocks.choose("System", "id", names.system_names(dataset), system.system_id)
    page.render_safely(partial(_what_it_is, dataset, system, query))
    page.render_safely(partial(_state, dataset, system, view))
    page.render_safely(partial(_figures, dataset, system, view, theme))
    page.render_safely(partial(_dated, dataset, system, view))
    blocks.section("How to cite this")
    blocks.html(html.render("system_citation.html", text=system_page.citation(dataset, system, view, _base())))
    blocks.method(METHOD, "How to read this")


def _base() -> str:
    """The address of this site, as the reader's browser has it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _what_it_is(dataset: Dataset, system: System, query: str) -> None:
    blocks.html(system_page.identity_html(dataset, system, query))


def _state(dataset: Dataset, system: System, view: View) -> None:
    blocks.section(words.RULES_HEADING)
    blocks.html(system_page.state_html(dataset, system, view))


def _figures(dataset: Dataset, system: System, view: View, theme: Theme) -> None:
    blocks.section(words.FIGURES_HEADING)
    blocks.html(compare.lines_html(dataset, [system.system_id], "range_km", ""))
    _chart(dataset, system, view, theme)
    if system.variants:
        _variants_chart(dataset, system, view, theme)


def _chart(dataset: Dataset, system: System, view: View, theme: Theme) -> None:
    drawn = compare.system_chart(dataset, system.system_id, theme)
    count = len(drawn.claims)
    table = compare.claims_table(
        dataset, drawn.claims, claim_words.system_caption(system.name, count), view, system_page.PATH
    )
    if drawn.figure is None:
        blocks.notice(claim_words.NO_CHART)
        blocks.html(table)
        return
    blocks.chart(
        drawn.figure,
        alt=drawn.alt,
        table=table,
        caption=drawn.caption,
        key="figures",
        title=claim_words.table_title(count),
    )


def _variants_chart(dataset: Dataset, system: System, view: View, theme: Theme) -> None:
    drawn = compare.chart(dataset, system.variants, "range_km", theme)
    if drawn.figure is None:
        return
    blocks.section("Range by variant", claim_words.VARIANTS)
    count = len(drawn.claims)
    table = compare.claims_table(
        dataset, drawn.claims, claim_words.table_caption("range_km", count), view, system_page.PATH
    )
    blocks.chart(drawn.figure, alt=drawn.alt, table=table, key="variants", title=claim_words.table_title(count))


def _dated(dataset: Dataset, system: System, view: View) -> None:
    lists = {
        words.CHANGES_HEADING: (words.RULE_NOUN, system_page.changes(dataset, system, view)),
        "Requested, refused, given": ("transfer", system_page.transfers(dataset, system, view.asof)),
        "Said and reported, without setting a rule": ("such row", system_page.context(dataset, system, view.asof)),
        ARGUED: ("statement on this system", system_page.positions(dataset, system, view.asof)),
        "Events": ("event", system_page.events(dataset, system, view.asof)),
    }
    for title, (what, listed) in lists.items():
        blocks.section(title, words.issue_sentence(system_page.ISSUE.get(system.family, "")) if title == ARGUED else "")
        blocks.html(system_page.entries_html(dataset, system, view, listed, what))
    blocks.section("Sources")
    blocks.html(
        system_page.sources_html(system_page.all_sources(dataset, system, [listed for _, listed in lists.values()]))
    )


page.show("system", body)
