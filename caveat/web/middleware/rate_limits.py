"""Rate limits for each client address: wide enough for a newsroom, 429 for a machine that takes everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil
from time import time
from typing import Any, cast

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

# Requests a minute from one address. A first visit to a page takes some ninety, most of them static files that come
# from memory.
MAX_CARDS = 300
MAX_COMPUTED = 1_500
MAX_REQUESTS = 20_000
# Open WebSockets of one address: readers who look at the same time.
MAX_OPEN = 1_000
# What is kept ready to send.
KEPT_PREFIXES = (
    "/static/",
    "/app/static/",
    "/shapes/",
    "/fragment/",
    "/favicon.",
    "/component/",
    "/media/",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/bidi-components/",
)
# In the scope of a request for what is kept: begins the work where it must be made first (web/fragments.py).
WORK = "caveat.work"
# What is drawn for each request that nobody made before.
DRAWN = ("/card.", "/picture/")
# A request counts against the limit of its kind and against those of all cheaper kinds.
LIMITS_OF_KIND = {"card": ("card", "computed", "kept"), "computed": ("computed", "kept"), "kept": ("kept",)}


def client_ip(scope: Scope) -> IPv4Address | IPv6Address | None:
    """The client's IP address, None if it has none; IPv4 again where a dual-stack socket says ::ffff:192.0.2.1."""
    try:
        address = ip_address(scope["client"][0])
    except (ValueError, TypeError, KeyError):
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


class TrustedProxies:
    """ASGI middleware: believes what the trusted proxies say of a reader's address and scheme, whatever the server.

    Under `streamlit run` a dual-stack socket says ::ffff:127.0.0.1, which no rule for IPv4 knows.
    """

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self.app = ProxyHeadersMiddleware(cast(Any, app), trusted_hosts=list(proxies))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = client_ip(scope)
        if address is not None:
            scope = {**scope, "client": (str(address), scope["client"][1])}
        await self.app(cast(Any, scope), cast(Any, receive), cast(Any, send))


def client_key(scope: Scope) -> str:
    """What a client is counted under: its IPv4 address, or its IPv6 network of 64 bits, all one reader's own."""
    address = client_ip(scope)
    if address is None:
        return ""
    return str(address) if address.version == 4 else ":".join(address.exploded.split(":")[:4])


def request_kind(path: str, query: bytes, pages: frozenset[str]) -> str:
    """What a response costs: "card" (drawn), "computed", or "kept" (static files, a page without a query)."""
    if path.startswith(DRAWN):
        return "card"
    if path.startswith(KEPT_PREFIXES) or (not query and path.strip("/") in pages):
        return "kept"
    return "computed"


@dataclass
class RateLimiter:
    """Counts requests of the last minute in this process. `factor` widens all limits; 0 lifts them."""

    factor: float = 1.0

    def __post_init__(self) -> None:
        # The sliding counter keeps two numbers an address; the list of the moving window is never given back (limits
        # 5.8).
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())
        limits = {"card": MAX_CARDS, "computed": MAX_COMPUTED, "kept": MAX_REQUESTS}
        self._limits = {
            name: RateLimitItemPerMinute(max(ceil(limit * self.factor), 1)) for name, limit in limits.items()
        }

    def retry_after(self, client: str, kind: str) -> int:
        """Count one request of a client and return when it may try again, in seconds. 0 if it is within the limits."""
        if not self.factor:
            return 0
        for name in LIMITS_OF_KIND[kind]:
            limit = self._limits[name]
            if not self._window.hit(limit, name, client):
                return max(1, ceil(self._window.get_window_stats(limit, name, client).reset_time - time()))
        return 0

    @property
    def max_open(self) -> float:
        """How many WebSockets one address may have open."""
        return MAX_OPEN * self.factor if self.factor else float("inf")
