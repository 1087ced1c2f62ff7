"""An entry of a list column is an id or a value that exists, and stands there once."""

from collections.abc import Iterator
from typing import Any

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset, file_name
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """An entry of a list column is an id or a value that exists, and stands there once."""
    for table, frame in dataset.frames.items():
        for field in schema.fields(table, dataset.folder):
            known = _known(dataset, field.get("list"))
            if known is None:
                continue
            expected = (
                f"one of {', '.join(known)}"
                if "enum" in field["list"]
                else f"an id of {' or '.join(_targets(field['list']))}"
            )
            for index, text in frame[field["name"]].items():
                entries = text.split(schema.LIST_SEPARATOR) if text else []
                for place, entry in enumerate(entries):
                    if entry not in known:
                        mend = suggestion(entry, known) or (
                            _add(dataset, field["list"]) if entry.strip() else "take out the blank entry"
                        )
                        yield at(dataset, table, index, field["name"], expected, mend, f'"{entry}"')
                    elif entry in entries[:place]:
                        yield at(
                            dataset,
                            table,
                            index,
                            field["name"],
                            "each entry once",
                            "take out the second one",
                            f'"{entry}" twice',
                        )


def _add(dataset: Dataset, listing: dict[str, Any]) -> str:
    """What to do about an id that nothing resembles: its row is missing. "" where the list holds codes."""
    files = [file_name(name, dataset.folder) for name in _targets(listing)]
    return f"add its row to {' or '.join(files)} first, or name another" if files else ""


def _references(listing: dict[str, Any]) -> list[dict[str, str]]:
    found = listing.get("reference", [])
    return found if isinstance(found, list) else [found]


def _targets(listing: dict[str, Any]) -> list[str]:
    return [one["resource"] for one in _references(listing)]


def _known(dataset: Dataset, listing: dict[str, Any] | None) -> dict[str, None] | None:
    """What the list may hold, in order; None where the column is no list or a table that it names is broken."""
    if listing is None or any(name in dataset.broken for name in _targets(listing)):
        return None
    if "enum" in listing:
        return dict.fromkeys(listing["enum"])
    return dict.fromkeys(value for one in _references(listing) for value in dataset[one["resource"]][one["field"]])
