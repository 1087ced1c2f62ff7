"""Every page, opened from every kind of address: it draws, and says so where it had to replace a value."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caveat.content.day_control import control_html
from caveat.content.pages import PAGES
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from tests.support import reference
from tests.support.opened_page import OpenedPage, shared_page
from tests.support.registry import body, request

PAGE_IDS = [entry.id for entry in PAGES]
TODAY = datetime.now(UTC).date()
SYSTEMS = [row["system_id"] for row in reference.rows("systems")]

every_page = pytest.mark.parametrize("page_id", PAGE_IDS)

# What pages draw differently: no rows yet in hindsight, every row, each system. contract/test_every_page.py has other days.
VIEWS = {
    "first day in hindsight": {"asof": "2022-01-01", "known": "now"},
    "whole war in hindsight": {"asof": TODAY.isoformat(), "known": "now", "from": "2022-01-01"},
    "every system": {"sys": SYSTEMS},
}
# domain/test_query.py has every way to write a wrong value; these are what a page could show wrongly.
BAD = {
    "asof is a word": {"asof": "banana"},
    "asof after today": {"asof": (TODAY + timedelta(days=2)).isoformat()},  # two: a run may pass midnight
    "asof very long": {"asof": "9" * 5000},
    "asof twice, last bad": {"asof": ["2024-11-18", "banana"]},
    "sys is markup": {"sys": "<script>alert(1)</script>"},
    "null byte": {"asof": "2024-11-18\x00"},
}
ALL_BAD = {
    "asof": "banana",
    "known": "maybe",
    "sys": ["nope", "never"],
    "from": "yesterday",
    "id": "../../etc/passwd",
}


def assert_sound(page: OpenedPage) -> None:
    """The page is drawn without an error, and nothing of the address is HTML or makes a notice long."""
    assert page.problems == []
    assert page.title
    assert max(map(len, page.notices), default=0) < 300, "a note shows only the start of what it replaced"
    assert "<script>alert" not in page.html


def test_titles_differ(dataset: Dataset) -> None:
    titles = [request(dataset, page_id, TODAY).title for page_id in PAGE_IDS]
    assert len(set(titles)) == len(titles), titles


@every_page
@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_view(page_id: str, query: dict[str, str | list[str]]) -> None:
    """With every system, where all charts are drawn, in the dark theme."""
    page = OpenedPage(page_id, query, theme="dark" if "sys" in query else None)
    assert_sound(page)
    assert page.address_notes == []


# The pages that draw the chosen systems; test_compare opens the comparison of each, test_system its own page.
@pytest.mark.parametrize("page_id", ["briefing", "map", "timeline", "suppliers"])
def test_each_system(dataset: Dataset, page_id: str) -> None:
    # A map is worked out in a second; the check draws the maps of all.
    for system_id in SYSTEMS[::4] if page_id == "map" else SYSTEMS:
        assert body(request(dataset, page_id, View(date(2025, 6, 30), systems=(system_id,)))), system_id


@pytest.mark.parametrize("query", BAD.values(), ids=BAD.keys())
def test_bad_address(query: dict[str, str | list[str]]) -> None:
    page = OpenedPage("briefing", query)
    assert_sound(page)
    assert page.address_notes, "a value that was replaced needs a visible note"


@every_page
def test_each_value_replaced_has_its_note(page_id: str) -> None:
    page = OpenedPage(page_id, ALL_BAD)
    assert_sound(page)
    notices = " ".join(page.notices)
    for value in ("banana", "maybe", "nope", "never", "yesterday"):
        assert value in notices


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "x" * 5000])
def test_bad_id(bad: str) -> None:
    page = OpenedPage("system", {"id": bad})
    assert_sound(page)
    assert page.notices, "an id that the page cannot show needs a visible note"


@every_page
def test_own_keys(page_id: str) -> None:
    """A page's own choices bear bad values like the shared ones."""
    for key in shared_page(page_id).choice_keys:
        page = OpenedPage(page_id, {key: "<script>alert(1)</script>" + "y" * 5000})
        assert_sound(page)
        assert any(f"{key}=" in notice for notice in page.notices), f"no note for {key}"
        assert OpenedPage(page_id, {key: ""}).problems == []


def test_the_control_is_that_of_the_first_html(dataset: Dataset) -> None:
    """Its links and forms are the addresses of the next views; a choice of the page's own stays in them."""
    query = {"asof": "2024-11-16", "known": "now", "sys": "atacms", "issue": "taurus_supply"}
    opened = OpenedPage("positions", query)
    asked = request(dataset, "positions", View(date(2024, 11, 16), "now", ("atacms",)), {"issue": ["taurus_supply"]})
    assert str(control_html(asked, TODAY)) in opened.html
    assert not opened.test.get("date_input") and not opened.test.get("multiselect"), "no widget beside it"


def test_a_choice_is_written_with_what_it_clears(dataset: Dataset) -> None:
    opened = OpenedPage("data", {"asof": "2024-11-16", "page": "2"})
    opened.test.text_input(key="search-q").set_value("Taurus")
    opened.rerun()
    assert opened.problems == []
    assert opened.test.query_params == {"asof": "2024-11-16", "q": "Taurus"}
