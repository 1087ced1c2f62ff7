"""Every old link opens on its page, on its day, with its choices, and without a note that a value had to be replaced."""

import csv
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content.pages import PAGES
from tests.support.excerpts import one_line
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
    assert page.question == title
    assert one_line(shows) in one_line(page.soup.without(".cv-share").get_text(" "))


def test_the_file_covers_every_page_clock_and_part() -> None:
    seen = [(PAGE_AT[urlsplit(address).path.strip("/")], parse_qs(urlsplit(address).query)) for address, _, _ in LINKS]
    assert {page_id for page_id, _ in seen} == set(PAGE_AT.values())
    assert {clock for _, query in seen for clock in query.get("known", [])} == {"then", "now"}
    assert {(part, page_id) for page_id, query in seen for part in query.get("part", [])} == set(PAGE_OF.items())


@pytest.mark.parametrize("page_id", PAGE_AT.values())
def test_the_permanent_link_of_a_page(page_id: str) -> None:
    """Nothing is left to a default, and it draws the same answer; each of its keys stands in an old link too."""
    query = {"asof": "2024-11-18", "id": "atacms"} if page_id == "system" else {"asof": "2024-11-18"}
    first = OpenedPage(page_id, query)
    link = first.soup.select_one(".cv-share .cv-quote").text
    old_keys = {
        key
        for address, _, _ in LINKS
        if PAGE_AT[urlsplit(address).path.strip("/")] == page_id
        for key in parse_qs(urlsplit(address).query)
    }
    assert set(parse_qs(urlsplit(link).query)) <= old_keys, "a new choice of a page needs an old link with it"
    again = opened(link)
    assert again.address_notes == [] and again.title == first.title
    assert again.soup.select_one(".cv-share .cv-quote").text == link, "its permanent link is itself"
    assert again.figures == first.figures
    answers = [
        [one_line(answer.get_text(" ")) for answer in page.soup.select(".cv-answer:not(.cv-share)")]
        for page in (first, again)
    ]
    assert answers[0] == answers[1]
