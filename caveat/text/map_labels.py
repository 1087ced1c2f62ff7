"""Reach in words: labels on the map, caption, method."""

from collections.abc import Collection

from caveat.domain.reach import Permission
from caveat.text.labels import CERTAINTY, STATUS

COUNTRY = {
    "UKR": "Ukraine",
    "RUS": "Russia",
    "BLR": "Belarus",
    "POL": "Poland",
    "MDA": "Moldova",
    "ROU": "Romania",
    "TUR": "Turkey",
    "GEO": "Georgia",
    "KAZ": "Kazakhstan",
    "FIN": "Finland",
    "SWE": "Sweden",
    "NOR": "Norway",
    "DEU": "Germany",
    "LTU": "Lithuania",
    "LVA": "Latvia",
    "EST": "Estonia",
    "BGR": "Bulgaria",
    "HUN": "Hungary",
    "IRN": "Iran",
    "UZB": "Uzbekistan",
    "TKM": "Turkmenistan",
    "CHN": "China",
    "MNG": "Mongolia",
}
_AREA = {
    frozenset({"ru_kursk"}): "Kursk area",
    frozenset({"ru_border"}): "Border area",
    frozenset({"ru_kursk", "ru_border"}): "Border and Kursk areas",
    frozenset({"ru_any"}): "Elsewhere in Russia, within {range}",
    frozenset({"ru_any", "ru_kursk"}): "Elsewhere in Russia, within {range}",
    frozenset({"ru_any", "ru_border"}): "Elsewhere in Russia, within {range}",
    frozenset({"ru_any", "ru_border", "ru_kursk"}): "Russia within {range}",
}
# A territory in the table under the map, with its drawing convention.
ROW = {
    "ru_kursk": "Kursk area (the whole Kursk region)",
    "ru_border": "Border area (Bryansk, Belgorod, Voronezh and Rostov regions)",
    "ru_any": "Elsewhere in Russia",
    "ua_occupied": "Occupied Ukraine, Crimea included (no line is drawn)",
    "all": "All Russian land within range",
}

HOW_TO_READ = (
    "Solid: covered by the permissions of the day. Dotted: with conditions or case by case. Hatched: "
    "within the highest published range, and not allowed or unclear; "
    "the label says which. Outlined only: no record. The outline is solid for official, "
    "dashed for reported, dotted for inferred."
)
RULES = (
    "No supplier published a map of these areas. Drawn here: "
    "the whole Kursk region as the Kursk area, and the Bryansk, Belgorod, Voronezh and Rostov regions "
    "as the border area. Crimea is drawn as Ukraine (UN A/RES/68/262). No front line is drawn. Policy level only."
)


def range_text(range_km: float) -> str:
    """A range: "300 km", "1,609 km"."""
    return f"{range_km:,.0f} km"


def area_km2_text(area_km2: float) -> str:
    """An area rounded to 100 km²: "30,200 km²"; "under 100 km²" if it is smaller."""
    return f"{round(area_km2, -2):,.0f} km²" if area_km2 >= 100 else "under 100 km²"


def percent_text(value: float) -> str:
    """A share: "6 %"; no share is rounded to nothing or to all."""
    if 0 < value < 1:
        return "less than 1 %"
    if 99 < value < 99.95:
        return "more than 99 %"
    return f"{value:.0f} %"


def rule_text(state: Permission) -> str:
    """What a rule says and how sure that is: "allowed (reported)"; "no record" has no certainty."""
    certainty = CERTAINTY.get(state.certainty, "")
    return f"{STATUS[state.status]} ({certainty})" if certainty else STATUS[state.status]


def area_label(territories: Collection[str], state: Permission, range_km: float) -> str:
    """The label on an area of the map: "Kursk area: allowed (reported)"."""
    return f"{_AREA[frozenset(territories)].format(range=range_text(range_km))}: {rule_text(state)}"


def area_hover(label: str, area_km2: float, range_km: float) -> str:
    """What pointing at an area says."""
    return f"{label}<br>{area_km2_text(area_km2)} within {range_text(range_km)}"


def country_label(code: str) -> str:
    """The name of a country (three-letter code) on the map: "UKRAINE"."""
    return COUNTRY[code].upper()


def occupied_label(state: Permission) -> str:
    """The label on Ukraine; it is on the whole country, as no front line is drawn."""
    return f"Occupied areas, Crimea included: {rule_text(state)}"


def lowest_label(lowest_km: float) -> str:
    """The label of the thin inner line."""
    return f"lowest published: {range_text(lowest_km)}"


def map_title(system: str, country: str, headline: str) -> str:
    """The heading of one map: "ATACMS, United States: up to 300 km"."""
    whose = f"{system}, {country}"
    return f"{whose}: {headline}" if headline else whose


def table_caption(system: str, highest_km: float) -> str:
    """The caption of the table under a map."""
    return f"{system}: rules and areas within {range_text(highest_km)} of Ukraine’s recognised border"


def table_area(area_km2: float) -> str:
    """An area in a table: "30,200", "under 100", "0"."""
    return "0" if area_km2 == 0 else area_km2_text(area_km2).removesuffix(" km²")


def drawn_range_sentence(system: str, lowest_km: float, highest_km: float) -> str:
    """The range that is drawn."""
    if lowest_km == highest_km:
        return f"{system} is drawn with its published range of {range_text(highest_km)}."
    return (
        f"{system} is drawn with its highest published range of {range_text(highest_km)}; "
        f"the lowest is {range_text(lowest_km)}."
    )


def map_caption(lowest_km: float, highest_km: float) -> str:
    """Under a map: what the band is, and the rules that hold on every map."""
    which = "the published range."
    if lowest_km < highest_km:
        which = f"the highest published range. Thin line: the lowest, {range_text(lowest_km)}."
    return f"The band: within {range_text(highest_km)} of Ukraine’s recognised border, {which} {RULES}"


def maps_left_out(drawn: int, wanted: int) -> str:
    """A note where more systems were asked for than one page draws."""
    return f"Drawn are the first {drawn} of {wanted} maps. Choose fewer systems to see the others."


def no_range_note(system: str) -> str:
    """The note in place of a map if no range is published."""
    return f"{system}: no range is published, so there is no band to draw."


def not_drawn_note(system: str, highest_km: float) -> str:
    """In place of a map whose range the shapes do not hold."""
    return f"{system}: a published range of {range_text(highest_km)} reaches beyond the map’s shapes and is not drawn."


def domestic_note(system: str) -> str:
    """Beside a system that Ukraine makes itself."""
    return f"{system} is made in Ukraine. No supplier sets a rule for it."


def page_context(known: str) -> str:
    """The line under the page's title."""
    return (
        "Published range as a band around Ukraine’s recognised border, and the part of it in Russia that the "
        f"permissions of the day covered. {known}"
    )
