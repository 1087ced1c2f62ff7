"""The static map of a view: the chosen system, the picture as a data: address, and its sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from caveat.charts.map_model import MapModel, map_model
from caveat.charts.static_map import ColorScheme, static_map_svg
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import claims, geography, names, reach, restrictions, rule_log
from caveat.domain.case import case
from caveat.domain.pairs import matrix_states
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import Clock
from caveat.text import map_sentences
from caveat.text import static_map as words

WIDTH, HEIGHT = 440, 470
# What may stand in an address as it is; the rest is escaped, so that a quote ends no attribute.
_PLAIN = " !$'()*,-./:;=@_~{}[]|^"
_FILLED: Mapping[words.Filling, reach.Cover] = {"solid": "covered", "dotted": "conditions"}


@dataclass(frozen=True)
class StaticMap:
    """The static map of one system on a day: its alternative text, its caption in sentences."""

    system_id: str
    name: str
    alt: str
    caption: tuple[str, ...]
    model: MapModel

    @property
    def heading(self) -> str:
        return f"{self.name}: reach and permission"

    def svg(self, look: ColorScheme = "both", width: int = WIDTH, height: int = HEIGHT, nested: bool = False) -> str:
        """The picture as SVG text; `nested` as in `static_map_svg`."""
        return static_map_svg(self.model, look, width, height, nested)

    @property
    def image(self) -> str:
        """The picture as a data: address for an <img>, light and dark in one."""
        return f"data:image/svg+xml,{quote(' '.join(self.svg().split()), safe=_PLAIN)}"


def map_states(dataset: Dataset, day: date, known: Clock, supplier: str, system_id: str) -> dict[str, PermissionState]:
    """The state of a pair on a day in each area that has a shape, by its id in the order of the matrix."""
    log = rule_log.rule_log(dataset)
    states = {state.territory: state for state in matrix_states(dataset, supplier, system_id, day, known)}
    return {
        territory: states.get(territory)
        or restrictions.permission_state(log, supplier, system_id, territory, day, known)
        for territory in geography.geography(dataset).territories
    }


@memoized(512)
def build_static_map(dataset: Dataset, day: date, known: Clock, supplier: str, system_id: str) -> StaticMap | None:
    """The static map of a system from a supplier on a day; None if it cannot be drawn.

    It cannot if no range is published, if the case has no maps or no area to draw, or if a table or shape cannot be
    used.
    `supplier` is "" for a system that the log has no rule on.
    """
    name = names.short_name(dataset, system_id)
    try:
        band, settings = claims.range_band(dataset, system_id), dataset.settings
        land = geography.geography(dataset)
        if band is None or not land.drawn:
            return None
        states = map_states(dataset, day, known, supplier, system_id)
        model = map_model(land, band.lowest_km, band.highest_km, states)
        own_make = dataset["systems"].set_index("system_id")[settings.supplied_column].get(system_id) == "domestic"
        maker = case(dataset).country(settings.recipient).in_sentence
    except (UnusableTable, ValueError):
        return None
    silent = model.fillings == {"plain"}
    permitted = {filling: [part for part in model.parts if part.cover == cover] for filling, cover in _FILLED.items()}
    sure = {filling: map_sentences.certainty_phrase(parts) for filling, parts in permitted.items() if parts}
    sentences = [
        *words.caption_sentences(land.settings, band.highest_km, band.lowest_km, model.fillings, sure),
        words.domestic_note(name, maker) if own_make and silent else "",
        words.drawing_convention(model.own_rules),
        "" if silent else words.OUTLINE_KEY,
        words.general_rules(land.settings),
    ]
    alt = map_sentences.map_alt(land, name, (band.lowest_km, band.highest_km), day, model.parts, model.rules)
    return StaticMap(system_id, name, alt, tuple(sentence for sentence in sentences if sentence), model)
