"""The day control of every page: previous and next change, date, slider, clock, systems, two days to compare."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from caveat import html
from caveat.content import day_comparison
from caveat.content.page import PageRequest
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import names, rule_history, rule_log
from caveat.domain.query import QueryBounds, View
from caveat.domain.rule_log import Clock, RuleLog, entries_between
from caveat.text import labels
from caveat.ui import share_dialog, url_state
from caveat.ui.blocks import render_html


def nearest_day(days: list[date], day: date) -> date:
    """The day of `days` (sorted, not empty) nearest to `day`; the earlier of two equally near days."""
    index = bisect_left(days, day)
    return min(
        days[max(index - 1, 0) : index + 1] or days[-1:], key=lambda candidate: (abs((candidate - day).days), candidate)
    )


def snap_to_entry(days: list[date], before: date, day: date) -> date:
    """The nearest of `days` on the side of `day`, so that an arrow key, which moves one day, moves one entry."""
    ahead = [entry_day for entry_day in days if (entry_day > before if day > before else entry_day < before)]
    return nearest_day(ahead, day) if ahead else before


def _put_day(view: View, day: date) -> None:
    url_state.put_view(view.on(day))


def _put_strip_day(view: View, days: list[date]) -> None:
    _put_day(view, snap_to_entry(days, view.asof, st.session_state["day-strip"]))


def _put_field_day(view: View) -> None:
    if st.session_state["day-field"]:
        _put_day(view, st.session_state["day-field"])


def _put_clock(view: View) -> None:
    url_state.put_view(replace(view, known=st.session_state["clock"] or view.known))


def _put_systems(view: View) -> None:
    url_state.put_view(replace(view, systems=tuple(st.session_state["systems"])))


def day_control(request: PageRequest, bounds: QueryBounds) -> None:
    """Draw the control for a view. Each part writes the address; the next run reads it."""
    view, log = request.view, rule_log.rule_log(request.dataset)
    days = rule_history.change_days(log, view.known)
    days = [day for day in days if bounds.earliest <= day <= bounds.latest] or [view.asof]
    # One container, laid out by the style sheet: each further container would cost every reader
    # a part of each change of day.
    with st.container(key="day-control"):
        _draw_day_field(view, days, bounds)
        count = len(entries_between(log, view.asof - timedelta(days=1), view.asof, view.known))
        render_html(html.render("count.html", count=count, day=view.asof))
        _draw_strip(view, log, days, bounds)
        _draw_clock(view)
        _draw_more_controls(view, request.dataset, bounds)
        compares = "from" in request.page.view_params
        render_html(day_comparison.form_html(view, request.page.path if compares else "", bounds))
        share_dialog.draw_button(request)


def _draw_day_field(view: View, days: list[date], bounds: QueryBounds) -> None:
    index = bisect_left(days, view.asof)
    previous = days[index - 1] if index else None
    after = bisect_right(days, view.asof)
    following = days[after] if after < len(days) else None
    _draw_day_button("‹", "previous", view, previous)
    st.session_state["day-field"] = view.asof
    st.date_input(
        "Day",
        key="day-field",
        min_value=bounds.earliest,
        max_value=bounds.latest,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        on_change=_put_field_day,
        args=(view,),
    )
    _draw_day_button("›", "next", view, following)


def _draw_day_button(label: str, name: str, view: View, day: date | None) -> None:
    st.button(
        label,
        key=f"day-{name}",
        help=f"{name.capitalize()} day with an entry",
        disabled=day is None,
        on_click=_put_day,
        args=(view, day),
        type="tertiary",
    )


def _draw_strip(view: View, log: RuleLog, days: list[date], bounds: QueryBounds) -> None:
    st.session_state["day-strip"] = view.asof
    st.slider(
        "Day, snapping to days with an entry",
        min_value=bounds.earliest,
        max_value=bounds.latest,
        key="day-strip",
        format="D MMM YYYY",
        label_visibility="collapsed",
        on_change=_put_strip_day,
        args=(view, days),
    )
    render_html(_strip_marks_html(log, view.known, bounds.earliest, bounds.latest))


@memoized(16)
def _strip_marks_html(log: RuleLog, known: Clock, earliest: date, latest: date) -> Markup:
    """The marks under the slider: days with an entry, taller where a status changed, and the years."""
    length = (latest - earliest).days
    turned = rule_history.status_change_days(log, known)
    days = [day for day in rule_history.change_days(log, known) if earliest <= day <= latest]
    ticks = [(100 * (day - earliest).days / length, day in turned) for day in days]
    years = [
        (year, 100 * (date(year, 1, 1) - earliest).days / length) for year in range(earliest.year + 1, latest.year + 1)
    ]
    return html.render("strip.html", days=days, ticks=ticks, years=years)


def _draw_clock(view: View) -> None:
    st.session_state["clock"] = view.known
    st.segmented_control(
        "Clock",
        list(labels.KNOWN),
        format_func=labels.KNOWN.__getitem__,
        key="clock",
        required=True,
        label_visibility="collapsed",
        on_change=_put_clock,
        args=(view,),
    )


def _draw_more_controls(view: View, dataset: Dataset, bounds: QueryBounds) -> None:
    label = f"Systems: {len(view.systems)}" if view.systems else "Systems"
    with st.popover(label, width="content"):
        st.session_state["systems"] = list(view.systems)
        st.multiselect(
            "Systems",
            list(bounds.systems),
            format_func=lambda system_id: names.system_names(dataset).get(system_id, system_id),
            key="systems",
            placeholder="All that the page shows by itself",
            # Enter takes the first match, not all that look alike.
            select_all=False,
            filter_mode="contains",
            on_change=_put_systems,
            args=(view,),
        )
