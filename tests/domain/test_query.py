"""Addresses: what they say comes back, and what they say wrongly falls back with a note."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.domain.query import QueryBounds, View, parse_query, view_query

BOUNDS = QueryBounds(
    default=date(2026, 3, 13), latest=date(2026, 11, 22), systems=("atacms", "storm-shadow"), earliest=date(2022, 1, 1)
)
days = st.dates(BOUNDS.earliest, BOUNDS.latest)


@given(
    days,
    st.sampled_from(("then", "now")),
    st.lists(st.sampled_from(BOUNDS.systems), unique=True),
    st.none() | st.integers(1, 900),
)
def test_a_view_comes_back_from_its_address(asof, known, systems, before):
    since = asof - timedelta(days=before) if before and asof - timedelta(days=before) >= BOUNDS.earliest else None
    view = View(asof, known, tuple(systems), since, "")
    query = {key: [value] if isinstance(value, str) else value for key, value in view_query(view).items()}
    assert parse_query(query, BOUNDS) == (view, [])


@given(
    st.dictionaries(
        st.sampled_from(("asof", "known", "sys", "from", "id", "other")), st.lists(st.text(max_size=60), max_size=3)
    )
)
def test_no_address_breaks_a_page(query):
    view, _ = parse_query(query, BOUNDS)
    assert BOUNDS.earliest <= view.asof <= BOUNDS.latest
    assert view.known in ("then", "now")
    assert set(view.systems) <= set(BOUNDS.systems)
    assert view.since is None or view.since < view.asof


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"asof": ["banana"]}, "banana"),
        ({"asof": ["2024-13-01"]}, "2024-13-01"),
        ({"asof": ["1999-01-01"]}, "1 Jan 1999"),
        ({"asof": ["2099-01-01"]}, "1 Jan 2099"),
        ({"known": ["maybe"]}, "maybe"),
        ({"sys": ["nope"]}, "nope"),
        ({"from": ["2026-05-01"], "asof": ["2024-01-01"]}, "1 May 2026"),
        ({"from": ["x" * 200]}, "x…"),
        ({"from": ["1066-10-14"]}, "14 Oct 1066"),
        ({"from": ["2024-11-16"], "asof": ["2024-11-16"]}, "16 Nov 2024"),
        ({"asof": ["9999-99-99"]}, "9999-99-99"),
        ({"asof": ["9999-12-31"]}, "31 Dec 9999"),
        ({"asof": ["2024-W46-1"]}, "2024-W46-1"),
        ({"asof": ["2024-11"]}, "2024-11"),
        ({"asof": ["2024-11-18 noon"]}, "2024-11-18 noon"),
        ({"asof": ["२०२४-११-१८"]}, "२०२४-११-१८"),
        ({"asof": ["9" * 5000]}, "9…"),
        ({"known": ["NOWADAYS"]}, "NOWADAYS"),
        ({"known": ["then" * 1000]}, "…"),
        ({"sys": ["atacms", "nope"]}, "nope"),
        ({"sys": ["Storm Shadows"]}, "Storm Shadows"),
        ({"sys": ["x" * 5000]}, "x…"),
    ],
)
def test_a_bad_value_gives_a_note_that_names_it(query, word):
    _, notes = parse_query(query, BOUNDS)
    assert len(notes) == 1 and word in notes[0] and len(notes[0]) < 250


def test_two_days_in_the_wrong_order_change_places():
    view, notes = parse_query({"asof": ["2024-01-01"], "from": ["2024-05-01"]}, BOUNDS)
    assert view == View(date(2024, 5, 1), since=date(2024, 1, 1))
    assert notes == ["The address compares 1 May 2024 with the earlier 1 Jan 2024. Shown: the earlier day first."]


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ({}, View(BOUNDS.default)),
        ({"asof": [""], "known": [""], "sys": [""], "from": [""], "id": [""]}, View(BOUNDS.default)),
        ({"asof": ["2026-11-22"]}, View(BOUNDS.latest)),
        ({"asof": ["2024-02-29"]}, View(date(2024, 2, 29))),
        ({"sys": ["atacms", "atacms"]}, View(BOUNDS.default, systems=("atacms",))),
        ({"asof": ["2024-11-16", "2024-11-18"]}, View(date(2024, 11, 18))),
        ({"colour": ["red"]}, View(BOUNDS.default)),
        # Permanent links once wrote out that no days were compared.
        ({"asof": ["2024-11-18"], "from": ["2024-11-11"], "sys": ["all"]}, View(date(2024, 11, 18))),
        ({"asof": ["2024-11-18"], "from": ["2024-11-11"]}, View(date(2024, 11, 18), since=date(2024, 11, 11))),
    ],
)
def test_what_can_be_read_gives_no_note(query, view):
    assert parse_query(query, BOUNDS) == (view, [])
