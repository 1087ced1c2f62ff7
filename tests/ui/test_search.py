"""The search on a page: what is looked for stands in the address under `find`, results are links with the reader's view, and what is typed is only ever text."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.opened_page import OpenedPage

VIEW = {"asof": "2024-11-18", "known": "now"}


def results(page: OpenedPage) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Title, path and query of each result."""
    found = [(tag.get_text(strip=True), urlsplit(str(tag["href"]))) for tag in page.soup.select(".cv-found li a")]
    return [(title, address.path.removeprefix("./"), parse_qs(address.query)) for title, address in found]


@pytest.mark.parametrize("page_id", ["briefing", "data"])
def test_the_address_fills_the_box_and_lists_results(open_page: Callable[..., OpenedPage], page_id: str) -> None:
    page = open_page(page_id, {**VIEW, "find": " stromshadow  "})
    assert page.test.text_input(key="find-text").value == "stromshadow"
    title, path, query = results(page)[0]
    assert (title, path) == ("Storm Shadow", "system")
    assert query == {"asof": ["2024-11-18"], "known": ["now"], "id": ["storm-shadow"]}
    assert page.problems == [] and page.address_notes == []


def test_typing_closing_and_an_empty_box(open_page: Callable[..., OpenedPage]) -> None:
    page = open_page("compare", VIEW)
    assert results(page) == []
    page.test.text_input(key="find-text").set_value("Scholz")
    page.rerun()
    assert page.test.query_params["find"] in ("Scholz", ["Scholz"])
    assert "Olaf Scholz" in [title for title, _, _ in results(page)]
    assert page.test.query_params["asof"] in ("2024-11-18", ["2024-11-18"])
    page.test.button(key="find-close").click()
    page.rerun()
    assert not any(page.test.query_params.get("find", []))
    assert results(page) == [] and page.test.text_input(key="find-text").value == ""
    page.test.text_input(key="find-text").set_value("   ")
    page.rerun()
    assert results(page) == [] and page.problems == []


def test_nothing_found_and_hostile_text(open_page: Callable[..., OpenedPage]) -> None:
    page = open_page("briefing", {**VIEW, "find": "<script>xyzzy</script>"})
    assert "Nothing here fits" in page.soup.select(".cv-found")[0].get_text()
    assert "<script>xyzzy" not in page.html and page.problems == []
    long = open_page("briefing", {**VIEW, "find": "z" * 5000})
    assert len(long.test.text_input(key="find-text").value) == 120 and long.problems == []
