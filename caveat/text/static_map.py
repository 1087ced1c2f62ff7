"""The SVG map in words: its heading and a caption that says how to read this very picture."""

from collections.abc import Collection, Mapping
from typing import Literal

from caveat.domain.reach import Permission
from caveat.text.map_labels import range_text, rule_text

# How an area of the map is filled.
Filling = Literal["solid", "dotted", "hatched", "plain"]
_BORDER = "Ukraine’s recognised border"
RULES = "Crimea is drawn as Ukraine (UN A/RES/68/262). Policy level only."


def map_heading(system: str) -> str:
    """The title over the map."""
    return f"{system}: reach and permission"


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
    reach = range_text(highest_km)
    sentences = []
    if "hatched" in drawn:
        sentences.append(
            f"Hatched: within {reach} of {_BORDER} (highest published range), and not allowed or unclear; "
            "the label says which."
        )
    if "plain" in drawn:
        sentences.append(
            f"Outlined: within {reach} of {_BORDER} (highest published range). No rule is on record; "
            "that is not a prohibition."
        )
    if "solid" in drawn:
        sentences.append(
            (
                f"Solid: within {reach} of {_BORDER} (highest published range); "
                f"the permissions of that day covered all of it, {sure['solid']}."
            )
            if drawn == {"solid"}
            else f"Solid: the part the permissions of that day covered, {sure['solid']}."
        )
    if "dotted" in drawn:
        whole = not {"hatched", "plain", "solid"} & set(drawn)
        sentences.append(
            (
                f"Dotted fill: within {reach} of {_BORDER} (highest published range), "
                f"allowed with conditions or case by case, {sure['dotted']}."
            )
            if whole
            else f"Dotted fill: the part allowed with conditions or case by case, {sure['dotted']}."
        )
    if "solid" in drawn and "dotted" in drawn and not {"hatched", "plain"} & set(drawn):
        sentences.append(f"Both together: within {reach} of {_BORDER} (highest published range).")
    if lowest_km < highest_km:
        sentences.append(f"Thin line: lowest published range, {range_text(lowest_km)}.")
    return sentences


def drawing_convention(territories: Collection[str]) -> str:
    """The drawing convention of the areas that have a rule of their own on the map; "" where none has."""
    kursk, border = "ru_kursk" in territories, "ru_border" in territories
    if kursk and border:
        return (
            "No supplier published a map: the Kursk area is drawn as the Kursk region, "
            "the border area as the other four Russian regions on the border."
        )
    if kursk:
        return "No supplier published a map: the Kursk area is drawn as the whole Kursk region."
    if border:
        return "No supplier published a map: the border area is drawn as four Russian regions on the border."
    return ""


def outline_key() -> str:
    """What the outline of an area says."""
    return "Outline: solid for official, dashed for reported, dotted for inferred."


def domestic_note(system: str) -> str:
    """Beside a system that Ukraine makes itself."""
    return f"{system} is made in Ukraine. The log has no supplier’s rule on it."
