"""The SVG map in words: a caption that says how to read this very picture."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from caveat.dataset.case_settings import MapSettings
from caveat.domain.case import Territory
from caveat.domain.reach import Permission
from caveat.text.map_labels import border, range_text, rule_text

# How an area of the map is filled.
Filling = Literal["solid", "dotted", "hatched", "plain"]
OUTLINE_KEY = "Outline: solid for official, dashed for reported, dotted for inferred."


def home_label(area: Territory, state: Permission) -> str:
    """The label of an area in the home country; it is on the whole country, as no front line is drawn."""
    return f"{area.short_name}: {rule_text(state)}"


def caption_sentences(
    settings: MapSettings,
    highest_km: float,
    lowest_km: float,
    drawn: Collection[Filling],
    sure: Mapping[Filling, str],
) -> list[str]:
    """How to read the map, in whole sentences, for the fillings and the line that it has.

    `sure` says of "solid" and "dotted", if drawn, how sure the permission is, from
    `map_sentences.certainty_phrase`.
    """
    within = f"within {range_text(highest_km)} of {border(settings)} (highest published range)"
    if not drawn:
        return [f"No {settings.opposite_adjective} land lies {within}."]
    allowed = {"solid", "dotted"} & set(drawn)
    rest_drawn = len(allowed) < len(set(drawn))
    sentences = {
        "hatched": f"Hatched: {within}, and not allowed or unclear; the label says which.",
        "plain": f"Outlined: {within}. No rule is on record; that is not a prohibition.",
        "solid": f"Solid: the part the permissions of that day covered, {sure.get('solid')}.",
        "dotted": f"Dotted fill: the part allowed with conditions or case by case, {sure.get('dotted')}.",
    }
    if set(drawn) == {"solid"}:
        sentences["solid"] = f"Solid: {within}; the permissions of that day covered all of it, {sure['solid']}."
    if set(drawn) == {"dotted"}:
        sentences["dotted"] = f"Dotted fill: {within}, allowed with conditions or case by case, {sure['dotted']}."
    said = [sentence for filling, sentence in sentences.items() if filling in drawn]
    if len(allowed) == 2 and not rest_drawn:
        said.append(f"Both together: {within}.")
    if lowest_km < highest_km:
        said.append(f"Thin line: lowest published range, {range_text(lowest_km)}.")
    return said


def drawing_convention(areas: Iterable[Territory]) -> str:
    """The drawing convention of the areas that have a rule of their own on the map; "" where none has."""
    noted = [area for area in areas if area.shape_note]
    if not noted:
        return ""
    first, *others = noted
    drawn = [
        f"{first.as_noun} is drawn as {first.shape_note}",
        *(f"{area.as_noun} as {area.shape_note}" for area in others),
    ]
    return f"No supplier published a map: {', '.join(drawn)}."


def general_rules(settings: MapSettings) -> str:
    """What holds on every map."""
    return f"{settings.note} Policy level only.".strip()


def domestic_note(system: str, maker: str) -> str:
    """Beside a system that the recipient makes itself."""
    return f"{system} is made in {maker}. The log has no supplier’s rule on it."
