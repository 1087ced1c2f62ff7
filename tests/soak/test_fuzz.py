"""Every key of every page and every parameter of the API, more than 5,000 addresses (make soak)."""

import pytest

from caveat.content.pages import PAGES
from tests.support import fuzz

HTML, API, CARDS, DRAWN = 2_000, 2_500, 200, 60


def test_there_are_enough() -> None:
    assert HTML + API + CARDS + DRAWN * len(PAGES) >= 5_000


def test_first_html() -> None:
    fuzz.first_html(HTML)()


def test_api() -> None:
    fuzz.api_answers(API)()


def test_cards() -> None:
    fuzz.cards(CARDS)()


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_pages(page_id: str) -> None:
    fuzz.drawn_pages(DRAWN, page_id)()
