"""Unknown ids in lists and texts, variants in place of families, and broken trees are found."""

from dataclasses import replace

import pytest

from caveat.dataset import tables
from caveat.dataset.errors import UnusableTable
from caveat.editing.checks import references
from tests.editing.checks.conftest import altered
from tests.support import broken as b
from tests.support.broken import edit

EVENT = ("events", "ev-20220531-himars")
RULE = ("restrictions", "us-atacms-kursk-20241117")
CONTEXT = ("context", "us-himars-use-20240602")
NO_ROW = "take the id out, or name the row in words"


@pytest.mark.parametrize(
    ("row", "cells", "found", "expected", "mend"),
    [
        (EVENT, {"system_ids": "gmlrs;atcms"}, '"atcms"', "an id of systems", 'did you mean "atacms"?'),
        (EVENT, {"countries": "US;UK"}, '"UK"', "an id of countries", "UK is not in countries.csv: add its row"),
        (EVENT, {"countries": "US;France"}, '"France"', "an id of countries", 'did you mean "FR"?'),
        (EVENT, {"countries": "US;UA;US"}, '"US" twice', "each entry once", "take out the second one"),
        (EVENT, {"countries": "US;"}, '""', "an id of countries", "take out the blank entry"),
        (EVENT, {"countries": "US; UA"}, '" UA"', "an id of countries", 'did you mean "UA"?'),
        (
            CONTEXT,
            {"reversed_by": "none"},
            '"none"',
            "an id of ",
            "none is not in restrictions.csv or context.csv: add its row",
        ),
    ],
)
def test_a_wrong_entry_of_a_list_is_found(errors_of, row, cells, found, expected, mend):
    [error] = errors_of(references.list_entries_exist, *row, **cells)
    assert ([error.column], error.found) == (list(cells), found)
    assert error.expected.startswith(expected)
    assert error.mend.startswith(mend)


@pytest.mark.parametrize(
    ("row", "column", "entries"),
    [
        (
            ("article_facts", "seed-02"),  # a fact may name rows of any table
            "row_ids",
            "atacms;atacms-range-01;us-atacms-kursk-20241117;us-himars-use-20240602;us-gmlrs-2022-06;"
            "ev-20220531-himars;aid-20220601-us-pda",
        ),
        (CONTEXT, "reversed_by", "us-atacms-kursk-20241117"),  # context may be reversed by either log
        (CONTEXT, "reversed_by", "us-intel-resume-202503"),
    ],
)
def test_entries_of_each_table_that_the_list_names_pass(errors_of, row, column, entries):
    assert errors_of(references.list_entries_exist, *row, **{column: entries}) == []


@pytest.mark.parametrize(
    ("note", "named", "mend"),
    [
        ("See `us-atacms-kursk-20241118`.", "us-atacms-kursk-20241118", NO_ROW),
        ("see us-atacms-kursk-20241118 for more", "us-atacms-kursk-20241118", NO_ROW),  # another day is another row
        ("See `us-atacms-kurks-20241117`.", "us-atacms-kurks-20241117", f'did you mean "{RULE[1]}"?'),
        ("as in `qqqq`", "qqqq", NO_ROW),
        ("a blank ``", "", NO_ROW),
    ],
)
def test_an_id_in_a_text_that_no_table_has_is_found(errors_of, note, named, mend):
    [error] = errors_of(references.named_ids_exist, *RULE, note=note)
    assert (error.column, error.found, error.expected) == ("note", f'"{named}"', "an id of any table")
    assert error.mend == mend


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (RULE, {"note": "See `us-atacms-kursk-confirm-20241125`, `atacms`, `ap-20241117-biden` and `ru_kursk`."}),
        (RULE, {"note": "pre-2014, late-2024, 2022-24, mid-202 and 2024-11-17"}),
        (RULE, {"note": ""}),
        (("sources", "ap-20241117-biden"), {"url": "https://example.org/us-said-20241117-x"}),
    ],
)
def test_ids_of_any_table_plain_words_and_addresses_pass(errors_of, row, cells):
    assert errors_of(references.named_ids_exist, *row, **cells) == []


