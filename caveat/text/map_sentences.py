"""What the permissions of a day cover, and how sure that is; the map in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from caveat.dataset.case_settings import MapSettings
from caveat.dataset.partial_dates import spoken_long
from caveat.domain.geography import Geography
from caveat.domain.reach import Permission, ReachPart, area_shares
from caveat.text import map_labels
from caveat.text.english import and_list, possessive
from caveat.text.labels import CERTAINTY
from caveat.text.map_labels import area_km2_text, percent_text, rule_text

_SURE = {"official": "officially", "reported": "as reported", "inferred": "by inference"}
_LEFT_OPEN = {
    "official": "Official statements left it open.",
    "reported": "Reports left it open.",
    "inferred": "That it was unclear is inferred.",
}
Parts = Sequence[ReachPart]


def covered_sentence(
    settings: MapSettings, system: str, highest_km: float, day: date, parts: tuple[ReachPart, ...]
) -> str:
    """The share of the land within the highest published range that a day's permissions cover.

    It says how sure that is. `parts` is from `reach.reach_parts`. What was unclear is never counted as not allowed,
    nor silence as either: each has its own sentence.
    """
    on, statuses = spoken_long(day), {part.status for part in parts}
    reach, home = map_labels.range_text(highest_km), possessive(settings.home_name)
    land = f"{settings.opposite_adjective} land within the highest published range, {reach} from {home} border"
    if not parts:
        return f"There is no {land}."
    if statuses == {"not_supplied"}:
        return (
            f"{_on(on, parts)} {system} was not supplied.{_mixed(parts)} The {land}, {_total(parts)}, "
            "was covered by no permission."
        )
    if statuses == {"no_record"}:
        return (
            f"There is no record of a rule on {system} for {settings.opposite_name} by {on}. "
            f"No record is not a prohibition. The {land}, is {_total(parts)}."
        )
    sentences = [_covered(system, on, land, parts), _unclear(system, on, land, parts)]
    if silent := _of_status(parts, "no_record"):
        sentences.append(f"There is no record of a rule for {_places(silent)}. No record is not a prohibition.")
    return " ".join(sentence for sentence in sentences if sentence)


def _covered(system: str, on: str, land: str, parts: tuple[ReachPart, ...]) -> str:
    """What was covered, with or without conditions, or that nothing was; "" if all is unclear."""
    permits = f"the permissions for {system} covered"
    allowed, conditional = ([part for part in parts if part.cover == cover] for cover in ("covered", "conditions"))
    barred = _of_status(parts, "prohibited", "not_supplied")
    extents = (
        (allowed, f"all {land}"),
        (conditional, f"all {land}, but with conditions or case by case only"),
        (barred, f"none of the {land}"),
    )
    for some, extent in extents:
        if some and len(some) == len(parts):
            return f"{_on(on, some)} {permits} {extent}: {_total(parts)}.{_mixed(some)}"
    # "only" says that the rest was not allowed, so it stands only where that is so.
    only = " only" if len(allowed) + len(conditional) + len(barred) == len(parts) else ""
    if allowed:
        first = f"{_on(on, allowed)} {permits} {_places(allowed)}{'' if conditional else only}"
        first += f": {_share(allowed, parts)} of the {land}.{_mixed(allowed)}"
        if not conditional:
            return first
        return (
            f"{first} With conditions or case by case they covered {_places(conditional)}, "
            f"{certainty_phrase(conditional)}: {_share(conditional, parts)} of that land."
        )
    if conditional:
        return (
            f"{_on(on, conditional)} {permits} {_places(conditional)}{only}, with conditions or case by case: "
            f"{_share(conditional, parts)} of the {land}.{_mixed(conditional)}"
        )
    if barred:
        return (
            f"{_on(on, barred)} {system} was not allowed in {_places(barred)}: "
            f"{_share(barred, parts)} of the {land}.{_mixed(barred)}"
        )
    return ""


def _unclear(system: str, on: str, land: str, parts: tuple[ReachPart, ...]) -> str:
    """Where it was unclear what was allowed, and on what that rests; "" if nowhere."""
    unclear = _of_status(parts, "unclear")
    if not unclear:
        return ""
    why = f"It was left open {certainty_phrase(unclear)}."
    if _one_certainty(unclear):
        why = _LEFT_OPEN[unclear[0].certainty]
    asked = f"On {on} it was unclear what was allowed with {system}"
    if len(unclear) == len(parts):
        return f"{asked} on {land}: {_total(parts)}. {why}"
    if len(unclear) + len(_of_status(parts, "no_record")) == len(parts):
        return f"{asked} in {_places(unclear)}: {_share(unclear, parts)} of the {land}. {why}"
    return f"What was allowed in {_places(unclear)} was unclear: {_share(unclear, parts)} of that land. {why}"


def _of_status(parts: Parts, *statuses: str) -> list[ReachPart]:
    return [part for part in parts if part.status in statuses]


def _total(parts: tuple[ReachPart, ...]) -> str:
    return area_km2_text(area_shares(parts).total_km2)


def _share(some: Parts, parts: tuple[ReachPart, ...]) -> str:
    """The area of some parts, and its share of all: "30,000 km², 6 %"."""
    size = sum(part.area_km2 for part in some)
    return f"{area_km2_text(size)}, {percent_text(100 * size / area_shares(parts).total_km2)}"


def _on(day: str, parts: Parts) -> str:
    """The beginning of a sentence on some parts: the day, and the certainty if all parts share it."""
    return f"On {day}, {certainty_phrase(parts)}," if _one_certainty(parts) else f"On {day}"


def _mixed(parts: Parts) -> str:
    """How sure the rules are, after a sentence on parts whose rules are not equally sure; else ""."""
    if _one_certainty(parts):
        return ""
    clauses = [f"{CERTAINTY[kind]} for {_places(parts)}" for kind, parts in _by_certainty(parts).items()]
    return f" This is {', '.join(clauses[:-1])}, and {clauses[-1]}."


def _one_certainty(parts: Parts) -> bool:
    return len(_by_certainty(parts)) == 1


def _places(parts: Parts) -> str:
    return and_list([part.area.as_noun for part in parts])


def certainty_phrase(parts: Parts) -> str:
    """The certainty of some parts: "as reported", "by inference in the Kursk area and officially in …"."""
    if _one_certainty(parts):
        return _SURE[parts[0].certainty]
    return and_list([f"{_SURE[kind]} in {_places(parts)}" for kind, parts in _by_certainty(parts).items()])


def _by_certainty(parts: Parts) -> dict[str, list[ReachPart]]:
    by_certainty: dict[str, list[ReachPart]] = {}
    for part in parts:
        by_certainty.setdefault(part.certainty, []).append(part)
    return by_certainty


def map_alt(
    land: Geography,
    system: str,
    ranges_km: tuple[float, float],
    day: date,
    parts: tuple[ReachPart, ...],
    states: Mapping[str, Permission],
) -> str:
    """The map in words: the lowest and highest range drawn, what is covered, each area's rule."""
    at_home = [territory for territory in land.at_home if territory in states]
    rules = [f"{land.territories[territory].as_noun} {rule_text(states[territory])}" for territory in at_home]
    rules += [f"{part.area.as_noun} {rule_text(part)}" for part in parts]
    return (
        f"Map. {map_labels.drawn_range_sentence(system, *ranges_km)} "
        f"{covered_sentence(land.settings, system, ranges_km[1], day, parts)}"
        f"{' The areas: ' if rules else ''}{'; '.join(rules)}{'.' if rules else ''}"
    )
