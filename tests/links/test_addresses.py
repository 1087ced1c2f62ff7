"""Addresses as people pass them on are read as meant, or a note says what was not (docs/api.md has this table)."""

import csv
import time
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.content.page import PageRequest
from caveat.content.pages import PAGES, page_by_path, read_address
from caveat.dataset import current
from caveat.domain.address import fold, is_tracking, meant_key, trimmed
from caveat.domain.query import VIEW_KEYS, parse_query, query_bounds
from caveat.web.middleware.limits import MAX_URL_BYTES
from tests.support.opened_page import OpenedPage
from tests.web.conftest import first_html

FILE = Path(__file__).with_name("addresses.csv")
LINES = list(csv.DictReader(FILE.open(encoding="utf-8")))
KEYS = (*VIEW_KEYS, *{key for page in PAGES for key in page.param_keys})


def read(address: str) -> tuple[str, str]:
    """The canonical address that an address is read as, and the notes on it."""
    parts = urlsplit(address)
    page, dataset = page_by_path(parts.path.strip("/")), current.current_dataset()
    found = read_address(parse_qsl(parts.query, keep_blank_values=True), page)
    view, notes = parse_query(found.query, query_bounds(dataset, current.today()))
    request = PageRequest(page, dataset, view, found.query)
    notes = [*found.notes, *notes, *request.params.notes]
    return f"{parts.path}?{urlencode(request.canonical_query, doseq=True)}", "\n".join(notes)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["address"])
def test_read_as_the_table_says(line: dict[str, str]) -> None:
    found, notes = read(line["address"])
    assert found == line["read as"]
    assert line["told"] in notes and bool(notes) == bool(line["told"])


@pytest.mark.parametrize("line", [LINES[0], LINES[7], LINES[37], LINES[-4]], ids=lambda line: line["address"])
def test_app_and_first_html_read_it_alike(line: dict[str, str]) -> None:
    query = urlsplit(line["address"]).query
    html = first_html("/", query)
    assert f'{line["read as"].replace("&", "&amp;")}"' in html and "amp;amp;" not in html
    page = OpenedPage("briefing", parse_qs(query, keep_blank_values=True))
    assert bool(page.address_notes) == bool(line["told"])
    shared = urlsplit(page.soup.select_one(".cv-share .cv-quote").text).query
    assert {*parse_qsl(urlsplit(line["read as"]).query)} == {*parse_qsl(shared)} - {("sys", "all")}


@given(st.sampled_from(KEYS), st.sampled_from(["", "amp;", "&amp;", "amp;amp;", "%26", " ", "#38;"]), st.booleans())
def test_a_key_is_known_in_every_dress(key: str, before: str, upper: bool) -> None:
    assert meant_key(before + (key.upper() if upper else key), KEYS) == key


@pytest.mark.parametrize(
    "name", ["utm_source", "fbclid", "gclid", "_", "_ga", "mc_cid", "igshid", "ref", "1732", "hsa_x"]
)
def test_keys_of_campaigns(name: str) -> None:
    assert is_tracking(name) and is_tracking(f"amp;{name}") and is_tracking(name.upper())


def test_no_key_of_ours_is_one_of_a_campaign() -> None:
    assert not [key for key in (*KEYS, "supplier", "system", "format", "view", "picture", "look") if is_tracking(key)]
    assert len({fold(key) for key in KEYS}) == len(KEYS)


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_in_an_address_fails(key: str, value: str) -> None:
    for page in (None, PAGES[0]):
        found = read_address([(key, value)], page)
        assert all(len(note) < 250 for note in found.notes)
    assert trimmed(trimmed(value)) == trimmed(value)


@pytest.mark.parametrize(
    "sign", [" ", "&", "amp;", "&amp;", ",", "%26", "a ", ",a", "&#38;", "%25", "[", "3D", "a=", ";k="]
)
@pytest.mark.parametrize("key", ["asof", "sys", "find", "none"])
def test_no_address_takes_long_to_read(key: str, sign: str) -> None:
    """All that an address may hold is read in some milliseconds; a search for repeats would take seconds."""
    value = sign * (MAX_URL_BYTES // len(sign))
    began = time.process_time()
    found = read_address([(key, value)], PAGES[0])
    parse_query(found.query, query_bounds(current.current_dataset(), current.today()))
    assert time.process_time() - began < 0.25


def test_many_unknown_keys_are_read_at_once() -> None:
    began = time.process_time()
    found = read_address([(f"asofs{number}", "now") for number in range(100)], PAGES[0])
    assert time.process_time() - began < 0.25 and 0 < len(found.notes) <= 10