def test_no_text_is_checked_while_a_table_cannot_be_read(dataset):
    changed, _ = altered(dataset, *RULE, note="`nothing-20240101`")
    assert list(references.named_ids_exist(changed))
    broken = replace(changed, broken={"sources": UnusableTable("sources", ()).faults})
    assert list(references.named_ids_exist(broken)) == []


@pytest.mark.parametrize(
    ("rule", "row", "cells", "columns"),
    [
        *(
            (references.system_or_group, row, {"system_id": system, "system_group_id": group}, ["system_id"])
            for row in (CONTEXT, ("transfers", "us-gmlrs-2022-06"))
            for system, group in (("", ""), ("gmlrs", "all-long-range"))
        ),
        (references.family_is_no_variant, ("systems", "atacms-m39a1"), {"family_id": "atacms-m39"}, ["family_id"]),
        (
            references.family_is_no_variant,
            ("systems", "taurus-kepd-350"),
            {"family_id": "taurus-kepd-350"},
            ["family_id"],
        ),
        (references.territories_form_tree, ("territories", "ru_kursk"), {"parent_id": ""}, ["parent_id"]),
    ],
)
def test_a_row_about_the_wrong_thing_is_found(columns_of, rule, row, cells, columns):
    assert columns_of(rule, *row, **cells) == columns


def test_a_restriction_on_a_variant_is_found_with_its_family(errors_of):
    [error] = errors_of(references.restrictions_name_families, *RULE, system_id="atacms-m39")
    assert (error.column, error.mend) == ("system_id", 'write "atacms", or move the row to context')


def test_a_circle_of_territories_is_found_in_each_of_them(errors_of):
    errors = errors_of(references.territories_form_tree, "territories", "ru_any", parent_id="ru_kursk")
    assert {error.row for error in errors} == {4, 5, 6}


def test_a_shape_that_is_not_in_geo_is_found_with_those_that_are(errors_of):
    shapes = "a shape of geo/: Belgorod, Bryansk, Kursk, RUS, Rostov, UKR, Voronezh"
    [error] = errors_of(references.shapes_exist, "territories", "ru_border", shape="Bryansk;Belgorad")
    assert (error.file, error.row, error.column) == ("data/territories.csv", 5, "shape")
    assert (error.found, error.expected, error.mend) == ('"Belgorad"', shapes, 'did you mean "Belgorod"?')
    [other] = errors_of(references.shapes_exist, "territories", "ru_border", shape="BLR")
    assert (other.found, other.expected) == ('"BLR"', shapes), "the map is about two countries"


def test_a_map_without_an_area_to_draw_is_found(folder):
    for line in (4, 5, 6):
        edit(folder, "territories", b.cell(line, "shape", ""))
    [error] = references.shapes_exist(tables.load(folder))
    assert error.mend == 'write "RUS" in the row of the widest area there, or take [map] out of case.toml'


def test_a_file_of_shapes_that_cannot_be_read_is_found(folder):
    (folder / "geo" / "regions.geojson").write_text('{"features": [', encoding="utf-8")
    [error] = references.shapes_exist(tables.load(folder))
    assert error.file == "data/geo/regions.geojson"


def test_a_second_root_with_the_id_of_another_row_is_found(dataset):
    twice, _ = altered(dataset, "territories", "ru_kursk", territory_id="everywhere", parent_id="ru_any")
    assert list(references.territories_form_tree(twice))


def test_a_transfer_to_somebody_else_is_refused(errors_of):
    """Pages count every transfer for the recipient of the case: none may be counted for it in silence."""
    row = ("transfers", "us-gmlrs-2022-06")
    assert errors_of(references.recipient_is_of_the_case, *row, recipient="UA") == []
    [error] = errors_of(references.recipient_is_of_the_case, *row, recipient="PL")
    assert (error.column, error.found) == ("recipient", '"PL"')
    assert error.expected.startswith('"UA", the recipient that case.toml names')
    assert error.mend == "leave out a transfer to another"
