"""A small share of the addresses that `make soak` tries in full (tests/soak/test_fuzz.py)."""

import pytest

from caveat.content.pages import PAGES
from caveat.ui.url_state import VIEW_KEYS
from tests.support import fuzz


def test_every_key_is_tried() -> None:
    assert set(fuzz.OWN_KEYS) >= {
        "attribute",
        "country",
        "issue",
        "territory",
        "zoom",
        "measure",
        "agrees",
        "q",
        "kind",
        "page",
        "row",
        "find",
        "embed",
        "part",
    }
    assert not set(fuzz.OWN_KEYS) & set(VIEW_KEYS) - {"id"}


def test_first_html() -> None:
    fuzz.first_html(120)()


def test_api() -> None:
    fuzz.api_answers(200)()


def test_cards() -> None:
    fuzz.cards(10)()


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_pages(page_id: str) -> None:
    fuzz.drawn_pages(3, page_id)()
