"""Every page, opened from every kind of address: it draws, and says so where it had to replace a value."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest

from caveat.content.pages import PAGES
from caveat.settings import ROOT
from tests.support.opened_page import OpenedPage, shared_page

PAGE_IDS = [entry.id for entry in PAGES]
TODAY = datetime.now(UTC).date()
with (ROOT / "data" / "systems.csv").open(encoding="utf-8") as _file:
    SYSTEMS = [row["system_id"] for row in csv.DictReader(_file)]

every_page = pytest.mark.parametrize("page_id", PAGE_IDS)

# What pages draw differently: no rows yet, every row, each system, two days side by side.
VIEWS = {
    "first day": {"asof": "2022-01-01"},
    "first day in hindsight": {"asof": "2022-01-01", "known": "now"},
    "founding week": {"asof": "2024-11-18", "from": "2024-11-11"},
    "whole war in hindsight": {"asof": TODAY.isoformat(), "known": "now", "from": "2022-01-01"},
    "every system": {"sys": SYSTEMS},
}

# Other ways to write an address, which are read before any page is drawn.
GOOD = {
    "all blank": {"asof": "", "known": "", "sys": "", "from": "", "id": ""},
    "today": {"asof": TODAY.isoformat()},
    "leap day": {"asof": "2024-02-29"},
    "the same system twice": {"sys": ["atacms", "atacms"]},
    "day said twice": {"asof": ["2024-11-16", "2024-11-18"]},
    "unknown key": {"colour": "red"},
}

BAD = {
    "asof is a word": {"asof": "banana"},
    "asof is no day": {"asof": "9999-99-99"},
    "asof before all": {"asof": "1999-01-01"},
    "asof after today": {"asof": (TODAY + timedelta(days=1)).isoformat()},
    "asof far ahead": {"asof": "9999-12-31"},
    "asof is a week": {"asof": "2024-W46-1"},
    "asof is a month": {"asof": "2024-11"},
    "asof has a time": {"asof": "2024-11-18T12:00:00"},
    "asof in other digits": {"asof": "२०२४-११-१८"},
    "asof very long": {"asof": "9" * 5000},
    "asof twice, last bad": {"asof": ["2024-11-18", "banana"]},
    "known": {"known": "maybe"},
    "known in capitals": {"known": "NOW"},
    "known very long": {"known": "then" * 1000},
    "sys unknown": {"sys": "nope"},
    "sys one good, one bad": {"sys": ["atacms", "nope"]},
    "sys is a name": {"sys": "Storm Shadow"},
    "sys very long": {"sys": "x" * 5000},
    "sys is markup": {"sys": "<script>alert(1)</script>"},
    "from is a word": {"from": "banana"},
    "from after asof": {"asof": "2024-11-16", "from": "2024-11-18"},
    "from is asof": {"asof": "2024-11-16", "from": "2024-11-16"},
    "from before all": {"asof": "2024-11-16", "from": "1066-10-14"},
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


@every_page
def test_default_address(page_id: str) -> None:
    page = shared_page(page_id)
    assert_sound(page)
    assert page.title.endswith("?"), "a page's title is a question"
    assert page.address_notes == page.data_errors == []
    assert len(page.soup.select("footer.cv-foot")) == 1


def test_titles_differ() -> None:
    titles = [shared_page(page_id).title for page_id in PAGE_IDS]
    assert len(set(titles)) == len(titles), titles


@every_page
def test_dark_theme(page_id: str) -> None:
    assert OpenedPage(page_id, {"asof": "2024-11-18"}, theme="dark").problems == []


@every_page
@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_view(page_id: str, query: dict[str, str | list[str]]) -> None:
    page = OpenedPage(page_id, query)
    assert_sound(page)
    assert page.address_notes == []


@pytest.mark.parametrize("query", GOOD.values(), ids=GOOD.keys())
def test_good_address(query: dict[str, str | list[str]]) -> None:
    page = OpenedPage("briefing", query)
    assert_sound(page)
    assert page.address_notes == []


# The pages that draw the chosen systems; test_compare opens the comparison of each, test_system its own page.
@pytest.mark.parametrize("page_id", ["briefing", "map", "timeline", "suppliers"])
@pytest.mark.parametrize("system_id", SYSTEMS)
def test_each_system(page_id: str, system_id: str) -> None:
    page = OpenedPage(page_id, {"asof": "2025-06-30", "sys": system_id})
    assert_sound(page)
    assert page.address_notes == []


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


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "nope", "x" * 5000, "'; drop table", "../../etc/passwd"])
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


@every_page
def test_empty_choice(page_id: str) -> None:
    """A reader takes every system out again; then everything out of the page's own lists."""
    opened = OpenedPage(page_id, {"sys": ["atacms", "taurus-kepd-350"]})
    opened.test.multiselect(key="systems").set_value([])
    opened.rerun()
    assert opened.problems == []
    assert "sys" not in opened.test.query_params
    for key in [box.key for box in opened.test.multiselect if str(box.key).startswith("choice-")]:
        opened.test.multiselect(key=key).set_value([])
        opened.rerun()
        assert opened.problems == []
        assert opened.title


# A page without choices of its own and a page with some: the controls above them are the same on all.
@pytest.mark.parametrize("page_id", ["briefing", "data"])
def test_controls_write_the_address(page_id: str) -> None:
    opened = OpenedPage(page_id, {"asof": "2024-11-16"})
    opened.test.button(key="day-next").click()
    opened.rerun()
    assert opened.problems == []
    assert date(2024, 11, 16) < date.fromisoformat(opened.test.query_params["asof"]) <= date(2024, 11, 18)
    opened.test.button(key="day-previous").click()
    opened.rerun()
    assert date.fromisoformat(opened.test.query_params["asof"]) <= date(2024, 11, 16)
    opened.test.date_input(key="day-field").set_value(date(2024, 11, 18))
    opened.rerun()
    assert opened.test.query_params["asof"] == "2024-11-18"
    opened.test.multiselect(key="systems").set_value(["storm-shadow"])
    opened.rerun()
    assert opened.test.query_params["sys"] == "storm-shadow"
    opened.test.date_input(key="since-field").set_value(date(2024, 11, 1))
    opened.rerun()
    assert opened.problems == []
    wanted = {"asof": "2024-11-18", "known": "then", "sys": "storm-shadow", "from": "2024-11-01"}
    assert {key: opened.test.query_params.get(key) for key in wanted} == wanted
    again = OpenedPage(page_id, opened.test.query_params)
    assert again.html == opened.html, "the address gives the same view to the next reader"
