"""Published figures in words: the qualifier is never lost, a figure without a number is shown as it was published."""

from __future__ import annotations

import re

from caveat import claims
from caveat.claims import Claim, Headline
from caveat.tables import Tables

UNIT = {"range_km": "km", "warhead_kg": "kg", "unit_cost_usd": "US dollars", "length_m": "m", "mass_kg": "kg", "speed_mach": "Mach"}
ATTRIBUTE = {
    "range_km": "Range",
    "warhead_kg": "Warhead",
    "unit_cost_usd": "Price of one",
    "length_m": "Length",
    "mass_kg": "Mass",
    "speed_mach": "Speed",
}
QUALIFIER = {"exactly": "stated flat", "about": "about", "up_to": "up to (a ceiling)", "at_least": "more than (a floor)", "between": "from … to"}
# Words of a page that make a floor an open one: more than, not at least.
_OPEN = re.compile(r"more than|in excess|over|above|mehr als|plus de|oltre|über|\+|>", re.I)
_RULE = {
    "editor": "chosen by the editors as the figure of the maker or of the supplier",
    "most_published": "the figure that most sources state; among equals the newest",
    "only": "the only published figure",
    "none": "no figure is published",
}


def number(value: float, attribute: str) -> str:
    """A number with its unit: "1,609 km", "Mach 0.8", "$1,500,000"."""
    if attribute == "speed_mach":
        return f"Mach {value:g}"
    if attribute == "unit_cost_usd":
        return f"${value:,.0f}"
    digits = f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{digits} {UNIT[attribute]}"


def figure(claim: Claim) -> str:
    """A claim with its qualifier: "up to 300 km", "more than 250 km", "70 to 80 km"; as published where it has no number."""
    attribute = claim.attribute
    if claim.value is None:
        return f"{claim.value_as_published} (as published)"
    if claim.qualifier == "between" and claim.low is not None and claim.high is not None:
        return f"{number(claim.low, attribute)} to {number(claim.high, attribute)}"
    if claim.qualifier == "up_to":
        return f"up to {number(claim.value, attribute)}"
    if claim.qualifier == "at_least":
        return f"{'more than' if _OPEN.search(claim.value_as_published) else 'at least'} {number(claim.value, attribute)}"
    if claim.qualifier == "about":
        return f"about {number(claim.value, attribute)}"
    return number(claim.value, attribute)


def rule(headline: Headline) -> str:
    """Which rule chose a headline."""
    return _RULE[headline.rule]


def headline_range(tables: Tables, system_id: str) -> str:
    """The headline range in a few words, for cards and rows; "" where the claims cannot be used or none is published."""
    if "claims" in tables.broken:
        return ""
    chosen = claims.headline(claims.of(tables, system_id, "range_km")).claim
    return figure(chosen) if chosen else ""


def spread(system: str, found: tuple[Claim, ...]) -> str:
    """One sentence on the ranges of a system: headline, lowest, highest, how many claims."""
    chosen, low, high = claims.headline(found).claim, claims.lowest(found), claims.highest(found)
    if chosen is None or low is None or high is None or low.floor is None or high.value is None:
        return f"{system}: no figure is published."
    if len(found) == 1:
        return f"{system}: {figure(chosen)}, in one published claim."
    if low.floor == high.value:
        return f"{system}: {figure(chosen)}; all {len(found)} published claims state {number(low.floor, chosen.attribute)}, with different qualifiers or none."
    return (
        f"{system}: {figure(chosen)}; {len(found)} published claims run from {number(low.floor, chosen.attribute)} to {number(high.value, chosen.attribute)}."
    )
