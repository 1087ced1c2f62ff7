"""What is old or weak is computed from the tables, for any day."""

from datetime import date, timedelta

import pytest

from caveat.__main__ import main
from caveat.dataset import schema, tables
from caveat.dataset.partial_dates import last_day
from caveat.dataset.tables import list_items
from caveat.domain import data_quality, restrictions, rule_log
from caveat.editing.messages import review as words

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def read() -> tables.Dataset:
    return tables.load()


def test_a_row_is_stale_on_the_day_after_its_limit(dataset):
    steps = dataset["transfers"].query("supplier == 'FR' and system_id == 'scalp-eg'").to_dict("records")
    last = max(steps, key=lambda one: last_day(one["date"]))
    for days, expected in ((180, False), (181, True)):
        found = data_quality.unconfirmed_rows(dataset, last_day(last["date"]) + timedelta(days=days))
        assert (last["transfer_id"] in {row.id for row in found}) is expected


def test_what_was_said_again_or_replaced_needs_no_confirmation(dataset):
    by_id = dataset["claims"].set_index("claim_id")
    ids = {row.id for row in data_quality.unconfirmed_rows(dataset, DAY) if row.table == "claims"}
    for identifier in ids:
        row = by_id.loc[identifier]
        same = by_id[
            (by_id[["system_id", "attribute", "qualifier"]] == row[["system_id", "attribute", "qualifier"]]).all(axis=1)
        ]
        same = same[
            [
                str(low) == str(row["value_low"]) and str(high) == str(row["value_high"])
                for low, high in zip(same["value_low"], same["value_high"], strict=True)
            ]
        ]
        assert not [text for text in same["published"] if text and (DAY - last_day(text)).days <= 1095], identifier
    assert "atacms-range-01" in by_id.index
    assert "atacms-range-01" not in ids, "the figure of 2016 was stated again in 2024"


def test_a_day_in_the_past_knows_no_later_row(dataset):
    found = data_quality.unconfirmed_rows(dataset, date(2024, 11, 18), "then")
    assert max(last_day(row.newest) for row in found) < date(2024, 11, 18)
    assert "fr-scalp-20230711-ua" in {row.id for row in found}, "Paris had last spoken of occupied Ukraine in July 2023"
    the_day_after = data_quality.unconfirmed_rows(dataset, date(2023, 7, 12), "then")
    assert "fr-scalp-20230711-ua" not in {row.id for row in the_day_after}


def test_rows_that_do_not_age_are_never_stale(dataset):
    ageing = {table for table in schema.table_names() if schema.resource(table)["staleness_days"]}
    assert {row.table for row in data_quality.unconfirmed_rows(dataset, date(2100, 1, 1))} == ageing
    assert data_quality.unconfirmed_rows(dataset, date(1980, 1, 1)) == []


def test_only_rules_that_set_a_state_can_be_stale(dataset):
    found = data_quality.unconfirmed_rows(dataset, DAY)
    ids = {row.id for row in found if row.table == "restrictions"}
    log = rule_log.rule_log(dataset)
    standing = {
        state.change_id
        for state in restrictions.permission_states(log, DAY, dataset["territories"]["territory_id"], "now")
        if state.deciding
    }
    old = {
        change_id
        for change_id in standing
        if (DAY - max(last_day(log.by_id[change_id].effective_text), last_day(log.by_id[change_id].reported_text))).days
        > 180
    }
    assert old
    assert old <= ids
    assert "us-atacms-m39-ru-20231017" not in ids, "a later rule replaced it"


def test_of_positions_only_an_actors_last_word(dataset):
    found = data_quality.unconfirmed_rows(dataset, DAY)
    ids = {row.id for row in found if row.table == "positions"}
    rows = dataset["positions"][dataset["positions"]["position_id"].isin(ids)]
    assert not rows.duplicated(["actor", "issue"]).any()


def test_weak_rows_against_a_naive_count(dataset):
    found = data_quality.weak_evidence(dataset)
    kinds = dict(zip(dataset["sources"]["source_id"], dataset["sources"]["kind"], strict=True))
    events = dataset["events"]
    origins = dict(zip(dataset["sources"]["source_id"], dataset["sources"]["origins"], strict=True))
    single = {
        row.event_id
        for row in events.itertuples()
        if len(ids := list_items(row.source_ids)) == 1 and (kinds[ids[0]] != "official" or origins[ids[0]])
    }
    copies = {
        row.event_id
        for row in events.itertuples()
        if all(kinds[item] == "aggregator" for item in list_items(row.source_ids))
    }
    of_events = found[found["table"] == "events"]
    assert set(of_events.loc[of_events["why"] == "single", "id"]) == single
    assert set(of_events.loc[of_events["why"] == "copies", "id"]) == copies
    assert set(found.loc[found["why"] == "origin", "id"]) >= {
        "gb-ss-20240816-us",
        "ev-20250823-eram",
        "pos-20241118-linjian-atacms",
    }
    assert found[(found["table"] == "claims") & (found["why"] == "single")].empty, (
        "a figure is one source's by definition"
    )


def test_the_lines_name_the_first_rows_and_count_the_rest(dataset):
    lines = words.lines(
        data_quality.unconfirmed_rows(dataset, DAY),
        data_quality.weak_evidence(dataset),
        [f"source-{number}" for number in range(20)],
    )
    assert lines[-14] == "sources: 20 rows cited by nothing:"
    assert lines[-1] == "  and 8 more"
    assert lines[-13] == "  source-0"


def test_the_command(capsys):
    assert main(["check", "--review"]) == 0
    out = capsys.readouterr().out
    assert "restrictions: " in out
    assert "cited by nothing:" in out
