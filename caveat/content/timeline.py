"""The page Timeline: when a rule on one territory changed, and when the public learned of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import timeline as chart
from caveat.content import blocks, day_comparison, export_rows, timeline_headline
from caveat.content.blocks import Block, Container, Group, Html, Notice, Section
from caveat.content.clock import clock_and_age
from caveat.content.page import Embed, Export, Page, PageHeading
from caveat.content.params import ALL, ChoiceParam, Options, Params
from caveat.content.provenance import Provenance
from caveat.dataset import current, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized, memoized_by_bytes
from caveat.dataset.partial_dates import first_day, spoken
from caveat.dataset.tables import Dataset
from caveat.domain import names, restrictions, rule_history, rule_log, timeline, transfers
from caveat.domain.case import case, usable_case
from caveat.domain.pairs import matrix_states, supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.rule_history import LogEntry
from caveat.domain.timeline import SupplierSystem
from caveat.domain.turning_points import turning_points
from caveat.text import labels
from caveat.text import permissions as state_words
from caveat.text import records as row_words
from caveat.text import strip as strip_words
from caveat.text import timeline as words
from caveat.text import transfers as transfer_words
from caveat.text.strip import LaneAnswer

# The address of the page.
PATH = "timeline"
# Up to this many entries stand in one table; more are laid out by month.
FEW = 25


@dataclass(frozen=True, eq=False)
class History(chart.TimelineData):
    """The content of the page: what the chart shows of a territory, for all chosen pairs, and its sentences."""

    territory: str
    pairs: tuple[SupplierSystem, ...]
    headline: str
    answer: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def last_shown(self) -> date:
        """The last day on which something is drawn: nothing after the chosen day is."""
        return min(self.end, self.day)

    @property
    def subject(self) -> str:
        """What the chart shows: "Use inside Russia"."""
        return f"Use {words.area_phrase(self.case.territory(self.territory))}"

    @property
    def title(self) -> str:
        """What the chart shows and from when to when, as its heading."""
        return f"{self.subject}, {spoken(self.start)} to {spoken(max(self.start, self.last_shown))}"


@memoized_by_bytes()
def build_history(dataset: Dataset, view: View, territory: str, zoom: str) -> History:
    """The history of a territory in a window; without the table of events, it has no events.

    UnusableTable if case.toml, restrictions, systems or territories cannot be used.
    """
    log, known_names = rule_log.rule_log(dataset), case(dataset)
    today = current.today()
    days = rule_history.change_days(log, view.known)
    start, end = timeline.zoom_window(zoom, dataset.settings.windows, view.asof, days[-1] if days else view.asof, today)
    pairs = tuple(supplier_system_pairs(dataset, view.systems))
    spans = timeline.lane_spans(log, pairs, territory, (start, end), view.known, view.asof)
    last = min(end, view.asof)
    drawn = set(zip(spans["supplier"], spans["system_id"], strict=True))
    disputed = {pair: transfers.disputed_supply(dataset, *pair, last) for pair in pairs if pair in drawn}
    lane_names = {
        pair: (
            names.pair_name(dataset, *pair),
            labels.supplier_name(known_names.country_name(pair[0]), bool(rows)),
        )
        for pair, rows in disputed.items()
    }
    stands = [note for pair in lane_names if (note := known_names.pair(*pair).note)]
    stands += [
        transfer_words.disputed_supply_note(
            names.short_name(dataset, pair[1]), known_names.country(pair[0]).in_sentence, rows
        )
        for pair, rows in disputed.items()
        if rows
    ]
    outside = [] if view.asof <= end else [words.day_outside_note(view.asof)]
    silent = words.pairs_without_lane(
        [_pair_name(dataset, pair) for pair in pairs if pair not in lane_names and start <= last]
    )
    title, answer = _sentences(dataset, view, territory, pairs)
    return History(
        territory=territory,
        start=start,
        end=end,
        day=view.asof,
        pairs=pairs,
        names=lane_names,
        spans=spans,
        disputes=timeline.disputes_in_window(log, pairs, territory, start, last, view.known),
        events=events_of(dataset, view, start, last),
        answers={pair: _answer(dataset, view, territory, pair) for pair in lane_names},
        points=tuple(
            point
            for point in turning_points(dataset, view.known)
            if start <= point.day <= last and point.pair in lane_names
        ),
        headline=title,
        answer=answer,
        notes=(*outside, *stands, *silent),
        case=known_names,
    )


def events_of(dataset: Dataset, view: View, start: date, end: date) -> pd.DataFrame:
    """The events of the window on the chosen systems or on none; empty if the table cannot be used."""
    if "events" in dataset.broken:
        return pd.DataFrame(columns=[*(field["name"] for field in schema.fields("events", dataset.folder)), "day"])
    return timeline.events_about(
        timeline.rows_in_window(dataset["events"], "date", start, end),
        view.systems,
        rule_log.families(dataset["systems"]),
    )


def _answer(dataset: Dataset, view: View, territory: str, pair: SupplierSystem) -> LaneAnswer:
    """What holds for a pair on the day: in the area that leads as the front page says it, in another its own rule."""
    states = matrix_states(dataset, *pair, view.asof, view.known)
    if territory != case(dataset).lead_area:
        states = tuple(state for state in states if state.territory == territory)
    return strip_words.lane_answer(states, case(dataset))


def _sentences(
    dataset: Dataset, view: View, territory: str, pairs: tuple[SupplierSystem, ...]
) -> tuple[str, tuple[str, ...]]:
    """The answer in a line, and the sentences under it."""
    log = rule_log.rule_log(dataset)
    rows = timeline.entries_in_window(log, pairs, territory, date.min + timedelta(days=1), view.asof, view.known)
    turns = timeline.status_changes(
        rule_history.permission_spans(log, territory, view.asof, view.known, over=list(pairs))
    )
    headline, sentences = timeline_headline.headline(dataset, view, territory, pairs), []
    counted = [row.change.status for row in rows if row.change.certainty != "disputed"]
    if len(pairs) == 1 and rows and not set(counted) & set(restrictions.ALLOWED):
        sentences.append(words.never_allowed(case(dataset).territory(territory)))
    if turns:
        newest = [(_pair_name(dataset, pair), old, new) for day, pair, old, new in turns if day == turns[-1][0]]
        sentences.append(words.last_change_sentence(len(turns), turns[-1][0], newest))
    if rows:
        late = timeline.late_reports(row.change for row in rows if row.change.certainty != "disputed")
        change = late[0][1] if late else None
        name = _pair_name(dataset, (change.supplier, log.family(change.system_id))) if change else ""
        sentences.append(words.late_entries_sentence(len(late), change, name))
    return headline, tuple(sentence for sentence in sentences if sentence)


def _pair_name(dataset: Dataset, pair: SupplierSystem) -> str:
    return labels.lane_name(names.pair_name(dataset, *pair), case(dataset).country_name(pair[0]))


@memoized()
def lanes_html(dataset: Dataset, view: View, history: History) -> Markup:
    """The chart of a history and the same as a table; `spans` must not be empty."""
    provenance = Provenance(dataset, view, PATH)
    return html.render(
        "timeline_chart.html",
        drawn=chart.timeline_html(
            history,
            history.title,
            provenance.record_url,
            lambda day: day_comparison.address(PATH, view.on(day)),
        ),
        table=spans_table(history),
    )


@memoized()
def spans_table(history: History) -> Markup:
    """The lanes as a table with whole spans, not cut to the window; `spans` must not be empty."""
    spans = history.spans.drop_duplicates(["supplier", "system_id", "start"])
    rows = [
        {
            "Supplier and system": labels.lane_name(*history.names[row.supplier, row.system_id]),
            "From": spoken(row.start),
            "To": words.span_end(row.start, row.end, history.last_shown),
            "Rule": labels.STATUS[row.status],
            "How sure": labels.CERTAINTY[row.certainty],
            "Whose rule": history.case.capital_name(row.authority),
            "What was said": row.summary,
            "Applied from": spoken(row.effective),
            "Public since": spoken(row.reported),
        }
        for row in spans.itertuples()
    ]
    return html.table(pd.DataFrame(rows), history.title)


def _entries(dataset: Dataset, view: View, history: History, authority: str) -> list[LogEntry]:
    """The entries of the window that are an authority's rules, or all, newest first."""
    log, window = rule_log.rule_log(dataset), (history.start, history.last_shown)
    entries = timeline.entries_in_window(log, history.pairs, history.territory, *window, view.known)
    return [entry for entry in entries if authority in (ALL, entry.change.authority)]


