"""Results kept on the object that they are computed from, and freed with it; or kept by what they depend on."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

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

    def decorate(function: Callable[Concatenate[Owner, Arguments], Result]) -> Memoized[Owner, Arguments, Result]:
        def cache_of(owner: Owner) -> Any:
            caches = vars(owner).setdefault("_memo", {})
            if function not in caches:
                # Not the owner itself: a cycle would keep it until the next full garbage collection.
                reference = weakref.ref(owner)
                cached = lru_cache(maxsize)(lambda *args, **kwargs: function(cast(Owner, reference()), *args, **kwargs))
                return caches.setdefault(function, cached)
            return caches[function]

        @wraps(function)
        def call(owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return cast(Result, cache_of(owner)(*args, **kwargs))

        call.cache_of = cache_of  # type: ignore[attr-defined]
        return cast("Memoized[Owner, Arguments, Result]", call)

    return decorate


def by_key(
    maxsize: int,
) -> Callable[[Callable[Concatenate[Key, Arguments], Result]], Callable[Concatenate[Key, Arguments], Result]]:
    """Decorate a function so that its results are kept by its first argument alone, at most `maxsize` at a time.

    That argument, such as the bytes of a file, says all that the result depends on; the others help to compute it.
    Two threads that ask at once may both compute a result. Results are shared: never change one.
    """

    def decorate(
        function: Callable[Concatenate[Key, Arguments], Result],
    ) -> Callable[Concatenate[Key, Arguments], Result]:
        results: OrderedDict[Key, Result] = OrderedDict()
        lock = threading.Lock()

        @wraps(function)
        def call(key: Key, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            with lock:
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
