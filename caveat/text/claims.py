"""Published figures in words: always with the qualifier, without a number as published."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.domain.claims import Claim
from caveat.text.english import and_list, counted

UNIT = {
    "range_km": "km",
    "warhead_kg": "kg",
    "unit_cost_usd": "US dollars",
    "length_m": "m",
    "mass_kg": "kg",
    "speed_mach": "Mach",
}
ATTRIBUTE = {
    "range_km": "Range",
    "warhead_kg": "Warhead",
    "unit_cost_usd": "Price of one",
    "length_m": "Length",
    "mass_kg": "Mass",
    "speed_mach": "Speed",
}
# Words of a page that make a floor "more than", not "at least".
_MORE_THAN = re.compile(r"more than|in excess|over|above|mehr als|plus de|oltre|über|\+|>", re.I)
NO_BREAK = "\u00a0"
KM_PER_MILE = 1.609344
HEADLINE_RULE = {
    "editor": "chosen by the editors as the figure of the maker or of the supplier",
    "most_published": "the figure that most sources state; among equals one that needed no conversion, then the newest",
    "only": "the only published figure",
    "none": "no figure is published",
}


def number_with_unit(value: float, attribute: str) -> str:
    """A number with its unit: "1,609 km", "Mach 0.8", "$1,500,000"."""
    if attribute == "speed_mach":
        return f"Mach {value:g}"
    if attribute == "unit_cost_usd":
        return f"${value:,.0f}"
    digits = (
        f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
    )
    return f"{digits} {UNIT[attribute]}"


def number_span(low: float, high: float, attribute: str) -> str:
    """Two numbers with one unit: "70 to 80 km", "Mach 0.6 to 0.95", "$1,000,000 to $1,500,000"."""
    first, last = number_with_unit(low, attribute), number_with_unit(high, attribute)
    if attribute == "speed_mach":
        return f"{first} to {last.removeprefix('Mach ')}"
    return f"{first.removesuffix(f' {UNIT[attribute]}')} to {last}"


def claim_figure(claim: Claim) -> str:
    """A claim with its qualifier: "up to 300 km", "more than 250 km"; as published if it has no number."""
    if claim.value is None:
        return f"{claim.value_as_published} (as published)"
    if claim.qualifier == "between" and claim.low is not None and claim.high is not None:
        return number_span(claim.low, claim.high, claim.attribute)
    floor = "more than" if _MORE_THAN.search(claim.value_as_published) else "at least"
    qualifier = {"up_to": "up to ", "at_least": f"{floor} ", "about": "about "}.get(claim.qualifier, "")
    return f"{qualifier}{number_with_unit(claim.value, claim.attribute)}"


def figure_and_miles(claim: Claim, unit: str = "miles") -> str:
    """A claim with its qualifier, a range in both units: "more than 250 km (155 miles)"."""
    ends = [claim.low, claim.high] if claim.qualifier == "between" else [claim.value]
    miles = " to ".join(f"{end / KM_PER_MILE:,.0f}" for end in ends if end is not None)
    in_miles = miles and claim.attribute == "range_km"
    return f"{claim_figure(claim)} ({miles}{NO_BREAK}{unit})" if in_miles else claim_figure(claim)


def headline_claim(dataset: Dataset, system_id: str) -> Claim | None:
    """The claim that is the headline range; None if the claims cannot be used or none is published."""
    if "claims" in dataset.broken:
        return None
    return claims.headline_claim(claims.claims_of(dataset, system_id, "range_km")).claim


def headline_range(dataset: Dataset, system_id: str) -> str:
    """The headline range for cards and rows: "up to 300 km"; "" if there is no usable claim."""
    claim = headline_claim(dataset, system_id)
    return claim_figure(claim) if claim else ""


def _ends(published: tuple[Claim, ...]) -> tuple[float, float] | None:
    """The lowest and the highest number of some claims; None if none has one."""
    low, high = claims.lowest_claim(published), claims.highest_claim(published)
    if low is None or high is None or low.floor is None or high.value is None:
        return None
    return low.floor, high.value


def figures_sentence(system: str, published: tuple[Claim, ...]) -> str:
    """A sentence on the figures of one system and attribute: headline, lowest, highest, number of claims."""
    headline = claims.headline_claim(published).claim
    if headline is None:
        return f"{system}: no figure is published."
    figure = claim_figure(headline)
    if len(published) == 1:
        return f"{system}: {figure}, in one published claim."
    if _ends(published) is None:
        every = "both" if len(published) == 2 else f"all {len(published)}"
        return f"{system}: {figure}; {every} published claims are in a currency that is not converted."
    numbered = tuple(claim for claim in published if claim.value is not None)
    unconverted = len(published) - len(numbered)
    more = f", and {unconverted} more in currencies that are not converted" if unconverted else ""
    return f"{system}: {figure}; {counted(len(numbered), 'published claim')} {_run(numbered)}{more}."


def _run(published: tuple[Claim, ...]) -> str:
    ends, single = _ends(published), len(published) == 1
    if ends is None:
        return "without a number"
    attribute = published[0].attribute
    if ends[0] == ends[1]:
        return f"{'states' if single else 'all state'} {number_with_unit(ends[0], attribute)}"
    return f"{'runs' if single else 'run'} from {number_span(*ends, attribute)}"


def claims_extent(published: tuple[Claim, ...]) -> str:
    """The number of claims and their extent: "17 claims, 241 km to 563 km"; prices may be counted only."""
    count, ends = counted(len(published), "claim"), _ends(published)
    if other := sum(claim.value is None for claim in published):
        several = f"{count}, {'all' if other == len(published) else other} in other currencies"
        return several if len(published) > 1 else count
    if ends is None or (ends[0] == ends[1] and len(published) == 1):
        return count
    attribute = published[0].attribute
    if ends[0] == ends[1]:
        return f"{count}, all {number_with_unit(ends[1], attribute)}"
    return f"{count}, {number_span(*ends, attribute)}"


def weak_points(published: tuple[Claim, ...], remark: str) -> list[str]:
    """What a reader must know of the range claims of a system.

    Floors that others print flat or as a ceiling, what the table `systems` remarks, minimum ranges.
    """
    sentences = [floor_sentence(published), remark]
    shortest = [claim for claim in published if claim.low is not None and claim.floor != claim.low]
    if shortest:
        low, high = (
            number_with_unit(shortest[0].low or 0, "range_km"),
            number_with_unit(shortest[0].high or 0, "range_km"),
        )
        sentences.append(f"“{claim_figure(shortest[0])}” counts as {high}: {low} is the shortest shot.")
    return [sentence for sentence in sentences if sentence]


def floor_sentence(published: tuple[Claim, ...]) -> str:
    """How others print a floor: "2 pages turn “more than 250 km” into “250 km” or “up to 250 km”."

    "" if the headline is no floor or nobody changed it.
    """
    headline = claims.headline_claim(published).claim
    flat, ceiling = claims.claims_repeating_floor(published)
    if headline is None or headline.low is None or not (flat or ceiling):
        return ""
    number = number_with_unit(headline.low, headline.attribute)
    changed = [f"“{form}{number}”" for form, rows in (("", flat), ("up to ", ceiling)) if rows]
    pages = counted(len(flat) + len(ceiling), "page turns", "pages turn")
    return f"{pages} “{claim_figure(headline)}” into {' or '.join(changed)}."


def tick_label(value: float, attribute: str, last: bool = True) -> str:
    """A number on a scale: short for money, and with its unit if it is the last of its scale."""
    if attribute == "unit_cost_usd" and value:
        return f"${value / 1e6:g}m" if value >= 1e5 else number_with_unit(value, attribute)
    if attribute == "speed_mach":
        return f"Mach {value:g}" if last else f"{value:g}"
    return (
        number_with_unit(value, attribute)
        if last
        else number_with_unit(value, attribute).removesuffix(f" {UNIT[attribute]}")
    )


def hover_lines(claim: Claim, publisher: str, headline: bool) -> list[str]:
    """The lines of a claim's hover label without its remarks: figure, wording, publisher and date."""
    figure = f"{claim_figure(claim)} (headline)" if headline else claim_figure(claim)
    when = spoken(claim.published) if claim.published else "undated"
    return [figure, f"“{claim.value_as_published}”", f"{publisher}, {when}"]


