"""How long a preview card takes that nobody has asked for before: CPU time of each page on several days, on a server that is warm (python -m benchmarks.cards)."""

import argparse
import gc
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caveat.content import briefing
from caveat.content.share import Own
from caveat.dataset import current
from caveat.domain.query import View, query_bounds
from caveat.web import cards
from caveat.web.prerender import PATHS

# Days on which much was allowed, little, nothing was known yet, and one long after the newest rule.
DAYS = (date(2022, 6, 1), date(2024, 5, 31), date(2024, 11, 18), date(2025, 8, 24), date(2026, 6, 1))
# What the issue allows, in milliseconds.
LIMIT_MS = 150
LONG_NAMES = ("atacms-m39a1", "atacms-unitary", "taurus-kepd-350", "neptune-long")


@dataclass(frozen=True)
class Timed:
    """One card: the CPU milliseconds of its sentences and shapes (`drawing`) and of its pixels (`pixels`), and its size in bytes."""

    page: str
    view: View
    drawing: float
    pixels: float
    size: int

    @property
    def total(self) -> float:
        return self.drawing + self.pixels


def views(page: str) -> list[tuple[View, Own]]:
    """The views of a page that are measured: each day by itself, one system, systems with long names, the other clock."""
    identifier = "storm-shadow" if page == "system" else ""
    found = [View(day, id=identifier) for day in DAYS]
    if page != "system":
        found += [View(DAYS[2], systems=("taurus-kepd-350",)), View(DAYS[3], "now", LONG_NAMES)]
    return [(one, ()) for one in found]


def measure(pages: Iterable[str]) -> list[Timed]:
    """Draw each card once, in an order in which days come before pages: what one page leaves for the next is what it leaves on a server.

    As server.py starts: the default answer is built, what is loaded is kept out of later collections, the shapes of the maps are made. No card of these days is drawn before.
    """
    tables = current.dataset()
    briefing.briefing_html(tables, briefing.default_view(query_bounds(tables, current.today())))
    gc.collect()
    gc.freeze()
    cards.warm(tables)
    found = []
    by_page = [[(page, *one) for one in views(page)] for page in pages]
    for page, view, own in (
        one for some in zip(*[(each + [None] * 7)[:7] for each in by_page], strict=True) for one in some if one
    ):
        begun = time.process_time()
        svg = cards.picture(tables, view, page, own)
        drawn = time.process_time()
        body = cards.png(svg, 1200)
        found.append(Timed(page, view, 1000 * (drawn - begun), 1000 * (time.process_time() - drawn), len(body)))
    return found


def table(found: Sequence[Timed]) -> str:
    """The measured times as a table, a line a page: median and slowest, and where the slowest comes from."""
    lines = [
        "| page | cards | median ms | slowest ms | of these pixels ms | largest kB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for page in dict.fromkeys(one.page for one in found):
        some = [one for one in found if one.page == page]
        worst = max(some, key=lambda one: one.total)
        median = statistics.median(one.total for one in some)
        lines.append(
            f"| {page} | {len(some)} | {median:.0f} | {worst.total:.0f} | {worst.pixels:.0f} | {max(one.size for one in some) / 1000:.0f} |"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a card took longer than LIMIT_MS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=list(PATHS.values()), help="ids of pages; all where none is named")
    found = measure(parser.parse_args(argv).pages)
    print(table(found))
    return int(max(one.total for one in found) > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
