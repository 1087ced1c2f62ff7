"""Measure and write benchmarks/RESULTS.md (make bench). Every peer is started and ended by this run, on loopback."""

import asyncio
import platform
import statistics
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from jinja2 import Template

from benchmarks import browser, computations, crowd, servers
from caveat.content.pages import PAGES
from caveat.dataset import tables
from caveat.domain import rule_log
from tests.support.served import Served

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "RESULTS.md"
DAY = "asof=2024-11-18&known=then"
DRAWN = ".js-plotly-plot .scatterlayer path"
# Our map is drawn before the app starts; what a visit costs is counted when the app is there too.
APP_READY = '[data-testid="stApp"] .cv-foot'
READERS = 50
FURTHER_READERS = 500


@dataclass(frozen=True)
class Row:
    """One figure: ours, the peers' (None if there is none), and the goal: at most `limit`, or so many times Dash's."""

    name: str
    ours: float
    form: str
    naive: float | None = None
    dash: float | None = None
    static: float | None = None
    limit: float | None = None
    unit: str = ""
    times_dash: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.times_dash is not None:
            return self.dash is not None and self.ours >= self.times_dash * self.dash
        return None if self.limit is None else self.ours <= self.limit

    def cells(self) -> list[str]:
        """The row of the table."""
        peers = [
            self.form.format(value) if value is not None else "–" for value in (self.naive, self.dash, self.static)
        ]
        ratios = [f"{self.ours / value:.2f}" if value else "–" for value in (self.naive, self.dash)]
        goal = "–" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        if self.times_dash is not None:
            goal = f"≥ {self.times_dash:g} × Dash"
        met = {True: "yes", False: "**no**", None: "–"}[self.met]
        return [self.name, self.form.format(self.ours), *peers, *ratios, goal, met]


def started(site: Served, naive: Served, dash: Served) -> list[Row]:
    """From start to ready with warm caches, and what the first reader then waits for."""
    first = 1000 * asyncio.run(crowd.opened_s(site, "/", DAY))
    return [
        Row("start to ready, warm caches, s", site.ready_s, "{:.1f}", naive.ready_s, dash.ready_s, limit=3, unit="s"),
        Row("the first reader of / after the start, server to last byte, ms", first, "{:.0f}"),
    ]


def one_reader(site: Served, *peers: Served) -> list[Row]:
    """What a single browser sees of our server and of the peers (plain Streamlit, Dash, static file)."""
    home, map_page = f"{site.base}/?{DAY}", f"{site.base}/map?{DAY}"
    addresses = [peer.base for peer in peers]
    with browser.chromium() as chromium:
        # One visit each that is not counted, so that nobody pays for cold caches below.
        for address in (home, map_page, *addresses):
            with browser.reader(chromium) as (page, _):
                browser.visit(page, address, DRAWN if address in addresses else APP_READY)
        peer_visits = [browser.visited_kb(chromium, address, DRAWN) for address in addresses]
        home_visits = browser.visited_kb(chromium, home, APP_READY)
        map_visits = browser.visited_kb(chromium, map_page, APP_READY)
        rows = []
        for number, visit, home_limit, map_limit in ((0, "first", 1200, 2300), (1, "second", 60, 60)):
            kb = [visits[number] for visits in peer_visits]
            name = f"{visit} visit to {{}}, kB on the wire"
            rows += [
                Row(name.format("/"), home_visits[number], "{:,.0f}", kb[0], limit=home_limit, unit="kB"),
                Row(name.format("/map"), map_visits[number], "{:,.0f}", *kb, limit=map_limit, unit="kB"),
            ]
        paint = browser.painted_s(chromium, home, ".cv-matrix")
        drawn = browser.ready_s(chromium, map_page, DRAWN)
        peer_paints = [browser.painted_s(chromium, address, DRAWN) for address in addresses]
        peer_drawn = [browser.ready_s(chromium, address, DRAWN) for address in addresses]
        ready = browser.ready_s(chromium, map_page, APP_READY)
        clicks = {path: browser.changes_ms(chromium, page) for path, page in (("/", home), ("/map", map_page))}
        slow = {path: browser.slow_changes_ms(chromium, page) for path, page in (("/", home), ("/map", map_page))}
    changed = [
        row
        for path in ("/", "/map")
        for row in (
            Row(f"change of day on {path}, click to painted, ms", clicks[path][0], "{:.0f}", limit=50, unit="ms"),
            Row("the same, JavaScript, ms", clicks[path][1], "{:.0f}", limit=20, unit="ms"),
            Row(
                f"slow 4G: the first change of day on {path} is shown, s",
                slow[path][0] / 1000,
                "{:.1f}",
                limit=1.5,
                unit="s",
            ),
            Row("slow 4G: a neighbour day, while the app starts, ms", slow[path][1], "{:.0f}", limit=100, unit="ms"),
        )
    ]
    return [
        *rows,
        Row("first paint of the answer on slow 4G, s", paint, "{:.2f}", *peer_paints, limit=1, unit="s"),
        Row("map drawn on slow 4G, s", drawn, "{:.1f}", *peer_drawn, limit=12, unit="s"),
        Row("app with the map ready for a click on slow 4G, s", ready, "{:.1f}"),
        *changed,
    ]


def steadiness(site: Served) -> list[Row]:
    """The page that moves most while it loads, at the widths of a phone and a desk."""
    with browser.chromium() as chromium:
        return [
            Row(
                f"layout shift of a first visit, the largest of {len(PAGES)} pages at {width_px} px",
                max(browser.shift(chromium, f"{site.base}/{page.path}?{DAY}", APP_READY, width_px) for page in PAGES),
                "{:.3f}",
                limit=0.1,
            )
            for width_px in (390, 1280)
        ]


