"""Measure the CPU time of preview cards that nobody has asked for before (python -m benchmarks.cards)."""

import argparse
import gc
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest

from caveat.content import briefing
from caveat.content.pages import PAGES
from caveat.dataset import current
from caveat.domain.query import View, query_bounds
from caveat.web import cards

# Days on which much was allowed, little, nothing was known yet, and one long after the newest rule.
DAYS = (date(2022, 6, 1), date(2024, 5, 31), date(2024, 11, 18), date(2025, 8, 24), date(2026, 6, 1))
# What the issue allows, in milliseconds.
LIMIT_MS = 150
LONG_NAMES = ("atacms-m39a1", "atacms-unitary", "taurus-kepd-350", "neptune-long")


@dataclass(frozen=True)
class Timed:
    """One card: the CPU milliseconds of its sentences and shapes and of its pixels, and its size in bytes."""

    page: str
    view: View
    drawing: float
    pixels: float
    size: int

    @property
    def total(self) -> float:
        return self.drawing + self.pixels


def views(page: str) -> list[View]:
    """The views of a page: each day by itself, one system, systems with long names under the other clock."""
    if page == "system":
        return [View(day, id="storm-shadow") for day in DAYS]
    days = [View(day) for day in DAYS]
    return [*days, View(DAYS[2], systems=("taurus-kepd-350",)), View(DAYS[3], "now", LONG_NAMES)]


def measure(pages: Iterable[str]) -> list[Timed]:
    """Draw each card once, a view of all pages before the next, so that pages share what they share on a server.

    As the server starts: the default answer is built, what is loaded is kept out of later collections, the shapes of
    the maps are made. No card of these days is drawn before.
    """
    dataset = current.current_dataset()
    briefing.briefing_html(dataset, briefing.default_view(query_bounds(dataset, current.today())))
    gc.collect()
    gc.freeze()
    cards.warm(dataset)
    timed = []
    by_page = [[(page, view) for view in views(page)] for page in pages]
    for page, view in filter(None, chain.from_iterable(zip_longest(*by_page))):
        begin = time.process_time()
        svg = cards.picture(dataset, view, page, ())
        drawn = time.process_time()
        size = len(cards.png(svg, 1200))
        timed.append(Timed(page, view, 1000 * (drawn - begin), 1000 * (time.process_time() - drawn), size))
    return timed


def table(timed: Sequence[Timed]) -> str:
    """The measured times as a table, a line a page: median and slowest, and where the slowest comes from."""
    lines = [
        "| page | cards | median ms | slowest ms | of these pixels ms | largest kB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for page in dict.fromkeys(card.page for card in timed):
        of_page = [card for card in timed if card.page == page]
        slowest = max(of_page, key=lambda card: card.total)
        median = statistics.median(card.total for card in of_page)
        largest = max(card.size for card in of_page) / 1000
        cells = (page, len(of_page), f"{median:.0f}", f"{slowest.total:.0f}", f"{slowest.pixels:.0f}", f"{largest:.0f}")
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a card took longer than LIMIT_MS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "pages", nargs="*", default=[page.id for page in PAGES], help="ids of pages; all where none is named"
    )
    timed = measure(parser.parse_args(argv).pages)
    print(table(timed))
    return int(max(card.total for card in timed) > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
