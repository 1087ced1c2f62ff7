"""Measure and write benchmarks/RESULTS.md (make bench). Every peer is started by this run, on loopback, and ended by it."""

import asyncio
import platform
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from benchmarks import browser, crowd, fold, servers

RESULTS = servers.ROOT / "benchmarks" / "RESULTS.md"
DAY = "asof=2024-11-18&known=then"
DRAWN = ".js-plotly-plot .scatterlayer path"
# Our map is drawn before the app starts; what a visit costs is counted when the app stands too.
STANDS = '[data-testid="stApp"] .cv-foot'
MANY = 50
FURTHER = 500


WHY_SERVER = (
    "Why goals for a change of day are missed: it runs the whole page through Streamlit, which sends about 40 messages for it, one for each element, in some 11 ms of processor time; Dash sends one figure. "
    "A page of Streamlit's that has nothing but as many plain elements takes 5 to 6 of them (a thread, the session's theme and pages, a message for each element through its queue and the WebSocket), the rest is our controls and texts; "
    "tried and left out for the little that they gain: uvloop (about a tenth), a wider compression window (memory for each reader). Whoever plays the days (“Play the days”) sees each from a first HTML that was fetched ahead and asks Streamlit for nothing."
)


@dataclass(frozen=True)
class Row:
    """One figure: ours, the peers' (None where they have no such thing), and the goal as a text and as a test of ours."""

    name: str
    ours: float
    form: str
    naive: float | None = None
    dash: float | None = None
    static: float | None = None
    goal: str = ""
    met: bool | None = None

    def cells(self) -> list[str]:
        """The row of the table."""
        peers = [self.form.format(one) if one is not None else "–" for one in (self.naive, self.dash, self.static)]
        ratios = [f"{self.ours / one:.2f}" if one else "–" for one in (self.naive, self.dash)]
        return [
            self.name,
            self.form.format(self.ours),
            *peers,
            *ratios,
            self.goal or "–",
            {True: "yes", False: "**no**", None: "–"}[self.met],
        ]


def at_most(ours: float, limit: float, unit: str) -> dict[str, Any]:
    """A goal that ours must not pass."""
    return {"goal": f"≤ {limit:g} {unit}", "met": ours <= limit}


def one_reader(site: servers.Server, naive: servers.Server, dash: servers.Server, static: servers.Server) -> list[Row]:
    """What a single browser sees."""
    rows = []
    home, map_page = f"{site.base}/?{DAY}", f"{site.base}/map?{DAY}"
    with browser.chromium() as chromium:
        # One visit each that is not counted, so that nobody pays for cold caches below.
        for address, there in (
            (home, STANDS),
            (map_page, STANDS),
            (naive.base, DRAWN),
            (dash.base, DRAWN),
            (static.base, DRAWN),
        ):
            with browser.reader(chromium) as (page, _):
                browser.visit(page, address, there)
        peers_kb = [browser.visited_kb(chromium, one.base, DRAWN) for one in (naive, dash, static)]
        home_kb, map_kb = browser.visited_kb(chromium, home, STANDS), browser.visited_kb(chromium, map_page, STANDS)
        first = [kb for kb, _ in peers_kb]
        second = [kb for _, kb in peers_kb]
        rows += [
            Row("first visit to /, kB on the wire", home_kb[0], "{:,.0f}", first[0], **at_most(home_kb[0], 1200, "kB")),
            Row("first visit to /map, kB on the wire", map_kb[0], "{:,.0f}", *first, **at_most(map_kb[0], 2300, "kB")),
            Row("second visit to /, kB on the wire", home_kb[1], "{:,.0f}", second[0], **at_most(home_kb[1], 60, "kB")),
            Row("second visit to /map, kB on the wire", map_kb[1], "{:,.0f}", *second, **at_most(map_kb[1], 60, "kB")),
        ]
        paint = browser.painted_s(chromium, home, ".cv-matrix")
        drawn = browser.ready_s(chromium, map_page, DRAWN)
        rows += [
            Row(
                "first paint of the answer on slow 4G, s",
                paint,
                "{:.2f}",
                *(browser.painted_s(chromium, one.base, DRAWN) for one in (naive, dash, static)),
                **at_most(paint, 1, "s"),
            ),
            Row(
                "map drawn on slow 4G, s",
                drawn,
                "{:.1f}",
                *(browser.ready_s(chromium, one.base, DRAWN) for one in (naive, dash, static)),
                **at_most(drawn, 12, "s"),
            ),
            Row(
                "app with the map ready for a click on slow 4G, s",
                browser.ready_s(chromium, map_page, STANDS),
                "{:.1f}",
            ),
            Row(
                "change of day on /map, click to new headline in the browser, ms",
                browser.changes_ms(chromium, f"{map_page}&sys=atacms"),
                "{:.0f}",
            ),
            Row(
                "change of day on /, click to new headline in the browser, ms",
                browser.changes_ms(chromium, home),
                "{:.0f}",
            ),
        ]
    return rows


