"""The descriptor answers what the rest of the house asks of it."""

import pytest

from caveat.dataset import schema
from caveat.text import labels


def test_every_table_has_a_file():
    assert [name for name in schema.table_names() if not (schema.DATA / schema.resource(name)["path"]).is_file()] == []


def test_an_unknown_table_and_a_free_column_are_key_errors():
    with pytest.raises(KeyError):
        schema.resource("weapons")
    with pytest.raises(KeyError):
        schema.enum("claims", "note")


def test_every_value_that_readers_see_has_a_label():
    assert set(schema.enum("restrictions", "status")) | {"no_record"} == set(labels.STATUS)
    for table in ("restrictions", "context", "transfers", "events"):
        assert set(schema.enum(table, "certainty")) <= set(labels.CERTAINTY)


def test_the_data_have_their_licence():
    assert [licence["name"] for licence in schema.descriptor()["licenses"]] == ["CC-BY-4.0"]
