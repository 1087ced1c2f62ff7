"""Releases of the tables: each is named by its content, so that a citation can say which one it read. The server holds the current one and those that were kept."""

import csv
import hashlib
import io
import json
from contextlib import suppress
from datetime import UTC, datetime, time

from caveat.dataset import current as current_module
from caveat.dataset import releases, schema, tables
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import rule_log, territories
from caveat.domain.rule_log import RuleLog
from caveat.editing import checks
from caveat.web import responses
from caveat.web.problems import Problem, quoted, suggestion_sentence


def current_dataset() -> Dataset:
    """The tables as the files are now. BrokenTable where even the package's description cannot be read."""
    try:
        return current_module.current_dataset()
    except (OSError, ValueError, KeyError, TypeError) as error:
        fault = DataError(
            "data/datapackage.json",
            0,
            "",
            f"a description that cannot be read ({type(error).__name__})",
            "a Frictionless data package",
            "",
        )
        raise UnusableTable("datapackage", (fault,)) from error


def checked_rule_log(dataset: Dataset) -> RuleLog:
    """The log of restrictions. BrokenTable also where a cell that reads well names a day that does not exist, or where the territories form no tree."""
    try:
        log = rule_log.rule_log(dataset)
        for area in log.parents:
            territories.territory_path(area, dict(log.parents))
        return log
    except ValueError as error:
        faults = _faults(dataset)
        raise UnusableTable(
            faults[0].file.rpartition("/")[2].removesuffix(".csv") if faults else "restrictions", faults
        ) from error


@memoized(4)
def _faults(dataset: Dataset) -> tuple[DataError, ...]:
    """What the checks say of the tables that the fold needs. Asked only where it failed."""
    return tuple(
        fault
        for fault in checks.check(dataset.folder)
        if fault.file.endswith(("restrictions.csv", "systems.csv", "territories.csv"))
    )


def generated_at(dataset: Dataset) -> datetime | None:
    """When the release was made, the same on every replica: `created` in datapackage.json, or the newest day on which an entry of the log became public, whichever is later.

    The clock of the server and the times of the files say nothing here: they differ between replicas. None where the package and the log give no day.
    """
    recorded = schema.descriptor(dataset.folder).get("created")
    found = [datetime.fromisoformat(recorded)] if recorded else []
    with suppress(UnusableTable):
        found += [datetime.combine(one.reported, time(), UTC) for one in checked_rule_log(dataset).changes]
    return max((one if one.tzinfo else one.replace(tzinfo=UTC) for one in found), default=None)


def file_bytes(release: str, name: str) -> bytes:
    """The bytes of one file of the data folder as they are in this release. Problem (404) where the server does not hold it."""
    folder = dataset_of(release).folder
    try:
        body = (folder / name).read_bytes()
    except OSError:
        body = b""
    # Named after it was read: an edit between the two would put other bytes under a frozen name.
    now = tables.fingerprint(folder)
    if now != release:
        raise not_held(release, now)
    return body


def dataset_of(release: str) -> Dataset:
    """The tables of a release: the current one, or one that is kept. Problem (404) where the server does not hold it."""
    read = current_dataset()
    if read.fingerprint == release:
        return read
    earlier = releases.load_release(release, releases.releases_folder())
    if earlier is None:
        raise not_held(release, read.fingerprint)
    return earlier


def kept_releases() -> list[releases.Release]:
    """The releases that are kept, the newest first; none where the index cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return releases.release_index(releases.releases_folder())[::-1]
    return []


def not_held(asked: str, now: str) -> Problem:
    """404: a release that the server does not hold, and what it knows instead."""
    return Problem(
        404,
        f"The release {quoted(asked)} is not here. The current release is {now}: /api/v1/releases/latest names it and the earlier ones that are kept.",
        {"release": now},
    )


def table_bytes(dataset: Dataset, name: str, ending: str) -> bytes:
    """One table as its file (csv), harmless in a spreadsheet, or as rows of text exactly as published (json). BrokenTable where it cannot be used, Problem (404) where there is no such table."""
    if name not in schema.table_names(dataset.folder) or ending not in ("csv", "json"):
        known = ", ".join(schema.table_names(dataset.folder))
        raise Problem(
            404,
            f"There is no table {quoted(f'{name}.{ending}')}; expected one of {known}, with .csv or .json. {suggestion_sentence(name, schema.table_names(dataset.folder))}".strip(),
        )
    if name in dataset.broken:
        raise UnusableTable(name, dataset.broken[name])
    body = file_bytes(dataset.fingerprint, schema.resource(name, dataset.folder)["path"])
    if ending == "csv":
        return _harmless(body)
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return json.dumps({"table": name, "release": dataset.fingerprint, "rows": rows}, ensure_ascii=False).encode()


def _harmless(body: bytes) -> bytes:
    """A CSV as it is. Where a cell would run as a formula in a spreadsheet (which `check` refuses), an apostrophe stands before that cell."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return (
        responses.csv_bytes(rows[0], rows[1:])
        if any(responses.is_formula(cell) for row in rows for cell in row)
        else body
    )


@memoized(4)
def table_files(dataset: Dataset) -> list[dict[str, object]]:
    """The sound tables of a release: name, title, number of rows, bytes, SHA-256 of the CSV, and the paths under which the release keeps them. Do not change what it returns."""
    found: list[dict[str, object]] = []
    for name in schema.table_names(dataset.folder):
        if name in dataset.broken:
            continue
        body = table_bytes(dataset, name, "csv")
        path = f"/api/v1/releases/{dataset.fingerprint}/tables/{name}"
        found.append(
            {
                "name": name,
                "title": schema.resource(name, dataset.folder)["title"],
                "rows": len(dataset[name]),
                "bytes": len(body),
                "sha256": hashlib.sha256(body).hexdigest(),
                "csv": f"{path}.csv",
                "json": f"{path}.json",
            }
        )
    return found
