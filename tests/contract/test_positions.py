"""The positions against positions.csv: every statement with its day, actor, words and sources."""

import re

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


def test_the_issue_follows_the_systems_that_are_chosen() -> None:
    """Who chose Taurus reads of Taurus; an issue that the address names comes first."""
    issues = {row["system_ids"]: row["name"] for row in reversed(reference.rows("issues")) if row["system_ids"]}
    for system, name in issues.items():
        assert OpenedPage("positions", {"asof": "2025-06-30", "sys": system}).title.startswith(name), system
    named = OpenedPage("positions", {"asof": "2025-06-30", "sys": "taurus-kepd-350", "issue": "atacms_inside_russia"})
    assert named.title.startswith("ATACMS inside Russia")


@pytest.mark.parametrize("day", ["2024-11-18", "2025-06-30", "2026-11-01"])
def test_who_somebody_is_on_the_day(day: str) -> None:
    """Beside each name stands the office of the day, and what the statement says where the two differ."""
    opened = OpenedPage("positions", {"asof": day, "issue": "taurus_supply"})
    offices = reference.rows("roles")
    people = opened.soup.select(".cv-people > li")
    assert people
    for item in people:
        actor = one_line(item.select_one("b").get_text())
        held = [
            row["role"]
            for row in sorted(offices, key=lambda row: reference.first_day(row["since"]))
            if row["actor"] == actor and reference.first_day(row["since"]).isoformat() <= day
        ]
        *_, last = sorted(
            (
                row
                for row in reference.rows("positions")
                if row["actor"] == actor
                and row["issue"] == "taurus_supply"
                and reference.first_day(row["date"]).isoformat() <= day
            ),
            key=lambda row: reference.first_day(row["date"]),
        )
        remark = one_line(item.select_one(".cv-soft").get_text())
        assert remark.startswith(held[-1] if held else last["role"])
        assert last["role"] in remark and reference.spoken_date(last["date"]) in remark


def test_no_speaker_is_left_behind_the_log() -> None:
    """What the log and the context have somebody say of Taurus, the page has too: Merz to his last words."""
    shown = one_line(OpenedPage("positions", {"asof": "2026-11-01", "issue": "taurus_supply"}).text)
    for name in ("Merz", "Pistorius", "Scholz"):
        said = [
            row["effective"]
            for table in ("restrictions", "context")
            for row in reference.rows(table)
            if row["system_id"] == "taurus-kepd-350"
            and re.search(rf"\b{name} (says|tells|repeats|calls|promises|defends|explains)", row["summary"])
        ]
        mentioned = [
            row["date"]
            for row in reference.rows("positions")
            if row["actor"].endswith(name) and row["issue"] == "taurus_supply"
        ]
        assert max(mentioned) >= max(said)
        assert reference.spoken_date(max(mentioned)) in shown


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
