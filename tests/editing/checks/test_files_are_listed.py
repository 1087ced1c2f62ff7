"""A file that the package does not list is found."""

from caveat.dataset import tables
from caveat.editing.checks.files_are_listed import rule


def test_found(folder):
    (folder / "claim.csv").write_text("a,b\n", encoding="utf-8")
    [fault] = rule(tables.load(folder))
    assert (fault.file, fault.mend) == ("data/claim.csv", 'did you mean "claims.csv"?')
