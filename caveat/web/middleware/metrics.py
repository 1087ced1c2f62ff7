"""What the server counts: requests, times, readers, waiting files, memory, for Prometheus at /metrics; and the access log, which knows no reader."""

import logging
import time
from collections.abc import Iterator
from ipaddress import ip_address

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
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat import settings
from caveat.dataset import current as current_module
from caveat.dataset import schema
from caveat.dataset.errors import UnusableTable
from caveat.web import health, problems, releases
from caveat.web.middleware.route_names import RouteNames
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
READERS = Gauge("caveat_sessions_open", "Sessions of readers that are open (WebSockets).", registry=REGISTRY)
SESSIONS = Counter("caveat_sessions", "Sessions that were opened.", registry=REGISTRY)
# Streamlit's own numbers know no reruns; nearly every message of a reader asks for one.
MESSAGES = Counter(
    "caveat_reader_messages", "Messages from readers: a first view, a changed control.", registry=REGISTRY
)
ProcessCollector(registry=REGISTRY)
_access = logging.getLogger("caveat.access")
# What a proxy adds to a request that it passes on.
PASSED_ON = ("x-forwarded-for", "x-real-ip", "forwarded")
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")


class Tables(Collector):
    """What readers get at present, asked when the numbers are."""

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        try:
            read = releases.current()
            waiting, broken, release = len(current_module.pending_edits()), len(read.broken), read.fingerprint
            version = str(schema.descriptor(read.folder).get("version", ""))
        except UnusableTable:
            waiting, broken, release, version = 0, 1, "", ""
        yield GaugeMetricFamily("caveat_files_waiting", "Edited files that wait, because they cannot be used.", waiting)
        yield GaugeMetricFamily("caveat_tables_broken", "Tables that cannot be used.", broken)
        yield GaugeMetricFamily("caveat_ready", "1 where readers may come.", 0 if health.unready() else 1)
        yield InfoMetricFamily(
            "caveat_release", "The tables that readers get.", {"release": release, "version": version}
        )


REGISTRY.register(Tables())


class Metrics:
    """ASGI middleware: counts each request, and writes one line for it where the access log is on: no address of a reader, no query."""

    def __init__(self, app: ASGIApp, routes: RouteNames, access_log: bool) -> None:
        self.app = app
        self.routes = routes
        self.access_log = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._session(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        route = self.routes.name(scope["path"])
        method = scope["method"] if scope["method"] in _METHODS else "other"
        try:
            await self.app(scope, receive, counted)
        finally:
            took = time.perf_counter() - began
            REQUESTS.labels(method, route, str(status)).inc()
            SECONDS.labels(route).observe(took)
            if self.access_log:
                line = {"method": method, "route": route, "status": status, "ms": round(took * 1000, 1), "bytes": size}
                _access.info("request", extra={"request": line})

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = False

        async def counted(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and not opened:
                opened = True
                READERS.inc()
                SESSIONS.inc()
            await send(message)

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                MESSAGES.inc()
            return message

        try:
            await self.app(scope, heard, counted)
        finally:
            if opened:
                READERS.dec()


async def metrics(request: Request) -> Response:
    """The numbers, for whoever may see them (CAVEAT_METRICS_FROM) and asks without a proxy between; for all others there is nothing here.

    A proxy that hides its readers gives them all an address of the inner network: what it passed on is never a machine that looks after this one.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        address = None
    if (
        address is None
        or any(name in request.headers for name in PASSED_ON)
        or not any(address in network for network in settings.current().metrics_from)
    ):
        return problems.response(Problem(404, "There is nothing here."))
    return Response(
        await run_in_threadpool(generate_latest, REGISTRY),
        headers={"Cache-Control": "no-store"},
        media_type=CONTENT_TYPE_LATEST,
    )
