"""Published numbers of pieces: when they count, and which of them cannot both be true."""

import math
from datetime import date

import pytest

from caveat.domain import quantities
from caveat.domain.quantities import Quantity
from tests.support import reference


def quantity(what="delivered_total", low=None, high=None, words="40", **fields):
    values = {
        "quantity_id": f"{what}-{words}",
        "system_ids": ("atacms",),
        "suppliers": ("US",),
        "what": what,
        "qualifier": "exactly",
        "low": low,
        "high": high,
        "value_as_published": words,
        "speaker": "",
        "source_id": "",
        "published": "2025",
        "certainty": "reported",
        "note": "",
    }
    return Quantity(**values | fields)


def test_every_row_is_read_as_it_stands(dataset):
    rows = {row.quantity_id: row for row in quantities.all_quantities(dataset)}
    assert set(rows) == {row["quantity_id"] for row in reference.rows("quantities")}
    for row in reference.rows("quantities"):
        read = rows[row["quantity_id"]]
        assert [read.low, read.high] == [float(row[c]) if row[c] else None for c in ("value_low", "value_high")]
        assert ";".join(read.system_ids) == row["system_ids"]
        assert read.has_number == bool(row["qualifier"])


def test_a_number_counts_from_its_publication(dataset):
    before, on_the_day = (
        quantities.quantities_of(dataset, "atacms", day) for day in (date(2025, 3, 12), date(2025, 3, 13))
    )
    assert {row.quantity_id for row in on_the_day} - {row.quantity_id for row in before} == {
        "q-atacms-202503-total",
        "q-atacms-202501-left-0",
    }


def test_an_undated_page_counts_when_all_dated_ones_do(dataset):
    newest = max(reference.first_day(row["published"]) for row in reference.rows("quantities") if row["published"])
    undated = {row["quantity_id"] for row in reference.rows("quantities") if not row["published"]}
    every = {
        row.quantity_id
        for family in quantities.counted_families(dataset)
        for row in quantities.quantities_of(dataset, family, newest)
    }
    assert undated <= every
    assert not undated & {row.quantity_id for row in quantities.quantities_of(dataset, "atacms", date(2025, 1, 1))}


def test_variants_count_with_their_family(dataset):
    rows = quantities.quantities_of(dataset, "atacms", date(2026, 11, 1))
    assert {"atacms", "atacms-m39"} <= {system_id for row in rows for system_id in row.system_ids}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (quantity(high=39), quantity(words="hundreds", qualifier=""), True),
        (quantity(high=39), quantity(words="several hundred", qualifier=""), True),
        (quantity(high=39), quantity("delivered_batch", low=101), True),
        (quantity(high=39), quantity("delivered_batch", low=20, high=20), False),
        (quantity(low=40, high=40), quantity(low=45, high=45, qualifier="about"), False),
        (quantity(low=40, high=40), quantity(low=80, high=80, qualifier="about"), True),
        (quantity("delivered_batch", low=20, high=20), quantity("delivered_batch", low=24, high=24), False),
        (quantity(high=39), quantity(words="hundreds", qualifier="", suppliers=("GB",)), False),
        (quantity(high=39), quantity(low=201, system_ids=("atacms", "gmlrs")), False),
        (quantity(high=39), quantity(words="a significant number", qualifier=""), False),
        (quantity(high=39), quantity("left", low=50, high=50), False),
    ],
)
def test_numbers_that_cannot_both_be_true(first, second, expected):
    assert bool(quantities.contradictions((first, second))) is expected
    assert bool(quantities.contradictions((second, first))) is expected


def test_words_have_no_upper_bound():
    assert quantity(words="hundreds", qualifier="").bounds == (200, math.inf)
    assert quantity(words="a small number", qualifier="").bounds == (0, math.inf)


def test_no_government_gave_a_total(dataset):
    for family in quantities.counted_families(dataset):
        assert not quantities.official_totals(quantities.quantities_of(dataset, family, date(2026, 11, 1)))
    assert quantities.official_totals((quantity(certainty="official"), quantity()))[0].certainty == "official"
