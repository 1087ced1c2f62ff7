"""A share in euro, and euro as a share, are found."""

from caveat.editing.checks.share_is_percent import rule


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def test_found(real, altered, line):
    aid = real["aid"]
    share = aid.loc[aid["currency"] == "PCT_GDP", "figure_id"].iloc[0]
    assert places(rule(altered("aid", share, currency="EUR"))) == [("data/aid.csv", line("aid", share), "currency")]
    assert places(rule(altered("aid", share, value=101.0))) == [("data/aid.csv", line("aid", share), "value")]
    assert places(rule(altered("aid", "aid-20220601-us-pda", currency="PCT_GDP"))) == [("data/aid.csv", 2, "currency")]
