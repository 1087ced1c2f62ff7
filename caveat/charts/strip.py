"""The strip: a lane of bars for each supplier and system from the first day on, with turning points and the chosen day.

HTML in shares of the width, so that it is as wide as its page, prints, and needs no script.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from caveat import html
from caveat.domain.bars import Bar, PairBars
from caveat.domain.case import Case
from caveat.domain.turning_points import TurningPoint
from caveat.text import strip as words
from caveat.text.labels import CERTAINTY, STATUS_SHORT

# The narrowest plot (px) over which labels of turning points stand, the names left of it, and a letter of a label.
PLOT_PX, NAME_PX, LETTER_PX = 400, 200, 6.6


@dataclass(frozen=True)
class StripLane:
    """A pair of supplier and system: its names, its published range, its bars, and its answer on the day.

    `is_lead`: it has a card and a rule, or no pair on the strip has both.
    """

    system_id: str
    name: str
    supplier: str
    range: str
    bars: PairBars
    answer: words.LaneAnswer
    is_lead: bool = False


@dataclass(frozen=True)
class StripData:
    """What the strip shows: its lanes and turning points by `day`, on an axis from `start` to `end`."""

    lanes: tuple[StripLane, ...]
    points: tuple[TurningPoint, ...]
    start: date
    end: date
    day: date
    names: Case

    @property
    def days(self) -> int:
        """The days of the axis."""
        return (self.end - self.start).days + 1

    def share(self, day: date) -> float:
        """Where a day begins on the axis, 0 to 1."""
        return (day - self.start).days / self.days

    @property
    def now(self) -> float | None:
        """Where the chosen day ends on the axis, 0 to 1; None if the axis does not have it."""
        return self.share(self.day) + 1 / self.days if self.start <= self.day <= self.end else None

    @property
    def title(self) -> str:
        """What the strip shows, in words."""
        return words.title(self.names.territory(self.names.lead_area), self.start, self.day)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of its bars, in the order of the key."""
        shown = {bar.status for lane in self.lanes for bar in (*lane.bars.general, *lane.bars.freer)}
        return tuple(status for status in STATUS_SHORT if status in shown)

    @property
    def years(self) -> tuple[tuple[int, float], ...]:
        """Each year that begins on the axis, with its place."""
        return tuple((year, self.share(date(year, 1, 1))) for year in range(self.start.year + 1, self.end.year + 1))


class PlacedBar(NamedTuple):
    """A bar at its place (shares of the axis). `word`: it is the widest of a run of one status, and names it."""

    bar: Bar
    left: float
    width: float
    label: str
    word: str


def placed_bars(data: StripData, name: str, bars: Sequence[Bar]) -> list[PlacedBar]:
    """The bars of a lane at their places."""
    placed = []
    for bar in bars:
        widest = max(_run(bars, bar), key=lambda other: other.end - other.start)
        area = data.names.territory(bar.territory)
        placed.append(
            PlacedBar(
                bar,
                data.share(bar.start),
                data.share(bar.end) - data.share(bar.start),
                words.bar_label(name, bar, area),
                STATUS_SHORT[bar.status] if widest is bar else "",
            )
        )
    return placed


def _run(bars: Sequence[Bar], bar: Bar) -> list[Bar]:
    """The bars around a bar that have its status without a break."""
    first = last = bars.index(bar)
    while first and bars[first - 1].status == bar.status:
        first -= 1
    while last + 1 < len(bars) and bars[last + 1].status == bar.status:
        last += 1
    return list(bars[first : last + 1])


class LabelPlace(NamedTuple):
    """Where a turning point's label stands: its row from the top, and whether it ends at its day or begins there."""

    row: int
    ends: bool


def label_places(data: StripData) -> list[LabelPlace]:
    """The places of the turning points' labels in as few rows as can be: no label or line crosses another.

    The first labels end at their days, rising, the others begin at theirs, falling. A label is below those that it
    would touch: its line goes down from there, where they do not reach.
    """
    lefts = [data.share(point.day) * PLOT_PX for point in data.points]
    widths = [10 + len(point.label) * LETTER_PX for point in data.points]

    def places(count: int) -> list[LabelPlace]:
        ending = stacked_rows([-left for left in lefts[:count][::-1]], widths[:count][::-1])[::-1]
        return [
            *(LabelPlace(row, True) for row in ending),
            *(LabelPlace(row, False) for row in stacked_rows(lefts[count:], widths[count:])),
        ]

    # What ends at its day may reach over the names, not further.
    beyond = (count for count, (left, width) in enumerate(zip(lefts, widths, strict=True)) if left + NAME_PX < width)
    most = next(beyond, len(lefts))
    return min(map(places, range(most + 1)), key=lambda found: max((place.row for place in found), default=-1))


def stacked_rows(lefts: Sequence[float], widths: Sequence[float]) -> list[int]:
    """A row for each label, from left to right, each below those that it would touch."""
    rows: list[int] = []
    ends: list[float] = []
    for left, width in zip(lefts, widths, strict=True):
        touched = [row for row, end in zip(rows, ends, strict=True) if end > left]
        rows.append(max(touched) + 1 if touched else 0)
        ends.append(left + width)
    return rows


def strip_html(data: StripData, day_url: Callable[[date], str], row_url: Callable[[str], str]) -> Markup:
    """The strip as HTML. A bar and a turning point are links to their days, an answer to the sheet of its rule."""
    places = label_places(data)
    return html.render(
        "lanes.html",
        data=data,
        points=list(zip(data.points, places, strict=True)),
        label_rows=max((place.row for place in places), default=-1) + 1,
        placed_bars=placed_bars,
        words=words,
        status_words=STATUS_SHORT,
        certainty_words={"": "", **CERTAINTY},
        day_url=day_url,
        row_url=row_url,
    )
