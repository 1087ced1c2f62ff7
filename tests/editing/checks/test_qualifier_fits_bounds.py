"""A qualifier that the two values contradict is found."""

import pytest

from caveat.editing.checks.qualifier_fits_bounds import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


NAN = float("nan")


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("up_to", 300, 300),
        ("up_to", NAN, NAN),
        ("at_least", 300, 300),
        ("at_least", NAN, 300),
        ("exactly", 300, NAN),
        ("exactly", 299, 300),
        ("about", NAN, 300),
        ("between", 300, 300),
        ("between", 300, NAN),
    ],
)
def test_found(altered, line, qualifier, low, high):
    broken = altered("claims", "atacms-range-01", qualifier=qualifier, value_low=low, value_high=high)
    assert places(rule(broken)) == [("data/claims.csv", line("claims", "atacms-range-01"), "qualifier")]


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("up_to", NAN, 300), ("at_least", 300, NAN), ("exactly", 300, 300), ("about", 300, 300), ("between", 299, 300)],
)
def test_passes(altered, qualifier, low, high):
    assert places(rule(altered("claims", "atacms-range-01", qualifier=qualifier, value_low=low, value_high=high))) == []


def test_a_price_that_was_not_converted_needs_its_amount_in_the_note(altered, line):
    place = ("data/claims.csv", line("claims", "storm-shadow-cost-02"), "qualifier")
    assert places(rule(altered("claims", "storm-shadow-cost-02", note="no figure"))) == [place]
    assert places(rule(altered("claims", "storm-shadow-cost-02", note="amount=2200000 EUR"))) == [place]
