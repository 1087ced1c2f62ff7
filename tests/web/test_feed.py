"""GET /feed.xml, read as a feed reader reads it."""

import csv
import io
import json
import uuid
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from starlette.testclient import TestClient

from caveat.dataset import current
from caveat.dataset.partial_dates import spoken
from caveat.settings import ROOT
from caveat.web.feed import MAX_ENTRIES
from caveat.web.releases import SAID
from tests.support import reference
from tests.web.conftest import rewrite


def read(client: TestClient, address: str = "/feed.xml", **headers: str) -> feedparser.FeedParserDict:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo and feed.version == "atom10"
    return feed


def log_entries(entries: list[Any]) -> list[Any]:
    """The entries of the log, without those that tell of a release."""
    return [entry for entry in entries if [tag.term for tag in entry.tags] != ["data"]]


def learned(row: dict[str, str]) -> date:
    return reference.first_day(row["reported"])


def touched() -> dict[str, tuple[str, str]]:
    """The day on which each rule came in and was corrected last, by its summary; "" if not after the first release."""
    index = json.loads((ROOT / "releases" / "index.json").read_text(encoding="utf-8"))["releases"]
    found: dict[str, tuple[str, str]] = {}
    before: dict[str, dict[str, str]] = {}
    for made in index:
        archive = zipfile.ZipFile(ROOT / "releases" / f"{made['release']}.zip")
        rows = csv.DictReader(io.StringIO(archive.read("restrictions.csv").decode("utf-8-sig")))
        now = {row["change_id"]: row for row in rows}
        for change_id, row in now.items():
            came, corrected = found.get(change_id, (made["created"] if before else "", ""))
            old = before.get(change_id, row)
            if any(row[column] != old[column] for column in SAID):
                corrected = made["created"]
            found[change_id] = (came, corrected)
        before = now
    return found


def test_newest_entries_and_what_came_in_late_or_was_corrected(client: TestClient) -> None:
    feed = read(client)
    updated = [entry.updated for entry in feed.entries]
    assert updated == sorted(updated, reverse=True)
    index = json.loads((ROOT / "releases" / "index.json").read_text(encoding="utf-8"))["releases"]
    released = [(made["created"], made["created"], made["release"]) for made in index if made.get("changes")]
    days, told = touched(), list(released)
    for row in reference.rows("restrictions"):
        public = str(learned(row))
        told.append((public, max(public, *days[row["change_id"]]), row["change_id"]))
    newest = sorted(told, reverse=True)[:MAX_ENTRIES]
    late = sorted((one for one in told if one[1] != one[0]), key=lambda one: one[1], reverse=True)[:MAX_ENTRIES]
    assert len(feed.entries) == len({*newest, *late})
    assert [text[:10] for text in updated] == sorted((one[1] for one in {*newest, *late}), reverse=True)
    assert feed.feed.updated == updated[0]
    assert feed.feed.title == "Caveat: what suppliers allow"
    assert feed.feed.language == "en"
    assert feed.feed.author == "Caveat"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_each_entry_says_what_its_row_says(client: TestClient) -> None:
    by_summary: dict[str, list[dict[str, str]]] = {}
    for row in reference.rows("restrictions"):
        by_summary.setdefault(row["summary"], []).append(row)
    urls = {row["source_id"]: row["url"] for row in reference.rows("sources")}
    days = touched()
    for entry in log_entries(read(client).entries):
        system, supplier, territory, _ = [tag.term for tag in entry.tags]
        rows = [
            row
            for row in by_summary[entry.summary]
            if (row["system_id"], row["supplier"], row["territory"]) == (system, supplier, territory)
        ]
        assert len(rows) == 1
        came, corrected = days[rows[0]["change_id"]]
        public, content = str(learned(rows[0])), entry.content[0].value
        assert entry.published[:10] == max(public, came) and entry.updated[:10] == max(public, came, corrected)
        assert ("dded to our tables on" in content) == bool(came) and ("orrected on" in content) == bool(corrected)
        assert reference.system_name(system) in entry.title and reference.COUNTRY_NAMES[supplier] in entry.title
        assert all(
            f'href="{urls[source].replace("&", "&amp;")}"' in content for source in rows[0]["source_ids"].split(";")
        )
        query = parse_qs(urlsplit(entry.link).query)
        assert query == {"asof": [str(reference.entry_day(rows[0], "then"))], "known": ["then"], "sys": [system]}


@pytest.mark.parametrize(
    ("query", "column", "wanted"), [("system=atacms", "system_id", "atacms"), ("supplier=DE", "supplier", "DE")]
)
def test_filters(client: TestClient, query: str, column: str, wanted: str) -> None:
    feed = read(client, f"/feed.xml?{query}")
    truth = [row for row in reference.rows("restrictions") if row[column] == wanted]
    assert len(feed.entries) == min(len(truth), MAX_ENTRIES)
    assert {entry.summary for entry in feed.entries} <= {row["summary"] for row in truth}


def test_the_days_of_a_comparison(client: TestClient) -> None:
    """What the public learned in a time, both days included; no releases, no other day."""
    feed = read(client, "/feed.xml?since=2025-05-02&until=2025-09-01")
    days = (date(2025, 5, 2), date(2025, 9, 1))
    truth = [row for row in reference.rows("restrictions") if days[0] <= reference.entry_day(row, "then") <= days[1]]
    assert truth and {entry.summary for entry in feed.entries} == {row["summary"] for row in truth}
    assert feed.feed.title == "Caveat: what suppliers allow: 2 May 2025 to 1 Sep 2025"
    own = next(link.href for link in feed.feed.links if link.rel == "self")
    assert own.endswith("/feed.xml?since=2025-05-02&until=2025-09-01")
    assert client.get("/feed.xml?since=2025-09-01&until=2025-05-01").status_code == 422


