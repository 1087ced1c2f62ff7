"""The history of a pair as bars: stretches of days with one answer for the area that leads, and for smaller areas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history
from caveat.domain.case import case
from caveat.domain.restrictions import NO_RECORD, STATUSES
from caveat.domain.rule_log import Clock, rule_log

_RANK = {status: rank for rank, status in enumerate((*STATUSES, NO_RECORD))}
_USABLE = ("permitted", "restricted", "case_by_case")


@dataclass(frozen=True)
class Bar:
    """Days from `start` to before `end` with one answer on an area, and the row of the log that began it."""

    start: date
    end: date
    territory: str
    status: str
    certainty: str
    change_id: str


@dataclass(frozen=True)
class PairBars:
    """A pair's bars for the area that leads, and those of smaller areas within it while they are freer."""

    general: tuple[Bar, ...] = ()
    freer: tuple[Bar, ...] = ()

    def until(self, day: date) -> "PairBars":
        """The same as it stood on a day: nothing that came in later."""
        return PairBars(_until(self.general, day), _until(self.freer, day))


@memoized(4)
def pair_bars(dataset: Dataset, known: Clock = "then") -> Mapping[tuple[str, str], PairBars]:
    """The bars of every pair with a rule; the last of a pair has no end (date.max)."""
    log, names = rule_log(dataset), case(dataset)
    lead = names.lead_area
    narrow = [area for area in names.matrix if names.territory(area).lead == "narrow"]
    bars = {area: _bars_by_pair(dataset, area, known) for area in (lead, *narrow)}
    return {
        pair: PairBars(
            bars[lead].get(pair, ()),
            _freer(bars[lead].get(pair, ()), [bars[area].get(pair, ()) for area in narrow]),
        )
        for pair in log.rules
    }


def _bars_by_pair(dataset: Dataset, area: str, known: Clock) -> dict[tuple[str, str], tuple[Bar, ...]]:
    spans = rule_history.permission_spans(rule_log(dataset), area, date.max - timedelta(days=1), known)
    found: dict[tuple[str, str], tuple[Bar, ...]] = {}
    for row in spans.itertuples():
        pair = (row.supplier, row.system_id)
        bar = Bar(row.start, row.end, area, row.status, row.certainty, row.change_id)
        found[pair] = (*found.get(pair, ()), bar)
    return {pair: _joined(bars) for pair, bars in found.items()}


def _joined(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Adjacent bars of one answer as one: another authority with the same answer is no other bar."""
    joined: list[Bar] = []
    for bar in bars:
        last = joined[-1] if joined else None
        if last and last.end == bar.start and _answer(last) == _answer(bar):
            joined[-1] = replace(last, end=bar.end)
        else:
            joined.append(bar)
    return tuple(joined)


def _answer(bar: Bar) -> tuple[str, str, str]:
    return bar.territory, bar.status, bar.certainty


def _freer(general: Sequence[Bar], narrow: Iterable[Sequence[Bar]]) -> tuple[Bar, ...]:
    """The freest bars of smaller areas, for the days on which one of them is freer than the general rule."""
    smaller = [bar for bars in narrow for bar in bars if bar.status in _USABLE]
    days = sorted({day for bar in (*general, *smaller) for day in (bar.start, bar.end)})
    found = []
    for start, end in pairwise(days):
        rank = min((_RANK[bar.status] for bar in general if bar.start <= start < bar.end), default=_RANK[NO_RECORD])
        free = [bar for bar in smaller if bar.start <= start < bar.end and _RANK[bar.status] < rank]
        if free:
            found.append(replace(min(free, key=lambda bar: _RANK[bar.status]), start=start, end=end))
    return _joined(found)


def _until(bars: Iterable[Bar], day: date) -> tuple[Bar, ...]:
    return tuple(replace(bar, end=min(bar.end, day + timedelta(days=1))) for bar in bars if bar.start <= day)
