"""How the addresses of the sources fared, in lines."""

from collections import Counter
from collections.abc import Sequence

from caveat.editing.link_check import Link

_MEND = {
    "gone": "look for an archived copy, or record the address with a reason in docs/ignored-links.csv",
    "silent": "try again another day, or record the address with a reason in docs/ignored-links.csv",
}


def line(link: Link, file: str, row: int) -> str:
    """A link that does not answer, as a fault at its place."""
    tries = "1 try" if link.tries == 1 else f"{link.tries} tries"
    what = "an address that is gone" if link.state == "gone" else "an address that does not answer"
    return f"{file}:{row}:url: found {what} ({link.said} after {tries}): {link.url}; expected a page that answers; {_MEND[link.state]}"


def summary(links: Sequence[Link]) -> str:
    """How many fared how, and why the ignored ones are."""
    counts = Counter(one.state for one in links)
    return (
        f"{len(links)} addresses: {counts['answers']} answer, {counts['refuses']} refuse programs and are left to readers, {counts['gone']} are gone, "
        f"{counts['silent']} do not answer, {counts['ignored']} are ignored for a recorded reason."
    )
