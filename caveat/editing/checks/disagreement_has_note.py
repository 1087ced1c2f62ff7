"""A fact on which the independent sources do not simply agree says why."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A fact on which the independent sources do not simply agree says why."""
    facts = dataset["article_facts"]
    for index in facts.index[(facts["independent_agrees"] != "yes") & (facts["wording_note"] == "")]:
        yield at(
            dataset,
            "article_facts",
            index,
            "wording_note",
            "a note, because the sources do not simply agree",
            "write how they differ",
        )
