"""Write the starter of a case: a small invented subject in a folder of its own, to be replaced row by row.

Its tables and columns are those of the case that is served here: there is one description of them.
"""

import csv
import io
import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from caveat.dataset import case_settings, schema, tables
from caveat.dataset.case_settings import CaseSettings
from caveat.dataset.errors import UnusableTable
from caveat.editing.spreadsheet.sheet import csv_bytes

# What a description says of values that belong to its case alone, or calls them there.
_OWN = ("ownValues", "enumTitles", "valueNotes")
FILES = Path(__file__).resolve().parent.parent / "starter"


def write(folder: Path, model: Path) -> None:
    """Write the starter to a new or empty folder, with the tables and columns of the case in `model`.

    ValueError if the folder has files, or if `model` cannot be read.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} has files already; name a new or an empty folder")
    described = description(model)
    for place in (FILES / case_settings.FILE, FILES / tables.TEXTS, FILES / "geo"):
        if place.is_dir():
            shutil.copytree(place, folder / place.name)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, folder / place.name)
    text = json.dumps(described, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8", newline="")
    for table in described["resources"]:
        columns = [field["name"] for field in table["schema"]["fields"]]
        rows = ([row.get(column, "") for column in columns] for row in _rows(table["path"]))
        (folder / table["path"]).write_bytes(csv_bytes([columns, *rows]))


def _rows(file: str) -> list[dict[str, str]]:
    """The rows of a table of the starter, which has only the columns that they fill; none without a file."""
    path = FILES / file
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) if path.is_file() else []


def description(model: Path) -> dict[str, Any]:
    """The description of the starter's tables, made from that of another case.

    The recipient has the starter's name, in names of columns and values it is “recipient”. What belongs to that case
    alone is left out: the `ownValues` of an enumeration, its titles and its notes.
    ValueError if the other case cannot be read.
    """
    try:
        dataset = tables.load(model)
        countries = dataset["countries"].set_index("code")["name"]
        _ = dataset.settings
    except (OSError, ValueError, KeyError, TypeError, UnusableTable):
        raise ValueError(f"{model} has no case that can be read; CAVEAT_DATA names the folder of one") from None
    recipient, settings = str(countries[dataset.settings.recipient]), _settings()
    own_name = next(row["name"] for row in _rows("countries.csv") if row["code"] == settings.recipient)
    text = json.dumps(_general(schema.descriptor(model)), ensure_ascii=False)
    text = text.replace(dataset.settings.supplied_column, settings.supplied_column).replace(recipient, own_name)
    text = re.sub(rf"_{re.escape(recipient.casefold())}\b", "_recipient", text)
    named = {"title": f"Caveat: {settings.subject}", "description": settings.summary, "keywords": ["example"]}
    return {**json.loads(text), **named}


def _settings() -> CaseSettings:
    return CaseSettings.model_validate(tomllib.loads((FILES / case_settings.FILE).read_text(encoding="utf-8")))


def _general(part: Any) -> Any:
    """A part of a description without what belongs to one case alone."""
    if isinstance(part, list):
        return [_general(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    own = set(part.get("ownValues", ()))
    kept = {key: _general(value) for key, value in part.items() if key not in _OWN}
    if own:
        rules = kept["constraints"]
        kept["constraints"] = {**rules, "enum": [value for value in rules["enum"] if value not in own]}
        kept["enumMeanings"] = {value: words for value, words in kept["enumMeanings"].items() if value not in own}
    return kept
