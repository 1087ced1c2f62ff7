"""python -m caveat check [DIR]: every error of the data. On request what is old or weak, and which links are dead."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import tables
from caveat.dataset.tables import Dataset, file_name
from caveat.editing import checks
from caveat.editing.commands.command import Command, add_folder
from caveat.editing.messages import validation_errors


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)
    review = "also list what is old or weak: unconfirmed rows, single sources, copies, uncited sources"
    parser.add_argument("--review", action="store_true", help=review)
    parser.add_argument("--links", action="store_true", help="also ask every source's address over the network")
    timeout = "how long a server may take (with --links; default: 10)"
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help=timeout)
    retries = "how often a silent server is asked again (with --links; default: 2)"
    parser.add_argument("--retries", type=int, default=2, metavar="N", help=retries)
    ignored = "addresses that are not asked, each with a reason (default: docs/ignored-links.csv beside DIR)"
    parser.add_argument("--ignored", type=Path, metavar="CSV", help=ignored)


def _run(arguments: argparse.Namespace) -> int:
    if print_errors(arguments.folder):
        return 1
    dataset = tables.load(arguments.folder)
    print(f"{len(dataset.frames)} tables with {sum(map(len, dataset.frames.values()))} rows are sound.")
    if arguments.review:
        print("\n".join(_review(dataset)))
    return _check_links(dataset, arguments) if arguments.links else 0


def print_errors(folder: Path) -> bool:
    """Check the data and print a line for each error; whether there are any."""
    errors = checks.check(folder)
    if errors:
        lines = validation_errors.lines(errors)
        print("\n".join(lines))
        print(validation_errors.count(len(errors), len(lines)), file=sys.stderr)
    return bool(errors)


# What only some runs need is imported by them: the plain check is to be quick.


def _review(dataset: Dataset) -> list[str]:
    from caveat.domain import citations, data_quality
    from caveat.editing.messages import review

    stale = data_quality.unconfirmed_rows(dataset, datetime.now(UTC).date())
    return review.lines(
        stale, data_quality.weak_evidence(dataset), list(citations.uncited_sources(dataset)["source_id"])
    )


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
