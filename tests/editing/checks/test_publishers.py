"""Pages that repeat others without saying how, unknown publishers, and circles of parents are found."""

import pytest

from caveat.editing import checks
from caveat.editing.checks import publishers
from tests.editing.checks.conftest import altered

COPY, OWN = ("sources", "up-20240911-guardian"), ("sources", "wh-20240424-sullivan")


@pytest.mark.parametrize(
    ("rule", "row", "cells", "columns"),
    [
        (publishers.origins_have_form, COPY, {"origin_form": ""}, ["origin_form"]),
        (publishers.origins_have_form, OWN, {"origin_form": "text"}, ["origin_form"]),
        (publishers.origins_have_form, COPY, {"origins": "Ukrainska Pravda"}, ["origins"]),
        (publishers.parents_form_no_circle, ("publishers", "Sputnik"), {"relation": ""}, ["relation"]),
        (publishers.parents_form_no_circle, ("publishers", "Reuters"), {"relation": "owned"}, ["relation"]),
        (
            publishers.parents_form_no_circle,
            ("publishers", "Reuters"),
            {"parent": "Reuters", "relation": "owned"},
            ["parent"],
        ),
    ],
)
def test_it_is_found(columns_of, rule, row, cells, columns):
    assert columns_of(rule, *row, **cells) == columns


def test_a_circle_is_found_at_each_of_its_publishers(dataset):
    circle, _ = altered(dataset, "publishers", "RIA Novosti", parent="Sputnik Brasil", relation="owned")
    errors = publishers.parents_form_no_circle(circle)
    assert {error.found for error in errors} == {'"RIA Novosti"', '"Sputnik"', '"Sputnik Brasil"'}


def test_an_unknown_spelling_is_refused(folder):
    path = folder / "sources.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",Ukrainska Pravda,", ",Ukrainskaya Pravda,", 1), encoding="utf-8", newline="")
    [error] = checks.check(folder)
    assert (error.found, error.expected) == ('"Ukrainskaya Pravda"', "an id of publishers")
    assert error.mend == 'did you mean "Ukrainska Pravda"?'