def chart_alt(attribute: str, sentences: list[str]) -> str:
    """The alternative text of the chart: what it shows, then one sentence a system."""
    return f"{ATTRIBUTE[attribute]} by every published figure. {' '.join(sentences)}"


def system_chart_alt(system: str, sentences: list[str]) -> str:
    """The alternative text of the chart on one system: what it shows, then one sentence a property."""
    return f"Every published figure on {system}. {' '.join(sentences)}"


HOW_TO_READ = (
    "One mark is one published claim. A filled dot: a flat figure. An open dot: “about”. An arrow: "
    "“more than”, a floor without a ceiling. "
    "A bar with a tail to the left: “up to”, a ceiling. A line between two bars: “from … to”. "
    "The first mark of each block, with its words, is the headline; the lowest and the highest claim name who says so. "
)
LOGARITHMIC = "The scale is logarithmic: each step to the right multiplies."
LINEAR = "The scale is linear and starts at zero."


def chart_caption(unnumbered: int, scale: str) -> str:
    """How to read the chart, how many prices it cannot place, and a sentence on its scale."""
    if not unnumbered:
        return f"{HOW_TO_READ}{scale}"
    prices = "One price is" if unnumbered == 1 else f"{unnumbered} prices are"
    return (
        f"{HOW_TO_READ}{prices} in another currency, without an exchange rate on the page. "
        f"{'It stands' if unnumbered == 1 else 'They stand'} in the table as published and not in the chart. {scale}"
    )


