"""Who asked, refused, pledged and delivered, up to the day, and what was paid? (page /suppliers)"""

from functools import partial

from caveat import html
from caveat.content import choices, suppliers
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.text import transfers as words
from caveat.theme import Theme
from caveat.ui import blocks, page

METHOD = """
**Transfers.** A row is one step that was published: Ukraine requested, a supplier refused, pledged or announced, a delivery was reported or confirmed. A variant stands in the lane of its family. A number is given as the sources give it. *Number undisclosed* is a value: officials said no number, or none was on the pages seen. Numbers are never added, because an announcement may repeat a pledge and a delivery may be part of both.

**How sure.** The line under a date: solid is official, dashed is reported, dotted is inferred, double is disputed. A confirmed delivery is one that a government or Ukraine's own officials confirmed.

**Aid.** Each figure has a measure, a period and a currency. Measures overlap: what is allocated is part of what is committed, a package is part of a total, a later edition contains an earlier one. So nothing is added, across measures or within one, and no exchange rate is used. Bars stand apart by period, and only bars of one period may be compared. Shares of GDP have a chart of their own.

**Two clocks.** *As known then* shows an aid figure from the day of its publication. *In hindsight* shows it as soon as its period had ended, even if it was published later. Transfers have one date only.

**Not here.** Ammunition, artillery and air defence, and anything beyond what suppliers and Ukraine published.
"""


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    page.render_safely(partial(_transfers, view, dataset, theme))
    page.render_safely(partial(_aid, view, dataset, theme))
    blocks.method(METHOD)


def _transfers(view: View, dataset: Dataset, theme: Theme) -> None:
    shown = suppliers.build(dataset, view)
    if shown.shown.empty:
        blocks.notice(f"{words.no_step_note(view.asof)} {words.later_steps_note(shown.later, view.asof)}".strip())
        return
    blocks.html(suppliers.answer_html(dataset, shown))
    blocks.section("Step by step")
    blocks.html(suppliers.legend_html())
    blocks.chart(
        suppliers.figure(shown, theme),
        alt=suppliers.alt(shown),
        table=suppliers.table_html(dataset, shown),
        key="steps",
        title="Every step as a table",
    )


def _aid(view: View, dataset: Dataset, theme: Theme) -> None:
    blocks.section(words.AID_HEADING, words.AID_INTRO)
    measure = blocks.choose("Measure", "measure", *choices.options("measure", dataset, view))
    found = suppliers.aid_charts(dataset, view.asof, view.known, measure, theme)
    for one in found:
        blocks.section(one.title, words.KIEL_NOTE if measure.startswith("kiel_") else "")
        blocks.chart(one.figure, alt=one.alt, table=one.table, key=f"aid-{one.currency}")
    if not found:
        blocks.notice(words.aid_missing_note(measure, view.asof, view.known))
    if later := suppliers.aid_later(dataset, view):
        blocks.html(html.render("timeline_notes.html", notes=[words.aid_later_note(later, view.asof, view.known)]))
    if every := suppliers.all_aid_html(dataset, view.asof, view.known):
        blocks.html(html.render("suppliers_all_aid.html", tables=every))


page.show("suppliers", body)
