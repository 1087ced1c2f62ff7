"""How much one address may ask for in a minute: a newsroom behind one address may do much, a machine that takes everything gets 429."""

from dataclasses import dataclass
from ipaddress import ip_address
from math import ceil
from time import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

# Requests a minute from one address. A first visit to a page takes some ninety, most of them static files that come from memory.
CARDS = 300
DEAR = 1_500
ALL = 20_000
# Open WebSockets of one address: readers who look at the same time.
OPEN = 1_000
CHEAP = (
    "/static/",
    "/app/static/",
    "/shapes/",
    "/favicon.",
    "/component/",
    "/media/",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/bidi-components/",
)


def client_key(client: tuple[str, int] | None) -> str:
    """What an address counts as: itself, or its network of 64 bits where it is IPv6, of which one reader has as many as she likes."""
    host = client[0] if client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if found.version == 6 and found.ipv4_mapped is None:
        return ":".join(found.exploded.split(":")[:4])
    return host


def kind(path: str, query: bytes, pages: frozenset[str]) -> str:
    """How dear an answer is: "card" is drawn, "dear" is worked out, "cheap" is kept (static files, a page as it is without a query)."""
    if path == "/card.png":
        return "card"
    if path.startswith(CHEAP) or (not query and path.strip("/") in pages):
        return "cheap"
    return "dear"


@dataclass
class RateLimiter:
    """Counts in the memory of this process, in a window that slides over the last minute. `factor` widens all limits; 0 lifts them."""

    factor: float = 1.0

    def __post_init__(self) -> None:
        # The sliding counter keeps two numbers an address; the list of the moving window is never given back (limits 5.8).
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())
        limits = {"card": CARDS, "dear": DEAR, "cheap": ALL}
        self._limits = {name: RateLimitItemPerMinute(max(ceil(most * self.factor), 1)) for name, most in limits.items()}

    def wait(self, client: str, kind: str) -> int:
        """Count one request of a client; 0 where it may go on, else the seconds after which it is worth asking again. A card counts as dear too, all count as cheap."""
        if not self.factor:
            return 0
        for name in {"card": ("card", "dear", "cheap"), "dear": ("dear", "cheap"), "cheap": ("cheap",)}[kind]:
            limit = self._limits[name]
            if not self._window.hit(limit, name, client):
                return max(1, ceil(self._window.get_window_stats(limit, name, client).reset_time - time()))
        return 0

    @property
    def most_open(self) -> float:
        """How many WebSockets one address may have open."""
        return OPEN * self.factor if self.factor else float("inf")
