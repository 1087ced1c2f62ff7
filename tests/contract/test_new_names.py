"""A new area, country, issue and pair by rows alone: every page, the API, the feed and search show them by their names."""

import re
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from caveat.content import search, system_profile
from caveat.content.pages import PAGES
from caveat.dataset import tables
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.editing import checks
from caveat.editing.diff import compare, read_version
from caveat.editing.messages import diff as messages
from caveat.web.routes import ROUTES
from tests.support import broken as b
from tests.support import reference
from tests.support.elements import parse
from tests.support.opened_page import OpenedPage
from tests.support.registry import body, request

DAY = "2025-02-01"
SOURCES = {"source_ids": "babel-20240531-germany;turan-20240531-germany"}
RULE = {
    **{"effective": "2025-01-10", "effective_precision": "day", "reported": "2025-01-10", "reported_precision": "day"},
    **{"authority": "IS", "supplier": "IS", "certainty": "official", "condition": "only at night", **SOURCES},
}
# table -> its new rows; what a row leaves out is blank. The area has nothing but what each area must have.
ROWS = {
    "territories": [
        {"territory_id": "ru_belgorod", "parent_id": "ru_border", "name": "Belgorod area", "note": "A part of it."}
    ],
    "countries": [{"code": "IS", "name": "Iceland", "capital": "Reykjavik", "kind": "country"}],
    "issues": [
        {"issue": "glsdb_supply", "name": "Supplying GLSDB", "description": "Supply of GLSDB.", "system_ids": "glsdb"}
    ],
    "pairs": [{"supplier": "IS", "system_id": "glsdb", "note": "All Icelandic bombs are meant.", "card_order": "5"}],
    "restrictions": [
        {
            **RULE,
            "change_id": "is-glsdb-20250110-belgorod",
            "system_id": "glsdb",
            "territory": "ru_belgorod",
            "status": "restricted",
            "summary": "Reykjavik allows GLSDB.",
        },
        {
            **RULE,
            "change_id": "us-atacms-20250110-belgorod",
            "supplier": "US",
            "system_id": "atacms",
            "territory": "ru_belgorod",
            "status": "prohibited",
            "condition": "",
            "summary": "Reykjavik forbids ATACMS.",
        },
    ],
    "transfers": [
        {
            "transfer_id": "is-glsdb-t-20250105",
            "supplier": "IS",
            "recipient": "UA",
            "system_id": "glsdb",
            "status": "delivered_confirmed",
            "kind": "delivery_confirmed",
            "date": "2025-01-05",
            "certainty": "official",
            "summary": "Iceland gives GLSDB.",
            **SOURCES,
        }
    ],
    "positions": [
        {
            "position_id": "pos-20250102-jonsdottir-glsdb",
            "date": "2025-01-02",
            "actor": "Anna Jónsdóttir",
            "role": "Prime Minister of Iceland",
            "country_or_body": "IS",
            "issue": "glsdb_supply",
            "stance": "supports",
            "summary": "Is for it.",
            **SOURCES,
        }
    ],
}


def write(folder: Path) -> None:
    for table, rows in ROWS.items():
        path = folder / f"{table}.csv"
        known = b.rows_of(path.read_bytes())
        assert all(set(row) <= set(known[0]) for row in rows)
        path.write_bytes(b.bytes_of([*known, *([row.get(column, "") for column in known[0]] for row in rows)]))


@pytest.fixture(scope="module")
def edited_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = b.copy_data(tmp_path_factory.mktemp("new") / "data")
    write(folder)
    return folder


@pytest.fixture(scope="module")
def edited(edited_folder: Path) -> Dataset:
    return tables.load(edited_folder)


def page_text(read: Dataset, page_id: str, **query: str) -> str:
    view = View(date.fromisoformat(DAY), id=query.pop("id", ""))
    asked = request(read, page_id, view, {key: [value] for key, value in query.items()})
    return parse(body(asked)).get_text(" ", strip=True)


def test_the_rows_are_sound(edited_folder: Path) -> None:
    assert checks.check(edited_folder) == []


def test_the_briefing_has_column_card_and_note(edited: Dataset) -> None:
    soup = parse(body(request(edited, "briefing", date.fromisoformat(DAY))))
    heads = [head.get_text(" ", strip=True) for head in soup.select(".cv-matrix thead th")]
    assert heads[1:] == [
        "Occupied Ukraine, Crimea included",
        "Belgorod area",
        "Russia: border area",
        "Russia: Kursk area",
        "Russia: anywhere else",
    ]
    card = soup.select("section.cv-card")[4].get_text(" ", strip=True)
    assert "GLSDB Iceland" in card and "All Icelandic bombs are meant." in card
    assert "Belgorod area: allowed with conditions, official." in card
    text = soup.get_text(" ", strip=True)
    assert "The rule is Reykjavik’s, not Washington’s." in text
    assert "Iceland: newest entry 10 Jan 2025" in text