def crowds(site: servers.Server, dash: servers.Server) -> list[Row]:
    """What one reader and many see of the server, without a browser."""
    alone, alone_dash = asyncio.run(crowd.ours(site, 1, presses=60)), asyncio.run(crowd.dash(dash, 1, presses=60))
    home = asyncio.run(crowd.ours(site, 1, "/", DAY, presses=60))
    ours, rival = asyncio.run(crowd.ours(site, MANY)), asyncio.run(crowd.dash(dash, MANY))
    playing, all_play = asyncio.run(crowd.played(site, 1, presses=60)), asyncio.run(crowd.played(site, MANY))
    each, left = asyncio.run(crowd.memory(site, FURTHER))
    return [
        Row(
            "change of day on /map, one reader, server to last byte, ms (median)",
            alone.median_ms,
            "{:.1f}",
            dash=alone_dash.median_ms,
            **at_most(alone.median_ms, 10, "ms"),
        ),
        Row("change of day on /, one reader, server to last byte, ms (median)", home.median_ms, "{:.1f}"),
        Row(
            "kB for each change of day on /map, before compression",
            alone.bytes_each / 1000,
            "{:.1f}",
            dash=alone_dash.bytes_each / 1000,
        ),
        Row(
            f"changes of day per second, {MANY} readers",
            ours.per_second,
            "{:.0f}",
            dash=rival.per_second,
            goal="≥ Dash",
            met=ours.per_second >= rival.per_second,
        ),
        Row(
            "the same, 95th percentile of the wait, ms",
            ours.p95_ms,
            "{:.0f}",
            dash=rival.p95_ms,
            **at_most(ours.p95_ms, 250, "ms"),
        ),
        Row(
            "next day of the map while the days play, one reader, server to last byte, ms (median)",
            playing.median_ms,
            "{:.1f}",
            dash=alone_dash.median_ms,
        ),
        Row(f"days played per second, {MANY} readers", all_play.per_second, "{:.0f}", dash=rival.per_second),
        Row("the same, 95th percentile of the wait, ms", all_play.p95_ms, "{:.0f}", dash=rival.p95_ms),
        Row(f"memory for each further reader of {FURTHER}, MB", each, "{:.2f}", **at_most(each, 0.8, "MB")),
        Row("what a second crowd of as many leaves behind for each, MB", left, "{:.3f}", **at_most(left, 0.05, "MB")),
    ]


def folds() -> list[Row]:
    """The fold over a long log beside the real one."""
    real, long, rows = fold.both()
    return [
        Row(
            f"states of a day, all pairs, log of {fold.ROWS:,} rows, ms",
            long.all_ms,
            "{:.2f}",
            **at_most(long.all_ms, 20, "ms"),
        ),
        Row(f"the same, the real log of {rows} rows, ms", real.all_ms, "{:.2f}"),
        Row(f"one state, log of {fold.ROWS:,} rows, ms", long.one_ms, "{:.3f}"),
    ]


def started(site: servers.Server, naive: servers.Server, dash: servers.Server) -> list[Row]:
    """From start to ready with warm caches, and what the first reader then waits for."""
    first = asyncio.run(_first(site))
    return [
        Row(
            "start to ready, warm caches, s",
            site.ready_s,
            "{:.1f}",
            naive.ready_s,
            dash.ready_s,
            **at_most(site.ready_s, 3, "s"),
        ),
        Row("the first reader of / after the start, server to last byte, ms", first, "{:.0f}"),
    ]


async def _first(site: servers.Server) -> float:
    reader = await crowd.Reader.open(site.base, "/", DAY)
    await reader.close()
    return 1000 * reader.opened_s


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    head = [
        "figure",
        "ours",
        "Streamlit plainly",
        "Dash",
        "static file",
        "ours ÷ Streamlit",
        "ours ÷ Dash",
        "goal",
        "met",
    ]
    lines = [head, ["---", *["---:"] * 6, "---", "---"], *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def text(rows: list[Row]) -> str:
    """The page of results."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "pandas", "uvicorn"))
    pyproject = tomllib.loads((servers.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    peers = pyproject["dependency-groups"]["bench"]
    return "\n".join(
        [
            "# Measured",
            "",
            f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions}; {', '.join(line.replace('==', ' ') for line in peers)};",
            "headless Chromium, two cores that servers and readers share, all on loopback. Every peer ran in the same run.",
            "",
            "- **Streamlit plainly**: the same map page as a newcomer writes it (`benchmarks/peer_streamlit.py`), under `streamlit run`.",
            "- **Dash**: the same figure of one system, cached (`benchmarks/peer_dash.py`), behind gunicorn with one worker and eight threads. It draws a title, a date field and the map; our page draws all its frame and text.",
            "- **static file**: the same figure beside plotly.js, compressed (`benchmarks/peer_static.py`): the limit of a page with this chart.",
            "",
            table(rows),
            "",
            notes(rows),
        ]
    )


def notes(rows: list[Row]) -> str:
    """How the figures are taken, and why goals are missed where some are."""
    missed = [row.name for row in rows if row.met is False]
    why = [WHY_SERVER] if any("change" in name or "wait" in name for name in missed) else []
    why += [f"No reason is known yet for: {name}." for name in missed if not ("change" in name or "wait" in name)]
    return "\n".join(
        [
            "Slow 4G is 1.6 Mbit/s with 150 ms, emulated by the browser. Server figures are taken by a WebSocket client that says what Streamlit's front end says (`benchmarks/readers.py`)",
            "and by the HTTP call that Dash's front end makes. Each day was shown once before it was measured. Memory is the server's Pss; readers who left are waited for beyond Streamlit's two minutes.",
            "Dash's first paint is the word “Loading”; ours is the answer.",
            *([""] if why else []),
            *why,
            "",
        ]
    )


def main() -> None:
    """Measure once and write the table with versions and date."""
    if not (servers.PEERS / "gunicorn").is_file():
        sys.exit("no peers in .venv-peers: run `make bench`, which installs them")
    # A start that is not counted fills the caches of the file system.
    with servers.served(servers.ours(), "/readyz"):
        pass
    with (
        servers.served(servers.ours(), "/readyz") as site,
        servers.served(servers.naive(), "/_stcore/health") as naive,
        servers.served(servers.dash(), "/_dash-layout") as dash,
        servers.served(servers.static(), "/") as static,
    ):
        rows = [*started(site, naive, dash), *one_reader(site, naive, dash, static), *crowds(site, dash), *folds()]
    RESULTS.write_text(text(rows), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
