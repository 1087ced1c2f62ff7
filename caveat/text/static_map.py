"""The SVG map in words: a caption that says how to read this very picture."""

from collections.abc import Collection, Mapping
from typing import Literal

from caveat.domain.reach import Permission
from caveat.text.map_labels import range_text, rule_text

# How an area of the map is filled.
Filling = Literal["solid", "dotted", "hatched", "plain"]
RULES = "Crimea is drawn as Ukraine (UN A/RES/68/262). Policy level only."
OUTLINE_KEY = "Outline: solid for official, dashed for reported, dotted for inferred."


def occupied_label(state: Permission) -> str:
    """The label on Ukraine; it is on the whole country, as no front line is drawn."""
    return f"Occupied Ukraine: {rule_text(state)}"


def caption_sentences(
    highest_km: float, lowest_km: float, drawn: Collection[Filling], sure: Mapping[Filling, str]
) -> list[str]:
    """How to read the map, in whole sentences, for the fillings and the line that it has.

    `drawn` is not empty. `sure` says of "solid" and "dotted", if drawn, how sure the permission is, from
    `map_sentences.certainty_phrase`.
    """
    within = f"within {range_text(highest_km)} of Ukraine’s recognised border (highest published range)"
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


def drawing_convention(territories: Collection[str]) -> str:
    """The drawing convention of the areas that have a rule of their own on the map; "" where none has."""
    drawn = {
        ("ru_kursk", "ru_border"): (
            "the Kursk area is drawn as the Kursk region, "
            "the border area as the other four Russian regions on the border."
        ),
        ("ru_kursk",): "the Kursk area is drawn as the whole Kursk region.",
        ("ru_border",): "the border area is drawn as four Russian regions on the border.",
    }.get(tuple(territory for territory in ("ru_kursk", "ru_border") if territory in territories))
    return f"No supplier published a map: {drawn}" if drawn else ""


def domestic_note(system: str) -> str:
    """Beside a system that Ukraine makes itself."""
    return f"{system} is made in Ukraine. The log has no supplier’s rule on it."
