"""Tell from the old and the new cells of columns what moved them: a sort, a shift, a copy over many rows."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

# Nearly all cells have to agree: an editor may have changed some of them as well.
MOST = 0.9
# By at most so many rows a column is said to be shifted.
MAX_SHIFT = 3
# From so many cells on, blanks over filled cells and a column copied over another are taken for an accident.
MIN_CLEARED = 10
_Cells = Sequence[str]
_Columns = Mapping[str, tuple[_Cells, _Cells]]


def _changed(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[int]:
    return [number for number, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]


def shift(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int] | None:
    """By how many rows the cells stand lower (or higher, below 0), and the first that changed; None if they do not.

    The cells at the edge may be blank or anything.
    """
    changed = _changed(old, new)
    if len(changed) < 3:
        return None
    first, last = changed[0], changed[-1]
    for by in (step * sign for step in range(1, MAX_SHIFT + 1) for sign in (1, -1)):
        # The cells at the edge came from outside of the range, or are blank.
        inside = range(max(first + by, first), min(last + by, last) + 1)
        moved = [number for number in inside if new[number] == old[number - by]]
        differ = [number for number in moved if old[number] != new[number]]
        enough = len(differ) >= max(3, MOST * (len(changed) - abs(by))) and len(moved) >= MOST * len(inside)
        if enough and len({new[number] for number in differ}) >= 2 and _is_certain(old, new, differ):
            return by, first
    return None


def _is_certain(old: Sequence[Hashable], new: Sequence[Hashable], differ: Sequence[int]) -> bool:
    """Whether cells that fit a shift are so varied, or so many, that it is no chance."""
    values = {old[number] for number in differ} | {new[number] for number in differ}
    return len(differ) >= {2: 8, 3: 5}.get(len(values), 3)


def is_permuted(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    """Whether the cells that changed hold the same values as before in another order.

    Of two or three values (“yes” and blank) the order has to be that of a sort, or much has to change:
    a mark that goes from one row to another is no accident.
    """
    changed = _changed(old, new)
    before, after = [old[number] for number in changed], [new[number] for number in changed]
    if len(changed) < 3 or (Counter(before) & Counter(after)).total() < MOST * len(changed):
        return False
    values = len(set(before))
    if values >= 4 and len(changed) >= 5:
        return True
    span = slice(changed[0], changed[-1] + 1)
    if len(changed) >= {2: 6}.get(values, 3) and _is_sorted(new[span]) and not _is_sorted(old[span]):
        return True
    if len(changed) >= {2: 10, 3: 8}.get(values, 4) and _is_sorted(after) and not _is_sorted(before):
        return True
    return len(changed) >= min(max(10, 0.3 * len(old)), 20)


def _is_sorted(cells: Sequence[Hashable]) -> bool:
    """Whether cells are sorted as a spreadsheet does: up or down, numbers as such, blanks at the end."""
    texts = [str(cell).casefold() for cell in cells]
    # Blanks stand at the end, in other programs at the start.
    while texts and not texts[0]:
        texts.pop(0)
    while texts and not texts[-1]:
        texts.pop()
    orders: list[list[str] | list[float]] = [texts]
    if all(re.fullmatch(r"-?\d+(\.\d+)?", text) for text in texts):
        orders.append([float(text) for text in texts])
    return any(values in (sorted(values), sorted(values, reverse=True)) for values in orders)


def changed_places(columns: _Columns) -> Iterator[tuple[list[str], str]]:
    """Columns that hold what others held: their names, and what happened, in words."""
    origins = {name: origin for name in columns if (origin := _origin(name, columns))}
    told: set[str] = set()
    # The last of a row of columns first: no other holds what it held.
    for name in sorted(origins, key=lambda name: name in origins.values()):
        origin = origins[name]
        if name in told:
            continue
        if len({*columns[name][0], *columns[origin][0]} - {""}) < 2:
            continue
        if origins.get(origin) == name:
            told |= {name, origin}
            yield [name, origin], f"the columns {name} and {origin} changed places"
        elif origin in origins:
            chain = [name]
            while chain[-1] in origins and origins[chain[-1]] not in chain:
                chain.append(origins[chain[-1]])
            told |= set(chain)
            yield chain, f"the cells of the columns {', '.join(chain)} moved from one to the next"
        elif _is_copy(*columns[name], columns[origin][0]):
            told.add(name)
            yield [name], f"{origin} copied over the column {name}"


def _origin(name: str, columns: _Columns) -> str:
    """The other column whose old cells nearly all changed cells of a column hold now; "" if there is none."""
    old, new = columns[name]
    changed = _changed(old, new)
    if len(changed) < 3:
        return ""
    for other, (cells, _) in columns.items():
        found = [new[number] for number in changed if new[number] == cells[number]]
        if other != name and len(found) >= MOST * len(changed) and any(found):
            differing = sum(before != cell for before, cell in zip(old, cells, strict=True))
            if len(changed) >= MOST * differing or len(changed) >= 10:
                return other
    return ""


def _is_copy(old: _Cells, new: _Cells, origin: _Cells) -> bool:
    changed = _changed(old, new)
    everywhere = all(after == cell for after, cell in zip(new, origin, strict=True))
    return len(changed) >= MIN_CLEARED and everywhere and len({old[number] for number in changed}) >= 4


def overwritten(old: _Cells, new: _Cells) -> tuple[int, str] | None:
    """Where and how one value, or a series, was put over different ones; None if it was not."""
    changed = _changed(old, new)
    lost = {old[number] for number in changed} - {""}
    if len(changed) < {2: 12, 3: 5}.get(len(lost), 4) or len(lost) < 2:
        return None
    first, last = changed[0], changed[-1]
    if not any(new) and len(changed) == sum(map(bool, old)):
        return first, f"{len(changed)} cells blank, so that the column is empty"
    run = new[first : last + 1]
    if set(run) == {""}:
        return (first, f"{len(run)} cells blank that were filled") if len(changed) >= MIN_CLEARED else None
    with_source = (new[max(first - 1, 0) : last + 1], new[first : last + 2])
    if any(len(set(cells)) == 1 and len(cells) > len(run) for cells in with_source):
        return first, f'"{run[0]}" in {len(run)} cells one below the other, over {len(lost)} different values'
    if any(all(_next(above) == below for above, below in pairwise(cells)) for cells in (run, run[::-1])):
        return first, f'a series from "{run[0]}" to "{run[-1]}" over {len(lost)} different values'
    return None


def _next(text: str) -> str | None:
    """The cell that a spreadsheet writes below this one when a cell is pulled down; None if it writes the same."""
    try:
        return (date.fromisoformat(text) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        number = re.search(r"\d+$", text)
        return text[: number.start()] + str(int(number[0]) + 1).zfill(len(number[0])) if number else None