changes = partial(crowd.changes, page="map", more="&sys=atacms")


def crowds(site: Served, dash: Served) -> list[Row]:
    """What one reader and many see of the server, without a browser."""
    alone, alone_dash = asyncio.run(changes(site, 1, presses=60)), asyncio.run(crowd.dash(dash, 1, presses=60))
    home = asyncio.run(crowd.changes(site, 1, "briefing", presses=60))
    many, many_dash = asyncio.run(changes(site, READERS)), asyncio.run(crowd.dash(dash, READERS))
    many_home = asyncio.run(crowd.changes(site, READERS, "briefing"))
    run = asyncio.run(crowd.runs(site, presses=60))
    playing, many_playing = asyncio.run(crowd.played(site, 1, presses=60)), asyncio.run(crowd.played(site, READERS))
    each, left = asyncio.run(crowd.memory(site, FURTHER_READERS))
    changed = "change of day on {}, one reader, server to last byte, ms (median)"
    played = "next day of the map while the days play, one reader, server to last byte, ms (median)"
    wait = "the same, 95th percentile of the wait, ms"
    cpu = "the same, processor time on the server for each, ms"
    further = f"memory for each further reader of {FURTHER_READERS}, MB"
    return [
        Row(changed.format("/map"), alone.median_ms, "{:.1f}", dash=alone_dash.median_ms, limit=10, unit="ms"),
        Row(changed.format("/"), home.median_ms, "{:.1f}"),
        Row("the app follows, on /map, server to last byte, ms (median)", run.median_ms, "{:.1f}"),
        Row(
            "kB for each change of day on /map",
            alone.bytes_each / 1000,
            "{:.1f}",
            dash=alone_dash.bytes_each / 1000,
        ),
        Row(
            f"changes of day on /map per second, {READERS} readers",
            many.per_second,
            "{:,.0f}",
            dash=many_dash.per_second,
            times_dash=10,
        ),
        Row(wait, many.p95_ms, "{:.0f}", dash=many_dash.p95_ms, limit=100, unit="ms"),
        Row(cpu, many.cpu_ms_each, "{:.2f}", dash=many_dash.cpu_ms_each, limit=1, unit="ms"),
        Row(
            f"changes of day on / per second, {READERS} readers",
            many_home.per_second,
            "{:,.0f}",
            dash=many_dash.per_second,
            times_dash=10,
        ),
        Row(wait, many_home.p95_ms, "{:.0f}", dash=many_dash.p95_ms, limit=100, unit="ms"),
        Row(cpu, many_home.cpu_ms_each, "{:.2f}", dash=many_dash.cpu_ms_each, limit=1, unit="ms"),
        Row(played, playing.median_ms, "{:.1f}", dash=alone_dash.median_ms),
        Row(f"days played per second, {READERS} readers", many_playing.per_second, "{:.0f}", dash=many_dash.per_second),
        Row(wait, many_playing.p95_ms, "{:.0f}", dash=many_dash.p95_ms),
        Row(further, each, "{:.2f}", limit=0.8, unit="MB"),
        Row("what a second crowd of as many leaves behind for each, MB", left, "{:.3f}", limit=0.05, unit="MB"),
    ]


def computed() -> list[Row]:
    """Permission states by a long log and by the real one, and preview cards, in this process."""
    real = rule_log.rule_log(tables.load())
    real_day, _ = computations.state_costs(real)
    long_day, long_state = computations.state_costs(computations.long_log(real))
    cards = computations.card_costs()
    log = f"log of {computations.ROWS:,} rows, ms"
    return [
        Row(f"states of a day, all pairs, {log}", long_day, "{:.2f}", limit=20, unit="ms"),
        Row(f"the same, the real log of {len(real.changes)} rows, ms", real_day, "{:.2f}"),
        Row(f"one state, {log}", long_state, "{:.3f}"),
        Row(f"{len(cards)} preview cards not asked for before, ms (median)", statistics.median(cards), "{:.0f}"),
        Row("the slowest of these cards, ms", max(cards), "{:.0f}", limit=150, unit="ms"),
    ]


def results(rows: list[Row]) -> str:
    """The page of results."""
    pyproject = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))
    missed = [row.name for row in rows if row.met is False]
    explained = [name for name in missed if "change" in name or "wait" in name]
    template = Template(
        (FOLDER / "results.md.jinja").read_text(encoding="utf-8"), trim_blocks=True, keep_trailing_newline=True
    )
    return template.render(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        python=platform.python_version(),
        versions=", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "pandas", "uvicorn")),
        peers=", ".join(peer.replace("==", " ") for peer in pyproject["dependency-groups"]["bench"]),
        rows=rows,
        changes_missed=bool(explained),
        others_missed=[name for name in missed if name not in explained],
    )


def main() -> None:
    """Measure once and write the table with versions and date."""
    if not (servers.PEERS / "gunicorn").is_file():
        sys.exit("no peers in .venv-peers: run `make bench`, which installs them")
    # A start that is not counted fills the caches of the file system.
    with servers.ready(servers.OURS, "/readyz"):
        pass
    with (
        servers.ready(servers.OURS, "/readyz") as site,
        servers.ready(servers.NAIVE, "/_stcore/health") as naive,
        servers.ready(servers.DASH, "/_dash-layout") as dash,
        servers.ready(servers.STATIC, "/") as static,
    ):
        rows = [
            *started(site, naive, dash),
            *one_reader(site, naive, dash, static),
            *steadiness(site),
            *crowds(site, dash),
            *computed(),
        ]
    RESULTS.write_text(results(rows), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
