"""The query of an address, read strictly: each value is used or named as wrong, with what was expected; nothing is guessed or left out silently."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel
from starlette.requests import Request

from caveat.web.api import parameters
from caveat.web.problems import WrongValue, bad_keys, bad_values, suggestion_sentence

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Query:
    """The values of an address by key. A blank value counts as not given. Ask for each value, then call `done`: it raises a Problem that names all that is wrong."""

    def __init__(
        self, pairs: Iterable[tuple[str, str]], keys: Collection[str], repeatable: Collection[str] = ()
    ) -> None:
        """`keys` are those that the address may have, `repeatable` those that it may have more than once. Problem (400) for any other."""
        self._values: dict[str, list[str]] = {}
        self._wrong: list[WrongValue] = []
        unknown: list[WrongValue] = []
        for key, value in pairs:
            if key not in keys:
                unknown.append(
                    WrongValue(
                        key,
                        value,
                        f"only {_listed(keys)} as keys" if keys else "no keys",
                        suggestion_sentence(key, keys),
                    )
                )
            elif value and value not in self._values.setdefault(key, []):
                self._values[key].append(value)
        twice = [
            WrongValue(key, " and ".join(found), "one value")
            for key, found in self._values.items()
            if len(found) > 1 and key not in repeatable
        ]
        if unknown or twice:
            raise bad_keys([*unknown, *twice])

    @classmethod
    def of(cls, request: Request, asked: type[BaseModel] | None = None) -> Self:
        """The query of a request, with the keys of an endpoint (web.api_queries); an endpoint without them takes none."""
        pairs = request.query_params.multi_items()
        return cls(pairs, parameters.keys(asked), parameters.repeatable(asked)) if asked else cls(pairs, ())

    def _one(self, key: str) -> str:
        return self._values.get(key, [""])[0]

    def day(self, key: str, earliest: date = date.min, latest: date = date.max) -> date | None:
        """A day; None where none is given or where it is wrong."""
        text = self._one(key)
        if not text:
            return None
        span = "" if (earliest, latest) == (date.min, date.max) else f", from {earliest} to {latest}"
        try:
            # fromisoformat alone would take "2024-W46-1" too.
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or not earliest <= day <= latest:
            self._wrong.append(WrongValue(key, text, f"a day as YYYY-MM-DD{span}"))
            return None
        return day

    def one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        """One of the allowed values; the default where none is given."""
        return next(iter(self.some_of(key, allowed)), default)

    def some_of(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Those of the allowed values that are given, in the order of `allowed`; () where none is, which asks for all."""
        found = self._values.get(key, [])
        for one in found:
            if one not in allowed:
                self._wrong.append(
                    WrongValue(key, one, f"one of {_listed(allowed)}", suggestion_sentence(one, allowed))
                )
        return tuple(one for one in allowed if one in found)

    def refuse(self, key: str, expected: str) -> None:
        """Name a value as wrong that has the right form."""
        self._wrong.append(WrongValue(key, self._one(key), expected))

    def done(self) -> None:
        """Problem (422) where a value was wrong."""
        if self._wrong:
            raise bad_values(self._wrong)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
