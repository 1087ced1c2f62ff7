"""What a command is, and what several commands share."""

import argparse
import errno
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from caveat.dataset import schema
from caveat.editing.checks.schema import descriptor_errors
from caveat.editing.messages import validation_errors

_ADVICE = {
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some space on the disk",
    errno.EROFS: "copy the folder to a place where you may write",
    errno.ENOENT: "look at its name and its folder",
}


@dataclass(frozen=True)
class Command:
    """A command: name, one sentence of help, what adds its arguments, what runs it and returns the exit status."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Take the folder with the data package as the last argument."""
    help_text = "the folder with datapackage.json (default: data)"
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=schema.DATA, help=help_text)


def os_error_sentence(error: OSError) -> str:
    """What the system refused, as an editor reads it: which file, why, and what to do."""
    # Python names the temporary file beside the one that is replaced: ".claims.csv.x1y2z3w4".
    file = re.sub(r"\.([^/\\]+\.\w+)\.\w{8}$", r"\1", str(error.filename2 or error.filename or "A file"))
    reason = (error.strerror or str(error)).casefold()
    advice = _ADVICE.get(error.errno or 0, "look at the rights of its folder, and close it in other programs")
    return f"{file} cannot be read or written ({reason}): {advice}. It is as it was."


def is_described(folder: Path, output: TextIO) -> bool:
    """Whether the folder's datapackage.json can be used; what is wrong with it is printed."""
    errors = descriptor_errors(folder)
    if errors:
        print("\n".join(validation_errors.lines(errors)), file=output)
    return not errors
