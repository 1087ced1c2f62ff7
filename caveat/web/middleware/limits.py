"""Limits: hosts, methods, the length of addresses and bodies, requests and sessions of one client."""

from collections import Counter

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat.content import pages
from caveat.settings import Settings
from caveat.web import health, problems
from caveat.web.middleware import not_found, websocket_filter
from caveat.web.middleware.metrics import RouteNames
from caveat.web.middleware.rate_limits import RateLimiter, client_key, request_kind
from caveat.web.problems import Problem

# What monitors ask, under any host name and at any time.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Streamlit's endpoints that this dashboard does not need: its metrics, uploads, agents.
CLOSED = ("/_stcore/metrics", "/_stcore/upload_file", "/_stcore/script-health-check", "/_stcore/agent")
MAX_URL_BYTES = 4_096
MAX_PARAMETERS = 100
MAX_BODY_BYTES = 16_384
PAGES = frozenset(page.path for page in pages.PAGES)


class RequestLimits:
    """ASGI middleware: answers what is over a limit with a problem, a WebSocket in place of its handshake."""

    def __init__(self, app: ASGIApp, routes: RouteNames, settings: Settings) -> None:
        self.app = app
        self.routes = routes
        self.settings = settings
        self.rates = RateLimiter(settings.rate)
        self.open: Counter[str] = Counter()
        self.host_checked = TrustedHostMiddleware(self._limited, allowed_hosts=list(settings.hosts), www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or (
            scope["type"] == "http" and scope["path"] in PROBES and scope["method"] in METHODS
        ):
            await self.app(scope, receive, send)
        else:
            await self.host_checked(scope, receive, send)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = form_problem(scope) or self._replica_problem() or self._rate_problem(scope)
        if problem:
            response = not_found.refusal(scope, problem)
            if "retry_after" in problem.extra:
                response.headers["Retry-After"] = str(problem.extra["retry_after"])
            await response(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._run_session(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _replica_problem(self) -> Problem | None:
        """503 if a proxy should ask another replica; a server that stands alone shows readers what it has."""
        problem = health.unready_cached() if self.settings.replica else None
        return Problem(problem.status, problem.detail, {**problem.extra, "retry_after": 5}) if problem else None

    def _rate_problem(self, scope: Scope) -> Problem | None:
        client = client_key(scope)
        if scope["type"] == "websocket":
            if self.open.total() >= self.settings.sessions:
                return Problem(503, "All places for readers are taken at present.", {"retry_after": 10})
            if self.open[client] >= self.rates.max_open:
                return Problem(429, "Too many readers at one time from this address.", {"retry_after": 10})
        # A reader with a broken list of links does not use up what she may ask for.
        unknown = scope["type"] == "http" and not_found.unknown(scope["path"], self.routes)
        kind = "kept" if unknown else request_kind(scope["path"], scope.get("query_string", b""), PAGES)
        seconds = self.rates.retry_after(client, kind)
        if not seconds:
            return None
        return Problem(429, f"Too many requests from this address. Ask again in {seconds} s.", {"retry_after": seconds})

    async def _run_session(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a WebSocket while it is open, and end it at a message that no browser of a reader sends."""
        client = client_key(scope)

        async def receive_allowed() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                content = message.get("bytes")
                allowed = websocket_filter.is_allowed(content) if content is not None else None
                if allowed is None:
                    await send({"type": "websocket.close", "code": 1003})
                    return {"type": "websocket.disconnect", "code": 1003}
                if allowed:
                    return message

        async def send_redacted(message: Message) -> None:
            if message["type"] == "websocket.send" and message.get("bytes"):
                message = {**message, "bytes": websocket_filter.redacted(message["bytes"])}
            await send(message)

        self.open[client] += 1
        try:
            await self.app(scope, receive_allowed, send_redacted)
        finally:
            self.open[client] -= 1
            if not self.open[client]:
                del self.open[client]


def form_problem(scope: Scope) -> Problem | None:
    """The problem with a request by its form alone: its method, its path, the length of its address or body."""
    query = scope.get("query_string", b"")
    if scope["type"] == "http" and scope["method"] not in METHODS:
        return Problem(405, problems.ONLY_READING)
    if scope["path"].startswith(CLOSED):
        return Problem(404, "There is nothing here.")
    if len(scope.get("raw_path") or scope["path"]) + len(query) > MAX_URL_BYTES:
        return Problem(414, f"The address is too long; expected at most {MAX_URL_BYTES:,} bytes.")
    if query.count(b"&") >= MAX_PARAMETERS:
        return Problem(400, f"The address has too many values; expected at most {MAX_PARAMETERS}.")
    if _is_too_large(Headers(scope=scope)):
        return Problem(413, "Only reading is possible here; expected no content.")
    return None


def _is_too_large(headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    small = length.isascii() and length.isdigit() and len(length) <= 10 and int(length) <= MAX_BODY_BYTES
    return "transfer-encoding" in headers or not small
