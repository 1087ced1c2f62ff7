"""A statement from the future is found."""

from datetime import date

from caveat.editing.checks.dates_past import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


TODAY = date(2026, 11, 1)


def test_found(altered, line):
    broken = altered("positions", "pos-20220530-biden-longrange", date="2026-11-02")
    assert places(rule(broken, TODAY)) == [
        ("data/positions.csv", line("positions", "pos-20220530-biden-longrange"), "date")
    ]


def test_the_day_itself_and_its_month_pass(altered):
    assert places(rule(altered("positions", "pos-20220530-biden-longrange", date="2026-11-01"), TODAY)) == []
    assert places(rule(altered("positions", "pos-20220530-biden-longrange", date="2026-11"), TODAY)) == []


def test_a_rule_may_be_announced_for_a_later_day(altered):
    assert places(rule(altered("restrictions", "us-atacms-kursk-20241117", effective="2027-01-01"), TODAY)) == []