def test_ids_stay_whatever_the_address_and_the_filter(client: TestClient) -> None:
    everything = {entry.title + entry.summary: entry.id for entry in read(client).entries}
    elsewhere = read(client, "/feed.xml?system=atacms", Host="example.org:8080")
    common = [entry for entry in elsewhere.entries if entry.title + entry.summary in everything]
    assert common and all(everything[source.title + source.summary] == source.id for source in common)
    assert all(entry.link.startswith("http://example.org:8080/?asof=") for entry in elsewhere.entries)
    assert elsewhere.feed.id != read(client).feed.id
    # Once published, an id is for ever: the entry of the founding week.
    assert (
        next(entry.id for entry in elsewhere.entries if "cleared ATACMS for use inside Russia" in entry.summary)
        == "urn:uuid:531a3570-3d1a-538a-825c-6b70447bf544"
    )


def test_base_address_by_hand(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAT_URL", "https://caveat.example/")
    feed = read(client, "/feed.xml?system=taurus-kepd-350", Host="[")
    assert feed.feed.link == "https://caveat.example/"
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        "https://caveat.example/feed.xml?system=taurus-kepd-350"
    ]
    assert feed.entries[0].link.startswith("https://caveat.example/?asof=")


def test_a_variant_has_its_familys_entries_and_a_silent_system_none(client: TestClient) -> None:
    family, variant = read(client, "/feed.xml?system=atacms"), read(client, "/feed.xml?system=atacms-unitary")
    assert [entry.id for entry in variant.entries] == [entry.id for entry in family.entries]
    empty = read(client, "/feed.xml?system=taurus-kepd-350&supplier=US")
    assert empty.entries == [] and empty.feed.updated.startswith("2022-01-01")


def with_release(client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch, query: str = "") -> list[Any]:
    """The entries of a server that keeps an old release, one that changed rows, and one that changed none."""
    changes = {
        "restrictions": {"added": 33, "changed": 12, "withdrawn": 0, "read": 1},
        "aid": {"added": 0, "changed": 1, "withdrawn": 0},
        "glossary": {"added": 1, "changed": 0, "withdrawn": 2},
    }
    index = [
        {"release": "0123456789ab", "created": "2024-11-01", "bytes": 1},
        {"release": "abcdef012345", "created": "2025-12-31", "bytes": 1, "changes": changes, "note": "of later"},
        {"release": "fedcba987654", "created": "2026-01-01", "bytes": 1, "changes": {}},
    ]
    (folder / "index.json").write_text(json.dumps({"releases": index}), encoding="utf-8")
    monkeypatch.setenv("CAVEAT_RELEASES", str(folder))
    return list(read(client, f"/feed.xml{query}").entries)


def test_followers_learn_that_the_data_changed(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = with_release(client, tmp_path, monkeypatch)
    [told] = [entry for entry in entries if entry.title.startswith("The data changed")]
    assert told.title == "The data changed: 33 rules added, 12 corrected; 1 aid figure corrected; and more"
    assert told.updated.startswith("2025-12-31")
    assert urlsplit(told.link).path == "/data"
    assert "1 term added, 2 withdrawn." in told.content[0].value
    assert "Release abcdef012345 of 31 Dec 2025" in told.summary
    assert [tag.term for tag in told.tags] == ["data"]
    assert told.id == f"urn:uuid:{uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, 'caveat'), 'release/abcdef012345')}"
    updated = [entry.updated for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert len(entries) >= MAX_ENTRIES


def test_followers_learn_of_late_entries_and_corrections_before_a_release(
    client: TestClient, data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that was reported long ago is added today, another one gets another summary."""
    monkeypatch.setenv("CAVEAT_RELEASES", str(ROOT / "releases"))
    before = {entry.id: entry for entry in read(client).entries}
    table = data_copy / "restrictions.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    late = next(row for row in rows if row["reported"].startswith("2024-02"))
    rows.append(late | {"change_id": f"{late['change_id']}-again", "summary": "What came in late."})
    rows[0]["summary"] = "What was corrected."
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    rewrite(table, out.getvalue())
    feed, today = read(client), current.today().isoformat()
    told = {entry.summary: entry for entry in feed.entries}
    came, corrected = told["What came in late."], told["What was corrected."]
    assert came.id not in before and came.updated[:10] == came.published[:10] == today
    assert f"Added to our tables on {spoken(today)}." in came.content[0].value
    assert corrected.updated[:10] == feed.feed.updated[:10] == today
    assert f"orrected on {spoken(today)}." in corrected.content[0].value
    others = [entry for entry in feed.entries if entry.id in before and entry.summary != corrected.summary]
    assert others and all(entry.updated == before[entry.id].updated for entry in others)


@pytest.mark.parametrize("query", ["?system=atacms", "?supplier=US"])
def test_a_feed_of_a_system_or_supplier_leaves_releases_out(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    entries = with_release(client, tmp_path, monkeypatch, query)
    assert entries and not [entry for entry in entries if entry.title.startswith("The data changed")]


def test_an_index_that_cannot_be_read_leaves_a_feed(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("CAVEAT_RELEASES", str(tmp_path))
    assert len(read(client).entries) == MAX_ENTRIES
