"""python -m caveat check [DIR]: every error of the data, and every page that cannot be drawn from it.

On request what is old or weak, and which links are dead.
"""

import argparse
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from caveat.dataset import tables
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset, file_name
from caveat.editing import accidents, checks
from caveat.editing.checks.schema import descriptor_errors
from caveat.editing.commands.command import Command, add_folder
from caveat.editing.git import NoRevision
from caveat.editing.messages import validation_errors


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)
    against = "the git revision to compare with, or “none” (default: HEAD, where there is one)"
    parser.add_argument("--against", metavar="REV", help=against)
    only = "check the tables alone, without drawing every page once"
    parser.add_argument("--tables", action="store_true", help=only)
    review = "also list what is old or weak: unconfirmed rows, single sources, copies, uncited sources"
    parser.add_argument("--review", action="store_true", help=review)
    parser.add_argument("--links", action="store_true", help="also ask every source's address over the network")
    timeout = "how long a server may take (with --links; default: 10)"
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help=timeout)
    retries = "how often a silent server is asked again (with --links; default: 2)"
    parser.add_argument("--retries", type=int, default=2, metavar="N", help=retries)
    ignored = "addresses that are not asked, each with a reason (default: docs/ignored-links.csv beside DIR)"
    parser.add_argument("--ignored", type=Path, metavar="CSV", help=ignored)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: what a check makes is needed until its end, which is near."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _run(arguments: argparse.Namespace) -> int:
    with _uncollected():
        return _check(arguments)


def _check(arguments: argparse.Namespace) -> int:
    try:
        first = accidents_since(arguments.folder, arguments.against)
    except NoRevision as error:
        print(f"Nothing can be compared: {error}.", file=sys.stderr)
        return 2
    if print_errors(arguments.folder, first, None if arguments.tables else arguments.answers):
        return 1
    dataset = tables.load(arguments.folder)
    drawn = "" if arguments.tables else ", and every page can be drawn"
    print(f"{len(dataset.frames)} tables with {sum(map(len, dataset.frames.values()))} rows are sound{drawn}.")
    if arguments.review:
        print("\n".join(_review(dataset)))
    return _check_links(dataset, arguments) if arguments.links else 0


def print_errors(folder: Path, first: Sequence[DataError] = (), answers: Callable[..., Any] | None = None) -> bool:
    """Check the data and print a line for each error, `first` before all others; whether there are any.

    Sound tables are drawn too, with the server's answers (None: they are not).
    """
    lines, number = error_lines(folder, first, answers)
    if lines:
        print("\n".join(lines))
        print(validation_errors.count(number, len(lines)), file=sys.stderr)
    if first:
        print(f"{accidents.MEANT.capitalize()}, or run the check with --against none.", file=sys.stderr)
    return bool(lines)


def error_lines(
    folder: Path, first: Sequence[DataError] = (), answers: Callable[..., Any] | None = None
) -> tuple[list[str], int]:
    """A line for each error of the data, `first` before all others, and how many errors they tell.

    Sound tables are drawn too, with the server's answers (None: they are not).
    """
    told = {_place(error) for error in first}

    def found() -> list[DataError]:
        return [error for error in checks.check(folder) if _place(error) not in told]

    errors = _drawing_errors(folder, answers, found) if answers and not first else found()
    return [*validation_errors.lines(first), *validation_errors.lines(errors)], len(first) + len(errors)


def _place(error: DataError) -> tuple[str, int, str, str]:
    return error.file, error.row, error.column, error.found


def accidents_since(folder: Path, revision: str | None) -> list[DataError]:
    """What happened since a revision that hardly anybody means; nothing without a HEAD, if none is named.

    NoRevision if git does not have the revision that is named.
    """
    if revision == "none" or descriptor_errors(folder):
        return []
    try:
        return accidents.since(revision or "HEAD", folder)
    except NoRevision:
        if revision:
            raise
        return []


# What only some runs need is imported by them: the plain check is to be quick.


def _review(dataset: Dataset) -> list[str]:
    from caveat.domain import citations, data_quality
    from caveat.editing.messages import review

    stale = data_quality.unconfirmed_rows(dataset, datetime.now(UTC).date())
    return review.lines(
        stale, data_quality.weak_evidence(dataset), list(citations.uncited_sources(dataset)["source_id"])
    )


def _drawing_errors(folder: Path, answers: Callable[..., Any], found: Callable[[], list[DataError]]) -> list[DataError]:
    """The errors that are found in the tables; else one for each page, or answer of the server, that cannot be drawn.

    Another process draws meanwhile. Loaded here: the check of the tables alone is fast.
    """
    from caveat.content.drawing import day_parts, made, page_parts
    from caveat.editing import drawing

    try:
        dataset, today = tables.load(folder), datetime.now(UTC).date()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # the description, which `found` tells of
        return found()
    if dataset.broken:
        return found()
    parts = [part for parts in (day_parts, page_parts, answers) for part in made(parts, dataset, today)]
    return drawing.by_two(parts, partial(drawing.errors, dataset), found)


def _check_links(dataset: Dataset, arguments: argparse.Namespace) -> int:
    """Ask for the addresses of all sources and print a line for each that does not answer."""
    from caveat.editing import link_check

    sources = dataset["sources"]
    addresses = dict(zip(sources["source_id"], sources["url"], strict=True))
    ignored = arguments.ignored or arguments.folder.resolve().parent / "docs" / "ignored-links.csv"
    try:
        retries = link_check.Retries(arguments.retries)
        links = link_check.check(addresses, link_check.ignored(ignored), arguments.timeout, retries)
    except (ImportError, ValueError) as error:
        missing = "--links needs the library httpx2 (make test installs it)."
        print(missing if isinstance(error, ImportError) else error, file=sys.stderr)
        return 2
    lines = {source_id: dataset.line("sources", index) for index, source_id in enumerate(addresses)}
    dead = link_check.dead(links)
    for link in dead:
        print(link_check.error(link, file_name("sources", arguments.folder), lines[link.source_id]))
    print(link_check.summary(links))
    return 1 if dead else 0


COMMAND = Command("check", "Check the data package and list every fault.", _add_arguments, _run)
