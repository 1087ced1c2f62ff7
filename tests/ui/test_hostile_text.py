"""Text from the tables is text wherever a reader meets it: never HTML, never Markdown, never a formula; links lead to http(s) only."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caveat.content.pages import PAGES
from caveat.dataset import schema as schema_module
from tests.support import fuzz
from tests.support.broken import copy_data
from tests.support.elements import parse
from tests.support.opened_page import OpenedPage

MARK = "zqzq"
HOSTILE = f"""=HYPERLINK("x";"{MARK}") <img src=x onerror=alert(1)> [{MARK}](javascript:alert(1)) **{MARK}** ${MARK}$ :red[{MARK}] <script>alert(1)</script> '"><b>{MARK}</b>"""
LINK = f"javascript:alert('{MARK}')"
# What Streamlit shows as plain text: the options of its lists, and what stands in a text box.
PLAIN = ("selectbox", "multiselect", "text_input")
ADDRESS = "asof=2024-11-18&known=now&from=2022-06-01"


def free(field: dict[str, Any], keys: set[str]) -> bool:
    """Whether a column takes any text: no id, no code, no date, no list of ids."""
    limits = field.get("constraints", {})
    return (
        field["type"] == "string"
        and field["name"] not in keys
        and not ({"enum", "pattern", "unique"} & set(limits))
        and not field["name"].endswith(("_id", "_ids"))
    )


def planted(folder: Path) -> dict[str, list[str]]:
    """Write the tables anew with hostile text in each free column of each row; the columns by table."""
    found: dict[str, list[str]] = {}
    for name in schema_module.table_names(folder):
        resource = schema_module.resource(name, folder)
        schema = resource["schema"]
        keys = {
            key
            for one in [{"fields": schema.get("primaryKey", [])}, *schema.get("foreignKeys", [])]
            for key in ([one["fields"]] if isinstance(one["fields"], str) else one["fields"])
        }
        path = folder / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = [
            field["name"]
            for field in schema["fields"]
            if free(field, keys)
            and field["name"]
            not in (
                "effective",
                "reported",
                "published",
                "date",
                "introduced",
                "countries",
                "origin_countries",
                "launch_mode",
                "suppliers",
                "origins",
                "since",
                "until",
                "withdrawn",
                "shape",
            )
        ]
        for row in rows:
            for column in columns:
                row[column] = LINK if column == "url" else HOSTILE
        path.unlink()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        found[name] = columns
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """What pages read while this module is tested, so that they share what they work out of it."""
    with pytest.MonkeyPatch.context() as patch:
        folder = copy_data(tmp_path_factory.mktemp("hostile") / "data")
        patch.setenv("CAVEAT_DATA", str(folder))
        yield planted(folder)


def harmless(html: str, place: str) -> None:
    """No element, attribute or link in HTML that came out of a cell."""
    soup = parse(html)
    assert not any(name.startswith("on") for tag in soup.select("*") for name in tag.node.attributes), place
    assert not any("alert(1)" in tag.get_text() for tag in soup.select("script, style")), place
    assert not any(tag.get_text() == MARK for tag in soup.select("b, strong, em, a")), place
    assert soup.select("img[src=x]") == [], place
    for tag in soup.select("a[href], img[src], [action], use[href]"):
        address = (tag.get("href") or tag.get("src") or tag.get("action") or "").strip().lower()
        assert not re.match(r"(?!https?:|mailto:|data:image/)[a-z][a-z0-9+.-]*:", address), (place, address)


def texts(found: object) -> Iterator[str]:
    """Every string of a figure, or of what a message of Streamlit says."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value)


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_pages(hostile: dict[str, list[str]], page_id: str) -> None:
    for query in ({}, {"id": "atacms"}) if page_id == "system" else ({},):
        page = OpenedPage(page_id, {"asof": "2024-11-18", "known": "now", "from": "2022-06-01", **query})
        assert page.problems == []
        assert MARK in page.html + json.dumps(page.figures), "the text is there"
        harmless(page.html, page_id)
        for figure in page.figures:
            # plotly.js draws a part of HTML, links too.
            raw = [text for text in texts(figure) if re.search(r"<(?:img|script|a\b)|<b>zqzq", text)]
            assert raw == [], (page_id, raw[0][:300])
        for element in page.test:
            # What is escaped is no Markdown; str() doubles each backslash.
            said = re.sub(r"\\\\.\w*", "", str(getattr(element, "proto", "")))
            if element.type == "button_group":
                said = said.replace(f'\\"{MARK}\\"', "")  # between quotation marks it is plain
            if MARK in said and element.type not in ("html", *PLAIN):
                raise AssertionError(f"{page_id}: {element.type} would read it as Markdown: {said[:300]}")


def test_first_html(hostile: dict[str, list[str]]) -> None:
    client = fuzz.client()
    for entry in PAGES:
        for query in (ADDRESS, f"{ADDRESS}&id=atacms"):
            answer = client.get(f"/{entry.path}?{query}")
            assert answer.status_code == 200 and (entry.id in ("map", "data") or MARK in answer.text), entry.id
            body = answer.text.split('<div id="root">')[1]
            harmless(body, entry.id)
            head = parse(answer.text.split("</head>")[0])
            assert head.select("img") == [] and not any(
                "alert(1)" in tag.text for tag in head.select("script") if tag.get("type") != "application/ld+json"
            ), entry.id
            for tag in head.select('script[type="application/ld+json"]'):
                json.loads(tag.text)
            # No sanitizer sees it before a browser does.
            fragment = client.get(f"/fragment/{entry.id}?{query}").text
            assert len(fragment) > 1000
            harmless(fragment, f"fragment of {entry.id}")


def test_api(hostile: dict[str, list[str]]) -> None:
    """No cell of any download begins as a formula; what is JSON keeps the text as it is."""
    client = fuzz.client()
    downloads = [
        "/api/v1/state?format=csv",
        "/api/v1/changes?format=csv",
        *(f"/api/v1/tables/{name}.csv" for name in hostile),
    ]
    with_text = 0
    for address in downloads:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:300])
        for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")):
            for cell in row:
                with_text += MARK in cell
                assert not cell.startswith(("=", "@", "\t", "\r")) and not re.match(r"[+-](?!\d+(?:\.\d+)?$)", cell), (
                    address,
                    cell[:80],
                )
    assert with_text > 500
    kept = client.get("/api/v1/tables/systems.json").json()["rows"][0]
    assert kept[hostile["systems"][-1]] == HOSTILE


def test_card_and_feed(hostile: dict[str, list[str]]) -> None:
    client = fuzz.client()
    assert client.get("/card.png?asof=2024-11-18").content.startswith(b"\x89PNG")
    found = [
        node.text or ""
        for node in ElementTree.fromstring(client.get("/feed.xml?supplier=US").text).iter()
        if node.tag.endswith(("}content", "}summary"))
    ]
    assert len(found) > 50 and all(MARK in text for text in found)
    for text in found:
        harmless(text, "feed")
