"""The descriptor answers what the rest of the house asks of it."""

import pytest

from caveat import package
from caveat.words import labels


def test_every_table_has_a_file():
    assert [name for name in package.table_names() if not (package.DATA / package.resource(name)["path"]).is_file()] == []


def test_an_unknown_table_and_a_free_column_are_key_errors():
    with pytest.raises(KeyError):
        package.resource("weapons")
    with pytest.raises(KeyError):
        package.enum("claims", "note")


def test_every_value_that_readers_see_has_a_label():
    assert set(package.enum("restrictions", "status")) | {"no_record"} == set(labels.STATUS)
    for table in ("restrictions", "context", "transfers", "events"):
        assert set(package.enum(table, "certainty")) <= set(labels.CERTAINTY)


def test_the_data_have_their_licence():
    assert [one["name"] for one in package.descriptor()["licenses"]] == ["CC-BY-4.0"]
