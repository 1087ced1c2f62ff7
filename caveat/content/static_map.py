"""The static map of a view: the chosen system, the picture as a data: address, and its sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.charts import map_key
from caveat.charts.map_model import MapModel, map_model
from caveat.charts.static_map import ColorScheme, static_map_svg
from caveat.dataset import records
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized, memoized_by_bytes
from caveat.dataset.tables import Dataset
from caveat.domain import claims, geography, names, reach, restrictions, rule_log
from caveat.domain.case import case
from caveat.domain.claims import RangeBand
from caveat.domain.headline import headline_facts
from caveat.domain.pairs import matrix_states
from caveat.domain.query import View
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import Clock
from caveat.text import map_labels as words
from caveat.text import map_sentences
from caveat.text.headline import tense_of
from caveat.text.map_sentences import MapFacts
from caveat.theme import Theme

WIDTH, HEIGHT = 440, 470


@dataclass(frozen=True)
class StaticMap:
    """The static map of one system on a day: what it shows, its alternative text, what holds on every map of the case.

    `own_make` says that the recipient makes the system; "" if it does not.
    """

    system_id: str
    facts: MapFacts
    alt: str
    own_make: str
    model: MapModel

    @property
    def name(self) -> str:
        return self.facts.system

    @property
    def key(self) -> Markup:
        """What the map draws, as a list of samples."""
        return map_key.key_html(self.model)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the key does not say, in sentences."""
        rules = words.drawing_rules(self.model.land)
        return (self.own_make, *rules) if self.own_make else rules

    @property
    def caption(self) -> tuple[str, ...]:
        """The map in sentences where there is no room for its key."""
        return (*words.drawn_ranges_sentences(self.name, self.model.band), *self.notes)

    @property
    def heading(self) -> str:
        return f"{self.name}: reach and permission"

    def svg(self, look: ColorScheme = "both", width: int = WIDTH, height: int = HEIGHT, nested: bool = False) -> str:
        """The picture as SVG text; `nested` as in `static_map_svg`."""
        return static_map_svg(self.model, look, width, height, nested)

    @property
    def images(self) -> Mapping[Theme, str]:
        """The picture as a data: address for an <img>, by theme: WebKit does not tell an image what its page is."""
        return _images(self.model)


@memoized(1)
def _images(model: MapModel) -> Mapping[Theme, str]:
    """Kept with the model: the map is the same on many days."""
    themes: tuple[Theme, ...] = ("light", "dark")
    return MappingProxyType(
        {theme: html.image_address(static_map_svg(model, theme, WIDTH, HEIGHT)) for theme in themes}
    )


def map_states(dataset: Dataset, day: date, known: Clock, supplier: str, system_id: str) -> dict[str, PermissionState]:
    """The state of a pair on a day in each area that has a shape, by its id in the order of the matrix."""
    log = rule_log.rule_log(dataset)
    states = {state.territory: state for state in matrix_states(dataset, supplier, system_id, day, known)}
    return {
        territory: states.get(territory)
        or restrictions.permission_state(log, supplier, system_id, territory, day, known)
        for territory in geography.geography(dataset).territories
    }


def map_facts(
    dataset: Dataset, system: str, band: RangeBand, states: Mapping[str, PermissionState], day: date, known: Clock
) -> MapFacts:
    """What is said of a map of a system; `states` are from `map_states`."""
    land, names = geography.geography(dataset), case(dataset)
    parts = reach.reach_parts(land, band.headline_km, states)
    conditional = [states[part.territory].authority for part in parts if part.cover == "conditions"]
    supplier = states[land.widest].supplier
    return MapFacts(
        land,
        system,
        names.country(supplier).in_sentence if supplier else "",
        tuple(dict.fromkeys(names.capital_name(authority) for authority in conditional)),
        day,
        band,
        parts,
        tense_of(headline_facts(dataset, day, known)),
    )


def own_make_note(dataset: Dataset, system_id: str, system: str) -> str:
    """A note on a system that the recipient makes; "" for any other."""
    settings = dataset.settings
    rows = [row for row in records.frame_rows(dataset["systems"]) if row["system_id"] == system_id]
    if not rows or rows[0][settings.supplied_column] != "domestic":
        return ""
    return words.domestic_note(system, case(dataset).country(settings.recipient).in_sentence)


def home_labels(model: MapModel) -> list[str]:
    """The rules of the areas in the home country, for a map's alternative text."""
    return [words.home_label(area, rule) for area, rule in model.home_rules]


def address(view: View, supplier: str, system_id: str) -> str:
    """Where the picture of a pair on the day of a view stands, without a frame."""
    return f"picture/still/{supplier}/{system_id}.svg?{urlencode({'asof': view.asof.isoformat(), 'known': view.known})}"


@memoized_by_bytes()
def build_static_map(dataset: Dataset, day: date, known: Clock, supplier: str, system_id: str) -> StaticMap | None:
    """The static map of a system from a supplier on a day; None if it cannot be drawn.

    It cannot if no range is published, if the case has no maps or no area to draw, or if a table or shape cannot be
    used.
    `supplier` is "" for a system that the log has no rule on.
    """
    name = names.short_name(dataset, system_id)
    try:
        band = claims.range_band(dataset, system_id, day if known == "then" else None)
        land = geography.geography(dataset)
        if band is None or not land.drawn:
            return None
        states = map_states(dataset, day, known, supplier, system_id)
        model = map_model(land, band, states)
        facts = map_facts(dataset, name, band, states, day, known)
        own_make = own_make_note(dataset, system_id, name)
    except (UnusableTable, ValueError):
        return None
    return StaticMap(system_id, facts, map_sentences.map_alt(facts, home_labels(model)), own_make, model)
