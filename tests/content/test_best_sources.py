"""The best source of each answer of the front page: it is public by the day, the weightiest, and cited by its rule."""

from datetime import date
from pathlib import Path

import pytest

from caveat.content import best_sources, briefing, story
from caveat.dataset import records, tables
from caveat.dataset.errors import UnusableTable
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Dataset
from caveat.domain.query import View

DAYS = ["2022-06-15", "2024-06-20", "2024-11-16", "2024-11-18", "2026-03-13"]


@pytest.mark.parametrize("day", DAYS)
def test_each_card_has_its_best_source(day: str, dataset: Dataset) -> None:
    view = View(date.fromisoformat(day))
    found = best_sources.best_sources(dataset, view)
    assert {best.card for best in found} == set(briefing.build_briefing(dataset, view).cards)
    assert [best.weight for best in found] == sorted((best.weight for best in found), reverse=True)
    for best in found:
        assert bool(best.source) == bool(best.card.lead.deciding)
        if best.source:
            rule = records.records_by_id(dataset)[best.change_id]
            assert best.source.id in rule.source_ids
            assert first_day(rule.values["reported"]) <= view.asof
            if rule.values["change_id"] == best.card.lead.change_id:
                continue
            assert rule.values["status"] == best.card.lead.status


def test_a_report_is_named_with_the_page_that_retells_it(dataset: Dataset) -> None:
    shown = best_sources.best_sources_html(dataset, View(date(2026, 3, 13))).striptags()
    assert "ATACMS, United States: case by case inside Russia." in shown
    assert "The Wall Street Journal report, retold by Ukrainska Pravda (24 Aug 2025) How do you know?" in shown


def test_a_page_that_only_evades_the_question_is_no_best_source(dataset: Dataset) -> None:
    """The rule of 2 September 2024 was reported; the page of the Commons that it cites says nothing of Storm Shadow."""
    found = best_sources.best_sources(dataset, View(date(2024, 9, 3)))
    best = next(best for best in found if best.card.system_id == "storm-shadow")
    assert best.source and best.source.kind != "official"
    for day in DAYS:
        for best in best_sources.best_sources(dataset, View(date.fromisoformat(day))):
            if best.source and best.source.kind == "official":
                assert records.records_by_id(dataset)[best.change_id].values["certainty"] == "official"


def test_a_day_without_record_has_no_source(dataset: Dataset) -> None:
    shown = best_sources.best_sources_html(dataset, View(date(2022, 1, 2))).striptags()
    assert "no record by this day, so no source." in shown
    assert "Best source" not in shown
    assert "strongest" not in shown


@pytest.mark.parametrize("day", DAYS)
def test_what_is_shown_as_then_was_public_then(day: str, dataset: Dataset) -> None:
    view = View(date.fromisoformat(day))
    for best in best_sources.best_sources(dataset, view):
        if best.source and best.source.published:
            assert first_day(best.source.published) <= view.asof


def test_without_sources_nothing_is_said_of_them(folder: Path) -> None:
    (folder / "sources.csv").unlink()
    broken = tables.load(folder)
    with pytest.raises(UnusableTable):
        best_sources.best_sources_html(broken, View(date(2024, 11, 18)))
    assert "original" not in story.answer_html(broken).striptags()
