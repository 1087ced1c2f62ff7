"""Reach in words: labels on the map, caption, method."""

from collections.abc import Collection

from caveat.dataset.case_settings import MapSettings
from caveat.domain.case import Territory
from caveat.domain.geography import Geography
from caveat.domain.reach import Permission
from caveat.text.english import and_list, possessive
from caveat.text.labels import CERTAINTY, STATUS

HOW_TO_READ = (
    "Solid: covered by the permissions of the day. Dotted: with conditions or case by case. Hatched: "
    "within the highest published range, and not allowed or unclear; "
    "the label says which. Outlined only: no record. The outline is solid for official, "
    "dashed for reported, dotted for inferred."
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


def area_label(
    land: Geography, territories: Collection[str], state: Permission, range_km: float, whole: bool = False
) -> str:
    """The label on an area of the map: "Kursk area: allowed (reported)".

    A territory that lies in another one of the area is not named. `whole`: the area is all that the map draws.
    """
    known = land.territories
    named = [known[territory] for territory in known if territory in territories]
    named = [area for area in named if not set(area.path[1:]) & set(territories)]
    place = and_list([area.short_name for area in named])
    if any(land.settings.opposite in area.shapes for area in named):
        reach = range_text(range_km)
        place = f"{land.settings.opposite_name} within {reach}" if whole else f"{place}, within {reach}"
    return f"{place}: {rule_text(state)}"


def area_hover(label: str, area_km2: float, range_km: float) -> str:
    """What pointing at an area says."""
    return f"{label}<br>{area_km2_text(area_km2)} within {range_text(range_km)}"


def home_label(area: Territory, state: Permission) -> str:
    """The label of an area in the home country; it is on the whole country, as no front line is drawn."""
    return f"{area.heading}: {rule_text(state)}"


def row_label(land: Geography, territory: str) -> str:
    """An area in the table under the map, with its drawing convention."""
    area = land.territories[territory]
    name = area.heading if territory in land.at_home else area.short_name
    return f"{name} ({area.shape_note})" if area.shape_note else name


def total_label(settings: MapSettings) -> str:
    """The last row of the table under the map."""
    return f"All {settings.opposite_adjective} land within range"


def drawing_rules(land: Geography) -> str:
    """What holds on every map: how areas are drawn, whose border is shown, what is left out."""
    noted = [land.territories[territory] for territory in land.drawn]
    clauses = [f"{area.shape_note} as {area.as_noun}" for area in noted if area.shape_note]
    sentences = [
        "No supplier published a map of these areas.",
        f"Drawn here: {', and '.join(part for part in (', '.join(clauses[:-1]), clauses[-1]) if part)}."
        if clauses
        else "",
        land.settings.note,
        "No front line is drawn." if land.at_home else "",
        "Policy level only.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def lowest_label(lowest_km: float) -> str:
    """The label of the thin inner line."""
    return f"lowest published: {range_text(lowest_km)}"


def map_title(system: str, country: str, headline: str) -> str:
    """The heading of one map: "ATACMS, United States: up to 300 km"."""
    whose = f"{system}, {country}"
    return f"{whose}: {headline}" if headline else whose


def border(settings: MapSettings) -> str:
    """The border that ranges are counted from: "Ukraine’s recognised border"."""
    return f"{possessive(settings.home_name)} recognised border"


def table_caption(settings: MapSettings, system: str, highest_km: float) -> str:
    """The caption of the table under a map."""
    return f"{system}: rules and areas within {range_text(highest_km)} of {border(settings)}"


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


def map_caption(land: Geography, lowest_km: float, highest_km: float) -> str:
    """Under a map: what the band is, and the rules that hold on every map."""
    which = "the published range."
    if lowest_km < highest_km:
        which = f"the highest published range. Thin line: the lowest, {range_text(lowest_km)}."
    band = f"The band: within {range_text(highest_km)} of {border(land.settings)}"
    return f"{band}, {which} {drawing_rules(land)}"


def maps_left_out(drawn: int, wanted: int) -> str:
    """A note where more systems were asked for than one page draws."""
    return f"Drawn are the first {drawn} of {wanted} maps. Choose fewer systems to see the others."


def no_range_note(system: str) -> str:
    """The note in place of a map if no range is published."""
    return f"{system}: no range is published, so there is no band to draw."


def no_area_note(settings: MapSettings) -> str:
    """In place of a map if no area has a shape."""
    return f"No area in {settings.opposite_name} has a shape, so there is nothing to draw."


def not_drawn_note(system: str, highest_km: float) -> str:
    """In place of a map whose range the shapes do not hold."""
    return f"{system}: a published range of {range_text(highest_km)} reaches beyond the map’s shapes and is not drawn."


def domestic_note(system: str, maker: str) -> str:
    """Beside a system that the recipient makes itself."""
    return f"{system} is made in {maker}. No supplier sets a rule for it."


def page_context(settings: MapSettings, known: str) -> str:
    """The line under the page's title."""
    return (
        f"Published range as a band around {border(settings)}, and the part of it in {settings.opposite_name} that the "
        f"permissions of the day covered. {known}"
    )
