"""Reach in words: labels on the map, caption, method."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal

from caveat.dataset.case_settings import MapSettings
from caveat.dataset.partial_dates import spoken_long
from caveat.domain.case import Territory
from caveat.domain.claims import Claim, RangeBand
from caveat.domain.geography import Geography
from caveat.domain.reach import Permission
from caveat.text.claims import KM_PER_MILE, NO_BREAK, figure_and_miles
from caveat.text.english import and_list, capital_first, possessive
from caveat.text.labels import CERTAINTY, STATUS


def range_text(range_km: float) -> str:
    """A range: "300 km", "1,609 km"."""
    return f"{range_km:,.0f} km"


def range_and_miles(range_km: float, unit: str = "miles") -> str:
    """A range in both units: "300 km (186 miles)"; "300 km (186 mi)" where room is short."""
    return f"{range_text(range_km)} ({range_km / KM_PER_MILE:,.0f}{NO_BREAK}{unit})"


def area_km2_text(area_km2: float) -> str:
    """An area rounded to 100 km²: "30,200 km²"; "under 100 km²" if it is smaller."""
    return f"{round(area_km2, -2):,.0f} km²" if area_km2 >= 100 else "under 100 km²"


def percent_text(value: float) -> str:
    """A share: "6%"; no share is rounded to nothing or to all."""
    if 0 < value < 1:
        return "less than 1%"
    if 99 < value < 99.95:
        return "more than 99%"
    return f"{value:.0f}%"


def rule_text(state: Permission) -> str:
    """What a rule says and how sure that is: "allowed (reported)"; "no record" has no certainty."""
    certainty = CERTAINTY.get(state.certainty, "")
    return f"{STATUS[state.status]} ({certainty})" if certainty else STATUS[state.status]


def area_label(land: Geography, territories: Collection[str], state: Permission, whole: bool = False) -> str:
    """The label on an area of the map: "Kursk area: allowed (reported)".

    A territory that lies in another one of the area is not named. `whole`: the area is all that the map draws.
    """
    known = land.territories
    named = [known[territory] for territory in known if territory in territories]
    named = [area for area in named if not set(area.path[1:]) & set(territories)]
    place = and_list([area.short_name for area in named])
    if whole and any(land.settings.opposite in area.shapes for area in named):
        place = capital_first(land.settings.opposite_name)
    return f"{place}: {rule_text(state)}"


def area_hover(label: str, area_km2: float, range_km: float) -> str:
    """What pointing at an area says."""
    return f"{label}<br>{area_km2_text(area_km2)} within {range_and_miles(range_km)}"


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


def drawing_rules(land: Geography) -> tuple[str, ...]:
    """What holds on every map, in sentences: how areas are drawn, whose border is shown, what is left out."""
    noted = [land.territories[territory] for territory in land.drawn]
    clauses = [f"{area.as_noun} as {area.shape_note}" for area in noted if area.shape_note]
    sentences = [
        "No supplier published a map of these areas.",
        f"We draw {and_list(clauses)}." if clauses else "",
        land.settings.note,
        "No front line is drawn." if land.at_home else "",
        "Policy level only: no targets, units or launch places.",
    ]
    return tuple(sentence for sentence in sentences if sentence)


def headline_label(headline: Claim) -> str:
    """The label of the edge to which a map is filled: "more than 250 km (155 mi)"."""
    return figure_and_miles(headline, "mi")


def lowest_label(band: RangeBand) -> str:
    """The label of the thin inner line; the key says what it is."""
    return f"from {range_and_miles(band.lowest_km, 'mi')}"


def line_meanings(band: RangeBand) -> dict[Literal["lowest", "highest"], str]:
    """What the lines inside and outside of the filling are, for those that are drawn; the same wherever it is told."""
    found: dict[Literal["lowest", "highest"], str] = {}
    if band.lowest_km < band.headline_km:
        kind = "lowest range that two publishers or more give" if band.lowest_by else "low end of the published range"
        found["lowest"] = f"{kind}: {range_and_miles(band.lowest_km)}"
    if band.highest_km > band.headline_km:
        found["highest"] = f"highest range that two publishers or more give: {range_and_miles(band.highest_km)}"
    return found


def highest_label(band: RangeBand) -> str:
    """The label of the outer line, with those who say it."""
    return f"{range_and_miles(band.highest_km, 'mi')}: {publishers_text(band.highest_by)}"


def publishers_text(publishers: Sequence[str]) -> str:
    """Who says it: all of up to three, else the first two and how many more."""
    shown = publishers if len(publishers) <= 3 else [*publishers[:2], f"{len(publishers) - 2} more"]
    return and_list(list(shown))


def page_question(day: date) -> str:
    """The question that the page answers."""
    return f"What was in range, and what was allowed, on {spoken_long(day)}?"


def page_headline(headline: str) -> str:
    """The title of the page, told apart from that of the front page."""
    return f"Map: {headline}"


def map_title(system: str, country: str, headline: str) -> str:
    """The heading of one map: "ATACMS, United States: up to 300 km"."""
    whose = f"{system}, {country}"
    return f"{whose}: {headline}" if headline else whose


def border(settings: MapSettings) -> str:
    """The border that ranges are counted from: "Ukraine’s recognised border"."""
    return f"{possessive(settings.home_name)} recognised border"


def table_caption(settings: MapSettings, system: str, range_km: float) -> str:
    """The caption of the table under a map."""
    return f"{system}: rules and areas within {range_and_miles(range_km)} of {border(settings)}"


def table_area(area_km2: float) -> str:
    """An area in a table: "30,200", "under 100", "0"."""
    return "0" if area_km2 == 0 else area_km2_text(area_km2).removesuffix(" km²")


def drawn_ranges_sentences(system: str, band: RangeBand) -> list[str]:
    """The ranges that a map draws."""
    sentences = [f"{system} is drawn with its published range, {figure_and_miles(band.headline)}."]
    meanings = line_meanings(band)
    if "highest" in meanings:
        sentences.append(
            f"A line without filling marks the {meanings['highest']}, by {publishers_text(band.highest_by)}."
        )
    if "lowest" in meanings:
        sentences.append(f"A thin line marks the {meanings['lowest']}.")
    return sentences


def drawn_lines_remark(band: RangeBand) -> str:
    """What the map has beside the headline figure, for pages with every claim; "" if nothing."""
    meanings = list(line_meanings(band).values())
    return f"Lines on the map: {'; '.join(meanings)}." if meanings else ""


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


def dated_title(system: str, day: date) -> str:
    """The title of a map beside that of another day: "ATACMS on 16 November 2024"."""
    return f"{system} on {spoken_long(day)}"
