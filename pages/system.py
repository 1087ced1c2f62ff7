"""What is known about one system? (page /system?id=…)"""

from functools import partial
from urllib.parse import urlencode, urlsplit

import streamlit as st

from caveat import html
from caveat.content import briefing, compare
from caveat.content import system as system_page
from caveat.content.system import System
from caveat.dataset.tables import Tables
from caveat.domain.query import View, address
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


def body(view: View, tables: Tables, theme: Theme) -> None:
    query = urlencode(address(View(view.asof, view.known)), doseq=True)
    system = system_page.find(tables, view.id)
    if system is None:
        if view.id:
            blocks.notice(words.unknown(view.id))
        blocks.html(system_page.list_html(tables, query))
        return
    blocks.choose("System", "id", briefing.names(tables), system.system_id)
    page.guarded(partial(_what_it_is, tables, system, query))
    page.guarded(partial(_state, tables, system, view))
    page.guarded(partial(_figures, tables, system, view, theme))
    page.guarded(partial(_dated, tables, system, view))
    blocks.section("How to cite this")
    blocks.html(html.render("system_citation.html", text=system_page.citation(tables, system, view, _base())))
    blocks.method(METHOD, "How to read this")


def _base() -> str:
    """The address of this site, as the reader's browser has it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _what_it_is(tables: Tables, system: System, query: str) -> None:
    blocks.html(system_page.identity_html(tables, system, query))


def _state(tables: Tables, system: System, view: View) -> None:
    blocks.section(words.ALLOWED)
    blocks.html(system_page.state_html(tables, system, view))


def _figures(tables: Tables, system: System, view: View, theme: Theme) -> None:
    blocks.section(words.FIGURES)
    blocks.html(compare.lines_html(tables, [system.system_id], "range_km", ""))
    _chart(tables, system, view, theme)
    if system.variants:
        _variants_chart(tables, system, view, theme)


def _chart(tables: Tables, system: System, view: View, theme: Theme) -> None:
    drawn = compare.system_chart(tables, system.system_id, theme)
    count = len(drawn.claims)
    table = compare.claims_table(tables, drawn.claims, claim_words.system_caption(system.name, count), view, system_page.PATH)
    if drawn.figure is None:
        blocks.notice(claim_words.NO_CHART)
        blocks.html(table)
        return
    blocks.chart(drawn.figure, alt=drawn.alt, table=table, caption=drawn.caption, key="figures", title=claim_words.table_title(count))


def _variants_chart(tables: Tables, system: System, view: View, theme: Theme) -> None:
    drawn = compare.chart(tables, system.variants, "range_km", theme)
    if drawn.figure is None:
        return
    blocks.section("Range by variant", claim_words.VARIANTS)
    count = len(drawn.claims)
    table = compare.claims_table(tables, drawn.claims, claim_words.table_caption("range_km", count), view, system_page.PATH)
    blocks.chart(drawn.figure, alt=drawn.alt, table=table, key="variants", title=claim_words.table_title(count))


def _dated(tables: Tables, system: System, view: View) -> None:
    lists = {
        words.CHANGED: (words.RULE, system_page.changes(tables, system, view)),
        "Requested, refused, given": ("transfer", system_page.transfers(tables, system, view.asof)),
        "Said and reported, without setting a rule": ("such row", system_page.context(tables, system, view.asof)),
        ARGUED: ("statement on this system", system_page.positions(tables, system, view.asof)),
        "Events": ("event", system_page.events(tables, system, view.asof)),
    }
    for title, (what, listed) in lists.items():
        blocks.section(title, words.issue(system_page.ISSUE.get(system.family, "")) if title == ARGUED else "")
        blocks.html(system_page.entries_html(tables, system, view, listed, what))
    blocks.section("Sources")
    blocks.html(system_page.sources_html(system_page.all_sources(tables, system, [listed for _, listed in lists.values()])))


page.show("system", body)
