"""Figures that contradict their bounds, qualifier, unit, wording, source or system are found."""

import pytest

from caveat.editing.checks import figures

NAN = float("nan")
RANGE = ("claims", "atacms-range-01")
ERAM = ("claims", "eram-range-01")
COST = ("claims", "storm-shadow-cost-02")
QUANTITY = ("quantities", "q-atacms-202404-nyt")


@pytest.mark.parametrize(
    ("rule", "row", "cells", "columns"),
    [
        (figures.headline_is_single, RANGE, {"headline": ""}, ["headline"]),
        (figures.headline_is_single, RANGE, {"shown": "no"}, ["headline"]),
        (figures.low_is_not_above_high, ("transfers", "fr-scalp-t-20241119"), {"quantity_low": 13.0}, ["quantity_low"]),
        (figures.low_is_not_above_high, ERAM, {"value_high": NAN}, []),
        # A price that was not converted needs its amount in the note.
        (figures.qualifier_fits_bounds, COST, {"note": "no figure"}, ["qualifier"]),
        (figures.qualifier_fits_bounds, COST, {"note": "amount=2200000 EUR"}, ["qualifier"]),
        (figures.unit_fits_property, RANGE, {"unit_as_published": "lb"}, ["unit_as_published"]),
        (figures.value_matches_wording, RANGE, {"value_high": 3000.0}, ["value_high"]),
        (
            figures.value_matches_wording,
            ("claims", "atacms-range-12"),
            {"value_low": 190.0, "value_high": 305.8},  # miles left unconverted
            ["value_low"],
        ),
        (
            figures.value_matches_wording,
            RANGE,
            {"value_as_published": "a very long way", "value_high": 3000.0},
            [],
        ),
        # What a German spreadsheet makes of “4,000”.
        (
            figures.value_matches_wording,
            ("quantities", "q-atacms-made-4000"),
            {"value_as_published": "4"},
            ["value_low", "value_high"],
        ),
        (figures.value_matches_wording, QUANTITY, {"value_as_published": "dozens"}, []),
        (figures.qualifier_fits_bounds, QUANTITY, {"value_high": 200.0}, ["qualifier"]),  # a floor with a ceiling
        (figures.qualifier_fits_bounds, QUANTITY, {"qualifier": ""}, ["qualifier"]),  # words only, and yet a number
        (figures.qualifier_fits_bounds, QUANTITY, {"qualifier": "", "value_low": NAN}, []),
        (figures.qualifier_fits_bounds, QUANTITY, {"value_low": NAN}, ["qualifier"]),
        (figures.published_with_source, QUANTITY, {"published": "2024-04-25"}, ["published"]),
        (figures.share_is_percent, ("aid", "aid-20220601-us-pda"), {"currency": "PCT_GDP"}, ["currency"]),
    ],
)
def test_a_wrong_figure_is_found(columns_of, rule, row, cells, columns):
    assert columns_of(rule, *row, **cells) == columns


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "fits"),
    [
        *(("up_to", 300, 300, False), ("up_to", NAN, NAN, False), ("up_to", NAN, 300, True)),
        *(("at_least", 300, 300, False), ("at_least", NAN, 300, False), ("at_least", 300, NAN, True)),
        *(("exactly", 300, NAN, False), ("exactly", 299, 300, False), ("exactly", 300, 300, True)),
        *(("about", NAN, 300, False), ("about", 300, 300, True)),
        *(("between", 300, 300, False), ("between", 300, NAN, False), ("between", 299, 300, True)),
    ],
)
def test_the_qualifier_says_which_bounds_are_filled(columns_of, qualifier, low, high, fits):
    cells = {"qualifier": qualifier, "value_low": low, "value_high": high}
    assert columns_of(figures.qualifier_fits_bounds, *RANGE, **cells) == ([] if fits else ["qualifier"])


def test_a_second_headline_is_found_and_the_first_is_named(errors_of):
    [error] = errors_of(figures.headline_is_single, "claims", "atacms-range-02", headline="yes")
    assert error.column == "headline"
    assert "atacms-range-01" in error.expected


def test_a_headline_that_is_no_range_is_found(columns_of):
    assert "headline" in columns_of(figures.headline_is_single, "claims", "atacms-length-01", headline="yes")


def test_a_lowest_value_above_the_highest_is_told_with_both(errors_of):
    [error] = errors_of(figures.low_is_not_above_high, *ERAM, value_low=460.0)
    assert (error.column, error.found, error.expected) == ("value_low", '"460"', "no more than value_high (450)")


def test_a_figure_with_another_date_than_its_source_is_found(errors_of):
    [error] = errors_of(figures.published_with_source, "claims", "atacms-m39-range-01", published="2000-11")
    assert error.column == "published"
    assert error.expected.startswith('"2000-10"')


def test_a_share_in_euro_or_above_100_is_found(columns_of, dataset):
    aid = dataset["aid"]
    share = aid.loc[aid["currency"] == "PCT_GDP", "figure_id"].iloc[0]
    assert columns_of(figures.share_is_percent, "aid", share, currency="EUR") == ["currency"]
    assert columns_of(figures.share_is_percent, "aid", share, value=101.0) == ["value"]
