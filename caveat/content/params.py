"""The query keys of single pages: their allowed values and their defaults."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from caveat.content.blocks import Choice
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain.address import meant, trimmed
from caveat.domain.query import View

# Chooses nothing: the value of a choice that narrows a list.
ALL = "all"
Query = Mapping[str, Sequence[str]]
# id -> what readers call it, and the id that is shown if an address names none.
Options = tuple[Mapping[str, str], str]


class Params(Mapping[str, str]):
    """key -> value of a page's own keys in one view, from the address or by default.

    Values are read when they are first needed. Reading a value raises UnusableTable if the table of its options
    cannot be used.
    """

    def __init__(self, declared: Sequence["Param"], dataset: Dataset, view: View, query: Query) -> None:
        self.dataset, self.view, self.query = dataset, view, query
        self._declared = {param.key: param for param in declared}
        self._read: dict[str, tuple[str, str]] = {}

    def __getitem__(self, key: str) -> str:
        return self._value_and_note(key)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)

    def note(self, key: str) -> str:
        """The note to the reader if the value in the address had to be replaced; "" otherwise."""
        return self._value_and_note(key)[1]

    @property
    def notes(self) -> list[str]:
        """The notes of all keys."""
        return [note for key in self if (note := self.note(key))]

    @property
    def changed(self) -> dict[str, str]:
        """The keys whose value is not the default, or is a question: what an address must name to lead to this view."""
        if not any(key in self.query for key in self):
            return {}
        defaults = Params(list(self._declared.values()), self.dataset, self.view, {})
        return {key: value for key, value in self.items() if value != defaults[key] or self.asks(key)}

    @property
    def usable(self) -> dict[str, str]:
        """The values that are not blank, without questions that were not asked and what has no usable table."""
        usable = {}
        for key in self:
            with suppress(UnusableTable):
                if self.asks(key) or not self._declared[key].is_question:
                    usable[key] = self[key]
        return {key: value for key, value in usable.items() if value}

    def asks(self, key: str) -> bool:
        """Whether the address asks what a key asks, be it with the default value."""
        return self._declared[key].is_question and any(self.query.get(key, ())) and bool(self[key])

    def title_of(self, key: str) -> str:
        """The value of a key in words, for the title of the page."""
        return self._declared[key].title(self)

    def choice(self, key: str) -> Choice:
        """The control of a choice."""
        param = self._declared[key]
        if not isinstance(param, ChoiceParam):
            raise TypeError(f"{key} is no choice")
        options, _ = param.options(self.dataset, self.view)
        return Choice(key, param.label, options, self[key], self.note(key), param.resets)

    def _value_and_note(self, key: str) -> tuple[str, str]:
        if key not in self._read:
            self._read[key] = self._declared[key].read(self)
        return self._read[key]


@dataclass(frozen=True, kw_only=True)
class Param(ABC):
    """A query key of a page's own. A new value clears the keys in `resets`.

    `is_question`: the page opens with the answer if the address has the key, so no link adds it by default.
    """

    key: str
    resets: tuple[str, ...] = ()
    is_question: bool = False

    @abstractmethod
    def read(self, params: Params) -> tuple[str, str]:
        """Value and note (see Params.note)."""

    @abstractmethod
    def title(self, params: Params) -> str:
        """The value in words, for the title of the page."""


@dataclass(frozen=True, kw_only=True)
class ChoiceParam(Param):
    """A choice of one option. `titles` words an option for the title of the page, if it is not as in the control."""

    label: str
    options: Callable[[Dataset, View], Options]
    titles: Callable[[Dataset, str], str] | None = None

    def read(self, params: Params) -> tuple[str, str]:
        options, default = self.options(params.dataset, params.view)
        # An edit may take the row away that case.toml names.
        default = default if default in options else next(iter(options), default)
        asked = [value for value in params.query.get(self.key, ()) if value]
        unknown = next((value for value in asked if not meant(trimmed(value), options)), "")
        value = next((found for value in reversed(asked) if (found := meant(trimmed(value), options))), default)
        if not unknown:
            return value, ""
        return value, (
            f"The address asks for {self.key}={unknown[:40]}, which is not possible here. "
            f"Shown instead: {options.get(value, value)}."
        )

    def title(self, params: Params) -> str:
        value = params[self.key]
        return (
            self.titles(params.dataset, value) if self.titles else self.options(params.dataset, params.view)[0][value]
        )


@dataclass(frozen=True, kw_only=True)
class TextParam(Param):
    """Free text, or an id, on one line, cut to `max_length` characters; "" if the address names none."""

    max_length: int
    titles: Callable[[Dataset, str], str]
    is_id: bool = False

    def read(self, params: Params) -> tuple[str, str]:
        text = next((text for text in reversed(params.query.get(self.key, ())) if text), "")
        text = trimmed(text) if self.is_id else text
        return " ".join(text.split())[: self.max_length], ""

    def title(self, params: Params) -> str:
        return self.titles(params.dataset, params[self.key])


@dataclass(frozen=True, kw_only=True)
class PageNumberParam(Param):
    """The page of a list, from 1 to `last(params)`; 1 if the address names no such page."""

    last: Callable[[Params], int]

    def read(self, params: Params) -> tuple[str, str]:
        number = trimmed((list(params.query.get(self.key, ())) or [""])[-1])
        if not number:
            return "1", ""
        last = self.last(params)
        if number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= max(last, 1):
            return str(int(number)), ""
        extent = "there is 1 page" if last <= 1 else f"there are {last} pages"
        return "1", f"The address asks for {self.key}={number[:40]}, and {extent}. Shown instead: the first page."

    def title(self, params: Params) -> str:
        return f"Page {params[self.key]}"
