"""Statements from the future, wrong precision, summaries that know too much and early reversals are found."""

from datetime import date

import pytest

from caveat.dataset import tables
from caveat.editing.checks import dates

STATEMENT = ("positions", "pos-20220530-biden-longrange")
RULE = ("restrictions", "us-atacms-kursk-20241117")
REVERSED = ("restrictions", "us-atacms-m39-ru-20231017")
CRIMEA = ("restrictions", "us-atacms-crimea-20240424")


@pytest.mark.parametrize(
    ("row", "cells", "columns"),
    [
        (STATEMENT, {"date": "2026-11-02"}, ["date"]),
        (STATEMENT, {"date": "2026-11-01"}, []),
        (STATEMENT, {"date": "2026-11"}, []),
        (STATEMENT, {"date": "2026-13"}, []),
        (RULE, {"effective": "2027-01-01"}, []),  # a rule may be announced for a later day
    ],
)
def test_a_statement_from_the_future_is_found(columns_of, row, cells, columns):
    assert columns_of(lambda dataset: dates.reported_in_the_past(dataset, date(2026, 11, 1)), *row, **cells) == columns


@pytest.mark.parametrize(
    ("row", "cells", "columns"),
    [
        (STATEMENT, {"date": "1022-05-30"}, ["date"]),
        (RULE, {"effective": "2204-11-17"}, ["effective"]),
        (RULE, {"effective": "0024"}, ["effective"]),
        (("systems", "atacms"), {"introduced": "1191"}, ["introduced"]),
        (("systems", "atacms"), {"introduced": "1991"}, []),
        (RULE, {"effective": "2030"}, []),
    ],
)
def test_an_impossible_year_is_found(columns_of, row, cells, columns):
    assert columns_of(lambda dataset: dates.year_is_possible(dataset, date(2026, 11, 1)), *row, **cells) == columns


def test_a_precision_that_the_date_does_not_have_is_found(errors_of):
    [error] = errors_of(dates.precision_agrees, *RULE, reported_precision="month")
    assert (error.column, error.found) == ("reported_precision", '"month"')
    assert error.expected == '"day", as the date is 2024-11-17'


@pytest.mark.parametrize("reversal", ["us-atacms-refused-2022", REVERSED[1], "us-eram-ua-20250823"])
def test_a_reversal_by_an_earlier_row_by_the_row_itself_or_on_another_system_is_found(columns_of, reversal):
    assert columns_of(dates.reversal_is_later, *REVERSED, reversed_by=reversal) == ["reversed_by"]


@pytest.mark.parametrize(
    ("row", "summary", "found"),
    [
        (CRIMEA, "US officials said so; Ryder repeated it on 2 July 2024.", '"2 July 2024"'),
        (("context", "us-tomahawk-vance-20250928"), "Vance said so; he repeated it on 20 October.", '"20 October"'),
    ],
)
def test_a_later_day_in_a_summary_is_found(errors_of, row, summary, found):
    [error] = errors_of(dates.summary_keeps_clock, *row, summary=summary)
    assert (error.column, error.found) == ("summary", found)


@pytest.mark.parametrize(
    "cells", [{"note": "Confirmed on 2 July 2024, three months later."}, {"reported": "2024-13-40"}]
)
def test_a_note_may_tell_what_came_later_and_a_wrong_date_is_an_error_by_itself(columns_of, cells):
    assert columns_of(dates.summary_keeps_clock, *CRIMEA, **cells) == []


@pytest.mark.parametrize(
    "text",
    [
        *("on 2 July 2024", "on 2 July", "on July 2", "on July 2, 2024", "on 1-2 Sept", "in July 2024", "in July"),
        *("through 2025", "on 2024-07-02", "in 2024-07", "on 31 May", "in May 2025"),
        *("three days later", "by the next morning", "as the WSJ later reported"),
    ],
)
def test_later(text):
    assert dates.later_phrases(f"Said {text}.", "2024-05-30") != []


