"""Rules on case.toml: what it names is in the tables, its windows can be told apart, a review is to come."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from caveat.dataset import case_settings, partial_dates, releases
from caveat.dataset.case_settings import CaseSettings, KeyPath
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset
from caveat.domain import case as domain_case
from caveat.domain.timeline import AROUND_ID


def settings_name_rows(dataset: Dataset) -> Iterator[DataError]:
    """What case.toml names is in the tables."""
    if case_settings.FILE in dataset.broken:
        return
    try:
        settings = dataset.settings
    except UnusableTable as error:
        yield from error.faults
        return
    systems, columns, defaults = dataset["systems"], domain_case.case(dataset).matrix, settings.defaults
    system_ids = list(systems["system_id"])
    named: list[tuple[KeyPath, Iterable[str], Iterable[str], str]] = [
        (("recipient",), [settings.recipient], dataset["countries"]["code"], "a code of countries"),
        (("supplied_column",), [settings.supplied_column], systems.columns, "a column of systems"),
        (("defaults", "systems"), defaults.systems, system_ids, "an id of systems"),
        (("defaults", "system"), [defaults.system], system_ids, "an id of systems"),
        (("defaults", "territory"), [defaults.territory], columns, "an area with a column on the front page"),
        (("defaults", "issue"), [defaults.issue], dataset["issues"]["issue"], "an id of issues"),
    ]
    for path, values, allowed, expected in named:
        for value in values:
            if value not in set(allowed):
                yield _error(dataset, path, value, expected, suggestion(value, allowed))


def windows_are_distinct(dataset: Dataset) -> Iterator[DataError]:
    """Each window of case.toml has an id of its own and ends after it begins."""
    settings: CaseSettings | None = dataset.read_settings
    taken = [AROUND_ID]
    for number, window in enumerate(settings.windows if settings else ()):
        if window.id in taken:
            yield _error(dataset, ("windows", number, "id"), window.id, f"another id than {', '.join(taken)}")
        if window.last_day and window.last_day < window.first_day:
            expected = f"a day no earlier than its first ({window.first_day})"
            yield _error(dataset, ("windows", number, "last_day"), str(window.last_day), expected)
        taken.append(window.id)


def first_day_has_entries(dataset: Dataset) -> Iterator[DataError]:
    """The first day that a reader can choose is no later than the newest entry on the rules."""
    settings: CaseSettings | None = dataset.read_settings
    known = [text for text in dataset["restrictions"]["reported"] if partial_dates.exists(text)]
    if settings and known and settings.first_day > (newest := max(map(partial_dates.first_day, known))):
        expected = f"a day no later than the newest entry of restrictions.csv ({newest})"
        yield _error(dataset, ("first_day",), str(settings.first_day), expected)


def review_is_to_come(dataset: Dataset) -> Iterator[DataError]:
    """The next review is due no earlier than the newest release."""
    due = dataset.read_settings.next_review if dataset.read_settings else None
    with suppress(OSError, ValueError, KeyError, TypeError):  # an index that cannot be read hides no other error
        made = [
            date.fromisoformat(release.created)
            for release in releases.release_index(releases.releases_folder(dataset.folder))
        ]
        if due and made and due < max(made):
            expected = f"a day no earlier than the newest release ({max(made)})"
            mend = "write when the next review is due, or take the line out"
            yield _error(dataset, ("next_review",), str(due), expected, mend)


def _error(dataset: Dataset, path: KeyPath, found: str, expected: str, mend: str = "") -> DataError:
    """An error of a key of case.toml, at its line."""
    text = (dataset.folder / case_settings.FILE).read_text(encoding="utf-8")
    name, row = f"{dataset.folder.resolve().name}/{case_settings.FILE}", case_settings.line_of(text, path)
    return DataError(name, row, case_settings.key_name(path), f'"{found}"', expected, mend)
