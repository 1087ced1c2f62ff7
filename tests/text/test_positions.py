"""Positions in sentences: the title of the page."""

from datetime import date

import pandas as pd
import pytest

from caveat.text import positions as words


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([("supports", 2), ("supports_with_limits", 1), ("opposes", 1)], "X: 3 in favour and 1 against"),
        (
            [("undecided", 1), ("declines_comment", 1), ("warns_against", 2)],
            "X: 2 warning against it and 2 on neither side",
        ),
    ],
)
def test_sides_are_counted(counts: list[tuple[str, int]], said: str) -> None:
    last = pd.DataFrame({"actor": ["A"] * sum(count for _, count in counts)})
    assert words.stances_headline("X", counts, last) == said


def test_a_single_actor_is_named() -> None:
    assert words.stances_headline("X", [("opposes", 1)], pd.DataFrame({"actor": ["Ann"]})) == "X: Ann opposes"


def test_where_somebody_stood_before_an_office() -> None:
    said = words.before_office(date(2025, 5, 6), "supports_with_limits", "2025-04", "candidate")
    assert said == "Before taking office on 6 May 2025: supports with limits (Apr 2025, as candidate)."


def test_who_was_most_heard() -> None:
    said = words.most_heard("Ann", "President", "opposes", "2025-04-01", "Before that: supports.")
    assert said == "Most heard: Ann, President, opposes (1 Apr 2025). Before that: supports."
