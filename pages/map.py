"""What lay within range, and what was allowed, on this day? (page /map)"""

from functools import partial

import streamlit as st

from caveat import maps
from caveat.palette import Theme
from caveat.tables import Tables
from caveat.view import View
from caveat.words import reach as words
from frame import blocks, page


def body(view: View, tables: Tables, theme: Theme) -> None:
    page.headline("map", view, tables)
    asked = maps.pairs(tables, view)
    if len(asked) > maps.MOST:
        blocks.notice(words.more_systems(maps.MOST, len(asked)))
    shown = asked[: maps.MOST]
    if len(shown) == 1:
        wide, beside = st.columns([2, 1])
        with wide:
            page.guarded(partial(one_map, tables, view, theme, *shown[0]))
        with beside:
            page.guarded(partial(how_to_read, tables, view, *shown[0]))
    else:
        blocks.html(maps.paragraph(words.HOW_TO_READ))
        for place in range(0, len(shown), 2):
            for column, pair in zip(st.columns(2), shown[place : place + 2], strict=False):
                with column:
                    page.guarded(partial(one_map, tables, view, theme, *pair))
    blocks.method(words.METHOD)


def one_map(tables: Tables, view: View, theme: Theme, supplier: str, system_id: str) -> None:
    one = maps.build(tables, view, supplier, system_id)
    blocks.section(one.title)
    if one.missing:
        blocks.notice(one.missing)
        return
    blocks.html(maps.paragraph(one.sentence))
    blocks.chart(maps.figure(one, theme), alt=one.alt, table=maps.table_html(tables, view, supplier, system_id), caption=one.caption, key=one.key)


def how_to_read(tables: Tables, view: View, supplier: str, system_id: str) -> None:
    blocks.section("The rules of the day")
    blocks.html(maps.paragraph(maps.build(tables, view, supplier, system_id).rules))
    blocks.section("How to read the map")
    blocks.html(maps.paragraph(words.HOW_TO_READ))


def part(view: View, tables: Tables, theme: Theme) -> None:
    """The first map alone, for other sites."""
    page.headline("map", view, tables)
    for pair in maps.pairs(tables, view)[:1]:
        page.guarded(partial(one_map, tables, view, theme, *pair))


page.show("map", body, {"map": part})
