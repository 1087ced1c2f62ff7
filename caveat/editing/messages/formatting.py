"""What the formatter did, file by file."""

from caveat.editing.messages import validation_errors
from caveat.editing.spreadsheet import Outcome


def lines(outcomes: list[Outcome]) -> list[str]:
    """What was mended and what was left to the editor; one sentence where every file was as it should be."""
    said: list[str] = []
    for one in outcomes:
        if one.mended:
            said += [f"mended {line}" for line in validation_errors.lines(one.mended)]
        elif one.changed:
            said.append(f"mended {one.file}: the same cells, with quotation marks and line ends as they should be")
        said += [f"left to you {line}" for line in validation_errors.lines(one.left)]
    return said or [f"{len(outcomes)} files are as they should be."]
