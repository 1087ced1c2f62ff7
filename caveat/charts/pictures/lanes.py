"""Lanes over time as the body of a picture: bars of status or signs, named events above, the day as a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from caveat.charts.pictures.canvas import COLOURS, DASH, INKS, Box, Canvas, shortened, text_width
from caveat.charts.pictures.frame import Body
from caveat.charts.timeline import FILL, FILL_CARRIED
from caveat.dataset.partial_dates import spoken
from caveat.text import pictures as words

# How full a bar of the strip is by certainty; an unclear one is pale too.
FULL = {"official": 1, "reported": 0.32, "inferred": 0.16, "unclear": 0.3}
NAME_PX, SOFT_PX, TICK_PX, EVENT_PX = 14.0, 12.5, 12.0, 12.0
# Up to this width names stand over the lanes, else left of them.
NARROW_PX = 700
# Heights of a lane with its name left of it and over it: at least, at most.
BESIDE_PX, OVER_PX = (18.5, 40.0), (34.0, 56.0)


@dataclass(frozen=True)
class Bar:
    """A status from a day to another (exclusive). `carried`: without new evidence."""

    start: date
    end: date
    status: str
    certainty: str
    carried: bool = False


@dataclass(frozen=True)
class Lane:
    """A lane: name, what stands after it, bars, signs (day and glyph), and the word at its right end.

    `freer` are drawn as a thin line over the bars.
    """

    name: str
    soft: str
    word: str = ""
    status: str = ""
    bars: tuple[Bar, ...] = ()
    freer: tuple[Bar, ...] = ()
    signs: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Lanes:
    """What is drawn from `start` to `end`: lanes, the chosen day, and named events with their days.

    `full`: a bar is in the full colour of its status if it is official, as on the strip of the front page.
    """

    lanes: tuple[Lane, ...]
    start: date
    end: date
    day: date
    events: tuple[tuple[date, str], ...] = ()
    full: bool = False


class _Label(NamedTuple):
    """The label of an event: the place of its day, its text, its row, whether it runs to the right."""

    x: float
    text: str
    row: int
    rightward: bool


def lanes_body(shown: Lanes) -> Body:
    """The body that shows lanes over time."""

    def draw(canvas: Canvas, box: Box) -> None:
        _Drawing(canvas, shown, box).draw()

    return draw


class _Drawing:
    """Lanes while they are drawn into a box."""

    def __init__(self, canvas: Canvas, shown: Lanes, box: Box) -> None:
        self.canvas, self.shown, self.box = canvas, shown, box
        self.beside = box.width >= NARROW_PX
        left = right = 0.0
        if self.beside:
            left = max((self._name_width(lane) for lane in shown.lanes), default=0) + 14
            left = min(left, box.width * 0.34)
            right = max((text_width(lane.word, NAME_PX, "strong") for lane in shown.lanes), default=0) + 26
        self.plot = Box(box.x + left, box.y, box.width - left - right, box.height)

    def _name_width(self, lane: Lane) -> float:
        return text_width(lane.name, NAME_PX, "strong") + 6 + text_width(lane.soft, SOFT_PX)

    def _x(self, day: date) -> float:
        days = (self.shown.end - self.shown.start).days + 1
        return self.plot.x + self.plot.width * (day - self.shown.start).days / days

    def draw(self) -> None:
        """Draw events and ticks, then as many lanes as fit, then the line of the day."""
        least, most = BESIDE_PX if self.beside else OVER_PX
        lanes = self.shown.lanes
        foot_px = TICK_PX * 1.7
        free = self.box.height - foot_px - TICK_PX * 1.6 - least * len(lanes)
        labels = self._event_labels()
        rows = max((label.row + 1 for label in labels), default=0)
        # All that are named, or none: the first of them are not the weightiest.
        top = self._draw_events(labels, rows) if free > EVENT_PX * 1.35 * rows else self._draw_events([], 0)
        room = self.box.bottom - foot_px - top
        count = min(len(lanes), int(room / least)) if len(lanes) * least > room else len(lanes)
        if count < len(lanes):
            room -= SOFT_PX * 1.6
            count = max(int(room / least), 1)
        pitch = min(room / max(count, 1), most)
        foot = top + pitch * count
        self._draw_ticks(top, foot)
        self._draw_day(top, foot)
        for index, lane in enumerate(lanes[:count]):
            self._draw_lane(lane, top + pitch * index, pitch)
        if count < len(lanes):
            said = words.more_rows(len(lanes) - count)
            self.canvas.text((self.box.x, self.box.bottom - 1), said, SOFT_PX, colour=INKS["soft"])

    def _event_labels(self) -> list[_Label]:
        """The labels of the events in rows. One is below those that it would touch: its line goes down from there."""
        labels: list[_Label] = []
        extents: list[tuple[float, float]] = []
        for day, title in self.shown.events:
            x = self._x(day)
            text = f"{title} · {spoken(day)}"
            rightward = x + 5 + text_width(text, EVENT_PX) <= self.box.right or x < self.box.x + self.box.width / 2
            text = shortened(text, EVENT_PX, (self.box.right - x if rightward else x - self.box.x) - 6)
            width = text_width(text, EVENT_PX) + 12
            extent = (x, x + width) if rightward else (x - width, x)
            touched = [
                label.row
                for label, (left, right) in zip(labels, extents, strict=True)
                if left < extent[1] and extent[0] < right
            ]
            labels.append(_Label(x, text, max(touched) + 1 if touched else 0, rightward))
            extents.append(extent)
        return labels

    def _draw_events(self, labels: Sequence[_Label], rows: int) -> float:
        """Draw the label of each event with a line to the lanes, and return where lanes begin."""
        axis = self.box.y + rows * EVENT_PX * 1.35 + TICK_PX * 1.6
        for label in labels:
            y = self.box.y + EVENT_PX + label.row * EVENT_PX * 1.35
            self.canvas.line((label.x, y - EVENT_PX * 0.8), (label.x, axis), INKS["soft"], 0.8)
        for label in labels:
            y = self.box.y + EVENT_PX + label.row * EVENT_PX * 1.35
            x = label.x + 5 if label.rightward else label.x - 5 - text_width(label.text, EVENT_PX)
            self.canvas.label((x, y), label.text, EVENT_PX)
        return axis

    def _draw_ticks(self, top: float, foot: float) -> None:
        taken = self.plot.x - 8
        for day, label in day_ticks(self.shown.start, self.shown.end, self.plot.width):
            x = self._x(day)
            self.canvas.line((x, top - TICK_PX * 1.2), (x, foot), INKS["line"])
            width = text_width(label, TICK_PX)
            if x + 4 >= taken and x + 4 + width <= self.plot.right + 2:
                self.canvas.text((x + 4, top - TICK_PX * 0.45), label, TICK_PX, colour=INKS["soft"])
                taken = x + 4 + width + 6

    def _draw_lane(self, lane: Lane, y: float, pitch: float) -> None:
        if self.beside:
            height = min(pitch * 0.72, 26)
            middle = y + pitch / 2
            baseline = middle + NAME_PX * 0.34
            name = shortened(lane.name, NAME_PX, self.plot.x - self.box.x - 14, "strong")
            end = self.canvas.text((self.box.x, baseline), name, NAME_PX, "strong")
            soft = shortened(lane.soft, SOFT_PX, self.plot.x - end - 16)
            if len(soft) > 2:
                self.canvas.text((end + 6, baseline), soft, SOFT_PX, colour=INKS["soft"])
            word_x = self.plot.right + 10
        else:
            height = min(pitch - NAME_PX * 1.5 - 2, 24)
            middle = y + NAME_PX * 1.45 + height / 2
            baseline = y + NAME_PX * 1.05
            word_px = text_width(lane.word, SOFT_PX, "strong") + (SOFT_PX * 1.15 if lane.status else 0)
            end = self.canvas.label((self.box.x, baseline), lane.name, NAME_PX, "strong")
            soft = shortened(lane.soft, SOFT_PX, self.box.right - word_px - end - 18)
            if len(soft) > 2:
                self.canvas.label((end + 6, baseline), soft, SOFT_PX, colour=INKS["soft"])
            word_x = self.box.right - word_px
        self._draw_bars(lane, middle, height)
        self._draw_signs(lane, middle)
        if lane.word:
            size = NAME_PX if self.beside else SOFT_PX
            if not self.beside:
                self.canvas.rect(
                    Box(word_x - 3, baseline - size * 0.85, self.box.right - word_x + 3, size * 1.1), INKS["card"]
                )
            x = self.canvas.status((word_x, baseline), lane.status, size) if lane.status else word_x
            self.canvas.text((x, baseline), lane.word, size, "strong", COLOURS.get(lane.status, INKS["ink"]))

    def _draw_bars(self, lane: Lane, middle: float, height: float) -> None:
        for bar in lane.bars:
            x, end = self._x(bar.start), self._x(bar.end)
            colour = COLOURS[bar.status]
            area = Box(x, middle - height / 2, max(end - x, 0.6), height)
            self._fill(bar, area)
            if not bar.carried and bar.certainty in DASH:
                self.canvas.line((x, area.bottom), (area.right, area.bottom), colour, 2.4, DASH[bar.certainty])
        for bar in lane.freer:
            thin = Box(self._x(bar.start), middle - height / 2 - 2, self._x(bar.end) - self._x(bar.start), 4.5)
            self.canvas.rect(thin, COLOURS[bar.status], 1, INKS["card"])
        size = min(height * 0.85, SOFT_PX)
        for start, end_day, status in _runs(lane.bars):
            x, room = self._x(start) + 5, self._x(end_day) - self._x(start) - 8
            word = words.bar_word(status)
            baseline = middle + size * 0.32
            if self.shown.full:
                self._write_in_bar(lane.bars, (x, baseline), (start, end_day, status), size)
            elif text_width(word, size) + size * 1.15 <= room:
                at = self.canvas.status((x, baseline), status, size)
                self.canvas.text((at, baseline), word, size)
            elif size <= room:
                self.canvas.status((x, baseline), status, size)

    def _fill(self, bar: Bar, area: Box) -> None:
        """Fill a bar by its status and, on the strip, by how sure it is."""
        colour = COLOURS[bar.status]
        if not self.shown.full:
            self.canvas.rect(area, colour, FILL_CARRIED if bar.carried else FILL)
        elif bar.status == "not_supplied":
            self.canvas.rect(area, INKS["card"], 1, INKS["line"])
        else:
            self.canvas.rect(area, colour, FULL.get("unclear" if bar.status == "unclear" else bar.certainty, 1))

    def _write_in_bar(
        self, bars: Sequence[Bar], at: tuple[float, float], run: tuple[date, date, str], size: float
    ) -> None:
        """The word of a run in its widest bar, in white on a full one."""
        inside = [bar for bar in bars if run[0] <= bar.start and bar.end <= run[1]]
        widest = max(inside, key=lambda bar: bar.end - bar.start)
        word, x = words.bar_word(run[2]), self._x(widest.start) + 5
        if text_width(word, size) + 8 <= self._x(widest.end) - self._x(widest.start):
            is_full = widest.certainty == "official" and run[2] not in ("unclear", "not_supplied")
            self.canvas.text((x, at[1]), word, size, colour=INKS["card" if is_full else "ink"])

    def _draw_signs(self, lane: Lane, middle: float) -> None:
        if not lane.signs:
            return
        first, last = self._x(lane.signs[0][0]), self._x(min(self.shown.day, self.shown.end))
        self.canvas.line((first, middle), (max(first, last), middle), INKS["line"], 1.2)
        places = [(self._x(day), glyph, text_width(glyph, 12, "glyph")) for day, glyph in lane.signs]
        for x, _, width in places:
            self.canvas.rect(Box(x - width / 2 + 1, middle - 4, width - 2, 8), INKS["card"])
        for x, glyph, width in places:
            self.canvas.text((x - width / 2, middle + 4.3), glyph, 12, "glyph")

    def _draw_day(self, top: float, foot: float) -> None:
        if not self.shown.start <= self.shown.day <= self.shown.end:
            return
        x = (self._x(self.shown.day) + self._x(self.shown.day + timedelta(days=1))) / 2
        self.canvas.line((x, top - 2), (x, foot + 3), INKS["ink"], 1.4)
        label = spoken(self.shown.day)
        half = text_width(label, TICK_PX, "strong") / 2
        at = min(max(x, self.plot.x + half), self.box.right - half)
        self.canvas.text((at - half, foot + TICK_PX * 1.4), label, TICK_PX, "strong")


def _runs(bars: Iterable[Bar]) -> list[tuple[date, date, str]]:
    """Bars of one status that follow each other, as one: start, end, status."""
    runs: list[tuple[date, date, str]] = []
    for bar in bars:
        if runs and runs[-1][2] == bar.status and runs[-1][1] == bar.start:
            runs[-1] = (runs[-1][0], bar.end, bar.status)
        else:
            runs.append((bar.start, bar.end, bar.status))
    return runs


def day_ticks(start: date, end: date, width: float) -> list[tuple[date, str]]:
    """The days of an axis that are marked, with their labels: years, months or days."""
    days = (end - start).days + 1
    most = max(int(width / 78), 2)
    if days <= 75:
        step = max(-(-days // most), 1)
        return [(start + timedelta(days=at), _day_label(start + timedelta(days=at))) for at in range(0, days, step)]
    months = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    months = [month for month in months if start <= month <= end]
    step = next((step for step in (1, 2, 3, 6) if len(months) / step <= most), 12)
    chosen = [month for month in months if (month.month - 1) % step == 0]
    return [(month, f"{month:%Y}" if step == 12 else f"{month:%b} {month.year}") for month in chosen]


def _day_label(day: date) -> str:
    return f"{day.day} {day:%b}"
