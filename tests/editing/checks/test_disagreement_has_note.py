"""A fact on which sources differ, without a note, is found."""

from caveat.editing.checks.disagreement_has_note import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(altered, line):
    broken = altered("article_facts", "seed-02", independent_agrees="partly", wording_note="")
    assert places(rule(broken)) == [("data/article_facts.csv", line("article_facts", "seed-02"), "wording_note")]
