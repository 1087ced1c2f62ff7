"""python -m caveat diff REV [DIR]: what changed in the data since a git revision. In sentences about facts."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import tables
from caveat.editing import accidents, changelog, published_ids
from caveat.editing.commands.command import Command, add_folder, is_described
from caveat.editing.diff import compare, versions_since
from caveat.editing.files import replace_file
from caveat.editing.git import NoRevision
from caveat.editing.messages import diff as messages
from caveat.editing.messages import validation_errors


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    revision = "a git revision: a tag, a branch, HEAD~1 (with --changelog: left out, the last recorded release)"
    parser.add_argument("revision", metavar="REV", nargs="?", help=revision)
    add_folder(parser)
    formats = ["text", "markdown", "json"]
    parser.add_argument("--format", choices=formats, default="text", help="how to write it (default: text)")
    entry = "write it as the newest entry of DATA_CHANGES.md beside DIR"
    parser.add_argument("--changelog", action="store_true", help=entry)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.changelog and arguments.revision and (Path(arguments.revision) / "datapackage.json").is_file():
        # The only word that was given is the folder.
        arguments.revision, arguments.folder = None, Path(arguments.revision)
    if not is_described(arguments.folder, sys.stderr):
        return 2
    if arguments.changelog:
        return _write_entry(arguments)
    if arguments.revision is None:
        print("Name the revision to compare with: a tag, a branch, HEAD~1.", file=sys.stderr)
        return 2
    try:
        difference = compare(*versions_since(arguments.revision, arguments.folder))
    except NoRevision as error:
        print(f"Nothing can be compared: {error}.", file=sys.stderr)
        return 2
    found = accidents.find(difference.old, difference.new, published_ids.read(arguments.folder))
    first = validation_errors.lines(found)
    if arguments.format == "json":
        told = {**messages.as_data(difference, arguments.revision), "accidents": first}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print((messages.as_markdown if arguments.format == "markdown" else messages.as_text)(difference, first))
    return 0


def _write_entry(arguments: argparse.Namespace) -> int:
    """Write the newest entry of DATA_CHANGES.md: what changed since the last release or the revision that was named."""
    path, revision = arguments.folder.resolve().parent / "DATA_CHANGES.md", arguments.revision
    try:
        text = path.read_text(encoding="utf-8")
        if revision is None:
            base = changelog.last_release(text, arguments.folder)
        else:
            base = changelog.Base("", revision, changelog.entries_of(text))
        difference = compare(*versions_since(base.revision, arguments.folder))
    except (OSError, NoRevision) as error:
        print(f"No entry can be written: {error}.", file=sys.stderr)
        return 2
    if difference.is_empty:
        print(f"Nothing changed in the facts since {base.release or base.revision}; no entry is written.")
        return 0
    release = tables.fingerprint(arguments.folder)
    changes = messages.as_markdown(difference)
    replace_file(path, changelog.with_entry(text, base, release, datetime.now(UTC).date(), changes).encode())
    count = sum(map(len, messages.sections(difference).values()))
    print(f"{path.name}: an entry for release {release} with {count} {'sentence' if count == 1 else 'sentences'}.")
    return 0


_HELP = "Say what changed in the data since a git revision, in sentences about facts."
COMMAND = Command("diff", _HELP, _add_arguments, _run)
