"""Whose report a page goes back to."""

import pytest

from caveat.dataset.tables import Dataset
from caveat.domain.publishers import original_publishers


@pytest.mark.parametrize(
    ("source_id", "expected"),
    [
        ("kyivindependent-20260224-flamingo", "Kyiv Independent"),
        ("up-20240911-guardian", "The Guardian"),  # tells in its own words
        ("reuters-20231019-kuleba-atacms", "Reuters"),  # prints the text
        ("finanznachrichten-202403-taurus-bestand", "Welt"),  # an agency’s text on a newspaper’s report
        ("govuk-20241128-pm", "UK Government"),  # a part of it
    ],
)
def test_the_original_of_a_page(dataset: Dataset, source_id: str, expected: str) -> None:
    assert original_publishers(dataset)[source_id] == expected


def test_every_source_has_one_and_copies_fall_together(dataset: Dataset) -> None:
    found = original_publishers(dataset)
    assert set(found) == set(dataset["sources"]["source_id"])
    assert all(found.values())
    assert len(set(found.values())) < dataset["sources"]["publisher"].nunique()
