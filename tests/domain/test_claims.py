"""Claims: which figure is the headline and why, what is lowest and highest, what a map's band is."""

import csv
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from caveat.dataset import schema
from caveat.domain import claims
from caveat.domain.claims import Claim
from caveat.text import claims as words


@st.composite
def some_claims(draw: st.DrawFn) -> tuple[Claim, ...]:
    """Up to twelve claims on one attribute, of every qualifier, some without a number."""
    found = []
    for place in range(draw(st.integers(0, 12))):
        qualifier = draw(st.sampled_from(("exactly", "about", "up_to", "at_least", "between")))
        number = draw(st.sampled_from((150.0, 165.0, 250.0, 300.0)))
        low, high = {"up_to": (None, number), "at_least": (number, None), "between": (number, number + 50)}.get(
            qualifier, (number, number)
        )
        if draw(st.booleans()) and draw(st.booleans()):
            low = high = None
        year = draw(st.sampled_from(("2019", "2023-05", "2024-11-17")))
        found.append(
            Claim(
                f"c{place:02}", "s", "range_km", qualifier, low, high, "km", f"{number} km", "", "src", year, "", False
            )
        )
    return tuple(found)


@given(some_claims(), st.randoms())
def test_order_of_rows_changes_nothing(found, random):
    shuffled = tuple(random.sample(found, len(found)))
    assert claims.lowest_claim(found) == claims.lowest_claim(shuffled) and claims.highest_claim(
        found
    ) == claims.highest_claim(shuffled)
    if any(claim.value is not None for claim in found):
        assert claims.headline_claim(found) == claims.headline_claim(shuffled)


@given(some_claims())
def test_lowest_is_not_above_highest_and_the_headline_is_between(found):
    low, high, chosen = claims.lowest_claim(found), claims.highest_claim(found), claims.headline_claim(found)
    if low is None:
        assert high is None
        return
    assert low.floor <= high.value
    assert low.floor <= chosen.claim.floor and chosen.claim.value <= high.value


@given(some_claims())
def test_an_editors_mark_always_wins(found):
    if found:
        marked = (*found[:-1], Claim(**{**found[-1].__dict__, "chosen": True}))
        assert claims.headline_claim(marked).claim == marked[-1] and claims.headline_claim(marked).rule == "editor"


@given(some_claims())
def test_every_claim_has_words_that_keep_its_qualifier(found):
    for claim in found:
        text = words.claim_figure(claim)
        if claim.value is None:
            assert claim.value_as_published in text
        elif claim.qualifier == "up_to":
            assert text.startswith("up to ")
        elif claim.qualifier == "at_least":
            assert text.startswith(("more than ", "at least "))
        elif claim.qualifier == "about":
            assert text.startswith("about ")


def test_no_claims_have_no_headline():
    assert claims.headline_claim(()).claim is None and claims.headline_claim(()).rule == "none"
    assert claims.lowest_claim(()) is None and claims.highest_claim(()) is None


def test_every_marked_row_of_the_table_is_the_headline(dataset):
    with (schema.DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        marked = [row for row in csv.DictReader(file) if row["headline"] == "yes"]
    assert len(marked) == 14
    for row in marked:
        chosen = claims.headline_claim(claims.claims_of(dataset, row["system_id"], row["attribute"]))
        assert (chosen.claim.claim_id, chosen.rule) == (row["claim_id"], "editor")


def test_the_opposite_statements_on_one_missile_stay_opposite(dataset):
    found = {words.claim_figure(claim) for claim in claims.claims_of(dataset, "storm-shadow", "range_km")}
    assert {"up to 250 km", "more than 250 km"} <= found


def test_the_band_of_atacms_is_165_to_300_km(dataset):
    """306 km is 190 miles converted literally, 310 km rests on one aggregator: neither widens the band."""
    band = claims.range_band(dataset, "atacms")
    assert (band.lowest_km, band.headline_km, band.highest_km, band.highest_by) == (165, 300, 300, ())
    assert len(band.lowest_by) > 1
    assert max(claim.value for claim in claims.claims_of(dataset, "atacms", "range_km")) == 310


def test_a_map_is_filled_to_the_headline_and_says_who_claims_more(dataset):
    """By the day of a page: nobody had printed 560 km before Storm Shadow was given."""
    band = claims.range_band(dataset, "storm-shadow")
    assert (band.headline_km, band.highest_km, band.frame_km) == (250, 560, 560)
    assert {"Sky News", "TVN24"} <= set(band.highest_by)
    early = claims.range_band(dataset, "storm-shadow", date(2023, 5, 10))
    assert (early.headline_km, early.highest_km, early.frame_km, early.highest_by) == (250, 250, 560, ())


def test_a_minimum_range_is_no_reach(dataset):
    assert claims.lowest_claim(claims.claims_of(dataset, "gmlrs", "range_km")).floor == 60


def test_a_withheld_claim_is_not_shown(dataset):
    every = set(dataset["claims"]["claim_id"])
    seen = {
        claim.claim_id
        for system in dataset["systems"]["system_id"]
        for attribute in claims.ATTRIBUTES
        for claim in claims.claims_of(dataset, system, attribute)
    }
    assert every - seen == {"flamingo-fp5-length-01"}


def test_a_price_without_a_rate_is_shown_as_published(dataset):
    pounds = next(
        claim
        for claim in claims.claims_of(dataset, "storm-shadow", "unit_cost_usd")
        if claim.unit_as_published == "GBP"
    )
    assert pounds.value is None and pounds.value_as_published in words.claim_figure(pounds)
