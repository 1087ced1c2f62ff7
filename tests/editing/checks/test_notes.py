"""Rows that need a note and have none are found."""

import pytest

from caveat.editing.checks import notes

EARLY = ("restrictions", "us-eram-ua-20250823")


@pytest.mark.parametrize(
    ("rule", "row", "cells", "columns"),
    [
        (notes.early_has_note, EARLY, {"note": ""}, ["reported"]),
        (notes.early_has_note, EARLY, {"note": "", "reported": "2025-08"}, []),  # a month that holds the day
        (notes.withheld_has_note, ("claims", "flamingo-fp5-length-01"), {"note": ""}, ["note"]),
        (
            notes.disagreement_has_note,
            ("article_facts", "seed-02"),
            {"independent_agrees": "partly", "wording_note": ""},
            ["wording_note"],
        ),
        *(
            (notes.disputed_has_note, row, {"certainty": certainty, "note": ""}, columns)
            for row in (
                ("restrictions", "us-atacms-kursk-20241117"),
                ("context", "us-himars-use-20240602"),
                ("transfers", "us-gmlrs-2022-06"),
            )
            for certainty, columns in (("disputed", ["note"]), ("reported", []))
        ),
    ],
)
def test_a_missing_note_is_found(columns_of, rule, row, cells, columns):
    assert columns_of(rule, *row, **cells) == columns
