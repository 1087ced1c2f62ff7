"""The turning points: rows of the log that charts name in a few words."""

from dataclasses import dataclass
from datetime import date

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.rule_log import Clock, rule_log


@dataclass(frozen=True)
class TurningPoint:
    """A row of the log with its short name; `day` is when it came in, `is_front` whether the front page names it."""

    day: date
    label: str
    change_id: str
    pair: tuple[str, str]
    is_front: bool


@memoized(4)
def turning_points(dataset: Dataset, known: Clock = "then") -> tuple[TurningPoint, ...]:
    """All turning points by a clock, in order of their days; none if their table cannot be used."""
    if "turning_points" not in dataset.frames:
        return ()
    log = rule_log(dataset)
    changes = {change.change_id: change for change in log.changes}
    rows = [row for row in dataset["turning_points"].itertuples() if row.change_id in changes]
    points = [
        TurningPoint(
            change.day(known),
            row.label,
            row.change_id,
            (change.supplier, log.family(change.system_id)),
            row.front == "yes",
        )
        for row in rows
        for change in (changes[row.change_id],)
    ]
    return tuple(sorted(points, key=lambda point: point.day))
