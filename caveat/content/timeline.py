"""The page Timeline: when a rule on one territory changed, and when the public learned of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import timeline as chart
from caveat.charts.style import Figure
from caveat.content import blocks, export_rows
from caveat.content.blocks import Block, Chart, Group, Html, Notice, Section
from caveat.content.page import Embed, Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.content.provenance import Provenance
from caveat.dataset import current, sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import names, restrictions, rule_history, rule_log, timeline
from caveat.domain.names import PAIR_NOTES
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.rule_log import RuleChange
from caveat.domain.timeline import SupplierSystem
from caveat.text import labels
from caveat.text import permissions as state_words
from caveat.text import timeline as words
from caveat.theme import Theme

DISPUTED_SUPPLY = {("IT", "storm-shadow")}
# The address of the page.
PATH = "timeline"
# Up to this many entries stand in one table; more are laid out by month.
FEW = 25
EVENT_COLUMNS = [
    "event_id",
    "date",
    "title",
    "category",
    "countries",
    "system_ids",
    "certainty",
    "summary",
    "source_ids",
    "day",
]


@dataclass(frozen=True, eq=False)
class History:
    """The content of the page. `names` has the pairs with a lane, in order; `pairs` all chosen pairs."""

    territory: str
    start: date
    end: date
    pairs: tuple[SupplierSystem, ...]
    names: dict[SupplierSystem, tuple[str, str]]
    shown: pd.DataFrame
    disputes: tuple[tuple[date, RuleChange], ...]
    events: pd.DataFrame
    answer: tuple[str, ...]
    alt: str
    notes: tuple[str, ...]


@memoized(128)
def build_history(dataset: Dataset, view: View, territory: str, zoom: str) -> History:
    """The history of a territory in a window; without the table of events, it has no events.

    UnusableTable if restrictions, systems or territories cannot be used.
    """
    log = rule_log.rule_log(dataset)
    today = current.today()
    days = rule_history.change_days(log, view.known)
    start, end = timeline.zoom_window(zoom, view.asof, days[-1] if days else view.asof, today)
    pairs = tuple(supplier_system_pairs(dataset, view.systems))
    spans = timeline.lane_spans(log, pairs, territory, (start, end), view.known, today)
    drawn = set(zip(spans["supplier"], spans["system_id"], strict=True))
    lane_names = {
        pair: (
            names.pair_name(dataset, *pair),
            labels.supplier_name(labels.country_name(pair[0]), pair in DISPUTED_SUPPLY),
        )
        for pair in pairs
        if pair in drawn
    }
    disputes = timeline.disputes_in_window(log, pairs, territory, start, end, view.known)
    return History(
        territory=territory,
        start=start,
        end=end,
        pairs=pairs,
        names=lane_names,
        shown=spans,
        disputes=tuple(disputes),
        events=events_of(dataset, view, start, end),
        answer=_sentences(dataset, view, territory, pairs),
        alt=_chart_alt(dataset, view, territory, pairs, start, end),
        notes=_history_notes(dataset, view, pairs, lane_names, start, end),
    )


def events_of(dataset: Dataset, view: View, start: date, end: date) -> pd.DataFrame:
    """The events of the window on the chosen systems or on none; empty if the table cannot be used."""
    if "events" in dataset.broken:
        return pd.DataFrame(columns=EVENT_COLUMNS)
    return timeline.events_about(
        timeline.rows_in_window(dataset["events"], "date", start, end),
        view.systems,
        rule_log.families(dataset["systems"]),
    )


def _sentences(dataset: Dataset, view: View, territory: str, pairs: tuple[SupplierSystem, ...]) -> tuple[str, ...]:
    log = rule_log.rule_log(dataset)
    rows = timeline.entries_in_window(log, pairs, territory, date.min + timedelta(days=1), view.asof, view.known)
    turns = timeline.status_changes(
        rule_history.permission_spans(log, territory, view.asof, view.known, over=list(pairs))
    )
    sentences = [words.status_changes_sentence(territory, len(rows), len(turns), view.asof)]
    if turns:
        newest = [turn for turn in turns if turn[0] == turns[-1][0]]
        sentences.append(
            words.last_change_sentence(
                [_pair_name(dataset, pair) for _, pair, _, _ in newest],
                turns[-1][0],
                [turn[2] for turn in newest],
                [turn[3] for turn in newest],
            )
        )
    if rows:
        late = timeline.late_reports(row.change for row in rows if row.change.certainty != "disputed")
        days, change = late[0] if late else (0, None)
        name = _pair_name(dataset, (change.supplier, log.family(change.system_id))) if change else ""
        sentences.append(words.late_entries_sentence(len(late), days, change, name))
    return tuple(sentences)


def _pair_name(dataset: Dataset, pair: SupplierSystem) -> str:
    return labels.lane_name(names.pair_name(dataset, *pair), labels.country_name(pair[0]))


def _chart_alt(
    dataset: Dataset, view: View, territory: str, pairs: tuple[SupplierSystem, ...], start: date, end: date
) -> str:
    log = rule_log.rule_log(dataset)
    states = [(pair, restrictions.permission_state(log, *pair, territory, view.asof, view.known)) for pair in pairs]
    known = [(_pair_name(dataset, pair), state.status, state.certainty) for pair, state in states if state.deciding]
    return words.chart_alt(territory, start, end, view.asof, known, len(events_of(dataset, view, start, end)))


def _history_notes(
    dataset: Dataset,
    view: View,
    pairs: tuple[SupplierSystem, ...],
    lane_names: dict[SupplierSystem, tuple[str, str]],
    start: date,
    end: date,
) -> tuple[str, ...]:
    silent = words.pairs_without_lane([_pair_name(dataset, pair) for pair in pairs if pair not in lane_names])
    stands = [words.ROWS_STAND_FOR[pair] for pair in lane_names if pair in PAIR_NOTES and pair in words.ROWS_STAND_FOR]
    outside = [] if start <= view.asof <= end else [words.day_outside_note(view.asof)]
    return (*outside, *stands, *([silent] if silent else []))


@memoized()
def history_figure(history: History, day: date, theme: Theme) -> Figure:
    """The chart of a history, built once for each day and theme; `shown` must not be empty."""
    data = chart.TimelineData(
        history.shown, history.names, history.disputes, history.events, history.start, history.end
    )
    return chart.timeline_figure(data, day, theme)


@memoized()
def spans_table(history: History) -> Markup:
    """The lanes as a table with whole spans, not cut to the window; `shown` must not be empty."""
    spans = history.shown.drop_duplicates(["supplier", "system_id", "start"])
    rows = [
        {
            "Supplier and system": labels.lane_name(*history.names[row.supplier, row.system_id]),
            "From": spoken(row.start),
            "To": words.span_end(row.start, row.end, history.end),
            "Rule": labels.STATUS[row.status],
            "How sure": labels.CERTAINTY[row.certainty],
            "Whose rule": labels.capital_name(row.authority),
            "What was said": row.summary,
            "Applied from": spoken(row.effective),
            "Public since": spoken(row.reported),
        }
        for row in spans.itertuples()
    ]
    return html.table(pd.DataFrame(rows), words.chart_title(history.territory, history.start, history.end))


def answer_html(history: History) -> Markup:
    """The answer in sentences as HTML."""
    return html.render("timeline_answer.html", sentences=history.answer)


def legend_html() -> Markup:
    """The meaning of the colours, glyphs, lines and marks of the chart."""
    return html.render("timeline_legend.html", status_words=labels.STATUS_SHORT)


@memoized()
def entries_html(dataset: Dataset, view: View, history: History) -> Markup:
    """Every entry of the window, newest first; more than FEW are grouped by month, the day's month open."""
    log = rule_log.rule_log(dataset)
    rows = [
        {
            "change": entry.change,
            "status": entry.change.status,
            "pair": _pair_name(dataset, (entry.change.supplier, log.family(entry.change.system_id))),
            "area": labels.TERRITORY_HEAD[entry.change.territory],
            "kind": state_words.entry_kind(entry),
            "word": labels.STATUS_SHORT[entry.change.status],
            "late": words.late_by_note(timeline.reporting_gap_days(entry.change), entry.change),
            "month": f"{entry.day:%Y-%m}",
            "whose": words.authority_note(entry.change),
            "sources": sources.resolve_sources(dataset, entry.change.source_ids),
        }
        for entry in timeline.entries_in_window(
            log, history.pairs, history.territory, history.start, history.end, view.known
        )
    ]
    grouped = len(rows) > FEW
    months = [
        (month, [row for row in rows if row["month"] == month])
        for month in dict.fromkeys(str(row["month"]) for row in rows)
    ]
    return html.render(
        "timeline_entries.html",
        groups=[{"title": words.month_count(spoken(month), len(entries)), "rows": entries} for month, entries in months]
        if grouped
        else [{"title": "", "rows": rows}],
        opened=next((index for index, (month, _) in enumerate(months) if month <= f"{view.asof:%Y-%m}"), 0),
        caption=words.entries_count(len(rows), grouped),
        provenance=Provenance(dataset, view, PATH),
    )


