"""What changed since a day: the briefing, the API and the feed say the same."""

from datetime import date
from urllib.parse import urlencode

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from caveat.content import briefing
from caveat.dataset import schema, tables
from caveat.domain import rule_history, rule_log
from caveat.domain.query import View
from caveat.web.routes import ROUTES

CASES = [
    ("2024-11-11", "2024-11-18", "then"),
    ("2024-05-01", "2024-06-30", "now"),
    ("2025-06-01", "2025-08-31", "then"),
    ("2022-01-01", "2022-02-01", "then"),
]


@pytest.mark.parametrize(("since", "until", "known"), CASES)
def test_page_and_api_list_the_same_rows(since: str, until: str, known: str) -> None:
    read = tables.load(schema.DATA)
    view = View(date.fromisoformat(until), known, since=date.fromisoformat(since))
    shown = [
        entry.change.change_id
        for entry in rule_history.log_entries(rule_log.rule_log(read), view.since, view.asof, known)
    ]
    html = str(briefing.briefing_html(read, view))
    told = (
        TestClient(Starlette(routes=ROUTES))
        .get(f"/api/v1/changes?{urlencode({'since': since, 'until': until, 'known': known})}")
        .json()["rows"]
    )
    ids = [row["change_id"] for row in told]
    # The briefing counts what came in after the day it compares with; the API counts that day in.
    assert [
        identifier for identifier in ids if rule_log.rule_log(read).by_id[identifier].day(known) > view.since
    ] == shown
    for row in told:
        if row["change_id"] in shown and row["certainty"] != "disputed":
            assert row["change_id"] in html


def test_the_feed_has_the_newest_of_them() -> None:
    client = TestClient(Starlette(routes=ROUTES))
    every = feedparser.parse(client.get("/feed.xml").content).entries
    entries = [entry for entry in every if len(entry.tags) > 1]  # without those that tell of a release
    rows = client.get("/api/v1/changes").json()["rows"]
    told = [entry.summary for entry in entries]
    assert len(entries) >= 20
    for text in told:
        assert any(row["summary"] in text for row in rows), text
    newest = sorted(rows, key=lambda row: row["reported"])[-1]
    assert any(newest["summary"] in text for text in told), "what came in late or was corrected stands before it"
