"""Releases of the tables, named by their content for citations: the current one and those that were kept."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from caveat.dataset import current, releases, schema
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import rule_log, territories
from caveat.domain.rule_log import RuleLog
from caveat.editing import checks
from caveat.web import responses
from caveat.web.problems import Problem, quoted, suggestion_sentence

RULE_ID = "change_id"
# The columns of a rule that its entry in the feed says. Another source is no correction.
SAID = (
    "effective",
    "reported",
    "supplier",
    "authority",
    "system_id",
    "territory",
    "status",
    "certainty",
    "reversed_by",
    "summary",
)


def current_dataset() -> Dataset:
    """The tables as the files are now. UnusableTable if even the package's description cannot be read."""
    return current.current_dataset()


def checked_rule_log(dataset: Dataset) -> RuleLog:
    """The log of restrictions. UnusableTable also for a day that does not exist, or territories that form no tree."""
    try:
        log = rule_log.rule_log(dataset)
        for area in log.parents:
            territories.territory_path(area, dict(log.parents))
        return log
    except ValueError as error:
        faults = _log_faults(dataset)
        raise UnusableTable(
            faults[0].file.rpartition("/")[2].removesuffix(".csv") if faults else "restrictions", faults
        ) from error


@memoized(4)
def _log_faults(dataset: Dataset) -> tuple[DataError, ...]:
    """The faults of the tables that the log needs, by the checks of editors."""
    return tuple(
        fault
        for fault in checks.check(dataset.folder)
        if fault.file.endswith(("restrictions.csv", "systems.csv", "territories.csv"))
    )


def generated_at(dataset: Dataset) -> datetime | None:
    """When the release was made.

    `created` in datapackage.json, or the newest day of the log, whichever is later. Replicas must agree, so the clock
    of the server and the times of the files do not count. None if neither gives a day.
    """
    created = schema.descriptor(dataset.folder).get("created")
    moments = [datetime.fromisoformat(created)] if created else []
    with suppress(UnusableTable):
        moments += [datetime.combine(change.reported, time(), UTC) for change in checked_rule_log(dataset).changes]
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments), default=None)


def file_bytes(dataset: Dataset, name: str) -> bytes:
    """The bytes of one file of a release. Problem (404) if the server does not hold it any more."""
    body = dataset.files.get(name)
    if body is None:
        raise not_held(dataset.fingerprint, current_dataset().fingerprint)
    return body


@memoized(1)
def package_bytes(dataset: Dataset) -> bytes:
    """The description of the tables as it is served: it names them where they lie beside its address.

    Keys without a value are left out, which the profile of data packages refuses.
    """
    package = json.loads(file_bytes(dataset, "datapackage.json"))
    for resource in package["resources"]:
        resource["path"] = f"tables/{resource['name']}.csv"
        if not resource["schema"].get("foreignKeys", True):
            del resource["schema"]["foreignKeys"]
    return json.dumps(package, ensure_ascii=False, indent=2).encode()


def dataset_of(release: str) -> Dataset:
    """The tables of a release: the current one, or one that is kept. Problem (404) if the server does not hold it."""
    dataset = current.current_dataset()
    if dataset.fingerprint == release:
        return dataset
    earlier = releases.load_release(release, releases.releases_folder())
    if earlier is None:
        raise not_held(release, dataset.fingerprint)
    return earlier


