"""Rules on what a row refers to. List entries, ids in texts, families and groups, the tree of territories."""

import re
from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset, file_name, list_items
from caveat.domain import geography
from caveat.editing.checks.cells import cell_error, numbered_rows, quoted, unknown_id_hint, value_hint

# An id in backticks, or a word with the form that ids with a day or a month have: "us-atacms-kursk-20241117".
# Other words with hyphens are words.
_NAMED_ID = re.compile(r"`([^`]*)`|\b([a-z][a-z0-9]*(?:-[a-z0-9]+)*-20\d{4}(?:\d\d)?(?:-[a-z0-9]+)*)\b")


def list_entries_exist(dataset: Dataset) -> Iterator[DataError]:
    """An entry of a list column is an id or a value that exists, and is listed once."""
    for table, frame in dataset.frames.items():
        references = {column: targets for column, _, targets in schema.references(table, dataset.folder)}
        for field in schema.fields(table, dataset.folder):
            targets = references.get(field["name"], [])
            tables = [target for target, _ in targets]
            if not {"enum", "reference"} & set(field.get("list", ())) or any(
                target in dataset.broken for target in tables
            ):
                continue
            allowed = dict.fromkeys(field["list"].get("enum", ()))
            allowed |= dict.fromkeys(entry for target, column in targets for entry in dataset[target][column])
            expected = f"an id of {' or '.join(tables)}" if tables else f"one of {', '.join(allowed)}"
            for index, text in frame[field["name"]].items():
                cell = (table, index, field["name"])
                entries = text.split(schema.LIST_SEPARATOR) if text else []
                for number, entry in enumerate(entries):
                    if entry not in allowed:
                        if not entry.strip():
                            mend = "take out the blank entry"
                        elif tables:
                            mend = unknown_id_hint(dataset, tables, entry)
                        else:
                            mend = value_hint(entry, allowed)
                        yield cell_error(dataset, cell, expected, mend, f'"{entry}"')
                    elif entry in entries[:number]:
                        yield cell_error(
                            dataset, cell, "each entry once", "take out the second one", f'"{entry}" twice'
                        )


def named_ids_exist(dataset: Dataset) -> Iterator[DataError]:
    """An id that a text names is the id of a row."""
    if dataset.broken:  # the ids of broken tables are not known
        return
    keys = {table: schema.resource(table, dataset.folder)["schema"]["primaryKey"] for table in dataset.frames}
    ids = dict.fromkeys(key for table, columns in keys.items() for column in columns for key in dataset[table][column])
    for table, frame in dataset.frames.items():
        for column in _text_columns(dataset, table):
            for index, text in frame[column].items():
                for in_backticks, bare in _NAMED_ID.findall(text) if "`" in text or "-20" in text else ():
                    if (named := in_backticks or bare) not in ids:
                        mend = suggestion(named, ids) or "take the id out, or name the row in words"
                        yield cell_error(dataset, (table, index, column), "an id of any table", mend, f'"{named}"')


def _text_columns(dataset: Dataset, table: str) -> list[str]:
    """The columns of a table that hold free text: no key, no list, no code, no date and no address."""
    described = schema.resource(table, dataset.folder)["schema"]
    keys = {*described["primaryKey"], *(column for column, _, _ in schema.references(table, dataset.folder))}
    return [
        field["name"]
        for field in described["fields"]
        if field["type"] == "string"
        and field["name"] not in keys
        and not field.get("partialDate")
        and not {"enum", "pattern"} & set(field.get("constraints", {}))
        and "list" not in field
    ]


def recipient_is_of_the_case(dataset: Dataset) -> Iterator[DataError]:
    """A transfer is to the recipient of the case: pages count every transfer for it."""
    recipient = dataset.settings.recipient
    for index, row in numbered_rows(dataset["transfers"]):
        if row["recipient"] != recipient:
            expected = f'"{recipient}", the recipient that case.toml names: every transfer is counted for it'
            yield cell_error(dataset, ("transfers", index, "recipient"), expected, "leave out a transfer to another")


def system_or_group(dataset: Dataset) -> Iterator[DataError]:
    """A row is about one system or one group, never both or neither."""
    expected = "exactly one of system_id and system_group_id filled"
    for table in ("context", "transfers"):
        frame = dataset[table]
        for index, row in numbered_rows(frame[(frame["system_id"] == "") == (frame["system_group_id"] == "")]):
            found = f"{quoted(row['system_id'])} with system_group_id {quoted(row['system_group_id'])}"
            yield cell_error(dataset, (table, index, "system_id"), expected, found=found)


def family_is_no_variant(dataset: Dataset) -> Iterator[DataError]:
    """A variant belongs to a family that is no variant itself."""
    systems = dataset["systems"]
    variants = systems[systems["family_id"] != ""]
    for index in variants.index[variants["family_id"].isin(variants["system_id"])]:
        yield cell_error(dataset, ("systems", index, "family_id"), "a system whose own family_id is blank")


def restrictions_name_families(dataset: Dataset) -> Iterator[DataError]:
    """Rules are kept by family, so a restriction names no variant."""
    systems = dataset["systems"]
    families = dict(zip(systems["system_id"], systems["family_id"], strict=True))
    for index, system in dataset["restrictions"]["system_id"].items():
        if family := families.get(system):
            mend = f'write "{family}", or move the row to context'
            yield cell_error(dataset, ("restrictions", index, "system_id"), "a family", mend)


def territories_form_tree(dataset: Dataset) -> Iterator[DataError]:
    """The territories form one tree: one root, and every other leads up to it."""
    territories = dataset["territories"]
    parents = dict(zip(territories["territory_id"], territories["parent_id"], strict=True))
    roots = list(territories.loc[territories["parent_id"] == "", "territory_id"])
    for index, row in numbered_rows(territories):
        cell = ("territories", index, "parent_id")
        if not row["parent_id"] and row["territory_id"] != roots[0]:
            yield cell_error(dataset, cell, f'a wider territory, as "{roots[0]}" is the root')
        elif _leads_in_circle(row["territory_id"], parents):
            yield cell_error(dataset, cell, "a territory that does not lead back to this one")


def _leads_in_circle(territory: str, parents: dict[str, str]) -> bool:
    passed: set[str] = set()
    while territory and territory not in passed:
        passed.add(territory)
        territory = parents.get(territory, "")
    return bool(territory)


def shapes_exist(dataset: Dataset) -> Iterator[DataError]:
    """A shape of an area lies in one of the two countries of the map, and there is an area to draw."""
    settings, shape_lists = dataset.settings.map, dataset["territories"]["shape"]
    if settings is None:
        return
    try:
        land = geography.shapes(dataset)
    except UnusableTable as error:
        yield from error.faults
        return
    opposite = land.within(settings.opposite)
    allowed = sorted({**land.within(settings.home), **opposite})
    for index, text in shape_lists.items():
        for shape in list_items(text):
            if shape not in allowed:
                expected = f"a shape of geo/: {', '.join(allowed)}"
                mend = suggestion(shape, allowed)
                yield cell_error(dataset, ("territories", index, "shape"), expected, mend, quoted(shape))
    if not any(set(list_items(text)) & set(opposite) for text in shape_lists):
        file = file_name("territories", dataset.folder)
        expected = f"an area in {settings.opposite_name}, which the map can draw"
        mend = f'write "{settings.opposite}" in the row of the widest area there, or take [map] out of case.toml'
        yield DataError(file, 1, "shape", "no such area", expected, mend)
