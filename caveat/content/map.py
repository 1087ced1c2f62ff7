"""The page Map: what lay within range, and what was allowed, on a day. One map for each supplier and system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts.map import reach_map
from caveat.charts.map_model import MapModel, map_model
from caveat.charts.style import Figure
from caveat.content import blocks, briefing, export_rows
from caveat.content.blocks import Block, Chart, Container, Group, Html, Notice, Section
from caveat.content.page import Embed, Export, Page, PageHeading
from caveat.content.params import Params
from caveat.content.static_map import map_states
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.dataset.tables import Dataset
from caveat.domain import claims, geography, names, reach, rule_log
from caveat.domain.case import Case, case
from caveat.domain.geography import Geography
from caveat.domain.pairs import answered_pairs, supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.reach import ReachPart
from caveat.domain.restrictions import PermissionState
from caveat.text import labels, map_sentences
from caveat.text import map_labels as words
from caveat.text import permissions as state_words
from caveat.text.claims import headline_range
from caveat.theme import Theme

# One page draws no more maps than this: a reader compares a handful, and each weighs about 50 kB.
MAX_MAPS = 8
COLUMNS = ("Area", "Rule", "Certainty", "Since", "Within range, km²", "Covered, km²", "With conditions, km²")


@dataclass(frozen=True)
class Map:
    """One map of the page. `missing` says why there is no map; then the ranges are 0.

    `own_make` says that the recipient makes the system; "" if it does not.
    """

    land: Geography
    supplier: str
    system_id: str
    system: str
    title: str
    day: date
    lowest_km: float
    highest_km: float
    states: tuple[PermissionState, ...]
    names: Case
    own_make: str = ""
    missing: str = ""

    @property
    def key(self) -> str:
        return f"map-{self.supplier}-{self.system_id}"

    @property
    def by_territory(self) -> dict[str, PermissionState]:
        return {state.territory: state for state in self.states}

    @property
    def parts(self) -> tuple[ReachPart, ...]:
        return reach.reach_parts(self.land, self.highest_km, self.by_territory)

    @property
    def sentence(self) -> str:
        """What the permissions covered, and whose rule it is."""
        settings = self.land.settings
        covered = map_sentences.covered_sentence(settings, self.system, self.highest_km, self.day, self.parts)
        whose = state_words.whose_rule(self.by_territory[self.land.widest], self.names)
        return " ".join(part for part in (covered, whose, self.own_make) if part)

    @property
    def alt(self) -> str:
        return map_sentences.map_alt(
            self.land, self.system, (self.lowest_km, self.highest_km), self.day, self.parts, self.by_territory
        )


def map_pairs(dataset: Dataset, view: View) -> list[tuple[str, str]]:
    """The maps that a view asks for, as (supplier, system id).

    The pairs with a card, or each supplier of each chosen system.
    A chosen variant has its family's rules and its own range.
    """
    log = rule_log.rule_log(dataset)
    if not view.systems:
        return answered_pairs(dataset)
    return [
        (supplier, chosen)
        for chosen in view.systems
        for supplier, family in supplier_system_pairs(dataset, [chosen])
        if family == log.family(chosen)
    ]


@memoized(256)
def build_map(dataset: Dataset, view: View, supplier: str, system_id: str) -> Map:
    """The map of a pair. UnusableTable if a table that it needs or the shapes cannot be used."""
    land = geography.geography(dataset)
    states = tuple(map_states(dataset, view.asof, view.known, supplier, system_id).values())
    system = names.pair_name(dataset, supplier, system_id)
    title = words.map_title(system, case(dataset).country_name(supplier), headline_range(dataset, system_id))
    band, missing = claims.range_band(dataset, system_id), ""
    if band is None:
        missing = words.no_range_note(system)
    elif not land.drawn:
        missing = words.no_area_note(land.settings)
    elif band.highest_km > reach.LONGEST_KM:
        missing = words.not_drawn_note(system, band.highest_km)
    lowest_km, highest_km = (band.lowest_km, band.highest_km) if band and not missing else (0, 0)
    recipient, known = dataset.settings.recipient, case(dataset)
    maker = known.country(recipient).in_sentence
    own_make = words.domestic_note(system, maker) if supplier == recipient else ""
    return Map(
        land, supplier, system_id, system, title, view.asof, lowest_km, highest_km, states, known, own_make, missing
    )


@memoized(128)
def _model_figure(land: Geography, system: str, model: MapModel, theme: Theme) -> Figure:
    return reach_map(system, model, theme)


def map_figure(drawn: Map, theme: Theme) -> Figure:
    """The figure of a map. Built once for each range, rules and theme: days between which nothing changed share it."""
    model = map_model(drawn.land, drawn.lowest_km, drawn.highest_km, drawn.by_territory)
    return _model_figure(drawn.land, drawn.system, model, theme)


def map_table(drawn: Map) -> pd.DataFrame:
    """The map as a table: a row for each territory with its rule, the whole last.

    The areas have their size within range in km² (rounded to 100), but for those in the home country, where no line is
    drawn.
    """
    by_territory, rows = {part.territory: part for part in drawn.parts}, []
    for state in drawn.states:
        part = by_territory.get(state.territory)
        if part is None and state.territory not in drawn.land.at_home:
            continue
        rule = [labels.STATUS_SHORT[state.status], labels.CERTAINTY.get(state.certainty, "")]
        since = spoken(state.since) if state.since else ""
        areas = [words.table_area(part.area_km2 * (part.cover in covers)) if part else "" for covers in _COVERS]
        rows.append([words.row_label(drawn.land, state.territory), *rule, since, *areas])
    shares = reach.area_shares(drawn.parts)
    whole = [words.table_area(value) for value in (shares.total_km2, shares.covered_km2, shares.conditions_km2)]
    rows.append([words.total_label(drawn.land.settings), "", "", "", *whole])
    return pd.DataFrame(rows, columns=list(COLUMNS))


_COVERS = (("covered", "conditions", "not_covered"), ("covered",), ("conditions",))


@memoized(256)
def table_html(dataset: Dataset, view: View, supplier: str, system_id: str) -> Markup:
    """The table of one map as HTML."""
    drawn = build_map(dataset, view, supplier, system_id)
    return html.table(map_table(drawn), words.table_caption(drawn.land.settings, drawn.system, drawn.highest_km))


def paragraph(text: str) -> Markup:
    """Text as an HTML paragraph."""
    return Markup("<p>{}</p>").format(text)


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The question with its day, and the line under it."""
    question = f"What lay within range, and what was allowed, on {spoken_long(view.asof)}?"
    settings = dataset.settings.map
    assert settings
    return PageHeading(question, words.page_context(settings, state_words.known_sentence(view.known)))


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The maps of a view; beside a single map, the rules of its day and how to read it."""
    pairs = map_pairs(dataset, view)
    if len(pairs) > MAX_MAPS:
        yield Notice(words.maps_left_out(MAX_MAPS, len(pairs)), prerender=True)
    maps: list[Block] = [_map_group(dataset, view, *pair) for pair in pairs[:MAX_MAPS]]
    if len(maps) == 1:
        # The style sheet lays this out: st.columns would add three elements to every change of day.
        maps.append(Group(partial(_rule_blocks, dataset, view, *pairs[0])))
    else:
        yield Html(paragraph(words.HOW_TO_READ))
    yield Container(tuple(maps), "one-map" if len(pairs) == 1 else "maps", "cv-maps", prerender=True)
    yield Html(paragraph(words.HOW_TO_READ), app=False, prerender=True)
    yield from blocks.method_blocks(dataset, "map")


def first_map(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The first map alone, for other sites."""
    maps = [_map_group(dataset, view, *pair) for pair in map_pairs(dataset, view)[:1]]
    yield Container(tuple(maps), css_class="cv-maps", prerender=True)


