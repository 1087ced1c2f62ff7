"""Results kept on the object that they are computed from, and freed with it; or kept by what they depend on."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from functools import lru_cache, wraps
from itertools import chain
from sys import getsizeof
from types import MappingProxyType
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar, cast

Owner = TypeVar("Owner", contravariant=True)
Key = TypeVar("Key", bound=Hashable, contravariant=True)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result", covariant=True)


class Memoized(Protocol[Owner, Arguments, Result]):
    """A memoized function; `cache_of(owner)` is its `functools.lru_cache` for one owner."""

    def __call__(self, owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result: ...

    def cache_of(self, owner: Owner, /) -> Any: ...


def memoized(
    maxsize: int | None = 64,
) -> Callable[[Callable[Concatenate[Owner, Arguments], Result]], Memoized[Owner, Arguments, Result]]:
    """Decorate a function so that its results are kept on its first argument, at most `maxsize` for each.

    The first argument is a Dataset, a RuleLog or the like; the others must be hashable.
    Two threads that ask at once may both compute a result. Results are shared: never change one.
    """

    return _decorator(lru_cache(maxsize))


def _decorator(
    make_cache: Callable[[Callable[..., Any]], Any],
) -> Callable[[Callable[Concatenate[Owner, Arguments], Result]], Memoized[Owner, Arguments, Result]]:
    """A decorator that keeps a cache of a function, as `make_cache` gives it, on each owner."""

    def decorate(function: Callable[Concatenate[Owner, Arguments], Result]) -> Memoized[Owner, Arguments, Result]:
        def cache_of(owner: Owner) -> Any:
            caches = vars(owner).setdefault("_memo", {})
            if function not in caches:
                # Not the owner itself: a cycle would keep it until the next full garbage collection.
                reference = weakref.ref(owner)
                cached = make_cache(lambda *args, **kwargs: function(cast(Owner, reference()), *args, **kwargs))
                return caches.setdefault(function, cached)
            return caches[function]

        @wraps(function)
        def call(owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return cast(Result, cache_of(owner)(*args, **kwargs))

        call.cache_of = cache_of  # type: ignore[attr-defined]
        return cast("Memoized[Owner, Arguments, Result]", call)

    return decorate


def by_key(
    maxsize: int, kind: Callable[[Any], Hashable] = lambda key: None
) -> Callable[[Callable[Concatenate[Key, Arguments], Result]], Callable[Concatenate[Key, Arguments], Result]]:
    """Decorate a function so that its results are kept by its first argument alone, at most `maxsize` at a time.

    With `kind` at most so many of each kind of key: the versions of one table leave the others where they are.
    That argument, such as the bytes of a file, says all that the result depends on; the others help to compute it.
    Two threads that ask at once may both compute a result. Results are shared: never change one.
    """

    def decorate(
        function: Callable[Concatenate[Key, Arguments], Result],
    ) -> Callable[Concatenate[Key, Arguments], Result]:
        results_by_kind: dict[Hashable, OrderedDict[Key, Result]] = {}
        lock = threading.Lock()

        @wraps(function)
        def call(key: Key, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            with lock:
                results = results_by_kind.setdefault(kind(key), OrderedDict())
                if key in results:
                    results.move_to_end(key)
                    return results[key]
            result = function(key, *args, **kwargs)
            with lock:
                results[key] = result
                if len(results) > maxsize:
                    results.popitem(last=False)
            return result

        return call

    return decorate


# What is kept of large results in all, whatever their number: pages, maps, pictures. A page has up to 700 kB.
MAX_KEPT_BYTES = 100_000_000


class KeptResults:
    """How many bytes the large results take that are kept in this process, and which were not used for longest."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self.lock = threading.RLock()
        self._order: OrderedDict[tuple[int, Hashable], tuple[dict[Hashable, Any], int]] = OrderedDict()

    def used(self, cache: "_BytesCache", key: Hashable) -> None:
        """Note that a result was used."""
        if (id(cache), key) in self._order:
            self._order.move_to_end((id(cache), key))

    def add(self, cache: "_BytesCache", key: Hashable, weight: int) -> None:
        """Count a result; those that were not used for longest make room."""
        self.forget(id(cache), [key])
        self._order[id(cache), key] = cache.results, weight
        self.bytes += weight
        while self.bytes > self.max_bytes and self._order:
            (_, oldest), (results, freed) = self._order.popitem(last=False)
            results.pop(oldest, None)
            self.bytes -= freed

    def forget(self, cache: int, keys: Iterable[Hashable]) -> None:
        """No longer count results of a cache."""
        for key in keys:
            self.bytes -= self._order.pop((cache, key), ({}, 0))[1]


