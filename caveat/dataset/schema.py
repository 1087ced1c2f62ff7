"""The data package: data/datapackage.json is the one place where tables and columns are defined."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from caveat.dataset import bounds
from caveat.settings import ROOT

DATA = ROOT / "data"
LIST_SEPARATOR = ";"
# Joins the parts of an id in a table that is keyed by two columns.
KEY_SEPARATOR = "/"
# The units in which a figure of a property may be published; the first is that of the columns value_low and value_high.
CLAIM_UNITS = {
    "range_km": ("km", "mi"),
    "warhead_kg": ("kg", "lb", "t"),
    "unit_cost_usd": ("USD", "EUR", "GBP", "KRW"),
    "length_m": ("m", "ft"),
    "mass_kg": ("kg", "lb", "t"),
    "speed_mach": ("Mach", "km/h", "mph"),
}


@lru_cache(maxsize=16)
def _read_text(path: Path, stamp: int) -> str:
    # The copies of a folder have one text, which is long.
    return sys.intern(bounds.read_file(path).decode("utf-8"))


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    return bounds.parsed_json(text)


def descriptor_text(folder: Path = DATA) -> str:
    """The file datapackage.json: what is computed by it can be kept by this text."""
    path = folder / "datapackage.json"
    return _read_text(path, path.stat().st_mtime_ns)


def descriptor(folder: Path = DATA) -> dict[str, Any]:
    """The package's descriptor as plain dicts and lists, shared by all callers: read only."""
    return _parsed(descriptor_text(folder))


def resource(table: str, folder: Path = DATA) -> dict[str, Any]:
    """One table's resource. KeyError if the package has no such table."""
    for entry in descriptor(folder)["resources"]:
        if entry["name"] == table:
            return entry
    raise KeyError(table)


def table_names(folder: Path = DATA) -> list[str]:
    """The tables of the package, in its order."""
    return [entry["name"] for entry in descriptor(folder)["resources"] if entry["path"].endswith(".csv")]


def table_files(folder: Path = DATA) -> list[str]:
    """The names of the files of the package, its description first; that alone if it cannot be read.

    A path that leads out of the folder is none of them.
    """
    try:
        paths = [str(entry["path"]) for entry in descriptor(folder)["resources"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        paths = []
    return [
        "datapackage.json",
        *dict.fromkeys(path for path in paths if path.endswith(".csv") and Path(path).name == path),
    ]


def fields(table: str, folder: Path = DATA) -> list[dict[str, Any]]:
    """A table's columns: name, type, title, description, unit, constraints."""
    return resource(table, folder)["schema"]["fields"]


def references(table: str, folder: Path = DATA) -> list[tuple[str, bool, list[tuple[str, str]]]]:
    """The columns of a table that name rows: column, whether it is a list, (table, column) of the rows."""
    schema = resource(table, folder)["schema"]
    columns = [
        (key["fields"][0], False, [(key["reference"]["resource"] or table, key["reference"]["fields"][0])])
        for key in schema.get("foreignKeys", [])
    ]
    for field in schema["fields"]:
        if targets := field.get("list", {}).get("reference"):
            targets = targets if isinstance(targets, list) else [targets]
            columns.append((field["name"], True, [(target["resource"], target["field"]) for target in targets]))
    return columns


def enum(table: str, column: str, folder: Path = DATA) -> list[str]:
    """The values that a column allows. KeyError if the column is unknown or allows any."""
    for field in fields(table, folder):
        if field["name"] == column:
            return field["constraints"]["enum"]
    raise KeyError(f"{table}.{column}")


def titles(table: str, column: str, folder: Path = DATA) -> dict[str, str]:
    """What readers call the values that a column allows, value -> words: its title, else its meaning."""
    for field in fields(table, folder):
        if field["name"] == column:
            named, meant = field.get("enumTitles", {}), field.get("enumMeanings", {})
            return {value: named.get(value) or meant[value].rstrip(".") for value in field["constraints"]["enum"]}
    raise KeyError(f"{table}.{column}")


def value_note(table: str, column: str, value: str, folder: Path = DATA) -> str:
    """What must be known of the rows with a value of a column; "" for nothing."""
    for field in fields(table, folder):
        if field["name"] == column:
            return next((note["note"] for note in field.get("valueNotes", ()) if value in note["values"]), "")
    raise KeyError(f"{table}.{column}")


def meanings(table: str, column: str, folder: Path = DATA) -> dict[str, str]:
    """What the values of a coded column mean, value -> words; empty if the package does not say."""
    for field in fields(table, folder):
        if field["name"] == column:
            return field.get("enumMeanings", {})
    raise KeyError(f"{table}.{column}")
