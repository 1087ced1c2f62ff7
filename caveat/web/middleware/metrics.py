"""Metrics for Prometheus at /metrics, and the access log, which has no address and no query."""

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat import settings
from caveat.content import pages
from caveat.dataset import bounds, current, memo, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.web import health, json_logs, packed, problems, releases
from caveat.web.middleware.rate_limits import client_ip
from caveat.web.problems import Problem

# When a counter began is of no use here and makes the page half as long again.
disable_created_metrics()
REGISTRY = CollectorRegistry()
REQUESTS = Counter("caveat_requests", "Requests by route and status.", ["method", "route", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "caveat_request_seconds",
    "Seconds to the last byte.",
    ["route"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
OPEN_SESSIONS = Gauge("caveat_sessions_open", "Sessions of readers that are open (WebSockets).", registry=REGISTRY)
SESSIONS = Counter("caveat_sessions", "Sessions that were opened.", registry=REGISTRY)
# Streamlit's own numbers know no reruns; nearly every message of a reader asks for one.
MESSAGES = Counter(
    "caveat_reader_messages", "Messages from readers: a first view, a changed control.", registry=REGISTRY
)
REFUSED_MESSAGES = Counter(
    "caveat_messages_refused", "Messages that no page of ours sends; they went no further.", registry=REGISTRY
)
REPLACED_VIEWS = Counter(
    "caveat_views_replaced", "Views that were not drawn, since their reader asked for a newer one.", registry=REGISTRY
)
ProcessCollector(registry=REGISTRY)
_access = logging.getLogger("caveat.access")
# What a proxy adds to a request that it passes on.
FORWARDED_HEADERS = ("x-forwarded-for", "x-real-ip", "forwarded")
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")
# Whole folders and Streamlit's own routes are counted as one each.
FOLDERS = ("/static/", "/app/static/", "/component/", "/media/", "/_stcore/")


class RouteNames:
    """Names addresses by their route, mounted apps included: no reader's words get into metrics or logs."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._patterns = [pattern for route in routes for pattern in _route_patterns(route)]

    def name(self, path: str) -> str:
        """The route of an address ("/map", "/static/*", "/api/v1/tables/{table}.{ending}"), or "other"."""
        if pages.page_by_path(path.strip("/")):
            return f"/{path.strip('/')}"
        for folder in FOLDERS:
            if path.startswith(folder):
                return f"{folder}*"
        return next((name for pattern, name in self._patterns if pattern.match(path)), "other")


def _route_patterns(route: BaseRoute) -> list[tuple[re.Pattern[str], str]]:
    if isinstance(route, Mount):
        # What is mounted knows its addresses without the prefix.
        return [
            (re.compile(f"^{route.path}{inner.path_regex.pattern.removeprefix('^')}"), f"{route.path}{inner.path}")
            for inner in route.routes
            if isinstance(inner, Route)
        ]
    return [(route.path_regex, route.path)] if isinstance(route, Route) else []


class Tables(Collector):
    """The state of the tables, read whenever the metrics are."""

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        try:
            dataset = releases.current_dataset()
            waiting, broken, release = len(current.pending_edits()), len(dataset.broken), dataset.fingerprint
            version = str(schema.descriptor(dataset.folder).get("version", ""))
        except UnusableTable:
            waiting, broken, release, version = 0, 1, "", ""
        yield GaugeMetricFamily("caveat_files_waiting", "Edited files that wait, because they cannot be used.", waiting)
        yield GaugeMetricFamily("caveat_tables_broken", "Tables that cannot be used.", broken)
        copies = current.copies()
        yield GaugeMetricFamily("caveat_table_copies", "Versions of the tables that something is drawn from.", copies)
        yield GaugeMetricFamily("caveat_ready", "1 where readers may come.", 0 if health.unready() else 1)
        yield InfoMetricFamily(
            "caveat_release", "The tables that readers get.", {"release": release, "version": version}
        )


REGISTRY.register(Tables())


@memoized(1)
def longest_cell(dataset: Dataset) -> int:
    """The letters of the longest cell of all tables."""
    texts = [column for frame in dataset.frames.values() for _, column in frame.select_dtypes("str").items()]
    return int(max((column.str.len().max() for column in texts if len(column)), default=0))


# What is bounded, by name: how much of it is used, and how much may be. Each part enters its own.
BOUNDS: dict[str, Callable[[], tuple[float, float]]] = {
    "packed_bytes": lambda: (packed.STORE.size, packed.STORE.max_bytes),
    "kept_result_bytes": lambda: (memo.KEPT.bytes, memo.KEPT.max_bytes),
    "file_bytes": lambda: (
        max(map(len, current.current_dataset().files.values()), default=0),
        bounds.MAX_FILE_BYTES,
    ),
    "cell_letters": lambda: (longest_cell(current.current_dataset()), bounds.MAX_CELL_LETTERS),
    "log_kinds": lambda: (len(json_logs.RATES.minutes), json_logs.MAX_KINDS),
}


class Bounds(Collector):
    """What is read and kept has a bound; how near it is."""

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        used = GaugeMetricFamily("caveat_used", "How much is used of what is bounded.", labels=["bound"])
        most = GaugeMetricFamily("caveat_bound", "The bound.", labels=["bound"])
        for name, look in BOUNDS.items():
            with suppress(UnusableTable):
                now, bound = look()
                used.add_metric([name], now)
                most.add_metric([name], bound)
        yield from (used, most)
        yield CounterMetricFamily(
            "caveat_log_lines_left_out",
            "Lines that were not written, one of their kind too many.",
            json_logs.RATES.left_out_in_all,
        )


REGISTRY.register(Bounds())


class Metrics:
    """ASGI middleware: counts each request, and writes one line for it if the access log is on."""

    def __init__(self, app: ASGIApp, routes: RouteNames, access_log: bool) -> None:
        self.app = app
        self.routes = routes
        self.access_log = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._count_session(scope, receive, send)
        elif scope["type"] == "http":
            await self._count_request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _count_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status, size = time.perf_counter(), 500, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        route = self.routes.name(scope["path"])
        method = scope["method"] if scope["method"] in _METHODS else "other"
        try:
            await self.app(scope, receive, send_counted)
        finally:
            seconds = time.perf_counter() - began
            REQUESTS.labels(method, route, str(status)).inc()
            SECONDS.labels(route).observe(seconds)
            if self.access_log:
                milliseconds = round(seconds * 1000, 1)
                line = {"method": method, "route": route, "status": status, "ms": milliseconds, "bytes": size}
                _access.info("request", extra={"request": line})

    async def _count_session(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = False

        async def send_counted(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and not opened:
                opened = True
                OPEN_SESSIONS.inc()
                SESSIONS.inc()
            await send(message)

        async def receive_counted() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                MESSAGES.inc()
            return message

        try:
            await self.app(scope, receive_counted, send_counted)
        finally:
            if opened:
                OPEN_SESSIONS.dec()


async def metrics(request: Request) -> Response:
    """The metrics for clients in CAVEAT_METRICS_FROM that ask without a proxy.

    404 for all others. A proxy that hides its readers gives them all an address of the inner network: a request that
    was passed on is never one of a machine that monitors this one.
    """
    address = client_ip(request.scope)
    if (
        address is None
        or any(name in request.headers for name in FORWARDED_HEADERS)
        or not any(address in network for network in settings.current().metrics_from)
    ):
        return problems.response(Problem(404, "There is nothing here."))
    return Response(
        await run_in_threadpool(generate_latest, REGISTRY),
        headers={"Cache-Control": "no-store"},
        media_type=CONTENT_TYPE_LATEST,
    )
