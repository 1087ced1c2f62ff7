"""A small share of the addresses that `make soak` tries in full (tests/soak/test_fuzz.py)."""

import pytest

from caveat.content.pages import PAGES
from caveat.domain.query import VIEW_KEYS
from tests.support import fuzz


def test_every_key_is_tried() -> None:
    own = {key for page in PAGES for key in page.param_keys}
    assert set(fuzz.OWN_KEYS) >= own | {"find", "embed", "part"}
    assert not set(fuzz.OWN_KEYS) & set(VIEW_KEYS) - {"id"}


@pytest.mark.parametrize(
    "check", [fuzz.first_html(120), fuzz.api_answers(300), fuzz.cards(10)], ids=["first HTML", "API", "cards"]
)
def test_addresses(check: fuzz.Check) -> None:
    check()


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_pages(page_id: str) -> None:
    fuzz.drawn_pages(3, page_id)()