@memoized()
def entries_html(dataset: Dataset, view: View, history: History, authority: str = ALL) -> Markup:
    """The entries of the window, newest first; more than FEW are grouped by month, the day's month open."""
    log, entries = rule_log.rule_log(dataset), _entries(dataset, view, history, authority)
    months: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in entries:
        months[f"{entry.day:%Y-%m}"].append(entry)
    return html.render(
        "timeline_entries.html",
        count=len(entries),
        groups=months if len(entries) > FEW else {"": entries},
        opened=next((month for month in months if month <= f"{view.asof:%Y-%m}"), next(iter(months), "")),
        pair_name=lambda change: _pair_name(dataset, (change.supplier, log.family(change.system_id))),
        entry_kind=state_words.entry_kind,
        words=words,
        labels=labels,
        names=case(dataset),
        provenance=Provenance(dataset, view, PATH),
    )


@memoized()
def context_html(dataset: Dataset, view: View, history: History) -> Markup:
    """Statements and reports that set no rule, as a table. UnusableTable if context cannot be used."""
    rows = timeline.rows_in_window(dataset["context"], "effective", history.start, history.last_shown)
    if view.known == "then":
        rows = rows[[first_day(text) <= view.asof for text in rows["reported"]]]
    families = rule_log.families(dataset["systems"])
    wanted = {families.get(system_id) or system_id for system_id in view.systems}
    return html.render(
        "timeline_context.html",
        rows=[
            row
            for row in rows.iloc[::-1].itertuples()
            if not wanted or not row.system_id or (families.get(row.system_id) or row.system_id) in wanted
        ],
        subject_name=partial(row_words.subject_name, dataset),
        labels=labels,
        names=case(dataset),
        provenance=Provenance(dataset, view, PATH),
    )