@memoized()
def context_html(dataset: Dataset, view: View, history: History) -> Markup:
    """Statements and reports that set no rule, as a table. UnusableTable if context cannot be used."""
    rows = timeline.rows_in_window(dataset["context"], "effective", history.start, history.end)
    families = rule_log.families(dataset["systems"])
    wanted = {families.get(system_id) or system_id for system_id in view.systems}
    groups = (
        {}
        if "system_groups" in dataset.broken
        else dict(zip(dataset["system_groups"]["group_id"], dataset["system_groups"]["name"], strict=True))
    )
    context_rows = [
        {
            "row": row,
            "pair": labels.lane_name(
                names.short_name(dataset, row.system_id)
                if row.system_id
                else groups.get(row.system_group_id, row.system_group_id),
                labels.country_name(row.supplier),
            ),
            "area": labels.TERRITORY_HEAD[row.territory],
            "certainty": labels.CERTAINTY[row.certainty],
            "sources": sources.resolve_sources(dataset, list_items(row.source_ids)),
        }
        for row in rows.iloc[::-1].itertuples()
        if not wanted or not row.system_id or (families.get(row.system_id) or row.system_id) in wanted
    ]
    return html.render(
        "timeline_context.html",
        rows=context_rows,
        caption=words.context_count(len(context_rows)),
        provenance=Provenance(dataset, view, PATH),
    )


