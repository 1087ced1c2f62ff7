"""Published figures as claims: the headline and its rule, the lowest, the highest, the band on maps."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.records import text_fields
from caveat.dataset.schema import CLAIM_UNITS
from caveat.dataset.sources import sources_by_id
from caveat.dataset.tables import Dataset

ATTRIBUTES = tuple(CLAIM_UNITS)
Rule = Literal["editor", "only", "most_published", "none"]


@dataclass(frozen=True)
class Claim:
    """A published figure. `low` and `high` are in the attribute's unit.

    `up_to` has only a high, `at_least` only a low; both are None for a price without an exchange rate.
    """

    claim_id: str
    system_id: str
    attribute: str
    qualifier: str
    low: float | None
    high: float | None
    unit_as_published: str
    value_as_published: str
    variant_note: str
    source_id: str
    published: str
    note: str
    chosen: bool

    @property
    def value(self) -> float | None:
        """The one number that places the claim on a scale: its high, else its low."""
        return self.high if self.high is not None else self.low

    @property
    def floor(self) -> float | None:
        """The lowest number that the claim states as a reach.

        The low end of "15-84 km" is left out if the note calls it a minimum range, which is no reach.
        """
        minimum = "minimum range" in f"{self.variant_note} {self.note}"
        return self.low if self.low is not None and not (minimum and self.high is not None) else self.high


@dataclass(frozen=True)
class Headline:
    """The headline figure of a system and an attribute, with the rule that chose it.

    `claim` is None if nothing is published.
    """

    claim: Claim | None
    rule: Rule
    claims: int


@dataclass(frozen=True)
class RangeBand:
    """The range of a system on maps, in km: filled to the headline figure, with a line at the lowest and the highest.

    `highest_by` has those who print the highest, the weightiest first; () if none is higher than the headline.
    `lowest_by` has those who print the lowest; () if that is the headline or its own low end.
    `frame_km` is the highest figure of all dates: what the map has room for, so that it stays from day to day.
    """

    lowest_km: float
    highest_km: float
    frame_km: float
    headline: Claim
    highest_by: tuple[str, ...] = ()
    lowest_by: tuple[str, ...] = ()

    @property
    def headline_km(self) -> float:
        """The number of the headline figure, as cards and the matrix print it."""
        return self.headline.value or 0.0


@memoized(4)
def _claims_index(dataset: Dataset) -> dict[tuple[str, str], tuple[Claim, ...]]:
    claims_by_key: dict[tuple[str, str], list[Claim]] = {}
    for row in shown_claims(dataset["claims"]).to_dict("records"):
        claim = _parse_claim(row)
        claims_by_key.setdefault((claim.system_id, claim.attribute), []).append(claim)
    return {key: tuple(claims) for key, claims in claims_by_key.items()}


def shown_claims(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that pages may show; docs/data-decisions.md says why a row is withheld."""
    return claims[claims["shown"] != "no"]


def _parse_claim(row: dict[str, object]) -> Claim:
    low, high = (None if pd.isna(row[column]) else float(row[column]) for column in ("value_low", "value_high"))  # type: ignore[arg-type]
    return Claim(**text_fields(Claim, row), low=low, high=high, chosen=row["headline"] == "yes")


def claims_of(dataset: Dataset, system_id: str, attribute: str) -> tuple[Claim, ...]:
    """The claims on an attribute of a system, in the order of the file. UnusableTable if unusable."""
    return _claims_index(dataset).get((system_id, attribute), ())


def claims_of_family(dataset: Dataset, system_id: str, attribute: str) -> tuple[Claim, ...]:
    """The claims on a system and, if it is a family, on its variants.

    Its own come first, then the variants' in the order of the table `systems`.
    """
    systems = dataset["systems"]
    variants = systems["system_id"][systems["family_id"] == system_id]
    return tuple(claim for member_id in (system_id, *variants) for claim in claims_of(dataset, member_id, attribute))


def headline_claim(claims: tuple[Claim, ...]) -> Headline:
    """The headline of claims on one system and attribute.

    Rule "editor": the row that the editors marked. If none is marked: "only", or "most_published": the figure
    (qualifier, low, high) that most rows state;
    among equals one published in the property's own unit comes before one that was converted, then the newest.
    Prices in a currency without a rate are compared as they are worded, and only where no row has a number.
    """
    marked = [claim for claim in claims if claim.chosen]
    if marked:
        return Headline(marked[0], "editor", len(claims))
    if not claims:
        return Headline(None, "none", 0)
    if len(claims) == 1:
        return Headline(claims[0], "only", 1)
    candidates = [claim for claim in claims if claim.value is not None] or list(claims)
    counts = Counter(_figure_key(claim) for claim in candidates)
    best = max(
        candidates,
        key=lambda claim: (
            counts[_figure_key(claim)],
            claim.unit_as_published in (CLAIM_UNITS[claim.attribute][0], "t"),  # a tonne is 1,000 kg: no conversion
            claim.published,
            claim.claim_id,
        ),
    )
    return Headline(best, "most_published", len(claims))


