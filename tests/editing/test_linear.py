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
# What is usual is below 0.03 s; a pattern that is quadratic takes seconds, one that is worse never ends.
MOST_SECONDS = 0.6


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module keeps, by its name."""
    for module in pkgutil.walk_packages(caveat.__path__, "caveat."):
        if "__main__" in module.name or ".editor" in module.name or ".ui" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name.removeprefix('caveat.')}.{name}", value


@pytest.mark.parametrize("part", range(4))
def test_patterns_are_linear(part: int) -> None:
    slow = []
    for name, pattern in islice(patterns(), part, None, 4):
        began = time.process_time()
        for unit in HOSTILE:
            text = (unit * MAX_CELL_LETTERS)[:MAX_CELL_LETTERS]
            for cell in (text, f"{text[:-1]}!"):
                pattern.fullmatch(cell)
                pattern.search(cell)
        if time.process_time() - began > MOST_SECONDS:
            slow.append((name, time.process_time() - began))
    assert slow == []
