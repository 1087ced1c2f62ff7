"""python -m caveat check [DIR]: every fault of the data, in words; on request what is old or weak, and whether the links answer."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import tables
from caveat.dataset.tables import Dataset
from caveat.editing import checks
from caveat.editing.commands.command import Command, folder
from caveat.editing.messages import validation_errors as words


def _takes(parser: argparse.ArgumentParser) -> None:
    folder(parser)
    parser.add_argument(
        "--review",
        action="store_true",
        help="also list what is old or weak: unconfirmed rows, single sources, copies, uncited sources",
    )
    parser.add_argument("--links", action="store_true", help="also ask every source's address over the network")
    parser.add_argument(
        "--timeout",
        type=float,
        default=10.0,
        metavar="SECONDS",
        help="how long a server may take (with --links; default: 10)",
    )
    parser.add_argument(
        "--retries",
        type=int,
        default=2,
        metavar="N",
        help="how often a silent server is asked again (with --links; default: 2)",
    )
    parser.add_argument(
        "--ignored",
        type=Path,
        metavar="CSV",
        help="addresses that are not asked, each with a reason (default: docs/ignored-links.csv beside DIR)",
    )


def _run(arguments: argparse.Namespace) -> int:
    faults = checks.check(arguments.folder)
    if faults:
        said = words.lines(faults)
        print("\n".join(said))
        print(words.count(len(faults), len(said)), file=sys.stderr)
        return 1
    sound = tables.load(arguments.folder)
    print(f"{len(sound.frames)} tables with {sum(len(frame) for frame in sound.frames.values())} rows are sound.")
    if arguments.review:
        print("\n".join(_review(sound)))
    return _links(sound, arguments) if arguments.links else 0


def _review(sound: Dataset) -> list[str]:
    # What only some runs need is loaded by them: the plain check is to be quick.
    from caveat.domain import citations, data_quality
    from caveat.editing.messages import review as review_words

    uncited = [str(one) for one in citations.uncited(sound)["source_id"]]
    return review_words.lines(
        data_quality.stale(sound, datetime.now(UTC).date()), data_quality.weak_evidence(sound), uncited
    )


def _links(sound: Dataset, arguments: argparse.Namespace) -> int:
    """The second pass over the network: a line for each address that does not answer."""
    from caveat.editing import link_check
    from caveat.editing.messages import links as link_words

    try:
        exceptions = link_check.ignored(
            arguments.ignored or arguments.folder.resolve().parent / "docs" / "ignored-links.csv"
        )
        sources = sound["sources"]
        found = link_check.check(
            dict(zip(sources["source_id"], sources["url"], strict=True)),
            exceptions,
            arguments.timeout,
            arguments.retries,
        )
    except ImportError:
        print("--links needs the library httpx2 (make test installs it).", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    places = {str(source_id): sound.line("sources", place) for place, source_id in enumerate(sources["source_id"])}
    dead = link_check.dead(found)
    for one in dead:
        print(link_words.line(one, tables.file_name("sources", arguments.folder), places[one.source_id]))
    print(link_words.summary(found))
    return 1 if dead else 0


COMMAND = Command("check", "Check the data package and list every fault.", _takes, _run)
