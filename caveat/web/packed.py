"""Answers packed once for all readers, the last used kept longest; bounded by their bytes, not by their number."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from gzip import compress

import brotli

# 300 days of the front page take some 5 MB.
MAX_BYTES = 32_000_000
# What an entry costs beside its content.
ENTRY_BYTES = 600
# Brotli's quality and gzip's level: the best that an answer that is made for one reader may take (2 ms).
QUALITY = 5
LEVEL = 6


class Store:
    """Bytes by key, at most `max_bytes` in all."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> bytes | None:
        """What is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, content: bytes) -> None:
        """Keep content under a key; what was not used for longest makes room."""
        with self._lock:
            self.size += len(content) + ENTRY_BYTES - self._forget(key)
            self._kept[key] = content
            while self.size > self.max_bytes:
                self.size -= self._forget(next(iter(self._kept)))

    def _forget(self, key: Hashable) -> int:
        before = self._kept.pop(key, None)
        return 0 if before is None else len(before) + ENTRY_BYTES


STORE = Store(MAX_BYTES)
PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=QUALITY),
    "gzip": lambda body: compress(body, LEVEL, mtime=0),
    "": lambda body: body,
}


def packed(body: bytes, coding: str) -> bytes:
    """A body in a coding, found again by its content."""
    key = (coding, hashlib.blake2b(body, digest_size=20).digest())
    found = STORE.get(key)
    if found is None:
        found = PACK[coding](body)
        STORE.put(key, found)
    return found