CONTEXT = "“More than” and “up to” are opposites."
# Outliers are named up to this number on each side of the headline; the others are counted.
NAMED_OUTLIERS = 3


def question(attribute: str, system: str = "") -> str:
    """What the page asks about a property, of one system if it shows no other."""
    if attribute != "range_km":
        return f"{ATTRIBUTE[attribute]}{f' of {system}' if system else ''}: what is published?"
    return f"How far does {system} reach?" if system else "How far do they reach?"


def figures_age(newest: date | None) -> str:
    """How old the figures are: they are of all dates."""
    return f"Figures of all dates, the newest of {spoken(newest)}; the day changes nothing here." if newest else ""


def figures_headline(attribute: str, lanes: Sequence[tuple[str, tuple[Claim, ...]]]) -> str:
    """The figures of one or several systems on a property in a sentence, without a full stop."""
    chosen = [(name, headline) for name, published in lanes if (headline := claims.headline_claim(published).claim)]
    numbered = sorted(
        ((name, claim) for name, claim in chosen if claim.value is not None), key=lambda each: each[1].value or 0
    )
    if len(numbered) < 2 or len(chosen) == 1:
        (name, claim), published = (numbered or chosen)[0], dict(lanes)
        verb = f"{name} reaches" if attribute == "range_km" else f"{ATTRIBUTE[attribute]} of {name}:"
        return f"{verb} {figure_and_miles(claim)}{_disagreement(published[name])}"
    (low_name, low), (high_name, high) = numbered[0], numbered[-1]
    many = f"{len(numbered)} systems shown"
    what = "Published ranges" if attribute == "range_km" else ATTRIBUTE[attribute]
    return f"{what} of the {many}: from {claim_figure(low)} ({low_name}) to {claim_figure(high)} ({high_name})"


def spread_sentence(lanes: Sequence[tuple[str, tuple[Claim, ...]]]) -> str:
    """That the title has headline figures, and how far the single claims behind them go."""
    every = tuple(claim for _, published in lanes for claim in published if claim.value is not None)
    single = f" Single claims {_run(every)}." if len(every) > 1 else ""
    return f"These are the headline figures.{single} {CONTEXT}"


def _disagreement(published: tuple[Claim, ...]) -> str:
    """How many claims say less or more than the headline: "; 4 of 15 claims say less"."""
    lower, higher = claims.outliers(published)
    sides = [(len(rows), word) for rows, word in ((lower, "less"), (higher, "more")) if rows]
    if not sides:
        return ""
    (first, word), *others = sides
    said = f"{first} of {counted(len(published), 'claim')} {'says' if first == 1 else 'say'} {word}"
    return f"; {said}{''.join(f', {number} {more}' for number, more in others)}"


def spans_title(attribute: str) -> str:
    """What the chart of all systems shows."""
    return f"{ATTRIBUTE[attribute]}: headline figure, and what all published claims say"


def spans_frame(lanes: Sequence[tuple[str, tuple[Claim, ...]]]) -> pd.DataFrame:
    """The chart of all systems as a table."""
    rows = []
    for name, published in lanes:
        chosen = claims.headline_claim(published).claim
        if chosen:
            rows.append((name, figure_and_miles(chosen), claims_extent(published)))
    return pd.DataFrame(rows, columns=["System", "Headline figure", "All published claims"])


def outliers_sentence(published: tuple[Claim, ...], publishers: Mapping[str, str]) -> str:
    """Who says less than the headline figure, and who more; that nobody does."""
    told = [
        f"{word}: {_named(rows, publishers)}."
        for word, rows in zip(("Less", "More"), claims.outliers(published), strict=True)
        if rows
    ]
    return " ".join(told) or "No published claim says less or more."


def _named(rows: tuple[Claim, ...], publishers: Mapping[str, str]) -> str:
    named = [
        f"{claim_figure(claim)} ({publishers.get(claim.source_id, claim.source_id)}"
        f"{f', {spoken(claim.published)}' if claim.published else ''})"
        for claim in rows[:NAMED_OUTLIERS]
    ]
    rest = len(rows) - len(named)
    return and_list([*named, *([f"{rest} more"] if rest else [])])


NO_CHART = "No published figure has a number that a chart can place. What was found stands in the table."


def chart_title(attribute: str) -> str:
    """The heading over the chart."""
    return f"{ATTRIBUTE[attribute]}: every published claim"


def table_caption(subject: str, many: int) -> str:
    """The caption of the table of claims on a property or a system."""
    return f"{subject}: {counted(many, 'published claim')}, as worded by each source"


def table_title(many: int) -> str:
    """The label that opens the table of claims."""
    return "The claim as a table, with its source" if many == 1 else f"All {many} claims as a table, with their sources"


OWN_SCALES = "Each property has a scale of its own, from zero."
VARIANTS = "Claims that name a variant stand with it; the family has those that name none, or that cover all."