@memoized()
def events_html(dataset: Dataset, view: View, history: History) -> Markup:
    """The events of the window as a table, newest first. UnusableTable if events cannot be used."""
    if "events" in dataset.broken:
        raise UnusableTable("events", dataset.broken["events"])
    rows = [
        {
            "row": row,
            "certainty": labels.CERTAINTY[row.certainty],
            "sources": sources.resolve_sources(dataset, list_items(row.source_ids)),
        }
        for row in history.events.iloc[::-1].itertuples()
    ]
    return html.render(
        "timeline_events.html",
        rows=rows,
        caption=words.events_count(len(rows)),
        provenance=Provenance(dataset, view, PATH),
    )


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The question, and the day and clock under it."""
    question = "When did a rule change, and when did the public learn of it?"
    return PageHeading(question, words.page_context(view.asof, view.known))


def _chosen_history(dataset: Dataset, view: View, params: Params) -> History:
    return build_history(dataset, view, params["territory"], params["zoom"])


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The answer, after the window if one was chosen."""
    history = _chosen_history(dataset, view, params)
    window = f"{words.chart_title(history.territory, history.start, history.end)}. " if "zoom" in params.changed else ""
    return window + " ".join(history.answer)


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The answer, the lanes, and the tables of what they are drawn from."""
    yield params.choice("territory")
    yield params.choice("zoom")
    history = _chosen_history(dataset, view, params)
    yield Html(answer_html(history), prerender=True)
    yield Group(partial(_chart_blocks, view, history))
    if history.notes:
        yield Html(html.render("timeline_notes.html", notes=history.notes))
    yield Section("Every entry behind it")
    yield Html(entries_html(dataset, view, history), prerender=True)
    yield Section("Said and reported, without setting a rule")
    yield Group(lambda: [Html(context_html(dataset, view, history))])
    yield Section("Events")
    yield Group(lambda: [Html(events_html(dataset, view, history))])
    yield from blocks.method_blocks(dataset, "timeline")


def chart_alone(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The chart, for other sites; its sentences until the app has started."""
    history = _chosen_history(dataset, view, params)
    yield Html(answer_html(history), app=False, prerender=True)
    yield Group(partial(_chart_blocks, view, history))


def _chart_blocks(view: View, history: History) -> Iterator[Block]:
    yield Section(words.chart_title(history.territory, history.start, history.end))
    if history.names:
        yield Html(legend_html())
        yield Chart(partial(history_figure, history, view.asof), history.alt, spans_table(history), "lanes")
    else:
        yield Notice(words.NO_LANE)


def entries_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """Every entry behind the lanes."""
    history = _chosen_history(dataset, view, params)
    entries = timeline.entries_in_window(
        rule_log.rule_log(dataset), history.pairs, history.territory, history.start, history.end, view.known
    )
    return export_rows.changes_frame((entry.change, entry.day) for entry in entries)


PAGE = Page(
    id="timeline",
    nav_title="Timeline",
    summary="When a rule changed, and when the public learned of it. Events.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    view_params=("sys",),
    params=(
        ChoiceParam(key="territory", label="Area", options=lambda dataset, view: (words.TERRITORY_CHOICE, "ru_kursk")),
        ChoiceParam(key="zoom", label="Days shown", options=lambda dataset, view: (words.ZOOM_CHOICE, "war")),
    ),
    by_clock=True,
    draws_charts=True,
    exports=(
        Export("lanes", "The lanes of the chart", lambda *request: _chosen_history(*request).shown),
        Export("entries", "Every entry behind them", entries_frame),
        Export("events", "The events", lambda *request: _chosen_history(*request).events),
    ),
    embeds=(Embed("timeline", "The timeline", 1300, chart_alone),),
)
