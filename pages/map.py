"""What lay within range, and what was allowed, on this day? (page /map)"""

from functools import partial

import streamlit as st
from markupsafe import Markup

from caveat.content import map as map_page
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.text import map_labels as words
from caveat.theme import Theme
from caveat.ui import blocks, page


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    asked = map_page.map_pairs(dataset, view)
    if len(asked) > map_page.MAX_MAPS:
        blocks.notice(words.maps_left_out(map_page.MAX_MAPS, len(asked)))
    shown = asked[: map_page.MAX_MAPS]
    if len(shown) == 1:
        # The style sheet sets the map and its words, and beside them what is to be known of it: columns would cost every change of day three elements more.
        with st.container(key="one-map"):
            page.render_safely(partial(one_map, dataset, view, theme, *shown[0]))
            page.render_safely(partial(how_to_read, dataset, view, *shown[0]))
    else:
        blocks.html(map_page.paragraph(words.HOW_TO_READ))
        # Two pieces a map, words and chart: the style sheet sets each pair in its place of two columns.
        with st.container(key="maps"):
            for pair in shown:
                page.render_safely(partial(one_map, dataset, view, theme, *pair))
    blocks.method(words.METHOD)


def one_map(dataset: Dataset, view: View, theme: Theme, supplier: str, system_id: str) -> None:
    one = map_page.build_map(dataset, view, supplier, system_id)
    if one.missing:
        blocks.section(one.title)
        blocks.notice(one.missing)
        return
    blocks.section(one.title, body=map_page.paragraph(one.sentence))
    # By itself: from one day to the next it is most often the same, and a browser that has it is not sent it again.
    blocks.chart(
        map_page.map_figure(one, theme),
        alt=one.alt,
        table=map_page.table_html(dataset, view, supplier, system_id),
        caption=one.caption,
        key=one.key,
    )


def how_to_read(dataset: Dataset, view: View, supplier: str, system_id: str) -> None:
    rules = Markup('<h2 class="cv-h2">The rules of the day</h2>{}').format(
        map_page.paragraph(map_page.build_map(dataset, view, supplier, system_id).rules)
    )
    reading = Markup('<h2 class="cv-h2">How to read the map</h2>{}').format(map_page.paragraph(words.HOW_TO_READ))
    blocks.html(rules + reading)


def part(view: View, dataset: Dataset, theme: Theme) -> None:
    """The first map alone, for other sites."""
    for pair in map_page.map_pairs(dataset, view)[:1]:
        page.render_safely(partial(one_map, dataset, view, theme, *pair))


page.show("map", body, {"map": part})
