"""The headline of the timeline on days of the real log."""

from datetime import date
from itertools import pairwise

import pytest

from caveat.content.timeline_headline import headline
from caveat.dataset import tables
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.rule_history import change_days
from caveat.domain.rule_log import Clock, rule_log
from caveat.text.turns import LETTERS

SAID = [
    ("2022-01-01", "then", "", "ru_any", "No rule on use inside Russia was on record by 1 Jan 2022"),
    (
        "2022-06-15",
        "then",
        "",
        "ru_any",
        "No rule allowed use inside Russia by 15 Jun 2022; first no: 31 May 2022 (GMLRS)",
    ),
    (
        "2024-05-02",
        "then",
        "",
        "ru_any",
        "No rule allowed use inside Russia by 2 May 2024, but Foreign Secretary Cameron said otherwise",
    ),
    ("2024-05-28", "then", "", "ru_any", "First allowed inside Russia: 28 May 2024 (SCALP-EG, with conditions)"),
    # One supplier of a system first, then another, which says the same of an area.
    (
        "2024-05-30",
        "then",
        "",
        "ru_border",
        "First allowed in the Russian border area: 28 May 2024; Washington’s GMLRS allowed since 30 May 2024 (reported)",
    ),
    (
        "2024-05-31",
        "then",
        "",
        "ru_any",
        "First allowed inside Russia: 28 May 2024 (SCALP-EG); GMLRS allowed in the Russian border area since 30 May 2024",
    ),
    (
        "2024-11-18",
        "then",
        "",
        "ru_any",
        "First allowed inside Russia: 28 May 2024 (SCALP-EG); ATACMS allowed in the Kursk area since 17 Nov 2024 (reported)",
    ),
    (
        "2024-12-01",
        "then",
        "",
        "ru_kursk",
        "First allowed in the Kursk area: 28 May 2024 (SCALP-EG); Storm Shadow allowed since 20 Nov 2024 (reported)",
    ),
    # Public in August, in force in May: so by both clocks.
    (
        "2025-06-01",
        "now",
        "",
        "ru_any",
        "First allowed inside Russia: 28 May 2024; ATACMS and Storm Shadow case by case since May 2025 (reported 23 Aug)",
    ),
    (
        "2025-06-01",
        "then",
        "atacms",
        "ru_any",
        "ATACMS inside Russia: unclear; allowed in the Kursk area since 17 Nov 2024",
    ),
    (
        "2025-08-23",
        "then",
        "atacms",
        "ru_any",
        "ATACMS inside Russia: case by case since May 2025 (reported 23 Aug); until then allowed in the Kursk area",
    ),
    # Of its suppliers one has a card.
    (
        "2024-11-20",
        "then",
        "storm-shadow",
        "ru_any",
        "Storm Shadow inside Russia: allowed since 20 Nov 2024 (reported); until then unclear",
    ),
    (
        "2024-05-31",
        "then",
        "gmlrs",
        "ru_any",
        "GMLRS first allowed inside Russia: 30 May 2024 (in the Russian border area)",
    ),
]


@pytest.fixture(scope="module")
def dataset() -> tables.Dataset:
    return tables.load()


@pytest.mark.parametrize(("day", "known", "system", "area", "said"), SAID)
def test_a_day(dataset: tables.Dataset, day: str, known: Clock, system: str, area: str, said: str) -> None:
    systems = (system,) if system else ()
    view = View(date.fromisoformat(day), known, systems)
    assert headline(dataset, view, area, supplier_system_pairs(dataset, systems)) == said


def test_it_names_no_later_day_and_is_short(dataset: tables.Dataset) -> None:
    pairs = supplier_system_pairs(dataset)
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    for day in change_days(rule_log(dataset), "then"):
        said = headline(dataset, View(day), "ru_any", pairs)
        words = said.replace(",", " ").replace(";", " ").replace(")", " ").split()
        ends = [
            (int(year), months.index(month)) for month, year in pairwise(words) if month in months and year.isdigit()
        ]
        assert len(said) <= LETTERS and ends and max(ends) <= (day.year, day.month - 1)
