"""Notes on edits that are not shown yet because they have errors."""

from collections.abc import Mapping, Sequence

from caveat.dataset.errors import DataError


def pending_edit_notes(waiting: Mapping[str, Sequence[DataError]]) -> list[str]:
    """One quiet note a file that waits: which file, why, and what is shown meanwhile."""
    return [_note(name, faults) for name, faults in waiting.items()]


def _note(name: str, faults: Sequence[DataError]) -> str:
    if not faults:
        return f"An edit of {name} is still being written. This page shows the version before it."
    others = {1: "", 2: " One more fault is listed on the page Evidence."}.get(
        len(faults), f" {len(faults) - 1} more faults are listed on the page Evidence."
    )
    return f"An edit of {name} waits until it is mended: {faults[0]}. This page shows the version before it.{others}"
