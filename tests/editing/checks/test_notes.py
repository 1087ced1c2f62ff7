"""Rows that need a note and have none are found."""

import pytest

from caveat.editing.checks import notes

EARLY = ("restrictions", "us-eram-ua-20250823")
CONDITIONAL = ("restrictions", "fr-scalp-20240528-ru")


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
        (notes.condition_is_named, CONDITIONAL, {"condition": ""}, ["condition"]),
        (notes.condition_is_named, CONDITIONAL, {"condition": "", "condition_note": "none was stated"}, []),
        (notes.condition_is_named, CONDITIONAL, {"condition_note": "none was stated"}, ["condition_note"]),
        (notes.condition_is_named, ("restrictions", "us-atacms-crimea-20240424"), {"condition_note": ""}, []),
        (
            notes.condition_is_named,
            ("restrictions", "gb-ss-20230511-ru"),  # allows nothing
            {"condition": "only by day"},
            ["condition"],
        ),
        (notes.kind_has_note, ("transfers", "us-atacms-austin-202411"), {"kind_note": ""}, ["kind_note"]),
        (notes.kind_has_note, ("transfers", "us-gmlrs-2022-06"), {"kind_note": ""}, []),
        (notes.kind_has_note, ("transfers", "us-atacms-austin-202411"), {"kind": "", "kind_note": ""}, []),
    ],
)
def test_a_missing_note_is_found(columns_of, rule, row, cells, columns):
    assert columns_of(rule, *row, **cells) == columns
