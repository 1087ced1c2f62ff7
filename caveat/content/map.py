"""The page Map: what lay within range, and what was allowed, on a day. One map for each supplier and system."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import map_key
from caveat.charts.map import reach_map
from caveat.charts.map_model import MapModel, map_model
from caveat.charts.style import Figure
from caveat.content import blocks, briefing, day_comparison, export_rows, static_map
from caveat.content.blocks import Block, Chart, Container, Group, Html, Notice, Section
from caveat.content.clock import clock_and_age
from caveat.content.page import Embed, Export, Page, PageHeading
from caveat.content.params import Params
from caveat.content.static_map import home_labels, map_facts, map_states, own_make_note
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import claims, geography, names, reach, rule_log
from caveat.domain.case import Case, case
from caveat.domain.claims import RangeBand
from caveat.domain.geography import Geography
from caveat.domain.headline import headline_facts, spoken_pairs
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.restrictions import PermissionState
from caveat.text import labels, map_sentences
from caveat.text import map_labels as words
from caveat.text import permissions as state_words
from caveat.text.claims import claim_figure
from caveat.text.headline import headline
from caveat.text.map_sentences import MapFacts
from caveat.theme import Theme

# One page draws no more maps than this: a reader compares a handful, and each weighs about 50 kB.
MAX_MAPS = 8
RANGE_COLUMNS = ("lowest_km", "highest_km", "headline_km")
COLUMNS = ("Area", "Rule", "Certainty", "Since", "Within range, km²", "Covered, km²", "With conditions, km²")


@dataclass(frozen=True)
class Map:
    """One map of the page. `missing` says why there is no map, and then there are no `facts`.

    `own_make` says that the recipient makes the system; "" if it does not.
    """

    supplier: str
    system_id: str
    system: str
    title: str
    states: tuple[PermissionState, ...]
    names: Case
    facts: MapFacts | None = None
    own_make: str = ""
    missing: str = ""

    @property
    def key(self) -> str:
        return f"map-{self.supplier}-{self.system_id}"

    @property
    def by_territory(self) -> dict[str, PermissionState]:
        return {state.territory: state for state in self.states}

    @property
    def drawn(self) -> MapFacts:
        """The facts of a map that is drawn."""
        assert self.facts
        return self.facts

    @property
    def model(self) -> MapModel:
        """What is drawn; the same for all days with the same ranges and rules."""
        return map_model(self.drawn.land, self.drawn.band, self.by_territory)

    @property
    def sentence(self) -> str:
        """What could be used where, and whose rule it is."""
        whose = state_words.whose_rule(self.by_territory[self.drawn.land.widest], self.names)
        said = (map_sentences.covered_sentence(self.drawn), whose, self.own_make)
        return " ".join(part for part in said if part)

    @property
    def alt(self) -> str:
        return map_sentences.map_alt(self.drawn, home_labels(self.model))


def map_pairs(dataset: Dataset, view: View) -> list[tuple[str, str]]:
    """The maps that a view asks for, as (supplier, system id).

    The pairs that the headline speaks of, or each supplier of each chosen system.
    A chosen variant has its family's rules and its own range.
    """
    log = rule_log.rule_log(dataset)
    if not view.systems:
        return list(spoken_pairs(dataset, view.asof, view.known)[0])
    return [
        (supplier, chosen)
        for chosen in view.systems
        for supplier, family in supplier_system_pairs(dataset, [chosen])
        if family == log.family(chosen)
    ]


@memoized_by_bytes()
def build_map(dataset: Dataset, view: View, supplier: str, system_id: str) -> Map:
    """The map of a pair. UnusableTable if a table that it needs or the shapes cannot be used."""
    states = map_states(dataset, view.asof, view.known, supplier, system_id)
    system = names.short_name(dataset, system_id)
    band = claims.range_band(dataset, system_id, view.asof if view.known == "then" else None)
    title = words.map_title(system, case(dataset).country_name(supplier), claim_figure(band.headline) if band else "")
    known = case(dataset)
    if missing := _missing(geography.geography(dataset), system, band):
        return Map(supplier, system_id, system, title, tuple(states.values()), known, missing=missing)
    assert band
    facts = map_facts(dataset, system, band, states, view.asof, view.known)
    own_make = own_make_note(dataset, system_id, system)
    return Map(supplier, system_id, system, title, tuple(states.values()), known, facts, own_make)


def _missing(land: Geography, system: str, band: RangeBand | None) -> str:
    """Why a map cannot be drawn; "" if it can."""
    if band is None:
        return words.no_range_note(system)
    if not land.drawn:
        return words.no_area_note(land.settings)
    return words.not_drawn_note(system, band.frame_km) if band.frame_km > reach.LONGEST_KM else ""


@memoized_by_bytes()
def _model_figure(land: Geography, system: str, model: MapModel, theme: Theme) -> Figure:
    return reach_map(system, model, theme)


def map_figure(drawn: Map, theme: Theme) -> Figure:
    """The figure of a map. Built once for each range, rules and theme: days between which nothing changed share it."""
    return _model_figure(drawn.drawn.land, drawn.system, drawn.model, theme)


def map_table(drawn: Map) -> pd.DataFrame:
    """The map as a table: a row for each territory with its rule, the whole last.

    The areas have their size within range in km² (rounded to 100), but for those in the home country, where no line is
    drawn.
    """
    land, parts, rows = drawn.drawn.land, drawn.drawn.parts, []
    by_territory = {part.territory: part for part in parts}
    for state in drawn.states:
        part = by_territory.get(state.territory)
        if part is None and state.territory not in land.at_home:
            continue
        rule = [labels.STATUS_SHORT[state.status], labels.CERTAINTY.get(state.certainty, "")]
        since = spoken(state.since) if state.since else ""
        areas = [words.table_area(part.area_km2 * (part.cover in covers)) if part else "" for covers in _COVERS]
        rows.append([words.row_label(land, state.territory), *rule, since, *areas])
    shares = reach.area_shares(parts)
    whole = [words.table_area(value) for value in (shares.total_km2, shares.covered_km2, shares.conditions_km2)]
    rows.append([words.total_label(land.settings), "", "", "", *whole])
    return pd.DataFrame(rows, columns=list(COLUMNS))


_COVERS = (("covered", "conditions", "not_covered"), ("covered",), ("conditions",))


@memoized_by_bytes()
def table_html(dataset: Dataset, view: View, supplier: str, system_id: str) -> Markup:
    """The table of one map as HTML."""
    built = build_map(dataset, view, supplier, system_id)
    facts = built.drawn
    return html.table(map_table(built), words.table_caption(facts.land.settings, built.system, facts.band.headline_km))


def paragraph(text: str, css_class: str = "") -> Markup:
    """Text as an HTML paragraph."""
    return Markup('<p class="{}">{}</p>').format(css_class, text) if css_class else Markup("<p>{}</p>").format(text)


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The answer in one sentence; over it the question with its day, the clock and the age of the newest entry.

    Of two days what changed.
    """
    if view.since:
        return day_comparison.heading(dataset, view, PAGE.path)
    facts = headline_facts(dataset, view.asof, view.known, view.systems)
    said = words.page_headline(headline(facts))
    return PageHeading(words.page_question(view.asof), "", said, clock_and_age(dataset, view))


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The maps of a view with what holds on all of them; beside a single map, the rules of its day.

    Of two days two maps of each system that changed, side by side, and one of each other that was chosen.
    """
    pairs = map_pairs(dataset, view)
    if changed := day_comparison.drawn_pairs(dataset, view):
        same = [pair for pair in pairs if pair not in changed] if view.systems else []
        yield from _compared_blocks(dataset, view, changed, same)
        return
    if len(pairs) > MAX_MAPS:
        yield Notice(words.maps_left_out(MAX_MAPS, len(pairs)), prerender=True)
    maps: list[Block] = [_map_group(dataset, view, *pair) for pair in pairs[:MAX_MAPS]]
    if len(maps) == 1:
        maps.append(Group(partial(_rule_blocks, dataset, view, *pairs[0]), tag="section"))
    yield Container(
        tuple(maps), "maps", "cv-maps cv-one-map" if len(maps) > 1 == len(pairs) else "cv-maps", prerender=True
    )
    yield _rules_of_drawing(dataset)
    yield from blocks.method_blocks(dataset, "map")


def _compared_blocks(
    dataset: Dataset, view: View, changed: list[tuple[str, str]], same: list[tuple[str, str]]
) -> Iterator[Block]:
    """The maps of both days for the pairs that changed, and one map for the others, as many as there is room for."""
    days = [replace(view, asof=day, since=None) for day in (view.compared_from, view.asof)]
    maps = [_map_group(dataset, day, *pair, dated=True) for pair in changed for day in days]
    maps += [_map_group(dataset, days[1], *pair) for pair in same]
    if len(maps) > MAX_MAPS:
        yield Notice(words.maps_left_out(MAX_MAPS, len(maps)), prerender=True)
    yield Container(tuple(maps[:MAX_MAPS]), "maps", "cv-maps", prerender=True)
    yield _rules_of_drawing(dataset)
    yield from blocks.method_blocks(dataset, "map")


def first_map(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The first map alone, for other sites."""
    maps = [_map_group(dataset, view, *pair) for pair in map_pairs(dataset, view)[:1]]
    yield Container(tuple(maps), css_class="cv-maps", prerender=True)
    yield _rules_of_drawing(dataset)


