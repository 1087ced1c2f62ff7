"""The days that a typed question names, in the forms that readers use."""

from datetime import date

import pytest

from caveat.text.asked_days import AskedDays, find_days

NEAR = date(2026, 3, 13)


@pytest.mark.parametrize(
    ("typed", "day", "since", "rest"),
    [
        ("ATACMS 1 Oct 2024", "2024-10-01", "", "ATACMS"),
        ("18 November 2024", "2024-11-18", "", ""),
        ("ATACMS on the 1st of October 2024", "2024-10-01", "", "ATACMS on the"),
        ("October 1st, 2024 ATACMS", "2024-10-01", "", "ATACMS"),
        ("Oct 1 2024", "2024-10-01", "", ""),
        ("2024-10-01", "2024-10-01", "", ""),
        ("1.10.2024", "2024-10-01", "", ""),
        ("ATACMS 1 Oct", "2025-10-01", "", "ATACMS"),
        ("1 Feb", "2026-02-01", "", ""),
        ("ATACMS in Oct 2024", "2024-10-31", "2024-09-30", "ATACMS"),
        ("2024-02", "2024-02-29", "2024-01-31", ""),
        ("ATACMS 2024", "2024-12-31", "2023-12-31", "ATACMS"),
        ("what changed between 1 May and 1 Sep 2025", "2025-09-01", "2025-05-01", "what changed"),
        ("1 May 2025 to 1 September 2025", "2025-09-01", "2025-05-01", ""),
        ("between May and September 2025", "2025-09-30", "2025-05-01", ""),
        ("from 1 Sep 2025 to 1 May 2025", "2025-09-01", "2025-05-01", ""),
        ("changes since 1 May 2025", "2026-03-13", "2025-05-01", "changes"),
        ("1 Dec to 2 Jan 2025", "2025-01-02", "2024-12-01", ""),
    ],
)
def test_days_and_what_is_left(typed, day, since, rest):
    found, left = find_days(typed, NEAR)
    assert found == AskedDays(date.fromisoformat(day), date.fromisoformat(since) if since else None)
    assert " ".join(left.split()) == rest


@pytest.mark.parametrize(
    "typed", ["", "who may use it", "300 km", "31 Feb 2024", "40 missiles", "mayor 12", "99.99.2024"]
)
def test_no_days(typed):
    assert find_days(typed, NEAR) == (None, typed)
