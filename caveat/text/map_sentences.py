"""What the permissions of a day cover, and how sure that is; the map in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken_long
from caveat.domain.reach import Permission, ReachPart, area_shares
from caveat.text.english import and_list
from caveat.text.labels import CERTAINTY
from caveat.text.map_labels import (
    TERRITORY_IN_SENTENCE,
    area_km2_text,
    drawn_range_sentence,
    percent_text,
    range_text,
    rule_text,
)


def covered_sentence(system: str, highest_km: float, day: date, parts: tuple[ReachPart, ...]) -> str:
    """The share of Russian land within the highest published range that a day's permissions cover.

    It says how sure that is. `parts` is from `reach.reach_parts`. What was unclear is never counted as not allowed,
    nor silence as either: each has its own sentence.
    """
    total, on = area_km2_text(area_shares(parts).total_km2), spoken_long(day)
    land = f"Russian land within the highest published range, {range_text(highest_km)} from Ukraine’s border"
    if _all(parts, "not_supplied"):
        return (
            f"{_on(on, parts)} {system} was not supplied.{_mixed(parts)} The {land}, {total}, "
            "was covered by no permission."
        )
    if _all(parts, "no_record"):
        return (
            f"There is no record of a rule on {system} for Russia by {on}. No record is not a prohibition. "
            f"The {land}, is {total}."
        )
    sentences = [_covered(system, on, land, parts), _unclear(system, on, land, parts), _no_record(parts)]
    return " ".join(sentence for sentence in sentences if sentence)


def _covered(system: str, on: str, land: str, parts: tuple[ReachPart, ...]) -> str:
    """What was covered, with or without conditions, or that nothing was; "" if all is unclear."""
    share, total = area_shares(parts), area_km2_text(area_shares(parts).total_km2)
    allowed, conditional = _by_cover(parts, "covered"), _by_cover(parts, "conditions")
    barred = tuple(part for part in parts if part.status in ("prohibited", "not_supplied"))
    # "only" says that the rest was not allowed, so it stands only where that is so.
    only = " only" if len(allowed) + len(conditional) + len(barred) == len(parts) else ""
    if allowed:
        return _covered_without_conditions(system, on, land, parts, only)
    if conditional and len(conditional) == len(parts):
        return (
            f"{_on(on, conditional)} the permissions for {system} covered all {land}, "
            f"but with conditions or case by case only: {total}.{_mixed(conditional)}"
        )
    if conditional:
        return (
            f"{_on(on, conditional)} the permissions for {system} covered {_places(conditional)}{only}, "
            "with conditions or case by case: "
            f"{area_km2_text(share.conditions_km2)}, {percent_text(share.conditions_percent)} of the "
            f"{land}.{_mixed(conditional)}"
        )
    if barred and len(barred) == len(parts):
        return f"{_on(on, barred)} the permissions for {system} covered none of the {land}: {total}.{_mixed(barred)}"
    if barred:
        size = sum(part.area_km2 for part in barred)
        return (
            f"{_on(on, barred)} {system} was not allowed in {_places(barred)}: "
            f"{area_km2_text(size)}, {percent_text(100 * size / share.total_km2)} of the "
            f"{land}.{_mixed(barred)}"
        )
    return ""


def _covered_without_conditions(system: str, on: str, land: str, parts: tuple[ReachPart, ...], only: str) -> str:
    """What was covered without conditions, then what was covered with them."""
    share, allowed, conditional = area_shares(parts), _by_cover(parts, "covered"), _by_cover(parts, "conditions")
    if len(allowed) == len(parts):
        return (
            f"{_on(on, allowed)} the permissions for {system} covered all {land}: "
            f"{area_km2_text(share.total_km2)}.{_mixed(allowed)}"
        )
    alone = "" if conditional else only
    first = (
        f"{_on(on, allowed)} the permissions for {system} covered {_places(allowed)}{alone}: "
        f"{area_km2_text(share.covered_km2)}, {percent_text(share.covered_percent)} of the {land}.{_mixed(allowed)}"
    )
    if not conditional:
        return first
    return (
        f"{first} With conditions or case by case they covered {_places(conditional)}, "
        f"{certainty_phrase(conditional)}: {area_km2_text(share.conditions_km2)}, "
        f"{percent_text(share.conditions_percent)} of that land."
    )


def _on(day: str, parts: tuple[ReachPart, ...]) -> str:
    """The beginning of a sentence on some parts: the day, and the certainty if all parts share it."""
    return f"On {day}, {certainty_phrase(parts)}," if _one_certainty(parts) else f"On {day}"


def _mixed(parts: tuple[ReachPart, ...]) -> str:
    """How sure the rules are, after a sentence on parts whose rules are not equally sure; else ""."""
    if _one_certainty(parts):
        return ""
    clauses = [f"{CERTAINTY[kind]} for {_places(parts)}" for kind, parts in _by_certainty(parts).items()]
    return f" This is {', '.join(clauses[:-1])}, and {clauses[-1]}."


def _one_certainty(parts: Sequence[ReachPart]) -> bool:
    return len({part.certainty for part in parts}) == 1


def _unclear(system: str, on: str, land: str, parts: tuple[ReachPart, ...]) -> str:
    """Where it was unclear what was allowed, and on what that rests; "" if nowhere."""
    unclear = tuple(part for part in parts if part.status == "unclear")
    if not unclear:
        return ""
    size, total = sum(part.area_km2 for part in unclear), area_shares(parts).total_km2
    if len(unclear) == len(parts):
        return (
            f"On {on} it was unclear what was allowed with {system} on {land}: {area_km2_text(total)}. "
            f"{_left_open(unclear)}"
        )
    if not any(part.status not in ("unclear", "no_record") for part in parts):
        return (
            f"On {on} it was unclear what was allowed with {system} in {_places(unclear)}: "
            f"{area_km2_text(size)}, {percent_text(100 * size / total)} of the {land}. {_left_open(unclear)}"
        )
    return (
        f"What was allowed in {_places(unclear)} was unclear: {area_km2_text(size)}, "
        f"{percent_text(100 * size / total)} of that land. {_left_open(unclear)}"
    )


_LEFT_OPEN = {
    "official": "Official statements left it open.",
    "reported": "Reports left it open.",
    "inferred": "That it was unclear is inferred.",
}


def _left_open(parts: tuple[ReachPart, ...]) -> str:
    """On what it rests that something was unclear."""
    return _LEFT_OPEN[parts[0].certainty] if _one_certainty(parts) else f"It was left open {certainty_phrase(parts)}."


def _no_record(parts: tuple[ReachPart, ...]) -> str:
    """Areas without a record, beside areas that have one; "" if there are none."""
    silent = tuple(part for part in parts if part.status == "no_record")
    return f"There is no record of a rule for {_places(silent)}. No record is not a prohibition." if silent else ""


def _all(parts: tuple[ReachPart, ...], status: str) -> bool:
    return {part.status for part in parts} == {status}


def _by_cover(parts: tuple[ReachPart, ...], cover: str) -> tuple[ReachPart, ...]:
    return tuple(part for part in parts if part.cover == cover)


def _places(parts: tuple[ReachPart, ...]) -> str:
    return and_list([TERRITORY_IN_SENTENCE[part.territory] for part in parts])


_SURE = {"official": "officially", "reported": "as reported", "inferred": "by inference"}


def certainty_phrase(parts: Sequence[ReachPart]) -> str:
    """The certainty of some parts: "as reported", "by inference in the Kursk area and officially in …"."""
    if _one_certainty(parts):
        return _SURE[parts[0].certainty]
    return and_list([f"{_SURE[kind]} in {_places(parts)}" for kind, parts in _by_certainty(parts).items()])


def _by_certainty(parts: Sequence[ReachPart]) -> dict[str, tuple[ReachPart, ...]]:
    return {
        kind: tuple(part for part in parts if part.certainty == kind)
        for kind in dict.fromkeys(part.certainty for part in parts)
    }


def map_alt(
    system: str,
    lowest_km: float,
    highest_km: float,
    day: date,
    parts: tuple[ReachPart, ...],
    states: Mapping[str, Permission],
) -> str:
    """The map in words: the range drawn, what is covered, each area's rule."""
    rules = [f"{TERRITORY_IN_SENTENCE[part.territory]} {rule_text(part)}" for part in parts]
    home = states.get("ua_occupied")
    if home is not None:
        rules = [f"occupied Ukraine {rule_text(home)}", *rules]
    return (
        f"Map. {drawn_range_sentence(system, lowest_km, highest_km)} "
        f"{covered_sentence(system, highest_km, day, parts)} The areas: {'; '.join(rules)}."
    )