def _rules_of_drawing(dataset: Dataset) -> Html:
    """What holds on all maps, once."""
    text = " ".join(words.drawing_rules(geography.geography(dataset)))
    return Html(paragraph(text, "cv-note"), prerender=True)


def _map_group(dataset: Dataset, view: View, supplier: str, system_id: str, dated: bool = False) -> Group:
    make = partial(_map_blocks, dataset, view, supplier, system_id, dated)
    return Group(make, tag="section", prerender=True)


def _map_blocks(dataset: Dataset, view: View, supplier: str, system_id: str, dated: bool = False) -> Iterator[Block]:
    """The title, the sentence and the map of a pair; `dated` if the map of another day stands beside it."""
    drawn = build_map(dataset, view, supplier, system_id)
    title, chart_id = drawn.title, drawn.key
    if dated:
        title, chart_id = words.dated_title(drawn.system, view.asof), f"{drawn.key}-{view.asof}"
    if drawn.missing:
        yield Section(title, prerender=True)
        yield Notice(drawn.missing, prerender=True)
        return
    yield Section(title, body=paragraph(drawn.sentence), prerender=True)
    # A block by itself: from one day to the next it is most often the same,
    # and a browser that has it is not sent it again.
    table, key = table_html(dataset, view, supplier, system_id), map_key.key_html(drawn.model)
    still = static_map.address(view, supplier, system_id)
    yield Chart(partial(map_figure, drawn), drawn.alt, table, chart_id, below=key, still=still, prerender=True)


