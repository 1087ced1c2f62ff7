"""robots.txt and sitemap.xml: every page, and every day on which a rule changed."""

import xml.etree.ElementTree as ET
from pathlib import Path

from starlette.testclient import TestClient

from tests.support import reference
from tests.support.registry import PATHS
from tests.web.conftest import rewrite

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client: TestClient) -> list[str]:
    found = client.get("/sitemap.xml")
    assert found.status_code == 200 and found.headers["content-type"].startswith("application/xml")
    return [node.text for node in ET.fromstring(found.content).iter(f"{SPACE}loc")]


def test_robots_name_the_sitemap(client: TestClient) -> None:
    found = client.get("/robots.txt")
    assert found.status_code == 200 and found.headers["content-type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in found.text and "Disallow: /\n" not in found.text


def test_the_sitemap_has_pages_and_days(client: TestClient) -> None:
    days = {reference.entry_day(row, "then").isoformat() for row in reference.rows("restrictions")}
    expected = {f"http://testserver/{path}" for path in PATHS} | {
        f"http://testserver/?asof={day}&known=then" for day in days
    }
    found = addresses(client)
    assert set(found) == expected and len(found) == len(expected)


def test_without_the_log_the_pages_remain(client: TestClient, data_copy: Path) -> None:
    rewrite(data_copy / "restrictions.csv")
    assert addresses(client) == [f"http://testserver/{path}" for path in PATHS]


def test_a_host_that_is_none_comes_to_nobody(client: TestClient) -> None:
    found = client.get("/sitemap.xml", headers={"host": 'a"<b>'})
    assert found.status_code == 200 and "<b>" not in found.text
