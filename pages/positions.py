"""Who said what, up to the day? (page /positions)"""

import streamlit as st

from caveat.content import choices
from caveat.content import positions as positions_page
from caveat.dataset.tables import Dataset
from caveat.domain import positions
from caveat.domain.query import View
from caveat.text import positions as words
from caveat.theme import Theme
from caveat.ui import blocks, page

METHOD = """
**What a row is.** One stance of one actor on one issue on one day, in a summary of ours. The words in quotation marks are the actor's, as a source prints them; where there are none, none were taken.

**The newest statement counts.** An actor stands where the last statement up to the chosen day put them, even if it is old. Nothing is shown from after the day. Statements have one date only, so the clock changes nothing here.

**How a stance was read.** *Supports* and *opposes* are said outright. *With limits* names a condition or a smaller area. *Warns against it* speaks of consequences without a say in the decision, as Moscow and Beijing do. *Declines to comment* is an answer too.

**How far this goes.** The table follows the debate that English and a few other languages made public. An actor who is missing may have spoken. Counts of actors are counts of this table and no poll.

**Dates.** A month counts from its first day.
"""


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    left, right = st.columns(2)
    with left:
        issue = blocks.choose("Issue", "issue", *choices.options("issue", dataset, view))
    with right:
        country = blocks.choose("Country or body", "country", *choices.options("country", dataset, view))
    shown = positions_page.build(dataset, view.asof, issue, country)
    if shown.said.empty:
        blocks.notice(words.no_statement_note(view.asof, shown.later))
    else:
        blocks.html(positions_page.answer_html(dataset, shown, view))
        blocks.section(
            f"Over time: {words.chart_title(issue, country)}", words.MIXED_ISSUES_NOTE if issue == positions.ALL else ""
        )
        blocks.html(positions_page.legend_html())
        caption = words.actors_left_out(len(shown.actors), shown.left_out)
        blocks.chart(
            positions_page.figure(shown, theme),
            alt=positions_page.alt(shown),
            table=positions_page.table_html(dataset, shown, view),
            caption=caption,
            key="stances",
            title="Every statement as a table",
        )
    blocks.method(METHOD)


page.show("positions", body)
