"""What the permissions of a day cover, in sentences that say how sure they are; the map in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken_long
from caveat.domain.reach import Permission, ReachPart, area_shares
from caveat.text.labels import CERTAINTY
from caveat.text.map_labels import (
    TERRITORY_IN_SENTENCE,
    area_km2_text,
    drawn_range_sentence,
    percent_text,
    range_text,
    rule_text,
)
from caveat.text.permissions import and_list


def covered_sentence(system: str, highest_km: float, day: date, found: tuple[ReachPart, ...]) -> str:
    """What the permissions of a day cover of the Russian land within the highest published range, and how sure that is. `found` is from caveat.reach.parts.

    What was unclear is never counted as not allowed, nor silence as either: each has its own sentence.
    """
    total, on = area_km2_text(area_shares(found).total_km2), spoken_long(day)
    land = f"Russian land within the highest published range, {range_text(highest_km)} from Ukraine’s border"
    if _all(found, "not_supplied"):
        return f"{_on(on, found)} {system} was not supplied.{_mixed(found)} The {land}, {total}, was covered by no permission."
    if _all(found, "no_record"):
        return f"There is no record of a rule on {system} for Russia by {on}. No record is not a prohibition. The {land}, is {total}."
    said = [_covered(system, on, land, found), _unclear(system, on, land, found), _no_record(found)]
    return " ".join(one for one in said if one)


def _covered(system: str, on: str, land: str, found: tuple[ReachPart, ...]) -> str:
    """What was covered, with conditions or without, or that nothing was; "" where all that is known is that it was unclear or that nobody spoke."""
    share, total = area_shares(found), area_km2_text(area_shares(found).total_km2)
    free, bound = _by_cover(found, "covered"), _by_cover(found, "conditions")
    barred = tuple(part for part in found if part.status in ("prohibited", "not_supplied"))
    # "only" says that the rest was not allowed, so it stands only where that is so.
    only = " only" if len(free) + len(bound) + len(barred) == len(found) else ""
    if free:
        return _covered_free(system, on, land, found, only)
    if bound and len(bound) == len(found):
        return f"{_on(on, bound)} the permissions for {system} covered all {land}, but with conditions or case by case only: {total}.{_mixed(bound)}"
    if bound:
        return (
            f"{_on(on, bound)} the permissions for {system} covered {_places(bound)}{only}, with conditions or case by case: "
            f"{area_km2_text(share.conditions_km2)}, {percent_text(share.conditions_percent)} of the {land}.{_mixed(bound)}"
        )
    if barred and len(barred) == len(found):
        return f"{_on(on, barred)} the permissions for {system} covered none of the {land}: {total}.{_mixed(barred)}"
    if barred:
        size = sum(part.area_km2 for part in barred)
        return f"{_on(on, barred)} {system} was not allowed in {_places(barred)}: {area_km2_text(size)}, {percent_text(100 * size / share.total_km2)} of the {land}.{_mixed(barred)}"
    return ""


def _covered_free(system: str, on: str, land: str, found: tuple[ReachPart, ...], only: str) -> str:
    """What was covered without conditions, then what was covered with them."""
    share, free, bound = area_shares(found), _by_cover(found, "covered"), _by_cover(found, "conditions")
    if len(free) == len(found):
        return f"{_on(on, free)} the permissions for {system} covered all {land}: {area_km2_text(share.total_km2)}.{_mixed(free)}"
    alone = "" if bound else only
    first = (
        f"{_on(on, free)} the permissions for {system} covered {_places(free)}{alone}: "
        f"{area_km2_text(share.covered_km2)}, {percent_text(share.covered_percent)} of the {land}.{_mixed(free)}"
    )
    if not bound:
        return first
    return f"{first} With conditions or case by case they covered {_places(bound)}, {certainty_phrase(bound)}: {area_km2_text(share.conditions_km2)}, {percent_text(share.conditions_percent)} of that land."


def _on(day: str, found: tuple[ReachPart, ...]) -> str:
    """The beginning of a sentence on some parts: the day, and how sure their rules are where one word says it."""
    return f"On {day}, {certainty_phrase(found)}," if _one_certainty(found) else f"On {day}"


def _mixed(found: tuple[ReachPart, ...]) -> str:
    """How sure the rules are, after a sentence on parts whose rules are not equally sure; else ""."""
    if _one_certainty(found):
        return ""
    said = [f"{CERTAINTY[kind]} for {_places(some)}" for kind, some in _by_certainty(found).items()]
    return f" This is {', '.join(said[:-1])}, and {said[-1]}."


def _one_certainty(found: Sequence[ReachPart]) -> bool:
    return len({part.certainty for part in found}) == 1


def _unclear(system: str, on: str, land: str, found: tuple[ReachPart, ...]) -> str:
    """Where it was unclear what was allowed, and what says so; "" where it was unclear nowhere."""
    open_ = tuple(part for part in found if part.status == "unclear")
    if not open_:
        return ""
    size, total = sum(part.area_km2 for part in open_), area_shares(found).total_km2
    if len(open_) == len(found):
        return f"On {on} it was unclear what was allowed with {system} on {land}: {area_km2_text(total)}. {_left_open(open_)}"
    if not any(part.status not in ("unclear", "no_record") for part in found):
        return f"On {on} it was unclear what was allowed with {system} in {_places(open_)}: {area_km2_text(size)}, {percent_text(100 * size / total)} of the {land}. {_left_open(open_)}"
    return f"What was allowed in {_places(open_)} was unclear: {area_km2_text(size)}, {percent_text(100 * size / total)} of that land. {_left_open(open_)}"


_LEFT_OPEN = {
    "official": "Official statements left it open.",
    "reported": "Reports left it open.",
    "inferred": "That it was unclear is inferred.",
}


def _left_open(found: tuple[ReachPart, ...]) -> str:
    """On what it rests that something was unclear."""
    return _LEFT_OPEN[found[0].certainty] if _one_certainty(found) else f"It was left open {certainty_phrase(found)}."


def _no_record(found: tuple[ReachPart, ...]) -> str:
    """Where the log is silent, beside areas on which it is not; "" where it is silent nowhere."""
    silent = tuple(part for part in found if part.status == "no_record")
    return f"There is no record of a rule for {_places(silent)}. No record is not a prohibition." if silent else ""


def _all(found: tuple[ReachPart, ...], status: str) -> bool:
    return {part.status for part in found} == {status}


def _by_cover(found: tuple[ReachPart, ...], cover: str) -> tuple[ReachPart, ...]:
    return tuple(part for part in found if part.cover == cover)


def _places(found: tuple[ReachPart, ...]) -> str:
    return and_list([TERRITORY_IN_SENTENCE[part.territory] for part in found])


_SURE = {"official": "officially", "reported": "as reported", "inferred": "by inference"}


def certainty_phrase(found: Sequence[ReachPart]) -> str:
    """How sure the rules of some parts are, as part of a sentence: "as reported", or "as reported in the Kursk area and officially in the rest of Russia"."""
    if _one_certainty(found):
        return _SURE[found[0].certainty]
    return and_list([f"{_SURE[kind]} in {_places(some)}" for kind, some in _by_certainty(found).items()])


def _by_certainty(found: Sequence[ReachPart]) -> dict[str, tuple[ReachPart, ...]]:
    return {
        kind: tuple(part for part in found if part.certainty == kind)
        for kind in dict.fromkeys(part.certainty for part in found)
    }


def map_alt(
    system: str,
    lowest_km: float,
    highest_km: float,
    day: date,
    found: tuple[ReachPart, ...],
    states: Mapping[str, Permission],
) -> str:
    """The map in words: the range drawn, what is covered, each area's rule."""
    rules = [f"{TERRITORY_IN_SENTENCE[part.territory]} {rule_text(part)}" for part in found]
    home = states.get("ua_occupied")
    if home is not None:
        rules = [f"occupied Ukraine {rule_text(home)}", *rules]
    return f"Map. {drawn_range_sentence(system, lowest_km, highest_km)} {covered_sentence(system, highest_km, day, found)} The areas: {'; '.join(rules)}."
