"""Terms are explained at their first use on a page, and only where a button may stand."""

from datetime import date

import pytest
from markupsafe import Markup

from caveat.content.blocks import Block, Group, Html, first_html
from caveat.content.explained_terms import explained
from caveat.dataset import tables
from caveat.dataset.tables import Dataset
from caveat.domain.glossary import terms
from caveat.domain.query import View
from tests.support.elements import Element, parse

NEWEST = View(date(2026, 3, 13))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return tables.load()


def marked(dataset: Dataset, *fragments: str, view: View = NEWEST) -> Element:
    blocks = [Html(Markup(fragment), prerender=True) for fragment in fragments]
    return parse(first_html(explained(dataset, view, blocks, app=False)))


def words(soup: Element) -> list[str]:
    return [button.text for button in soup.select(".cv-term")]


def test_the_first_use_opens_its_meaning(dataset: Dataset) -> None:
    soup = marked(dataset, "<p>Each ATACMS is decided case by case.</p>", "<p>ATACMS again, in the border area.</p>")
    assert words(soup) == ["ATACMS", "case by case", "border area"]
    for term in soup.select(".cv-term"):
        button = term.select_one("button")
        meaning = soup.select_one(f"#{button['popovertarget']}")
        assert meaning.has_attr("popover")
        assert term["title"] in meaning.text and term.text in button["aria-label"]
        assert meaning.select_one("a")["href"] == f"about#{button['popovertarget'].removeprefix('meaning-')}"


@pytest.mark.parametrize(
    "fragment",
    [
        '<p><a href="x">ATACMS</a></p>',
        "<details><summary>ATACMS</summary><p>ATACMS</p></details>",
        "<h2>ATACMS</h2>",
        "<table><tr><th>ATACMS <span>and ATACMS</span></th></tr></table>",
        '<p title="ATACMS">x</p>',
        '<p class="cv-hidden">ATACMS</p>',
        "<p>who reported it, officially unclear to them</p>",
        "<p>more than 100 pieces</p>",
        "<p>ATACMS-like</p>",
    ],
)
def test_no_button_stands_where_none_may(dataset: Dataset, fragment: str) -> None:
    soup = marked(dataset, fragment)
    assert words(soup) == []
    assert not soup.select(".cv-meaning")


def test_a_small_word_is_a_term_where_it_stands_alone(dataset: Dataset) -> None:
    soup = marked(dataset, "<p><span>official</span> <span>reported</span></p><p>more than 250 km</p>")
    assert words(soup) == ["official", "reported", "more than"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("is (case by case, as said)", "(case by case,"),
        ("is “case by case”.", "“case by case”."),
        ("is case by case; so", "case by case;"),
        ("is ((case by case))", "((case by case))"),
    ],
)
def test_no_line_breaks_between_a_term_and_its_signs(dataset: Dataset, text: str, kept: str) -> None:
    soup = marked(dataset, f"<p>{text}</p>")
    assert [each.text for each in soup.select(".cv-nowrap")] == [kept]
    assert soup.select_one("p").text == text and words(soup) == ["case by case"]


def test_nothing_after_the_day_is_explained(dataset: Dataset) -> None:
    assert words(marked(dataset, "<p>the Kursk area</p>", view=View(date(2024, 11, 16)))) == []
    assert words(marked(dataset, "<p>the Kursk area</p>", view=View(date(2024, 11, 16), "now"))) == ["Kursk area"]


def test_every_plain_term_is_found_by_its_own_name(dataset: Dataset) -> None:
    for term in terms(dataset):
        text = f"<p>{term.forms[0]}{' 250 km' if '“' in term.term else ''}</p>"
        assert words(marked(dataset, text)) == [term.forms[0]]


def test_the_app_and_the_first_html_are_each_marked_by_themselves(dataset: Dataset) -> None:
    fragment = Html(Markup("<p>ATACMS</p>"), prerender=True)
    blocks: list[Block] = [Html(Markup("<p>ATACMS</p>"), app=False, prerender=True), Group(lambda: [fragment])]
    drawn = [block for block in explained(dataset, NEWEST, blocks, app=True) if isinstance(block, Group)]
    assert "cv-term" in first_html(drawn[0].make())
