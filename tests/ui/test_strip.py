"""The strip of days goes to days with an entry, in the direction that it is moved."""

from datetime import date, timedelta

import pytest

from caveat.ui.day_control import snap_to_entry

DAYS = [date(2024, 5, 1), date(2024, 11, 17), date(2024, 11, 20), date(2025, 3, 1)]


@pytest.mark.parametrize(
    ("before", "moved", "found"),
    [
        (DAYS[1], date(2024, 11, 18), DAYS[2]),
        (DAYS[2], date(2024, 11, 19), DAYS[1]),
        (DAYS[0], date(2025, 2, 1), DAYS[3]),
        (date(2024, 11, 18), date(2024, 11, 19), DAYS[2]),
        (date(2024, 11, 19), date(2024, 11, 18), DAYS[1]),
        (DAYS[3], date(2025, 3, 2), DAYS[3]),
        (DAYS[0], date(2024, 4, 30), DAYS[0]),
    ],
)
def test_an_arrow_key_moves_one_entry(before: date, moved: date, found: date) -> None:
    assert snap_to_entry(DAYS, before, moved) == found


def test_every_entry_is_reached_by_the_arrow_key() -> None:
    day, seen = DAYS[0], [DAYS[0]]
    while (further := snap_to_entry(DAYS, day, day + timedelta(days=1))) != day:
        seen.append(day := further)
    assert seen == DAYS
