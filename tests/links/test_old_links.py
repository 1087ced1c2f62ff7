"""Every old link opens on its page, on its day, with its choices, and without a note that a value had to be replaced."""

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content.pages import PAGES
from tests.support.opened_page import OpenedPage
from tests.support.registry import PAGE_OF

FILE = Path(__file__).with_name("old_links.csv")
_LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
LINKS = [(row["address"], row["title"], row["shows"]) for row in csv.DictReader(_LINES)]
PAGE_AT = {entry.path: entry.id for entry in PAGES}


def opened(address: str) -> OpenedPage:
    parts = urlsplit(address)
    return OpenedPage(PAGE_AT[parts.path.strip("/")], parse_qs(parts.query))


@pytest.mark.parametrize(("address", "title", "shows"), LINKS, ids=[address for address, _, _ in LINKS])
def test_an_old_link_shows_what_it_showed(address: str, title: str, shows: str) -> None:
    page = opened(address)
    assert page.problems == []
    assert page.address_notes == [], "a value of the link is not understood any more"
    assert page.title == title
    visible = page.soup
    for one in visible.select(".cv-share"):
        one.decompose()
    assert re.sub(r"\s+", " ", shows) in re.sub(r"\s+", " ", visible.get_text(" "))


def test_the_file_covers_every_page_clock_and_part() -> None:
    seen = [(PAGE_AT[urlsplit(address).path.strip("/")], parse_qs(urlsplit(address).query)) for address, _, _ in LINKS]
    assert {page_id for page_id, _ in seen} == set(PAGE_AT.values())
    assert {clock for _, query in seen for clock in query.get("known", [])} == {"then", "now"}
    assert {(part, page_id) for page_id, query in seen for part in query.get("part", [])} == set(PAGE_OF.items())


@pytest.mark.parametrize("page_id", PAGE_AT.values())
def test_the_file_has_a_link_with_every_key_of_a_page(page_id: str) -> None:
    """A page that gets a new choice gets an old link with it, or this says so."""
    page = OpenedPage(
        page_id, {"asof": "2024-11-18", "id": "atacms"} if page_id == "system" else {"asof": "2024-11-18"}
    )
    link = page.soup.select_one(".cv-share .cv-quote").text
    mine = [
        parse_qs(urlsplit(address).query)
        for address, _, _ in LINKS
        if PAGE_AT[urlsplit(address).path.strip("/")] == page_id
    ]
    assert set(parse_qs(urlsplit(link).query)) <= {key for query in mine for key in query}


@pytest.mark.parametrize("page_id", PAGE_AT.values())
def test_the_permanent_link_shows_the_same_page_again(page_id: str) -> None:
    """Each page's own permanent link: nothing is left to a default, and it draws the same answer."""
    first = OpenedPage(
        page_id, {"asof": "2024-11-18", "id": "atacms"} if page_id == "system" else {"asof": "2024-11-18"}
    )
    link = first.soup.select_one(".cv-share .cv-quote").text
    again = opened(link)
    assert again.address_notes == [] and again.title == first.title
    assert again.soup.select_one(".cv-share .cv-quote").text == link, "its permanent link is itself"
    assert again.figures == first.figures
    answers = [
        [" ".join(one.get_text(" ").split()) for one in page.soup.select(".cv-answer:not(.cv-share)")]
        for page in (first, again)
    ]
    assert answers[0] == answers[1]
