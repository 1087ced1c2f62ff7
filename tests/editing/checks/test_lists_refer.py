"""An unknown, a repeated and a blank entry of a list are found."""

from caveat.editing.checks.lists_refer import rule


def test_an_unknown_id_is_found_with_the_nearest(altered, line):
    [fault] = rule(altered("events", "ev-20220531-himars", system_ids="gmlrs;atcms"))
    assert (fault.file, fault.row, fault.column) == (
        "data/events.csv",
        line("events", "ev-20220531-himars"),
        "system_ids",
    )
    assert (fault.found, fault.expected, fault.mend) == ('"atcms"', "an id of systems", 'did you mean "atacms"?')


def test_an_unknown_code_is_found(altered):
    [fault] = rule(altered("events", "ev-20220531-himars", countries="US;UK"))
    assert fault.found == '"UK"'
    assert fault.expected.startswith("one of US, GB, ")


def test_a_repeated_entry_is_found(altered):
    assert [fault.found for fault in rule(altered("events", "ev-20220531-himars", countries="US;UA;US"))] == [
        '"US" twice'
    ]


def test_a_blank_entry_is_found(altered):
    assert [fault.mend for fault in rule(altered("events", "ev-20220531-himars", countries="US;"))] == [
        "take out the blank entry"
    ]


def test_a_space_after_the_separator_is_found(altered):
    assert [
        (fault.found, fault.mend) for fault in rule(altered("events", "ev-20220531-himars", countries="US; UA"))
    ] == [('" UA"', 'did you mean "UA"?')]


def test_a_fact_may_name_rows_of_any_table(altered):
    rows = "atacms;atacms-range-01;us-atacms-kursk-20241117;us-himars-use-20240602;us-gmlrs-2022-06;ev-20220531-himars;aid-20220601-us-pda"
    assert list(rule(altered("article_facts", "seed-02", row_ids=rows))) == []


def test_a_context_row_may_be_reversed_by_either_log(altered):
    assert list(rule(altered("context", "us-himars-use-20240602", reversed_by="us-atacms-kursk-20241117"))) == []
    assert list(rule(altered("context", "us-himars-use-20240602", reversed_by="us-intel-resume-202503"))) == []
    assert [fault.found for fault in rule(altered("context", "us-himars-use-20240602", reversed_by="none"))] == [
        '"none"'
    ]
