"""The preview card of a view as SVG, 1200 × 630: the question, the statuses, the static map."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from caveat import html
from caveat.content import briefing
from caveat.content.briefing import MatrixRow
from caveat.content.page import SITE_NAME
from caveat.dataset.partial_dates import spoken_long
from caveat.dataset.tables import Dataset
from caveat.domain import names
from caveat.domain.query import View
from caveat.text import permissions as state_words
from caveat.text import preview_card as words
from caveat.theme import INK, LINE, STATUS

WIDTH, HEIGHT = 1200, 630
MAP_WIDTH, MAP_NOTE_PX, NOTE_LETTERS, NOTE_LINES = 450, 118, 64, 4
LEFT, TEXT_WIDTH = 52, 650
ROWS = 4
# The column of names, from one row to the next; from one line of what a row says to the next.
NAMES, PITCH, MORE_PX = 226, 90, 24
# Sizes of an answer in sentences, the first that fits is taken.
SAID_SIZES = (32, 28, 25, 22)
# Mean width of a letter as part of the type's size, measured on our own faces and rounded up.
SERIF, SANS = 0.53, 0.46
_DAY = re.compile(r"(\b\d{1,2}) (?=[A-Z][a-z])")
# By certainty.
DASH = {certainty: {"dash": "7 5", "dot": "2.5 4"}.get(line, "") for certainty, (line, _) in LINE.items()}


@dataclass(frozen=True)
class Line:
    """A line of type: its baseline (px), its size, its text."""

    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Status:
    """A row of the card at a height (px): a pair's first answer, and of the rest what there is room for."""

    y: float
    row: MatrixRow
    headline: str
    system_size: float
    headline_size: float
    more: list[Line]


def card_svg(dataset: Dataset, view: View, question: str = "", answer: str = "", picture: bool = True) -> str:
    """The card of a view. UnusableTable if the tables of the answer cannot be used.

    A range or a shape that cannot be used leaves the map out. `question` is the page's question; without one the
    headline is the title. `answer` is its answer in sentences, in place of the statuses; without `picture` there is no
    map.
    """
    built = briefing.build_briefing(dataset, view)
    static_map = briefing.briefing_map(dataset, built) if picture else None
    text_width = TEXT_WIDTH if static_map else WIDTH - 2 * LEFT
    size, heading = 42 if static_map else 48, question or built.headline
    if len(_wrap_text(heading, size, SERIF, text_width)) > 2:
        size = 36
    lines = _lines(128, size, size * 1.14, _wrap_text(heading, size, SERIF, text_width))
    under = lines[-1].y + 34
    statuses = [] if answer else _statuses(built, under + 58, text_width)
    notes = _sentence_lines(answer, under + 34, text_width) if answer else []
    if not statuses and not answer:
        note = words.no_rule_note([names.short_name(dataset, system_id) for system_id in view.systems], view.asof)
        notes = _lines(under + 70, 26, 34, _wrap_text(note, 26, SANS, text_width))
    return _render_card(
        lines,
        Line(under, 20, "" if answer else f"{spoken_long(view.asof)}. {state_words.known_sentence(view.known)}"),
        width_px=text_width,
        statuses=statuses,
        notes=notes,
        left_out=0 if answer else len(built.cards) - len(statuses),
        map=Markup(static_map.svg("light", MAP_WIDTH, HEIGHT - MAP_NOTE_PX, nested=True)) if static_map else "",
        map_lines=_map_note(static_map.heading, static_map.caption) if static_map else [],
    )


def fallback_card_svg() -> str:
    """The card of a view whose tables cannot be used."""
    lines = _lines(250, 52, 62, _wrap_text(words.SITE_PURPOSE, 52, SERIF, WIDTH - 2 * LEFT))
    return _render_card(lines, Line(lines[-1].y + 60, 24, words.UNAVAILABLE))


def _render_card(question: Sequence[Line], context: Line, **more: Any) -> str:
    """Render the template with what every card has; `more` is what this card adds."""
    plain = {"width_px": WIDTH - 2 * LEFT, "statuses": [], "notes": [], "left_out": 0, "map": "", "map_lines": []}
    values = {
        "name": SITE_NAME,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "column": LEFT + NAMES,
        "map_left": WIDTH - MAP_WIDTH,
        "map_height": HEIGHT - MAP_NOTE_PX,
        "ink": INK["light"],
        "colours": STATUS["light"],
        "dashes": DASH,
        "certainty_since": state_words.certainty_since,
    }
    return str(html.render("card.svg", question=question, context=context, **values, **plain | more))