# How many results of a function are measured, then one in how many; the others count as its largest so far.
_MEASURED_FIRST, _MEASURED_EACH = 4, 16


class CacheInfo(NamedTuple):
    """How many results were computed, and how many are kept."""

    misses: int
    currsize: int


class _BytesCache:
    """The large results of a function for one owner."""

    def __init__(self, compute: Callable[..., Any], kept: KeptResults) -> None:
        self.compute = compute
        self.kept = kept
        self.results: dict[Hashable, Any] = {}
        self.misses = 0
        self.measured = 0
        weakref.finalize(self, _forget_all, kept, id(self), self.results)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        key = (args, *sorted(kwargs.items()))
        with self.kept.lock:
            if key in self.results:
                self.kept.used(self, key)
                return self.results[key]
        result = self.compute(*args, **kwargs)
        weight = self._weight(result)
        with self.kept.lock:
            self.misses += 1
            self.results[key] = result
            self.kept.add(self, key, weight)
        return result

    def _weight(self, result: Any) -> int:
        """How many bytes a result takes. Of those with parts some are measured: it takes as long as to make one."""
        if isinstance(result, str | bytes):
            return getsizeof(result)
        if self.misses < _MEASURED_FIRST or self.misses % _MEASURED_EACH == 0:
            self.measured = max(size_of(result), self.measured)
        return self.measured

    def cache_info(self) -> "CacheInfo":
        return CacheInfo(self.misses, len(self.results))

    def cache_clear(self) -> None:
        self.misses = 0
        _forget_all(self.kept, id(self), self.results)


def _forget_all(kept: KeptResults, cache: int, results: dict[Hashable, Any]) -> None:
    with kept.lock:
        kept.forget(cache, list(results))
        results.clear()


def size_of(result: object) -> int:
    """About how many bytes a result takes; what others own (a dataset, its tables) counts nothing."""
    size, seen, left = 0, set(), [result]
    while left:
        value = left.pop()
        if id(value) not in seen:
            seen.add(id(value))
            kind = type(value)
            if kind in _WITHOUT_PARTS:
                size += getsizeof(value)
            else:
                own, parts = _own_size_and_parts(value)
                size += own
                left.extend(parts)
    return size


# What a result has by the thousand: told by their type at once.
_WITHOUT_PARTS = frozenset({str, bytes, int, float, bool, date, datetime})


def _own_size_and_parts(value: object) -> tuple[int, Iterable[object]]:
    """How many bytes a value takes without its parts, and these."""
    if isinstance(value, tuple | list | set | frozenset):
        return getsizeof(value), value
    if isinstance(value, dict | MappingProxyType):
        return getsizeof(value), chain(value, value.values())
    if value is None or isinstance(value, type) or callable(value):
        return 0, ()
    fields = getattr(value, "__dict__", None)
    if fields is None:
        return getsizeof(value, 64), ()
    if "_memo" in fields or hasattr(value, "iloc"):
        return 0, ()
    return getsizeof(value, 64) + getsizeof(fields), fields.values()


KEPT = KeptResults(MAX_KEPT_BYTES)


def memoized_by_bytes(
    kept: KeptResults = KEPT,
) -> Callable[[Callable[Concatenate[Owner, Arguments], Result]], Memoized[Owner, Arguments, Result]]:
    """The same as `memoized` for large results: they are bounded by their bytes, all such functions together."""

    def make(compute: Callable[..., Any]) -> _BytesCache:
        return _BytesCache(compute, kept)

    return _decorator(make)
