"""The preview card says what the briefing says: question, statuses, certainty and dates, read back from the SVG and held against the reference implementation."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.content import briefing, preview_card
from caveat.dataset import schema
from caveat.dataset import tables as table_files
from caveat.domain.query import View
from caveat.theme import GLYPH
from caveat.web import cards as drawn
from tests.support import reference
from tests.support.registry import request

SVG = "{http://www.w3.org/2000/svg}"
TABLES = table_files.load(schema.DATA)
SYSTEMS = list(TABLES["systems"]["system_id"])
FOUNDING = [
    ("US", "atacms", "ATACMS"),
    ("GB", "storm-shadow", "Storm Shadow"),
    ("FR", "scalp-eg", "SCALP-EG"),
    ("DE", "taurus-kepd-350", "Taurus KEPD 350"),
]
TURNS = sorted(
    {
        reference.entry_day(row, known) + timedelta(days=offset)
        for row in reference.rows("restrictions")
        for known in ("then", "now")
        for offset in (-1, 0)
    }
)


def read(view: View) -> ET.Element:
    return ET.fromstring(preview_card.card_svg(TABLES, view))


def texts(element: ET.Element) -> list[str]:
    return [" ".join("".join(node.itertext()).split()) for node in element.iter(f"{SVG}text")]


def rows(root: ET.Element) -> list[ET.Element]:
    return [node for node in root.iter(f"{SVG}g") if node.get("class") == "row"]


def question(root: ET.Element) -> str:
    return " ".join(
        " ".join("".join(node.itertext()).split())
        for node in root.iter(f"{SVG}text")
        if "question" in node.get("class", "")
    )


@settings(max_examples=25, derandomize=True)
@given(st.sampled_from(TURNS), st.sampled_from(["then", "now"]))
def test_four_statuses_as_the_log_has_them(day: date, known: str) -> None:
    root = read(View(day, known))
    assert len(rows(root)) == len(FOUNDING)
    for row, (supplier, system_id, name) in zip(rows(root), FOUNDING, strict=True):
        said = texts(row)
        truths = {area: reference.fold(supplier, system_id, area, day, known) for area in reference.TERRITORIES}
        lead = next(
            (
                truths[area]
                for area in ("ru_border", "ru_kursk")
                if truths["ru_any"].status != "permitted" and truths[area].status == "permitted"
            ),
            truths["ru_any"],
        )
        assert said[0] == name and said[1] == reference.COUNTRY_NAMES[supplier]
        assert row.get("data-status") == lead.status and said[2] == GLYPH[lead.status]
        word = {"restricted": "allowed with conditions"}.get(lead.status, reference.STATUS_WORDS[lead.status])
        assert said[3].lower().startswith(word)
        if lead.status == "no_record":
            assert len(said) == 4
        else:
            assert said[4].startswith(lead.certainty) and said[4].removesuffix(" · disputed").endswith(
                reference.spoken_date(lead.since)
            )


def test_question_clock_and_map_are_those_of_the_view() -> None:
    root = read(View(date(2024, 11, 18)))
    assert question(root) == "What were the missiles allowed to reach on 18 November 2024?"
    said = texts(root)
    assert "As the public knew it then." in said and "ATACMS: reach and permission" in said
    assert any(
        node.get("data-territories") == "ru_kursk" and node.get("data-drawn") == "solid"
        for node in root.iter(f"{SVG}g")
    )
    assert "In hindsight, with what became public later." in texts(read(View(date(2024, 11, 18), "now")))


@settings(max_examples=20, derandomize=True)
@given(st.lists(st.sampled_from(SYSTEMS), max_size=6, unique=True), st.dates(date(2022, 1, 1), date(2026, 11, 1)))
def test_any_choice_fits_on_the_card(systems: list[str], day: date) -> None:
    view = View(day, systems=tuple(systems))
    root, built = read(view), briefing.build_briefing(TABLES, view)
    assert question(root).replace("\u00a0", " ") == built.headline
    assert [row.get("data-status") for row in rows(root)] == [
        row.lead.status for row in built.cards[: preview_card.ROWS]
    ]
    if len(built.cards) > preview_card.ROWS:
        assert any("more on the page" in text for text in texts(root))
    for node in root.iter(f"{SVG}text"):
        if node.get("y"):
            assert 0 < float(node.get("y")) <= preview_card.HEIGHT


def test_the_note_under_the_map_keeps_the_rules() -> None:
    for systems in ((), ("scalp-eg",), ("gmlrs",), ("flamingo-fp5",), ("tomahawk",)):
        said = " ".join(texts(read(View(date(2024, 11, 18), systems=systems))))
        assert "of Ukraine’s recognised border (highest published range)" in said
        assert "Crimea is drawn as Ukraine (UN A/RES/68/262). Policy level only." in said


def test_a_day_stays_with_its_month() -> None:
    lines = [text for text in texts(read(View(date(2026, 11, 1)))) if "November" in text]
    assert lines and all("1 November" in line for line in lines)


def test_one_system_has_room_for_what_was_said() -> None:
    view = View(date(2024, 11, 18), systems=("taurus-kepd-350",))
    shown = briefing.build_briefing(TABLES, view).cards[0]
    assert shown.rule.change.summary in " ".join(texts(rows(read(view))[0]))


@pytest.mark.parametrize("systems", [("flamingo-fp5",), ("neptune-long",)])
def test_a_view_without_a_rule_says_so(systems: tuple[str, ...]) -> None:
    said = " ".join(texts(read(View(date(2024, 11, 18), systems=systems))))
    assert "is on record by 18 November 2024. No record is not a prohibition." in said


@pytest.mark.parametrize(
    "systems", [("taurus-kepd-350",), ("atacms",), ("storm-shadow",), ("atacms-m39a1", "neptune-long")]
)
@pytest.mark.parametrize("day", [date(2024, 11, 18), date(2026, 3, 13)])
def test_what_was_said_ends_with_its_sentence_or_with_dots_and_above_the_next_row(
    systems: tuple[str, ...], day: date
) -> None:
    view = View(day, systems=systems)
    found, built = rows(read(view)), briefing.build_briefing(TABLES, view)
    tops = [float(tag.find(f"{SVG}text").get("y")) - 33 for tag in found] + [preview_card.HEIGHT]
    for row, shown, below in zip(found, built.cards, tops[1:], strict=True):
        last = list(row.iter(f"{SVG}text"))[-1]
        assert float(last.get("y")) < below - 8
        if len(found) <= 2 and shown.lead.deciding:
            whole = " ".join(preview_card.told(shown))
            said = " ".join(texts(row)[5:]).replace("\u00a0", " ")
            assert whole.startswith(said.removesuffix(" …")) and said.endswith((".", " …"))


@pytest.mark.parametrize("page_id", ["compare", "timeline", "positions", "suppliers", "story", "data"])
@pytest.mark.parametrize("day", [date(2022, 6, 1), date(2024, 11, 18), date(2026, 6, 1)])
def test_a_card_in_sentences_says_what_the_page_says_first(page_id: str, day: date) -> None:
    """The line that previews show is made of the page's own answer (tests/contract/test_first_html.py); the card has all of it, or ends with dots."""
    found = request(TABLES, page_id, day)
    root = ET.fromstring(drawn.picture(TABLES, View(day), page_id))
    said = " ".join(
        "".join(node.itertext()) for node in root.iter(f"{SVG}text") if node.get("class") == "sans"
    ).replace("\u00a0", " ")
    # A line may end at a hyphen.
    said, whole = said.replace(" ", ""), found.description.replace(" ", "")
    assert said == whole or (said.endswith("…") and whole.startswith(said.removesuffix("…")))
    assert question(root).replace("\u00a0", " ") == found.heading.question
    for node in root.iter(f"{SVG}text"):
        if node.get("class") == "sans":
            assert float(node.get("y")) < preview_card.HEIGHT - 20


def test_the_plain_card_makes_no_claim() -> None:
    root = ET.fromstring(preview_card.fallback_card_svg())
    assert not rows(root) and "Caveat" in texts(root)
