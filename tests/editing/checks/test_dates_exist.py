"""A day that the calendar does not have is found."""

from caveat.editing.checks.dates_exist import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("events", "ev-20220531-himars", date="2022-02-30")
    assert places(rule(broken)) == [("data/events.csv", line("events", "ev-20220531-himars"), "date")]


def test_a_month_and_a_year_are_dates(altered):
    assert places(rule(altered("events", "ev-20220531-himars", date="2022-05"))) == []
    assert places(rule(altered("events", "ev-20220531-himars", date="2022"))) == []


def test_a_blank_date_is_another_matter(altered):
    assert places(rule(altered("events", "ev-20220531-himars", date=""))) == []
