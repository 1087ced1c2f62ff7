"""What holds on every page, whatever it shows: links lead somewhere, charts come with words and a table, nothing unfinished shows through."""

import json
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content.pages import PAGES
from caveat.settings import ROOT
from tests.support import reference
from tests.support.opened_page import OpenedPage, shared_page
from tests.support.registry import SHEETS

VIEWS = {
    "default": {},
    "founding week": {"asof": "2024-11-18", "from": "2024-11-11"},
    "one system in hindsight": {"asof": "2025-06-30", "known": "now", "sys": "taurus-kepd-350"},
    "first day": {"asof": "2022-01-01"},
}
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
TABLES = {resource["name"] for resource in PACKAGE["resources"]}


def assert_links_out_are_sources(page: OpenedPage) -> None:
    """Nothing on a page leads to an address that is not in the table of sources."""
    listed = {row["url"] for row in reference.rows("sources")}
    for link in page.soup.select("a[href*='://'], a[href^='//']"):
        assert link["href"] in listed, link
        assert link.get("target") == "_blank", link
        assert "noopener" in link.get("rel", []), link


def assert_links_in_lead_to_pages_and_carry_ids(page: OpenedPage) -> None:
    paths = {entry.path for entry in PAGES}
    systems = {row["system_id"] for row in reference.rows("systems")}
    for link in page.soup.select("a[href]"):
        parts = urlsplit(link["href"])
        if parts.scheme:
            continue
        path = parts.path.removeprefix("./").strip("/")
        if path.startswith("api/v1/tables/"):
            assert path.removeprefix("api/v1/tables/").rsplit(".", 1)[0] in TABLES, link
            continue
        if path.startswith("shown/"):
            page_id, sheet = path.removeprefix("shown/").removesuffix(".csv").split("/")
            assert (page_id, sheet) in SHEETS, link
            continue
        pictures = rf"picture/({'|'.join(entry.id for entry in PAGES)})\.(png|svg|txt)"
        if re.fullmatch(rf"api/v1/releases/[0-9a-f]{{12}}/datapackage.json|{pictures}", path):
            continue
        if path in {"api/v1/datapackage.json", "api/v1/openapi.json", "feed.xml", "card.png", "card.svg"}:
            continue
        if not path and parts.fragment and not parts.query:
            continue
        assert path in paths, link
        query = parse_qs(parts.query)
        for day in query.get("asof", []) + query.get("from", []):
            date.fromisoformat(day)
        assert set(query.get("known", [])) <= {"then", "now"}, link
        assert set(query.get("sys", [])) <= systems, link
        if path == "system":
            assert set(query.get("id", [])) <= systems, link


def assert_anchors_are_there(page: OpenedPage) -> None:
    for link in page.soup.select('a[href^="#"]'):
        assert page.soup.select_one(link["href"]), link


def assert_nothing_unfinished_shows(page: OpenedPage) -> None:
    """No value of a program where a reader expects words."""
    texts = [page.text, *(element.value for element in page.test.markdown), *page.chart_labels]
    texts += [text for figure in page.figures for text in _words_of(figure)]
    for text in texts:
        found = re.search(
            r"\b(?:nan|NaN|NaT|inf|undefined|Timestamp|datetime\.|dtype|TODO|FIXME|lorem)\b|\bNone\b(?! of| is| was| has)|\{\{|\}\}|<NA>|&(?:amp|lt|gt);",
            text,
        )
        assert not found, f"…{text[max(0, found.start() - 60) : found.end() + 60]}…"


def _words_of(node: object) -> list[str]:
    """Every text in a figure that a reader may see; templates of the browser's own are left out."""
    if isinstance(node, dict):
        return [
            text
            for key, value in node.items()
            if key not in {"hovertemplate", "texttemplate", "tickformat", "template"}
            for text in _words_of(value)
        ]
    if isinstance(node, list):
        return [text for value in node for text in _words_of(value)]
    return [node] if isinstance(node, str) else []


def assert_charts_come_with_words_and_a_table(page: OpenedPage) -> None:
    assert len(page.chart_labels) == len(page.figures)
    for alt in page.chart_labels:
        assert len(alt) > 30, "one sentence made from the data"
        assert alt.rstrip().endswith("."), alt
    assert len(page.soup.select("details.cv-data")) >= len(page.chart_labels)


def assert_charts_ask_no_other_host(page: OpenedPage) -> None:
    for figure in page.figures:
        assert not re.search(r"https?://", json.dumps(figure))
        kinds = {trace.get("type", "scatter") for trace in figure["data"]}
        assert kinds <= {"scatter", "bar"}, (
            "what static/plotly-basic.min.js draws; maps of other kinds fetch their shapes from a third party"
        )


def assert_charts_can_be_read(page: OpenedPage) -> None:
    """No text in a chart under 11 px, and no chart that traps a reader's scrolling."""
    for figure in page.figures:
        sizes = [
            int(match)
            for match in re.findall(
                r'"size":\s*(\d+)',
                json.dumps({key: value for key, value in figure["layout"].items() if key != "template"}),
            )
        ]
        assert not sizes or min(sizes) >= 11
        assert figure["layout"].get("dragmode") in (False, None)


def assert_tables_have_names_and_heads(page: OpenedPage) -> None:
    for table in page.soup.select("table"):
        assert table.select_one("caption"), "a table needs a caption"
        assert table.select("th[scope]"), "a table needs heads"
        widths = {len(row.select("th, td")) for row in table.select("tr") if not row.select("[colspan]")}
        assert len(widths) == 1, "every row of a table has the same number of cells"


def assert_one_outline(page: OpenedPage) -> None:
    """One title; ids once only, so that links and labels find their place."""
    assert len(page.soup.select("h1")) == 1
    ids = [tag["id"] for tag in page.soup.select("[id]")]
    assert len(ids) == len(set(ids)), [identifier for identifier in ids if ids.count(identifier) > 1]
    for tag in page.soup.select("[aria-labelledby]"):
        assert tag["aria-labelledby"] in ids


def assert_the_rule_stands_on_every_page(page: OpenedPage) -> None:
    text = page.text
    assert "Policy level only." in text
    assert "No targets, units, launch places or tactics" in text
    assert "Data CC BY 4.0, code MIT" in text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_page(page_id: str, view: str) -> None:
    page = shared_page(page_id, **VIEWS[view])
    assert page.problems == page.address_notes == page.data_errors == []
    assert page.question.endswith("?"), "a page answers a question, in its title or below"
    assert len(page.soup.select("footer.cv-foot")) == 1
    assert_links_out_are_sources(page)
    assert_links_in_lead_to_pages_and_carry_ids(page)
    assert_anchors_are_there(page)
    assert_nothing_unfinished_shows(page)
    assert_charts_come_with_words_and_a_table(page)
    assert_charts_ask_no_other_host(page)
    assert_charts_can_be_read(page)
    assert_tables_have_names_and_heads(page)
    assert_one_outline(page)
    assert_the_rule_stands_on_every_page(page)
