"""Limits: hosts, methods, the length of addresses and bodies, requests and sessions of one client."""

import asyncio
from collections import Counter, OrderedDict, deque
from functools import partial
from math import inf
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat.content import pages
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.settings import Settings
from caveat.web import health, problems
from caveat.web.middleware import not_found, sessions
from caveat.web.middleware.metrics import BOUNDS, RouteNames
from caveat.web.middleware.rate_limits import KEPT_PREFIXES, WORK, RateLimiter, client_key, request_kind
from caveat.web.middleware.sessions import Budget, Session
from caveat.web.middleware.turns import MAX_WAITING, TooManyWaiting, Turn, Turns
from caveat.web.problems import Problem

# What monitors ask, under any host name and at any time.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Streamlit's endpoints that our pages ask; the others (its metrics, uploads, agents, components) are closed.
STREAMLIT = "/_stcore/"
SESSION = "/_stcore/stream"
OPEN = frozenset({"health", "host-config"})
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# What scripts of other sites may fetch.
ANY_ORIGIN = (f"{not_found.API}/", "/feed.xml", "/card.", "/picture/", "/shown/", "/shapes/", "/sitemap.xml")
# Files that the process has open for itself, and for each session.
OWN_FILES = 64
FILES_OF_SESSION = 4
# Addresses whose budget of messages is remembered.
MAX_BUDGETS = 10_000
# When an address that has too many requests waiting may ask again.
WAIT_SECONDS = 5
MAX_URL_BYTES = 4_096
MAX_PARAMETERS = 100
MAX_BODY_BYTES = 16_384
PAGES = frozenset(page.path for page in pages.PAGES)


