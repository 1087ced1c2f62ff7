"""An id that a text names is the id of a row."""

import re
from collections.abc import Iterator

from caveat.dataset import schema as schema_module
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

# An id in backticks, or a word with the form that ids with a day or a month have: "us-atacms-kursk-20241117". Other words with hyphens are words.
_NAMED = re.compile(r"`([^`]*)`|\b([a-z][a-z0-9]*(?:-[a-z0-9]+)*-20\d{4}(?:\d\d)?(?:-[a-z0-9]+)*)\b")


def rule(dataset: Dataset) -> Iterator[DataError]:
    """An id that a text names is the id of a row."""
    if dataset.broken:  # their ids are not known
        return
    known = _ids(dataset)
    for table, frame in dataset.frames.items():
        for column in _texts(table, dataset):
            for index, text in frame[column].items():
                for quoted, bare in _NAMED.findall(text) if "`" in text or "-20" in text else ():
                    if (quoted or bare) not in known:
                        mend = suggestion(quoted or bare, known) or "take the id out, or name the row in words"
                        yield at(dataset, table, index, column, "an id of any table", mend, f'"{quoted or bare}"')


def _ids(dataset: Dataset) -> dict[str, None]:
    """The key of every row, and the parts of a key of several columns."""
    keys = {table: schema_module.resource(table, dataset.folder)["schema"]["primaryKey"] for table in dataset.frames}
    return {value: None for table, columns in keys.items() for column in columns for value in dataset[table][column]}


def _texts(table: str, dataset: Dataset) -> list[str]:
    """The columns of a table that hold free text: no key, no list, no code, no date and no address."""
    schema = schema_module.resource(table, dataset.folder)["schema"]
    keys = {*schema["primaryKey"], *(name for key in schema.get("foreignKeys", []) for name in key["fields"])}
    return [
        one["name"]
        for one in schema["fields"]
        if one["type"] == "string"
        and one["name"] not in keys
        and not one.get("partialDate")
        and not {"enum", "pattern"} & set(one.get("constraints", {}))
        and "list" not in one
        and one.get("format") != "uri"
    ]
