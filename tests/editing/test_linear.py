"""No pattern takes long on a cell of the greatest length, whatever its letters: the time grows with the length alone."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from itertools import islice

import pytest

import caveat
from caveat.dataset.bounds import MAX_CELL_LETTERS

# Letters, digits and signs that a pattern may try again and again, alone and in pairs.
HOSTILE = ("a", "A", "1", "`", "“", "<", "&", " ", "-", ",", "1,", "a-", "a ", "é", "’", "§", "é1", "\n", '"', "20")
# Below this nobody notices, whatever the growth; a pattern that tries again and again takes seconds, or never ends.
UNNOTICED_SECONDS = 0.3
# Half the letters take half the time where the time grows with the length, a quarter where it grows with its square.
MOST_GROWTH = 3.0


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module keeps, by its name."""
    for module in pkgutil.walk_packages(caveat.__path__, "caveat."):
        if "__main__" in module.name or ".editor" in module.name or ".ui" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name.removeprefix('caveat.')}.{name}", value


def seconds(pattern: re.Pattern[str], letters: int) -> float:
    """How long the pattern takes on every hostile cell of so many letters, in seconds of the processor."""
    began = time.process_time()
    for unit in HOSTILE:
        text = (unit * letters)[:letters]
        for cell in (text, f"{text[:-1]}!"):
            pattern.fullmatch(cell)
            pattern.search(cell)
    return time.process_time() - began


@pytest.mark.parametrize("part", range(4))
def test_patterns_are_linear(part: int) -> None:
    slow = {}
    for name, pattern in islice(patterns(), part, None, 4):
        if (whole := seconds(pattern, MAX_CELL_LETTERS)) > UNNOTICED_SECONDS:
            growth = whole / seconds(pattern, MAX_CELL_LETTERS // 2)
            if growth > MOST_GROWTH:
                slow[name] = f"{whole:.2f} s, {growth:.1f} times as long as half of it"
    assert slow == {}


def test_a_quadratic_pattern_is_found() -> None:
    pattern = re.compile(r"(a|b)*?!\Z")
    assert seconds(pattern, MAX_CELL_LETTERS) / seconds(pattern, MAX_CELL_LETTERS // 2) > MOST_GROWTH
