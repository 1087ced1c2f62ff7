"""python -m caveat review REV [DIR]: the comment under a pull request. The check first, then what changes."""

import argparse
import traceback
from collections.abc import Callable
from pathlib import Path

from caveat.dataset import tables
from caveat.editing import accidents
from caveat.editing.checks.schema import descriptor_errors
from caveat.editing.commands.check import error_lines
from caveat.editing.commands.command import Command, add_folder
from caveat.editing.diff import compare, versions_since
from caveat.editing.git import NoRevision
from caveat.editing.messages import diff, markdown, validation_errors

# GitHub takes 65,536 characters.
MAX_COMMENT = 60_000


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("revision", metavar="REV", help="the git revision that the changes begin with")
    add_folder(parser)
    parser.add_argument("--comment", type=Path, metavar="FILE", help="also write it here, cut to what a comment holds")
    parser.add_argument(
        "--run-url", metavar="URL", help="the run whose summary has the whole text, for a comment that is cut"
    )


def _run(arguments: argparse.Namespace) -> int:
    text, is_sound = review(arguments.revision, arguments.folder)
    if arguments.comment:
        where = "The whole text is in the summary of the run, and in its file “review” as whole.md"
        where = f"{where}: {arguments.run_url}" if arguments.run_url else f"{where}."
        arguments.comment.write_text(markdown.shorten(text, MAX_COMMENT, where), encoding="utf-8")
    print(text, end="")
    return 0 if is_sound else 1


def review(revision: str, folder: Path) -> tuple[str, bool]:
    """The comment as Markdown, and whether the check found nothing. What fails leaves the rest of it whole."""
    check, is_sound = _part("The check", lambda: _check(revision, folder))
    changes, _ = _part("The comparison", lambda: (_changes(revision, folder), True))
    return f"## Check\n\n{check}\n\n## What changes in the data\n\n{changes}\n", is_sound


def _part(name: str, write: Callable[[], tuple[str, bool]]) -> tuple[str, bool]:
    """A part of the comment, or a sentence that it failed; the reason goes to the log of the run."""
    try:
        return write()
    except Exception as error:
        traceback.print_exc()
        kind = markdown.escape(type(error).__name__)
        return f"**{name} failed** ({kind}). That is an error of the program: the log of the run says more.", False


def _check(revision: str, folder: Path) -> tuple[str, bool]:
    note = ""
    first = []
    if not descriptor_errors(folder):
        try:
            first = accidents.since(revision, folder)
        except NoRevision as error:
            note = f"\n\nThe last version is not known: {markdown.escape(str(error))}."
    lines, number = error_lines(folder, first)
    if not lines:
        dataset = tables.load(folder)
        rows = sum(map(len, dataset.frames.values()))
        return f"{len(dataset.frames)} tables with {rows} rows are sound.{note}", True
    meant = "\n\nThe first of these tell what hardly anybody means. If you do, say so here." if first else ""
    counted = f"**{validation_errors.count(number, len(lines))}** Mend and propose again: nothing has reached readers."
    return f"{counted}{meant}\n\n{markdown.as_list(lines)}{note}", False


def _changes(revision: str, folder: Path) -> str:
    if descriptor_errors(folder):
        return "Nothing can be compared until datapackage.json can be read."
    try:
        return diff.as_markdown(compare(*versions_since(revision, folder)))
    except NoRevision as error:
        return f"Nothing can be compared: {markdown.escape(str(error))}."


_HELP = "Write the comment under a pull request: the check first, then what changes in the data."
COMMAND = Command("review", _HELP, _add_arguments, _run)