def _figure_key(claim: Claim) -> tuple[object, ...]:
    """What makes two claims the same figure."""
    return (claim.value_as_published,) if claim.value is None else (claim.qualifier, claim.low, claim.high)


def lowest_claim(claims: tuple[Claim, ...]) -> Claim | None:
    """The claim with the lowest stated number; None if no claim states one."""
    stated = [claim for claim in claims if claim.floor is not None]
    return min(stated, key=lambda claim: (claim.floor, claim.claim_id), default=None)


def highest_claim(claims: tuple[Claim, ...]) -> Claim | None:
    """The claim with the highest stated number; None if no claim states one.

    "More than 250 km" counts as 250 km: it states no maximum.
    """
    stated = [claim for claim in claims if claim.value is not None]
    return max(stated, key=lambda claim: (claim.value, claim.claim_id), default=None)


def outliers(claims: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims below the headline figure, the lowest first, and those above it, the highest first."""
    chosen = headline_claim(claims).claim
    if chosen is None or chosen.value is None:
        return (), ()
    number = chosen.value
    stated = sorted(
        (claim for claim in claims if claim.value is not None), key=lambda claim: (claim.value, claim.claim_id)
    )
    lower = tuple(claim for claim in stated if claim.value is not None and claim.value < number)
    return lower, tuple(claim for claim in reversed(stated) if claim.value is not None and claim.value > number)


def claims_repeating_floor(claims: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that print the number of an "at least" headline as a flat figure, and as a maximum.

    For "more than 250 km": those with "250 km" or "about 250 km", and those with "up to 250 km"; else two empty tuples.
    """
    chosen = headline_claim(claims).claim
    if chosen is None or chosen.qualifier != "at_least":
        return (), ()
    same = [claim for claim in claims if claim.high == chosen.low]
    return tuple(claim for claim in same if claim.qualifier in ("exactly", "about")), tuple(
        claim for claim in same if claim.qualifier == "up_to"
    )


def range_band(dataset: Dataset, system_id: str, day: date | None = None) -> RangeBand | None:
    """The published ranges of a system on maps; None if no range is published.

    From the lowest to the highest figure that at least two publishers print in kilometres, the headline included.
    `day` leaves out the other figures that were published later: nothing but the headline is shown before its time.

    A figure of a single publisher and a conversion of rounded miles (306 km for "190 miles") are on /compare
    but draw no line.
    """
    chosen = headline_claim(claims_of(dataset, system_id, "range_km")).claim
    if chosen is None or chosen.value is None or chosen.floor is None:
        return None
    everyone = _agreed_ranges(_printed_ranges(dataset, system_id), date.max)
    agreed = _agreed_ranges(_printed_ranges(dataset, system_id), day or date.max)
    lowest, highest = min([chosen.floor, *agreed]), max([chosen.value, *agreed])
    frame = max([chosen.value, *everyone])
    highest_by = agreed[highest] if highest > chosen.value else ()
    return RangeBand(lowest, highest, frame, chosen, highest_by, agreed[lowest] if lowest < chosen.floor else ())


def _agreed_ranges(printed: Iterable[tuple[float, str, date]], day: date) -> dict[float, tuple[str, ...]]:
    """The ranges that at least two print by a day, each with those who do."""
    publishers: dict[float, list[str]] = {}
    for number, publisher, published in printed:
        if published <= day and publisher not in publishers.setdefault(number, []):
            publishers[number].append(publisher)
    return {number: tuple(who) for number, who in publishers.items() if len(who) > 1}


@memoized(64)
def _printed_ranges(dataset: Dataset, system_id: str) -> tuple[tuple[float, str, date], ...]:
    """Each range that a page prints in kilometres, whose words they are, the page's day; the weightiest first."""
    known = sources_by_id(dataset)
    claims = [claim for claim in claims_of(dataset, system_id, "range_km") if claim.unit_as_published == "km"]
    claims.sort(key=lambda claim: -known[claim.source_id].weight if claim.source_id in known else 0)
    return tuple(
        (
            number,
            known[claim.source_id].author if claim.source_id in known else claim.source_id,
            first_day(claim.published) if claim.published else date.min,
        )
        for claim in claims
        for number in {claim.floor, claim.high} - {None}
        if number is not None
    )