def kept_releases() -> list[releases.Release]:
    """The releases that are kept, the newest first; none if the index cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return releases.release_index(releases.releases_folder())[::-1]
    return []


@dataclass(frozen=True)
class RowDays:
    """When a row came in, and when what it says was corrected last; None if not after the first release."""

    added: date | None = None
    corrected: date | None = None

    @property
    def last(self) -> date | None:
        """The later of the two."""
        return max(filter(None, (self.added, self.corrected)), default=None)


# What is known of the days of a row of the first release.
NO_DAYS = RowDays()


@memoized(4)
def rule_days(dataset: Dataset, kept: tuple[releases.Release, ...], edited: date) -> Mapping[str, RowDays]:
    """The days of each rule by its id, from the kept releases (the newest first).

    What differs from the newest of them is of the day `edited`.
    """
    where = releases.releases_folder()
    steps = [(release.created, releases.release_rows(release.release, where, "restrictions")) for release in kept[::-1]]
    if kept and "restrictions" not in dataset.broken:
        records = dataset["restrictions"][[RULE_ID, *SAID]].to_dict("records")
        steps.append((max(edited.isoformat(), kept[0].created), tuple(records)))
    days: dict[str, RowDays] = {}
    before: dict[str, Mapping[str, str]] = {}
    for created, rows in steps:
        for row in rows:
            known, earlier, day = days.get(row[RULE_ID]), before.get(row[RULE_ID]), date.fromisoformat(created)
            if known is None:
                days[row[RULE_ID]] = RowDays(added=day if before else None)
            elif earlier and any(row.get(column, "") != earlier.get(column, "") for column in SAID):
                days[row[RULE_ID]] = replace(known, corrected=day)
        before |= {row[RULE_ID]: row for row in rows}
    return days


def edited_on() -> date:
    """The day of the newest edit of the rules, for rows that no release has yet; never one that is still to come."""
    with suppress(OSError):
        changed = (current.data_folder() / "restrictions.csv").stat().st_mtime
        return min(datetime.fromtimestamp(changed, UTC).date(), current.today())
    return current.today()


def not_held(release: str, now: str) -> Problem:
    """404 for a release that the server does not hold; it names the current one."""
    return Problem(
        404,
        f"The release {quoted(release)} is not here. The current release is {now}: "
        "/api/v1/releases/latest names it and the earlier ones that are kept.",
        {"release": now},
    )


def table_bytes(dataset: Dataset, name: str, ending: str) -> bytes:
    """One table as its file (csv), or as rows of text exactly as published (json).

    The file is safe to open in a spreadsheet. UnusableTable if it cannot be used, Problem (404) if there is no such
    table.
    """
    if name not in schema.table_names(dataset.folder) or ending not in ("csv", "json"):
        names = schema.table_names(dataset.folder)
        known = f"expected one of {', '.join(names)}, with .csv or .json"
        hint = suggestion_sentence(name, names)
        raise Problem(404, f"There is no table {quoted(f'{name}.{ending}')}; {known}. {hint}".strip())
    if name in dataset.broken:
        raise UnusableTable(name, dataset.broken[name])
    body = file_bytes(dataset, schema.resource(name, dataset.folder)["path"])
    if ending == "csv":
        return _safe_csv(body)
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return json.dumps({"table": name, "release": dataset.fingerprint, "rows": rows}, ensure_ascii=False).encode()


def _safe_csv(body: bytes) -> bytes:
    """A CSV as it is, with an apostrophe before each cell that a spreadsheet would run as a formula."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return (
        responses.csv_bytes(rows[0], rows[1:])
        if any(responses.is_formula(cell) for row in rows for cell in row)
        else body
    )


@memoized(4)
def table_files(dataset: Dataset) -> tuple[Mapping[str, object], ...]:
    """The usable tables of a release: name, title, rows, bytes and SHA-256 of the CSV, permanent paths."""
    files: list[Mapping[str, object]] = []
    for name in schema.table_names(dataset.folder):
        if name in dataset.broken:
            continue
        body = table_bytes(dataset, name, "csv")
        path = f"/api/v1/releases/{dataset.fingerprint}/tables/{name}"
        files.append(
            {
                "name": name,
                "title": schema.resource(name, dataset.folder)["title"],
                "rows": len(dataset[name]) + len(dataset.withdrawn.get(name, ())),
                "bytes": len(body),
                "sha256": hashlib.sha256(body).hexdigest(),
                "csv": f"{path}.csv",
                "json": f"{path}.json",
            }
        )
    return tuple(files)