def _map_group(dataset: Dataset, view: View, supplier: str, system_id: str) -> Group:
    return Group(partial(_map_blocks, dataset, view, supplier, system_id), tag="section", prerender=True)


def _map_blocks(dataset: Dataset, view: View, supplier: str, system_id: str) -> Iterator[Block]:
    drawn = build_map(dataset, view, supplier, system_id)
    if drawn.missing:
        yield Section(drawn.title, prerender=True)
        yield Notice(drawn.missing, prerender=True)
        return
    yield Section(drawn.title, body=paragraph(drawn.sentence), prerender=True)
    # A block by itself: from one day to the next it is most often the same,
    # and a browser that has it is not sent it again.
    table, caption = (
        table_html(dataset, view, supplier, system_id),
        words.map_caption(drawn.land, drawn.lowest_km, drawn.highest_km),
    )
    yield Chart(partial(map_figure, drawn), drawn.alt, table, drawn.key, caption, prerender=True)


def _rule_blocks(dataset: Dataset, view: View, supplier: str, system_id: str) -> Iterator[Block]:
    drawn = build_map(dataset, view, supplier, system_id)
    if not drawn.states:
        return
    rules = paragraph(state_words.permission_sentence(drawn.system, drawn.states, drawn.names))
    how_to_read = Section("How to read the map", body=paragraph(words.HOW_TO_READ))
    yield Html(Section("The rules of the day", body=rules).html() + how_to_read.html())


def states_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The states that the maps show, with the ranges drawn (km; blank if no range is published)."""
    records, log = [], rule_log.rule_log(dataset)
    for pair in map_pairs(dataset, view)[:MAX_MAPS]:
        drawn = build_map(dataset, view, *pair)
        ranges = {"lowest_km": drawn.lowest_km or None, "highest_km": drawn.highest_km or None}
        records += [export_rows.state_record(log, state, view.asof, view.known) | ranges for state in drawn.states]
    return export_rows.records_frame(records, (*export_rows.STATE_COLUMNS, "lowest_km", "highest_km"))


PAGE = Page(
    id="map",
    nav_title="Map",
    summary="What lay within range, and what was allowed.",
    heading=heading,
    description=lambda dataset, view, params: briefing.day_summary(dataset, view),
    blocks=page_blocks,
    view_params=("sys",),
    by_clock=True,
    draws_charts=True,
    exports=(Export("states", "The states that the maps show, with the ranges drawn", states_frame),),
    embeds=(Embed("map", "The map", 840, first_map),),
    # What cannot be read may have maps: the page says what is wrong with it.
    in_case=lambda dataset: dataset.read_settings is None or dataset.read_settings.map is not None,
)
