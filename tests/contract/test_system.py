"""A system's page against all tables: what it is, every figure, every rule, every transfer, with their sources."""

import pytest

from tests.support import reference
from tests.support.excerpts import excerpts, one_line, outside_links
from tests.support.opened_page import shared_page

every_system = pytest.mark.parametrize("system_id", [row["system_id"] for row in reference.rows("systems")])


@every_system
def test_what_it_is(system_id: str) -> None:
    opened = shared_page("system", id=system_id, asof="2026-11-01")
    assert opened.problems == []
    row = next(record for record in reference.rows("systems") if record["system_id"] == system_id)
    for column in ("designation", "manufacturer", "introduced", "one_line"):
        # A list of makers stays a list in words.
        for part in row[column].split(";") if column == "manufacturer" else [row[column]]:
            assert one_line(part) in one_line(opened.text), column


@every_system
def test_every_figure_with_its_source(system_id: str) -> None:
    opened = shared_page("system", id=system_id, asof="2026-11-01")
    linked = outside_links(opened.soup)
    for row in reference.rows("claims"):
        if row["system_id"] == system_id and row["shown"] == "yes":
            assert reference.source_urls(row["source_id"]) <= linked, row["claim_id"]
            if row["attribute"] == "range_km":
                assert any(figure in opened.text for figure in reference.value_phrases(row)), row["claim_id"]


@every_system
def test_every_rule_and_transfer(system_id: str) -> None:
    opened = shared_page("system", id=system_id, asof="2026-11-01")
    own = next(record for record in reference.rows("systems") if record["system_id"] == system_id)
    wanted = [row for row in reference.rows("restrictions") if row["system_id"] in (system_id, own["family_id"])]
    wanted += [row for row in reference.rows("transfers") if row["system_id"] == system_id]
    found = excerpts(opened.soup, {row["summary"] for row in wanted})
    for row in wanted:
        there = found[one_line(row["summary"])]
        assert there, row
        assert any(reference.source_urls(row["source_ids"]) <= item.links for item in there), row
        day = row.get("effective") or row["date"]
        assert any(reference.spoken_date(day) in item.text for item in there), row


@every_system
def test_every_statement_that_names_it_or_a_relative(system_id: str) -> None:
    opened = shared_page("system", id=system_id, asof="2026-11-01")
    own = next(record for record in reference.rows("systems") if record["system_id"] == system_id)
    family = own["family_id"] or system_id
    related = {system_id, family} | {
        row["system_id"] for row in reference.rows("systems") if row["family_id"] == system_id
    }
    named = [row for row in reference.rows("positions") if related & set(row["system_ids"].split(";"))]
    others = [
        row for row in reference.rows("positions") if row["system_ids"] and row not in named and row["short_quote"]
    ]
    found = excerpts(opened.soup, {row["summary"] for row in named})
    for row in named:
        assert any(one_line(row["actor"]) in item.text for item in found[one_line(row["summary"])]), row["position_id"]
    assert ("No statement on this system" in opened.text) <= (not named)
    for row in others:
        assert row["short_quote"] not in opened.text or any(
            row["short_quote"] == other["short_quote"] for other in named
        ), row["position_id"]
