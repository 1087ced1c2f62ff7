"""Pictures to publish: what each says, that it needs no caption, and that nothing leaves the frame or stands on anything else."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from caveat.charts.pictures import frame
from caveat.content import pages, pictures
from caveat.content.page import PageRequest
from caveat.dataset import schema
from caveat.dataset import tables as table_files
from caveat.dataset.partial_dates import first_day, spoken, spoken_long
from caveat.domain.query import View
from caveat.text import pictures as words
from tests.support import reference
from tests.support.pictures import lines, outside, overlaps, said

TABLES = table_files.load(schema.DATA)
DAYS = (date(2022, 6, 15), date(2024, 11, 18), date(2026, 11, 27))
KINDS = [(page.id, kind.name) for page in pages.PAGES for kind in pictures.kinds_of(page.id)]
SHAPES = {**frame.FORMATS, "card": frame.CARD}
# Of all dates, whatever the day.
UNDATED = {("compare", "claims"), ("system", "figures"), ("story", "facts")}


def asked(page_id: str, day: date, query: dict[str, list[str]] | None = None, **view: object) -> PageRequest:
    system = "atacms" if page_id == "system" else ""
    return PageRequest(pages.page_by_id(page_id), TABLES, View(day, **{"id": system, **view}), query or {})


def built(page_id: str, name: str, day: date, **view: object) -> frame.Picture:
    if name == "changes":
        view = {"since": day - timedelta(days=700), **view}
    return pictures.build_picture(asked(page_id, day, **view), name, "https://caveat.example")


def drawn(picture: frame.Picture, shape: str) -> ET.Element:
    return ET.fromstring(frame.draw(picture, SHAPES[shape]))


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(("page_id", "name"), KINDS)
def test_a_picture_needs_no_caption(page_id: str, name: str, day: date) -> None:
    picture = built(page_id, name, day)
    assert picture.title and not picture.title.endswith(".") and picture.alt.startswith(picture.title[:20])
    for shape in SHAPES:
        root = drawn(picture, shape)
        assert outside(root) == [] and overlaps(root) == [], (shape, outside(root), overlaps(root))
        text = said(root).replace(" ", "")
        assert picture.title.replace(" ", "") in text and words.LICENCE.replace(" ", "") in text
        assert min(float(node.get("font-size")) for node in root.iter() if node.get("font-size")) >= 9
        if shape == "card":
            continue
        assert f"release{TABLES.fingerprint}" in text
        assert f"caveat.example/{'' if page_id == 'briefing' else page_id}?asof={day}" in text
        if (page_id, name) not in UNDATED:
            assert {spoken_long(day).replace(" ", ""), spoken(day).replace(" ", "")} & set(
                re.findall(r"\d{1,2}[A-Z][a-z]+\d{4}", text)
            )
        if picture.sources:
            assert f"Source{'s' if len(picture.sources) > 1 else ''}:{picture.sources[0]}".replace(" ", "") in text


@pytest.mark.parametrize(("page_id", "name"), KINDS)
def test_sources_were_public_by_the_day_the_weightiest_first(page_id: str, name: str) -> None:
    day = DAYS[1]
    named = {pictures.words.named_source(page): page for page in pictures.sources.sources_by_id(TABLES).values()}
    found = [named[source] for source in built(page_id, name, day).sources]
    assert found and [page.weight for page in found] == sorted((page.weight for page in found), reverse=True)
    if (page_id, name) not in UNDATED:
        assert all(first_day(page.published) <= day for page in found if page.published)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_matrix_says_what_the_log_says(day: date) -> None:
    root = drawn(built("briefing", "matrix", day, systems=("storm-shadow",)), "4x5")
    text = {line.text for line in lines(root)}
    for supplier in ("GB", "IT"):
        states = [reference.fold(supplier, "storm-shadow", area, day, "then").status for area in reference.TERRITORIES]
        for status in set(states) - {"restricted"}:
            assert reference.STATUS_WORDS[status] in text


def test_what_has_nothing_to_draw_says_it_in_whole_sentences() -> None:
    request = asked("positions", date(2022, 2, 1))
    picture = pictures.build_picture(request, "stances", "")
    assert picture.title == request.heading.question
    answer = request.description
    shown = said(drawn(picture, "card")).replace(" ", "")
    assert answer.split(". ")[0].replace(" ", "") in shown and "…" not in shown


def test_sources_that_do_not_fit_are_counted() -> None:
    picture = built("timeline", "lanes", DAYS[1])
    text = said(drawn(picture, "16x9"))
    shown = sum(source in text for source in picture.sources)
    assert 0 < shown < len(picture.sources) and f"and {len(picture.sources) - shown} more." in text
