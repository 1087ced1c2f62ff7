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
from caveat.domain import claims, names, reach
from caveat.domain.pairs import matrix_states
from caveat.domain.rule_log import Clock
from caveat.text import map_sentences
from caveat.text import static_map as words

# The system of a view that chose none.
DEFAULT_SYSTEM = "atacms"
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


@memoized(512)
def build_static_map(dataset: Dataset, day: date, known: Clock, supplier: str, system_id: str) -> StaticMap | None:
    """The static map of a system from a supplier on a day; None if it cannot be drawn.

    It cannot if no range is published, or if a table or shape that it needs cannot be used.
    `supplier` is "" for a system that the log has no rule on.
    """
    name = names.short_name(dataset, system_id)
    try:
        band = claims.range_band(dataset, system_id)
        if band is None:
            return None
        pair_states = matrix_states(dataset, supplier, system_id, day, known)
        model = map_model(band.lowest_km, band.highest_km, {state.territory: state for state in pair_states})
        own_make = dataset["systems"].set_index("system_id")["supplied_to_ukraine"].get(system_id) == "domestic"
    except (UnusableTable, ValueError):
        return None
    silent = model.fillings == {"plain"}
    permitted = {filling: [part for part in model.parts if part.cover == cover] for filling, cover in _FILLED.items()}
    sure = {filling: map_sentences.certainty_phrase(parts) for filling, parts in permitted.items() if parts}
    sentences = [
        *words.caption_sentences(band.highest_km, band.lowest_km, model.fillings, sure),
        words.domestic_note(name) if own_make and silent else "",
        words.drawing_convention(model.territories_with_own_rule),
        "" if silent else words.OUTLINE_KEY,
        words.RULES,
    ]
    alt = map_sentences.map_alt(name, (band.lowest_km, band.highest_km), day, model.parts, model.rules)
    return StaticMap(system_id, name, alt, tuple(sentence for sentence in sentences if sentence), model)
