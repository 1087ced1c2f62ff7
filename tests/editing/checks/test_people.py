"""Offices that overlap, statements with an office of another day, and statements of the log that the positions have not are found."""

import pytest

from caveat.editing.checks import people
from tests.editing.checks.conftest import altered


@pytest.mark.parametrize(
    ("rule", "row", "cells", "columns"),
    [
        (people.offices_follow, ("roles", "role-john-healey-20240705"), {"until": ""}, ["until"]),
        (people.offices_follow, ("roles", "role-olaf-scholz-20250506"), {"until": "2025-01-01"}, ["until"]),
        (
            people.statement_bears_office,
            ("positions", "pos-20240222-merz-taurus"),
            {"role": "German Chancellor"},
            ["role"],
        ),
        (people.statement_bears_office, ("positions", "pos-20240222-merz-taurus"), {"actor": "Somebody Else"}, []),
    ],
)
def test_a_wrong_office_is_found(columns_of, rule, row, cells, columns):
    assert columns_of(rule, *row, **cells) == columns


def test_the_last_words_of_merz_are_missed(dataset):
    """The page on Taurus once had nothing of him after May 2025, while the log had him on 1 July and 19 November."""
    for key in ("pos-20250701-merz-taurus", "pos-20251119-merz-taurus"):
        dataset, _ = altered(dataset, "positions", key, date="2023-01-01")
    errors = list(people.speakers_are_followed(dataset))
    rows = dict(zip(dataset["restrictions"]["change_id"], dataset.lines["restrictions"], strict=True))
    assert {error.row for error in errors} == {rows["de-taurus-2025-07-option"], rows["de-taurus-2025-11-no-answer"]}
    assert all(error.found == '"Friedrich Merz"' and "taurus_supply" in error.expected for error in errors)


@pytest.mark.parametrize(
    ("actor", "summary", "expected"),
    [
        ("Friedrich Merz", "Merz says that nothing was decided.", True),
        ("John Kirby", "Kirby, asked about HIMARS near Kursk, says that policy is unchanged.", True),
        ("Giorgia Meloni", "Meloni, beside Starmer, rules out use in Russia.", True),
        ("Friedrich Merz", "Nouripour urges Merz to clear Taurus.", False),
        ("Donald Trump", "Trump envoy Kellogg said that each use is decided case by case.", False),
        ("Jon Finer and other Biden officials", "US officials said so.", False),
        ("Donald Trump Jr.", "Trump Jr. says so.", False),
    ],
)
def test_who_speaks_in_a_summary(actor, summary, expected):
    assert people.speaks(actor, summary) is expected