class RequestLimits:
    """ASGI middleware: answers what is over a limit with a problem, a WebSocket in place of its handshake.

    What has to be worked out waits for its turn.
    """

    def __init__(self, app: ASGIApp, routes: RouteNames, settings: Settings) -> None:
        self.app = app
        self.routes = routes
        self.settings = settings
        self.rates = RateLimiter(settings.rate)
        self.turns = Turns()
        self.open: Counter[str] = Counter()
        self.all_messages = Budget.of(sessions.ALL_MESSAGES, settings.rate)
        self.budgets: OrderedDict[str, Budget] = OrderedDict()
        BOUNDS["sessions"] = lambda: (self.open.total(), min(settings.sessions, places()))
        BOUNDS["turns"] = lambda: (len(self.turns.running), self.turns.slots)
        BOUNDS["waiting_of_one_address"] = lambda: (self.turns.most_waiting(), MAX_WAITING)
        BOUNDS["budgets"] = lambda: (len(self.budgets), MAX_BUDGETS)
        self.host_checked = TrustedHostMiddleware(self._limited, allowed_hosts=list(settings.hosts), www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or (
            scope["type"] == "http" and scope["path"] in PROBES and scope["method"] in METHODS
        ):
            await self.app(scope, receive, send)
        else:
            await self.host_checked(scope, receive, send)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = (
            form_problem(scope)
            or origin_problem(scope, self.settings.url)
            or self._replica_problem()
            or tables_problem(scope)
            or self._rate_problem(scope)
        )
        if problem is None:
            try:
                await self._let_in(without_origin(scope), receive, send)
                return
            except TooManyWaiting:
                problem = problems.too_many(WAIT_SECONDS)
        response = not_found.refusal(scope, problem)
        if "retry_after" in problem.extra:
            response.headers["Retry-After"] = str(problem.extra["retry_after"])
        await response(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or run a session. TooManyWaiting before anything was answered."""
        if scope["type"] == "websocket":
            await self._run_session(scope, receive, send)
        elif scope["path"].startswith(KEPT_PREFIXES):
            await self.app({**scope, WORK: partial(self._begin_work, client_key(scope), receive)}, receive, send)
        else:
            await self._answer_in_turn(scope, receive, send)

    def _replica_problem(self) -> Problem | None:
        """503 if a proxy should ask another replica; a server that stands alone shows readers what it has."""
        problem = health.unready_cached() if self.settings.replica else None
        return Problem(problem.status, problem.detail, {**problem.extra, "retry_after": 5}) if problem else None

    def _rate_problem(self, scope: Scope) -> Problem | None:
        client = client_key(scope)
        if scope["type"] == "websocket":
            if self.open.total() >= min(self.settings.sessions, places()):
                return Problem(503, "All places for readers are taken at present.", {"retry_after": 10})
            if self.open[client] >= self.rates.max_open:
                return Problem(429, "Too many readers at one time from this address.", {"retry_after": 10})
        # A reader with a broken list of links does not use up what she may ask for.
        unknown = scope["type"] == "http" and not_found.unknown(scope["path"], self.routes)
        kind = "kept" if unknown else request_kind(scope["path"], scope.get("query_string", b""), PAGES)
        seconds = self.rates.retry_after(client, kind)
        if not seconds:
            return None
        return problems.too_many(seconds)

    async def _answer_in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer when it is this address's turn, which ends when the answer is worked out, not when it has arrived."""
        came: deque[Message] = deque()
        turn = await self._turn_of_present(client_key(scope), receive, came)
        if turn is None:
            return

        async def receive_again() -> Message:
            return came.popleft() if came else await receive()

        async def send_worked_out(message: Message) -> None:
            turn.end()
            await send(message)

        try:
            await self.app(scope, receive_again, send_worked_out)
        finally:
            turn.end()

    async def _turn_of_present(self, client: str, receive: Receive, came: deque[Message]) -> Turn | None:
        """Wait for a turn; None if the client has gone meanwhile, for whom nothing is worked out. `came`: its messages.

        TooManyWaiting as in `Turns.take`.
        """
        waiting = asyncio.ensure_future(self.turns.take(client))
        await asyncio.sleep(0)
        if waiting.done():
            return waiting.result()

        async def gone() -> None:
            while (message := await receive())["type"] != "http.disconnect":
                came.append(message)

        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return waiting.result() if waiting.done() else None
        finally:
            for task in (waiting, leaving):
                task.cancel()  # the first gives up its wait

    async def _begin_work(self, client: str, receive: Receive) -> Turn | None:
        """Wait for a turn to make what is not kept yet; None if the client has gone. Problem (429) over a limit."""
        if seconds := self.rates.retry_after(client, "computed"):
            raise problems.too_many(seconds)
        try:
            return await self._turn_of_present(client, receive, deque())
        except TooManyWaiting as error:
            raise problems.too_many(WAIT_SECONDS) from error

    async def _run_session(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run a session, and count it while it is open."""
        client = client_key(scope)
        own = Budget.of(sessions.SESSION_MESSAGES, self.settings.rate)
        session = Session(self.turns, client, own, (self._address_budget(client), self.all_messages))
        self.open[client] += 1
        try:
            await session.run(self.app, scope, receive, send)
        finally:
            self.open[client] -= 1
            if not self.open[client]:
                del self.open[client]

    def _address_budget(self, client: str) -> Budget:
        budget = self.budgets.setdefault(client, Budget.of(sessions.ADDRESS_MESSAGES, self.settings.rate))
        self.budgets.move_to_end(client)
        if len(self.budgets) > MAX_BUDGETS:
            self.budgets.popitem(last=False)
        return budget


def places() -> float:
    """For how many sessions the process has files: four for each, beside those of its own."""
    try:
        import resource
    except ImportError:  # not on Windows, where there is no such limit
        return inf
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return inf if limit == resource.RLIM_INFINITY else max((limit - OWN_FILES) // FILES_OF_SESSION, 1)


def tables_problem(scope: Scope) -> Problem | None:
    """503 where not even the description of the tables can be read. The API names the fault itself."""
    if scope["path"].startswith((f"{not_found.API}/", *KEPT_PREFIXES)):
        return None
    try:
        current.current_dataset()
    except UnusableTable:
        return Problem(503, "The data of this site cannot be read at the moment.", {"retry_after": 30})
    return None


def without_origin(scope: Scope) -> Scope:
    """A request for Streamlit without its Origin, which was checked here.

    Streamlit would ask a host on the internet for this machine's address, and everybody would wait meanwhile. What is
    ours answers every origin alike.
    """
    if scope["path"].startswith(ANY_ORIGIN):
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"origin"]}


def origin_problem(scope: Scope, url: str = "") -> Problem | None:
    """403 for a session that a page of another site opens: not from the host that was asked, nor from `url`."""
    headers = Headers(scope=scope)
    origins = headers.getlist("origin")
    if scope["type"] != "websocket" or not origins:
        return None
    try:
        origin = urlsplit(origins[0])
        port = DEFAULT_PORTS.get(origin.scheme, "")
        ours = {_host(name, port) for name in (headers.get("host", ""), urlsplit(url).netloc) if name}
        if port and len(origins) == 1 and _host(origin.netloc, port) in ours:
            return None
    except ValueError:
        pass
    return Problem(403, "Only pages of this site may open a session here.")


def _host(netloc: str, default_port: str) -> str:
    return netloc.lower().removesuffix(default_port)


def form_problem(scope: Scope) -> Problem | None:
    """The problem with a request by its form alone: its method, its path, the length of its address or body."""
    query = scope.get("query_string", b"")
    if scope["type"] == "http" and scope["method"] not in METHODS:
        return Problem(405, problems.ONLY_READING)
    if _is_closed(scope):
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


def _is_closed(scope: Scope) -> bool:
    """Whether an address is one of Streamlit's that no page of ours asks, below a base path too."""
    _, found, name = scope["path"].partition(STREAMLIT)
    if scope["type"] == "websocket":
        return not scope["path"].endswith(SESSION)
    return bool(found) and name not in OPEN