@memoized()
def events_html(dataset: Dataset, view: View, history: History) -> Markup:
    """The events of the window as a table, newest first. UnusableTable if events cannot be used."""
    if "events" in dataset.broken:
        raise UnusableTable("events", dataset.broken["events"])
    rows = list(history.events.iloc[::-1].itertuples())
    return html.render(
        "timeline_events.html", rows=rows, certainty=labels.CERTAINTY, provenance=Provenance(dataset, view, PATH)
    )


def area_options(dataset: Dataset) -> dict[str, str]:
    """The areas of the matrix; none if their table cannot be used: then the page names its faults."""
    names_of = usable_case(dataset)
    areas = [names_of.territory(territory) for territory in names_of.matrix]
    return {area.id: area.name if area.lead == "general" else area.short_name for area in areas}


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """What was first allowed and what turned last, or a single system's rule; over it question, clock and age."""
    said = _chosen_history(dataset, view, params).headline
    return PageHeading(words.QUESTION, "", said, clock_and_age(dataset, view))


def _chosen_history(dataset: Dataset, view: View, params: Params) -> History:
    return build_history(dataset, view, params["territory"], params["zoom"])


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The answer, after the window and the authority if they were chosen."""
    history = _chosen_history(dataset, view, params)
    chosen = [history.title] if "zoom" in params.changed else []
    chosen += [params.title_of("authority")] if "authority" in params.changed else []
    return " ".join((*(f"{part}." for part in (*chosen, history.headline)), *history.answer))


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The lanes, the last change, and the tables of what the lanes are drawn from."""
    history = _chosen_history(dataset, view, params)
    yield Container((params.choice("territory"), params.choice("zoom")), "timeline-choices")
    yield Group(partial(_chart_blocks, dataset, view, history), prerender=True)
    if history.notes:
        yield Html(html.render("timeline_notes.html", notes=history.notes), prerender=True)
    yield Section("Every entry behind it", anchor="entries")
    yield params.choice("authority")
    yield Html(entries_html(dataset, view, history, params["authority"]), prerender=True)
    yield Section("Said and reported, without setting a rule")
    yield Group(lambda: [Html(context_html(dataset, view, history))])
    yield Section("Events")
    yield Group(lambda: [Html(events_html(dataset, view, history))])
    yield from blocks.method_blocks(dataset, "timeline")


def chart_alone(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The chart, for other sites."""
    yield Group(partial(_chart_blocks, dataset, view, _chosen_history(dataset, view, params)), prerender=True)


def _chart_blocks(dataset: Dataset, view: View, history: History) -> Iterator[Block]:
    if history.names:
        yield Html(lanes_html(dataset, view, history), prerender=True)
    else:
        note = words.NO_LANE if history.start <= history.day else words.nothing_yet_note(history.day)
        yield Notice(note, prerender=True)
    yield Html(html.render("timeline_answer.html", sentences=history.answer), prerender=True)


def entries_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """Every entry behind the lanes."""
    history = _chosen_history(dataset, view, params)
    entries = _entries(dataset, view, history, params["authority"])
    return export_rows.changes_frame((entry.change, entry.day) for entry in entries)


def _zoom_options(dataset: Dataset, view: View) -> Options:
    """The windows of case.toml, the first by default, and the days around the chosen one."""
    options = {window.id: window.name for window in dataset.settings.windows} | {timeline.AROUND_ID: words.AROUND}
    return options, next(iter(options))


def _authorities(dataset: Dataset, view: View) -> Options:
    """Those whose rules the log has, after all of them."""
    codes = {change.authority for change in rule_log.rule_log(dataset).changes}
    known = usable_case(dataset)
    capitals = {code: known.capital_name(code) for code in sorted(codes, key=known.capital_name)}
    return {ALL: words.ALL_AUTHORITIES} | capitals, ALL


PAGE = Page(
    id="timeline",
    nav_title="Over time",
    summary="When a rule changed, and when the public learned of it. Events.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    sheets=("lanes.css",),
    view_params=("sys",),
    params=(
        ChoiceParam(
            key="territory",
            label="Area",
            options=lambda dataset, view: (area_options(dataset), dataset.settings.defaults.territory),
        ),
        ChoiceParam(key="zoom", label="Days shown", options=_zoom_options),
        ChoiceParam(
            key="authority",
            label="Whose rule",
            options=_authorities,
            titles=lambda dataset, code: words.rules_of(usable_case(dataset).capital_name(code)),
        ),
    ),
    by_clock=True,
    exports=(
        Export("lanes", "The lanes of the chart", lambda *request: _chosen_history(*request).spans),
        Export("entries", "Every entry behind them", entries_frame),
        Export("events", "The events", lambda *request: _chosen_history(*request).events),
    ),
    embeds=(Embed("timeline", "The timeline", 1300, chart_alone),),
)
