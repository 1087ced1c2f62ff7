"""What unsaved changes mean: the faults of the check, and the sentences of the diff."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from caveat.dataset import tables
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing import checks, diff
from caveat.editing.files import folder_with
from caveat.editing.messages import diff as messages


@dataclass(frozen=True)
class Preview:
    """The faults that the changes bring, those that were there before, what changed in words, the tables as changed."""

    faults: tuple[DataError, ...]
    older_faults: tuple[DataError, ...]
    sentences: Mapping[str, list[str]]
    dataset: Dataset

    @property
    def text(self) -> str:
        """The sentences as plain text."""
        return "\n".join(
            line for heading, lines in self.sentences.items() for line in (f"{heading}:", *(f"  {s}" for s in lines))
        )


def preview(folder: Path, contents: Mapping[str, bytes]) -> Preview:
    """Check the folder with some files replaced, on a copy, and compare it with the folder as it is."""
    older, before = _checked(folder)
    if not contents:
        return Preview((), older, {}, tables.load(folder))
    with folder_with(folder.resolve().name, contents, folder) as copy:
        errors, after = _checked(copy)
        dataset = replace(tables.load(copy), folder=folder)
    faults = tuple(checks.new_errors(errors, older))
    older_faults = tuple(error for error in errors if error not in faults)
    return Preview(faults, older_faults, messages.sections(diff.compare(before, after)), dataset)


# By content: what was reviewed before a save is known after it, and what was there before a step after the step back.
_known: dict[str, tuple[tuple[DataError, ...], diff.Version]] = {}
_MAX_KNOWN = 16


def _checked(folder: Path) -> tuple[tuple[DataError, ...], diff.Version]:
    """The faults of a folder, and its rows for a comparison."""
    content = f"{folder.resolve().name} {tables.fingerprint(folder)}"
    if content not in _known:
        if len(_known) >= _MAX_KNOWN:
            _known.pop(next(iter(_known)))
        _known[content] = tuple(checks.check(folder)), diff.read_version(folder)
    return _known[content]