def _lines(top: float, size: float, pitch: float, texts: Sequence[str]) -> list[Line]:
    """Texts under each other, `pitch` px from one to the next."""
    return [Line(top + pitch * row, size, text) for row, text in enumerate(texts)]


def _sentence_lines(answer: str, top: float, width: float) -> list[Line]:
    """Sentences in the largest size that fits above the foot of the card; in the smallest, cut with dots if need be."""
    for size in SAID_SIZES:
        lines = _wrap_text(answer, size, SANS, width)
        room = int((HEIGHT - 40 - top) // (size * 1.38)) + 1
        if len(lines) <= room:
            break
    return _lines(top, size, size * 1.38, _cut_lines(lines, room))


def _cut_lines(lines: list[str], room: int) -> list[str]:
    """As many lines as there is room for; dots mark a cut."""
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], f"{lines[room - 1].rsplit(' ', 1)[0].rstrip('.,;:')} …"]


def _statuses(built: briefing.Briefing, top: float, width: float) -> list[Status]:
    rows = built.cards[:ROWS]
    free = (HEIGHT - 16 - top) / max(len(rows), 1)
    # One or two rows have room for what was said; more stand closer together.
    pitch = free if len(rows) <= 2 else min(PITCH, free)
    return [
        _status(row, built.view.asof, round(top + index * pitch, 1), width - NAMES, pitch)
        for index, row in enumerate(rows)
    ]


def _status(row: MatrixRow, day: date, y: float, room: float, pitch: float) -> Status:
    headline = row.headline
    sentences = told(row) or [words.no_rule_note([row.system], day)]
    # The next row's line stands 33 px above its name, and 14 px of air above that.
    lines = int((pitch - 33 - 14 - 62) // MORE_PX) + 1
    more = _whole_sentences(sentences, room, lines) if pitch > PITCH else []
    return Status(
        y,
        row,
        headline,
        _fitting_size(row.system, 23, SERIF + 0.03, NAMES - 20),
        _fitting_size(headline, 27, 0.52, room - 34),
        _lines(y + 62, 18, MORE_PX, more),
    )


def told(row: MatrixRow) -> list[str]:
    """The rule, its condition, what disputes it, the other territories, its last confirmation; [] without a record."""
    if not row.rule:
        return []
    heads = [
        row.disputes_head,
        *(head for head, _ in state_words.later_words(row.lead, row.rule)),
    ]
    disputed, *confirmed = [f"{head}." if head else "" for head in heads]
    condition = state_words.condition_sentence(row.rule.change, row.rule.condition)
    return [sentence for sentence in (row.rule.change.summary, condition, disputed, *row.rest, *confirmed) if sentence]


def _whole_sentences(sentences: Sequence[str], width: float, lines: int) -> list[str]:
    """As many whole sentences as fit, since half of one may say the opposite; the first is cut if it is too long."""
    tried = [_wrap_text(" ".join(sentences[:many]), 18, SANS, width) for many in range(len(sentences), 0, -1)]
    return next((wrapped for wrapped in tried if len(wrapped) <= lines), _cut_lines(tried[-1], lines))


def _fitting_size(text: str, size: float, letter: float, width: float) -> float:
    """The size at which a line of text fits a width, at most `size`."""
    return round(min(size, width / (len(text) * letter)), 1)


def _map_note(heading: str, sentences: Sequence[str]) -> list[Line]:
    """The map's heading, as many sentences of its caption as fit, and the note of every map, the last one."""
    versions = [
        textwrap.wrap(" ".join([*sentences[:many], sentences[-1]]), NOTE_LETTERS) for many in range(1, len(sentences))
    ]
    lines = max(
        (wrapped for wrapped in versions if len(wrapped) <= NOTE_LINES), key=len, default=versions[0][:NOTE_LINES]
    )
    top = HEIGHT - MAP_NOTE_PX + 28
    return [Line(top, 18, heading), *_lines(top + 23, 15, 20, lines)]


def _wrap_text(text: str, size_px: float, letter: float, width_px: float) -> list[str]:
    """Lines that fit a width; a day stays with its month."""
    return textwrap.wrap(_DAY.sub("\\1\u00a0", text), int(width_px / (size_px * letter)))
