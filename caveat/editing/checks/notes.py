"""Rules on notes: what is disputed, withheld, early or not agreed on says why."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.cells import cell_error
from caveat.editing.checks.dates import is_before


def early_has_note(dataset: Dataset) -> Iterator[DataError]:
    """A rule that was public before it applied says so in its note."""
    for table in ("restrictions", "context"):
        for index, row in dataset[table].iterrows():
            if not row["note"] and is_before(row["reported"], row["effective"]):
                expected = f"a day no earlier than “effective” ({row['effective']}), or a note"
                yield cell_error(dataset, (table, index, "reported"), expected, "mend the date, or write a note")


def withheld_has_note(dataset: Dataset) -> Iterator[DataError]:
    """A figure that is not shown says why in its note."""
    claims = dataset["claims"]
    for index in claims.index[(claims["shown"] == "no") & (claims["note"] == "")]:
        expected = "a note, because the figure is not shown"
        yield cell_error(dataset, ("claims", index, "note"), expected, "write why it is held back")


def disputed_has_note(dataset: Dataset) -> Iterator[DataError]:
    """A disputed row says in its note who disputes it."""
    for table in ("restrictions", "context", "transfers"):
        frame = dataset[table]
        for index in frame.index[(frame["certainty"] == "disputed") & (frame["note"] == "")]:
            expected = "a note, because the row is disputed"
            yield cell_error(dataset, (table, index, "note"), expected, "write who says otherwise")


def disagreement_has_note(dataset: Dataset) -> Iterator[DataError]:
    """A fact on which the independent sources do not simply agree says why."""
    facts = dataset["article_facts"]
    for index in facts.index[(facts["independent_agrees"] != "yes") & (facts["wording_note"] == "")]:
        expected = "a note, because the sources do not simply agree"
        yield cell_error(dataset, ("article_facts", index, "wording_note"), expected, "write how they differ")