def test_a_note_of_a_pair_is_on_the_pages_of_its_pair(edited: Dataset) -> None:
    assert "All Icelandic bombs are meant." in page_text(edited, "suppliers")
    assert "GLSDB Iceland" in page_text(edited, "suppliers")


def test_positions_and_systems_show_the_issue(edited: Dataset) -> None:
    text = page_text(edited, "positions", issue="glsdb_supply")
    assert "Anna Jónsdóttir" in text
    assert "Supplying GLSDB: 1 in favour." in page_text(edited, "positions", issue="all")
    named = system_profile.find_system(edited, "glsdb")
    assert named is not None
    listed = system_profile.positions(edited, named, date.fromisoformat(DAY))
    assert "pos-20250102-jonsdottir-glsdb" in {entry.id for entry in listed.entries}


def test_an_issue_says_how_many_statements_on_others_name_its_systems(dataset: Dataset) -> None:
    elsewhere = [
        row
        for row in reference.rows("positions")
        if "atacms" in row["system_ids"].split(";") and row["issue"] != "atacms_inside_russia" and row["date"] <= DAY
    ]
    note = f"{len(elsewhere)} statements on other issues name ATACMS; the page Systems lists them too."
    assert note in page_text(dataset, "positions", issue="atacms_inside_russia")
    assert "on other issues" not in page_text(dataset, "positions", issue="tomahawk_supply")


def test_search_finds_them_by_name_and_capital(edited: Dataset) -> None:
    for query, found in (
        ("Reykjavik", "is-glsdb-20250110-belgorod"),
        ("Iceland", "IS"),
        ("Belgorod area", "us-atacms-20250110-belgorod"),
        ("Supplying GLSDB", "pos-20250102-jonsdottir-glsdb"),
    ):
        assert found in {entry.id for entry in search.find_entries(edited, query)}, query


def test_each_page_opens_and_says_their_names(data_copy: Path) -> None:
    write(data_copy)
    said = {
        "briefing": ("Belgorod area", "Iceland"),
        "map": (),
        "timeline": ("Use in Belgorod area", "GLSDB (Iceland)"),
        "positions": ("Supplying GLSDB · Iceland", "Anna Jónsdóttir"),
        "suppliers": ("GLSDB (Iceland)",),
        "system": ("Belgorod area", "On the issue “Supplying GLSDB”"),
        "data": ("Iceland",),
    }
    query = {"asof": DAY, "territory": "ru_belgorod", "issue": "glsdb_supply", "country": "IS", "id": "glsdb"}
    for page in PAGES:
        opened = OpenedPage(page.id, query)
        assert opened.problems == [], page.id
        for name in said.get(page.id, ()):
            assert name in opened.text, (page.id, name)


def test_the_api_and_the_feed_take_and_tell_them(data_copy: Path) -> None:
    write(data_copy)
    client = TestClient(Starlette(routes=ROUTES))
    asked = {"asof": DAY, "supplier": "IS", "territory": "ru_belgorod"}
    [row] = client.get("/api/v1/state", params=asked).json()["rows"]
    assert (row["system"], row["status"], row["territory"]) == ("glsdb", "restricted", "ru_belgorod")
    default = client.get("/api/v1/state", params={"asof": DAY, "supplier": "IS"}).json()["rows"]
    assert "ru_belgorod" in {row["territory"] for row in default}
    [change] = client.get("/api/v1/changes", params={"supplier": "IS"}).json()["rows"]
    assert change["territory"] == "ru_belgorod"
    feed = client.get("/feed.xml", params={"supplier": "IS"}).text
    assert "GLSDB (Iceland) · Belgorod area: no record → allowed with conditions" in feed
    assert client.get("/card.svg", params={"asof": DAY, "sys": "glsdb"}).status_code == 200


def test_the_difference_tells_them_by_their_names(edited_folder: Path) -> None:
    text = messages.as_text(compare(read_version(tables.schema.DATA), read_version(edited_folder)))
    assert "GLSDB from Iceland, in Belgorod area: no record -> restricted from 10 Jan 2025, official" in text
    assert "(the rule of Iceland)" in text
    assert re.search(r"New: Issue: Supplying GLSDB \(glsdb_supply\)", text)
