"""Statements up to a day, the newest of each actor, the actors of the chart."""

from datetime import date

import pandas as pd
import pytest

from caveat.dataset.tables import Dataset
from caveat.domain import positions

COLUMNS = [
    "position_id",
    "date",
    "actor",
    "role",
    "country_or_body",
    "issue",
    "stance",
    "summary",
    "short_quote",
    "source_ids",
    "note",
]


def said(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Rows of (date, actor, country, issue, stance)."""
    full = [
        [f"p{place}", when, actor, "Minister", country, issue, stance, "Says so.", "", "a", ""]
        for place, (when, actor, country, issue, stance) in enumerate(rows)
    ]
    return positions.select_statements(pd.DataFrame(full, columns=COLUMNS, dtype="str"))


def test_the_newest_statement_counts_and_later_ones_do_not_yet() -> None:
    frame = said(
        ("2024-03-01", "A", "US", "aid_level", "supports"),
        ("2024-01-01", "A", "US", "aid_level", "opposes"),
        ("2025-01-01", "A", "US", "aid_level", "undecided"),
    )
    now, later = positions.statements_until(frame, date(2024, 12, 31))
    assert later == 1
    last = positions.latest_statements(now)
    assert list(last["stance"]) == ["supports"]
    assert list(last["count"]) == [2]
    moved = positions.stance_changes(now)
    assert moved.to_dict("records") == [
        {
            "actor": "A",
            "issue": "aid_level",
            "first": "opposes",
            "first_date": "2024-01-01",
            "last": "supports",
            "last_date": "2024-03-01",
        }
    ]


def test_issues_of_one_actor_are_kept_apart() -> None:
    frame = said(
        ("2024-01-01", "A", "US", "aid_level", "opposes"), ("2024-03-01", "A", "US", "negotiation", "supports")
    )
    assert len(positions.latest_statements(frame)) == 2
    assert positions.stance_changes(frame).empty


def test_a_month_counts_from_its_first_day() -> None:
    frame = said(("2024-05", "A", "US", "aid_level", "opposes"))
    assert len(positions.statements_until(frame, date(2024, 5, 1))[0]) == 1
    assert len(positions.statements_until(frame, date(2024, 4, 30))[0]) == 0


def test_actors_of_one_country_stand_together_and_the_rest_is_counted() -> None:
    frame = said(
        ("2024-01-01", "A", "US", "aid_level", "opposes"),
        ("2024-01-02", "B", "DE", "aid_level", "opposes"),
        ("2024-01-03", "B", "DE", "aid_level", "opposes"),
        ("2024-01-04", "C", "US", "aid_level", "opposes"),
        ("2024-01-05", "C", "US", "aid_level", "opposes"),
        ("2024-01-06", "D", "FR", "aid_level", "opposes"),
    )
    shown, left_out = positions.top_actors(frame, most=3)
    assert list(shown["actor"]) == ["B", "C", "D"]
    assert left_out == 1
    shown, left_out = positions.top_actors(frame)
    assert list(shown["actor"]) == ["C", "A", "B", "D"], "the country with the most statements comes first"
    assert left_out == 0


def test_nothing_said() -> None:
    now, later = positions.statements_until(said(("2024-01-01", "A", "US", "aid_level", "opposes")), date(2022, 1, 1))
    assert (len(now), later) == (0, 1)
    assert positions.latest_statements(now).empty
    assert positions.group_by_stance(positions.latest_statements(now)) == []
    assert positions.stance_changes(now).empty
    assert positions.top_actors(now)[0].empty


@pytest.mark.parametrize("issue", ["all", "atacms_inside_russia", "taurus_supply"])
def test_every_actor_has_one_stance_on_an_issue(dataset: Dataset, issue: str) -> None:
    now, later = positions.statements_until(
        positions.select_statements(dataset["positions"], issue), date(2024, 11, 18)
    )
    table = dataset["positions"]
    wanted = table if issue == "all" else table[table["issue"] == issue]
    assert len(now) + later == len(wanted)
    groups = positions.group_by_stance(positions.latest_statements(now))
    assert sum(len(rows) for _, rows in groups) == len(now[["actor", "issue"]].drop_duplicates())


def test_stances_are_those_of_the_package(dataset: Dataset) -> None:
    from caveat.dataset import schema
    from caveat.text import positions as words

    assert (
        set(positions.STANCES)
        == set(schema.enum("positions", "stance"))
        == set(words.STANCE)
        == set(words.GLYPH)
        == set(words.STANCE_HEAD)
    )
