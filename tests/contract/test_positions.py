"""The positions against positions.csv: every statement with its day, actor, words and sources."""

import pytest

from tests.support import reference
from tests.support.excerpts import excerpts, one_line
from tests.support.opened_page import OpenedPage

ISSUES = sorted({row["issue"] for row in reference.rows("positions")})


@pytest.mark.parametrize("issue", ISSUES)
def test_every_statement_on_an_issue(issue: str) -> None:
    opened = OpenedPage("positions", {"asof": "2026-11-01", "issue": issue})
    assert opened.problems == []
    assert opened.address_notes == []
    wanted = [row for row in reference.rows("positions") if row["issue"] == issue]
    found = excerpts(opened.soup, {row["summary"] for row in wanted})
    for row in wanted:
        there = found[one_line(row["summary"])]
        assert there, f"{row['position_id']} is not on the page"
        fitting = [
            item
            for item in there
            if reference.spoken_date(row["date"]) in item.text and one_line(row["actor"]) in item.text
        ]
        assert fitting, (row["position_id"], there)
        assert any(reference.source_urls(row["source_ids"]) <= item.links for item in fitting), row["position_id"]


def test_nothing_is_known_before_its_day() -> None:
    """As of a day, no statement of a later day is shown as said."""
    opened = OpenedPage("positions", {"asof": "2024-11-16", "issue": "atacms_inside_russia"})
    shown = one_line(opened.text)
    for row in reference.rows("positions"):
        if (
            row["issue"] == "atacms_inside_russia"
            and reference.first_day(row["date"]).isoformat() > "2024-11-16"
            and len(row["date"]) == 10
        ):
            assert one_line(row["summary"]) not in shown, row["position_id"]