@pytest.mark.parametrize(
    "text",
    [
        *("on 30 May 2024", "on 30 May", "in May", "in May 2024", "may be used 31 times", "in 2024", "in March"),
        *("on 2024-05-30", "485 to 190", "1,400 km", "on 31 February 2025", "after 24 hours"),
        *("of money for 2026", "of the next year"),
    ],
)
def test_not_later(text):
    assert dates.later_phrases(f"Said {text}.", "2024-05-30") == []


def test_a_month_counts_with_all_its_days():
    assert dates.later_phrases("Said on 31 May.", "2024-05") == []
    assert dates.later_phrases("Said on 1 June.", "2024-05") == ["1 June"]


RESTATEMENT = ("restrictions", "us-atacms-ruany-20241025")


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ({"restates": "us-atacms-ruany-20241119"}, "restates", "a row in force from 2024-10-25 or before"),
        ({"restates": RESTATEMENT[1]}, "restates", "a row that does not lead back to this one"),
        ({"restates": "gb-ss-20230511-ru"}, "restates", "a row with supplier US, system_id atacms, authority US"),
        ({"certainty": "disputed"}, "restates", "no row that is disputed, on either side"),
        ({"restates": ""}, "restates_how", "nothing, as no row is restated"),
        ({"restates_how": ""}, "restates_how", "how it restates the other row"),
    ],
)
def test_a_wrong_restatement_is_found(errors_of, cells, column, expected):
    [error] = errors_of(dates.restatement_is_later, *RESTATEMENT, **cells)
    assert (error.column, error.expected) == (column, expected)


@pytest.mark.parametrize(
    ("period", "is_found"),
    [
        ("2022-06-01/2022-02-24", True),
        ("2024/2023", True),
        ("2024-02/2024-01-31", True),
        ("2024-01/2024-01-15", False),
        ("2024/2024", False),
        ("single package", False),
        ("until 2025-01-20", False),
    ],
)
def test_a_period_that_ends_before_it_begins_is_found(errors_of, period, is_found):
    errors = errors_of(dates.period_ends_after_it_begins, "aid", "aid-20220601-us-total", period=period)
    assert bool(errors) == is_found


def test_a_circle_of_reversals_is_found(folder):
    """Two rows of one day that reverse each other: none of them would hold."""
    path = folder / "restrictions.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    cells = dict.fromkeys(head, "") | {
        "effective": "2025-02-01",
        "effective_precision": "day",
        "reported": "2025-02-01",
        "reported_precision": "day",
        "supplier": "US",
        "authority": "US",
        "system_id": "atacms",
        "territory": "ru_any",
        "status": "prohibited",
        "certainty": "official",
        "summary": "Says so.",
        "source_ids": "wh-20220530-biden",
    }
    pair = [cells | {"change_id": f"us-a-{one}", "reversed_by": f"us-a-{other}"} for one, other in ((1, 2), (2, 1))]
    path.write_text(
        path.read_text(encoding="utf-8") + "".join(",".join(row[name] for name in head) + "\n" for row in pair)
    )
    errors = list(dates.reversal_is_later(tables.load(folder)))
    assert [error.expected for error in errors] == ["a row that does not lead back to this one"] * 2


def test_a_circle_of_restatements_is_found(errors_of):
    first = ("restrictions", "us-atacms-m39-ru-20231017")
    errors = errors_of(
        dates.restatement_is_later, *first, restates="us-atacms-long-ru-20240424", restates_how="restated"
    )
    assert {error.expected for error in errors} == {"a row that does not lead back to this one"}


def test_a_condition_that_tells_what_came_later_is_found(errors_of):
    row = ("restrictions", "fr-scalp-20240528-ru")
    [error] = errors_of(dates.summary_keeps_clock, *row, condition="only until November 2024")
    assert (error.column, error.found) == ("condition", '"November 2024"')
