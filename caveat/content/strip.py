"""The strip of the front page: the history of each pair of the matrix up to the day, with the turning points."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import strip as chart
from caveat.charts.strip import StripData, StripLane
from caveat.content.day_comparison import address
from caveat.content.provenance import Provenance
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import names, pairs, rule_history, rule_log
from caveat.domain.bars import Bar, PairBars, pair_bars
from caveat.domain.case import case
from caveat.domain.query import View
from caveat.domain.turning_points import turning_points
from caveat.text import labels
from caveat.text import strip as words
from caveat.text.claims import claim_figure, headline_claim
from caveat.text.permissions import leading_state

Pair = tuple[str, str]


@memoized_by_bytes()
def build_strip(dataset: Dataset, view: View, shown: tuple[Pair, ...]) -> StripData:
    """The strip of some pairs on a day. Nothing on it was public later, if the view shows what was known then."""
    days = rule_history.change_days(rule_log.rule_log(dataset), "then")
    first = dataset.settings.first_day
    lanes = [_lane(dataset, pair, view) for pair in shown]
    return StripData(
        lanes=tuple(lanes if any(lane.is_lead for lane in lanes) else [replace(lane, is_lead=True) for lane in lanes]),
        points=tuple(
            point
            for point in turning_points(dataset, view.known)
            if point.is_front and first <= point.day <= view.asof and point.pair in shown
        ),
        start=first,
        end=max(view.asof, *days[-1:], first),
        day=view.asof,
        names=case(dataset),
    )


def _lane(dataset: Dataset, pair: Pair, view: View) -> StripLane:
    known_names = case(dataset)
    states = pairs.matrix_states(dataset, *pair, view.asof, view.known)
    claim = headline_claim(dataset, pair[1])
    return StripLane(
        pair[1],
        names.pair_name(dataset, *pair),
        known_names.country_name(pair[0]),
        claim_figure(claim) if claim else "",
        pair_bars(dataset, view.known).get(pair, PairBars()).until(view.asof),
        words.lane_answer(states, known_names),
        pair in known_names.cards and bool(leading_state(states, known_names).deciding),
    )


@memoized_by_bytes()
def strip_html(dataset: Dataset, view: View, shown: tuple[Pair, ...]) -> Markup:
    """The strip and the same as a table; blank without a pair."""
    if not shown:
        return Markup("")
    data = build_strip(dataset, view, shown)
    drawn = chart.strip_html(data, lambda day: _day_url(view, day), Provenance(dataset, view, "").record_url)
    return Markup('<div class="cv-answer">{}{}</div>').format(drawn, _table(data, view))


def _day_url(view: View, day: date) -> str:
    return address("", view.on(day))


def _table(data: StripData, view: View) -> Markup:
    """The bars as a table, closed, for keyboards and screen readers."""
    rows = [
        {
            "System": lane.name,
            "Supplier": lane.supplier,
            "From": html.link(spoken(bar.start), _day_url(view, bar.start)),
            "Area": data.names.territory(bar.territory).whole,
            "Rule": labels.STATUS[bar.status],
            "How sure": labels.CERTAINTY[bar.certainty],
        }
        for lane in data.lanes
        for bar in _in_order(lane.bars)
    ]
    if not rows:
        return Markup("")
    return Markup('<details class="cv-data"><summary>As a table</summary>{}</details>').format(
        html.table(pd.DataFrame(rows, dtype=object), data.title)
    )


def _in_order(bars: PairBars) -> Iterable[Bar]:
    return sorted((*bars.general, *bars.freer), key=lambda bar: bar.start)
