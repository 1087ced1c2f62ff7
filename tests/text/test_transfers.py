"""How long a system was waited for, in words."""

from datetime import date

import pytest

from caveat.domain.transfers import Wait
from caveat.text import transfers as words

DAY = date(2024, 11, 18)
ASKED = {"date": "2024-01-31"}


@pytest.mark.parametrize(
    ("asked", "came", "expected"),
    [
        ("2024-01-31", "2024-02-01", "1 day"),
        ("2024-01-31", "2024-01-31", "0 days"),
        ("2024-01-31", "2024-03-30", "59 days"),
        ("2024-01-31", "2024-03-31", "2 months"),
        ("2023-07", "2024-07-01", "about 12 months"),
        ("2024-01-31", None, "9 months"),
    ],
)
def test_waited(asked: str, came: str | None, expected: str) -> None:
    assert words.waited({"date": asked}, {"date": came} if came else None, DAY) == expected


def test_the_shortest_comes_first_and_what_did_not_come_last() -> None:
    soon = Wait(ASKED, {"date": "2024-02-10"}, None)
    late = Wait(ASKED, {"date": "2024-10-31"}, {"date": "2024-11-01"})
    never = Wait(ASKED, None, None)
    assert words.waits_sentence([("A", never), ("B", late), ("C", soon)], DAY) == (
        "From the first request, talks or refusal on record to the first promise it took 10 days for C and 9 months for "
        "B. By 18 Nov 2024 no promise was on record after 9 months for A."
    )
    assert words.waits_sentence([("A", never)], DAY) == "By 18 Nov 2024 no promise was on record after 9 months for A."
    assert words.waits_sentence([("C", soon)], DAY).endswith("it took 10 days for C.")
    assert words.waits_sentence([], DAY) == ""