def _rule_blocks(dataset: Dataset, view: View, supplier: str, system_id: str) -> Iterator[Block]:
    drawn = build_map(dataset, view, supplier, system_id)
    if not drawn.states:
        return
    rules = paragraph(state_words.permission_sentence(drawn.system, drawn.states, drawn.names))
    yield Section("The rules of the day", body=rules)


def states_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The states that the maps show, with the ranges drawn (km; blank if no range is published)."""
    records, log = [], rule_log.rule_log(dataset)
    for pair in map_pairs(dataset, view)[:MAX_MAPS]:
        drawn = build_map(dataset, view, *pair)
        band = drawn.facts.band if drawn.facts else None
        ranges = {column: getattr(band, column, None) for column in RANGE_COLUMNS}
        records += [export_rows.state_record(log, state, view.asof, view.known) | ranges for state in drawn.states]
    return export_rows.records_frame(records, (*export_rows.STATE_COLUMNS, *RANGE_COLUMNS))


PAGE = Page(
    id="map",
    nav_title="Map",
    summary="What lay within range, and what was allowed.",
    heading=lambda dataset, view, params: heading(dataset, view),
    description=lambda dataset, view, params: briefing.day_summary(dataset, view),
    blocks=page_blocks,
    view_params=("from", "sys"),
    by_clock=True,
    draws_charts=True,
    in_place=True,
    exports=(
        Export("states", "The states that the maps show, with the ranges drawn", states_frame),
        Export("comparison", "What changed between the two days", day_comparison.comparison_frame),
    ),
    embeds=(Embed("map", "The map", 840, first_map),),
    # What cannot be read may have maps: the page says what is wrong with it.
    in_case=lambda dataset: dataset.read_settings is None or dataset.read_settings.map is not None,
)
