"""The door-keeper: which hosts are served, which methods, how long an address may be, how much one reader may ask for."""

from collections import Counter

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat.settings import Settings
from caveat.text.page_titles import PATHS
from caveat.web import health, problems
from caveat.web.middleware import not_found, websocket_filter
from caveat.web.middleware.rate_limits import RateLimiter, client_key, kind
from caveat.web.middleware.route_names import RouteNames
from caveat.web.problems import Problem

# What a machine asks that looks after this one: under any name, at any time.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Streamlit's doors that this dashboard does not need: its numbers, uploads, agents.
CLOSED = ("/_stcore/metrics", "/_stcore/upload_file", "/_stcore/script-health-check", "/_stcore/agent")
URL_BYTES = 4_096
PARAMETERS = 100
BODY_BYTES = 16_384
PAGES = frozenset(PATHS)


class RequestLimits:
    """ASGI middleware: what must not go on gets a problem; for a WebSocket in place of its handshake."""

    def __init__(self, app: ASGIApp, routes: RouteNames, settings: Settings) -> None:
        self.app = app
        self.routes = routes
        self.settings = settings
        self.rates = RateLimiter(self.settings.rate)
        self.open: Counter[str] = Counter()
        self.named = TrustedHostMiddleware(self.known, allowed_hosts=list(self.settings.hosts), www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or (
            scope["type"] == "http" and scope["path"] in PROBES and scope["method"] in METHODS
        ):
            await self.app(scope, receive, send)
        else:
            await self.named(scope, receive, send)

    async def known(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What comes in under a name that is served."""
        problem = form_problem(scope) or self._elsewhere() or self._too_much(scope)
        if problem:
            found = problems.response(problem)
            if "retry_after" in problem.extra:
                found.headers["Retry-After"] = str(problem.extra["retry_after"])
            await found(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._session(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _elsewhere(self) -> Problem | None:
        """503 where another replica should answer; a proxy then asks it. A server that stands alone shows readers what it has."""
        found = health.unready_cached() if self.settings.replica else None
        return Problem(found.status, found.detail, {**found.extra, "retry_after": 5}) if found else None

    def _too_much(self, scope: Scope) -> Problem | None:
        client = client_key(scope.get("client"))
        if scope["type"] == "websocket":
            if sum(self.open.values()) >= self.settings.sessions:
                return Problem(503, "All places for readers are taken at present.", {"retry_after": 10})
            if self.open[client] >= self.rates.most_open:
                return Problem(429, "Too many readers at one time from this address.", {"retry_after": 10})
        asked = (
            "cheap"
            if scope["type"] == "http" and not_found.unknown(scope["path"], self.routes)
            else kind(scope["path"], scope.get("query_string", b""), PAGES)
        )
        seconds = self.rates.wait(client, asked)
        return (
            Problem(429, f"Too many requests from this address. Ask again in {seconds} s.", {"retry_after": seconds})
            if seconds
            else None
        )

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a WebSocket while it is open; what no browser of a reader sends ends it, without a trace."""
        client = client_key(scope.get("client"))

        async def heard() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                wanted = websocket_filter.is_allowed(message["bytes"]) if message.get("bytes") is not None else None
                if wanted is None:
                    await send({"type": "websocket.close", "code": 1003})
                    return {"type": "websocket.disconnect", "code": 1003}
                if wanted:
                    return message

        async def said(message: Message) -> None:
            if message["type"] == "websocket.send" and message.get("bytes"):
                message = {**message, "bytes": websocket_filter.redacted(message["bytes"])}
            await send(message)

        self.open[client] += 1
        try:
            await self.app(scope, heard, said)
        finally:
            self.open[client] -= 1
            if not self.open[client]:
                del self.open[client]


def form_problem(scope: Scope) -> Problem | None:
    """What is wrong with a request by its form alone: the method, the door, the length of its address or body."""
    query = scope.get("query_string", b"")
    if scope["type"] == "http" and scope["method"] not in METHODS:
        return Problem(405, problems.ONLY_READING)
    if scope["path"].startswith(CLOSED):
        return Problem(404, "There is nothing here.")
    if len(scope.get("raw_path") or scope["path"]) + len(query) > URL_BYTES:
        return Problem(414, f"The address is too long; expected at most {URL_BYTES:,} bytes.")
    if query.count(b"&") >= PARAMETERS:
        return Problem(400, f"The address has too many values; expected at most {PARAMETERS}.")
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not (
        length.isascii() and length.isdigit() and int(length[:10]) <= BODY_BYTES and len(length) <= 10
    ):
        return Problem(413, "Only reading is possible here; expected no content.")
    return None
