"""Rules on notes: what is disputed, withheld, early, without its condition or not agreed on says why."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.cells import cell_error, numbered_rows
from caveat.editing.checks.dates import is_before

# Under these a condition is part of the status; under "permitted" there may be one.
CONDITIONAL = ("restricted", "case_by_case")
# The kind of a transfer that its step is by itself.
STEP_KINDS = {
    "requested": "requested",
    "refused": "refused",
    "announced": "announced",
    "pledged": "pledged",
    "delivered_reported": "delivery_reported",
    "delivered_confirmed": "delivery_confirmed",
}


def early_has_note(dataset: Dataset) -> Iterator[DataError]:
    """A rule that was public before it applied says so in its note."""
    for table in ("restrictions", "context"):
        for index, row in numbered_rows(dataset[table]):
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


def condition_is_named(dataset: Dataset) -> Iterator[DataError]:
    """A rule under conditions names them or says why not; one that allows nothing names none."""
    for index, row in numbered_rows(dataset["restrictions"]):
        condition, reason, status = row["condition"], row["condition_note"], row["status"]
        if status in CONDITIONAL and not (condition or reason):
            expected = f"a condition, or a reason in condition_note, as the status is {status}"
            mend = "write the condition in one clause, or why none was stated"
            yield cell_error(dataset, ("restrictions", index, "condition"), expected, mend)
        elif (condition or reason) and status not in ("permitted", *CONDITIONAL):
            column = "condition" if condition else "condition_note"
            expected = f"nothing, as the status is {status}"
            yield cell_error(dataset, ("restrictions", index, column), expected, "tell it in the note")
        elif condition and reason:
            expected = "nothing, as a condition is named"
            yield cell_error(dataset, ("restrictions", index, "condition_note"), expected)


def kind_has_note(dataset: Dataset) -> Iterator[DataError]:
    """A transfer whose kind is not that of its step says why."""
    for index, row in numbered_rows(dataset["transfers"]):
        if row["kind"] not in ("", STEP_KINDS.get(row["status"])) and not row["kind_note"]:
            expected = f"a note, because the step is {row['status']} and the kind {row['kind']}"
            yield cell_error(dataset, ("transfers", index, "kind_note"), expected)
