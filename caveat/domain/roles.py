"""Who somebody was on a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day, last_day
from caveat.dataset.tables import Dataset


def role_on(dataset: Dataset, actor: str, day: date) -> str:
    """The office of a person on a day, the later of two on the day of a change; "" if the table does not have it."""
    return office_on(dataset, actor, day)[0]


def office_on(dataset: Dataset, actor: str, day: date) -> tuple[str, date | None]:
    """The same with the first day in that office; None for no office."""
    held = [(since, until, role) for since, until, role in _offices(dataset).get(actor, ()) if since <= day]
    since, until, role = max(held, default=(day, day, ""))
    return (role, since) if role and day <= until else ("", None)


@memoized()
def _offices(dataset: Dataset) -> Mapping[str, list[tuple[date, date, str]]]:
    """actor -> (first day, last day, office); empty if the table cannot be used or a release has none."""
    offices: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for row in dataset["roles"].itertuples() if "roles" in dataset.frames else ():
        offices[row.actor].append((first_day(row.since), last_day(row.until) if row.until else date.max, row.role))
    return dict(offices)
