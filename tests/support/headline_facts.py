"""Invented facts of a day, to make headlines from."""

from dataclasses import replace
from datetime import date

from caveat.domain.case import Territory
from caveat.domain.headline import AreaRule, HeadlineFacts, PairFacts
from caveat.domain.restrictions import NO_RECORD
from tests.domain.test_restrictions import RULE


def _territory(territory_id, name, lead):
    return Territory(territory_id, name, f"in {name}", f"the {name}", name, name, lead, (), "", (territory_id,))


LAND = replace(_territory("land", "Ruritania", "general"), as_noun="the rest of Ruritania")
COAST = replace(_territory("coast", "Coast", "narrow"), in_sentence="on the coast", as_noun="the coast")
HILLS = replace(_territory("hills", "Hills", "narrow"), in_sentence="in the hills", as_noun="the hills")
CLAIM = replace(RULE, summary="The Echo writes that it is otherwise.")
NAMES = {"Arrow": "Alba", "Bolt": "Borg", "Comet": "Cano", "Dart": "Dorn"}


def rule(status, certainty="official", territory=LAND, **more):
    """A rule by the supplier itself, as `pair` fills it in."""
    if status == NO_RECORD:
        return AreaRule(territory)
    if "contested" in more:
        more["contested"] = (CLAIM,) if more["contested"] else ()
    return AreaRule(territory, status, certainty, "2024-05-28", **more)


def pair(name, status, certainty="official", narrow=(), never_supplied=False, **more):
    """A pair of one of NAMES; `narrow` has its rules for smaller areas, which follow the general one if it has none."""
    supplier = NAMES[name]
    general = replace(rule(status, certainty, **more), authority=more.get("authority", supplier))
    smaller = tuple(replace(one, authority=one.authority or supplier) for one in narrow)
    return PairFacts(name, name, supplier, general, smaller, never_supplied)


def facts(*pairs, **more):
    """The facts of a past day; all pairs with a card unless `is_group` says otherwise."""
    values = {"area": LAND, "recipient": "Fredonia", "weapon": "long missile", "weapons": "long missiles"}
    return HeadlineFacts(date(2024, 11, 18), pairs, **values | {"is_group": True, "newest": date(2024, 11, 18)} | more)
