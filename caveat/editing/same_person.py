"""Find a person under two spellings: a new name that is nearly one which other rows have."""

import re
import unicodedata
from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.editing.diff import Version

# The columns that name people.
PEOPLE = (("positions", "actor"), ("roles", "actor"), ("quantities", "speaker"))


def other_spellings(before: Version, after: Version) -> Iterator[DataError]:
    """The new names that are spelled nearly as another one, at their first row."""
    known = {name for _, _, _, name in _names(before)}
    named: dict[str, int] = {}
    for *_, name in _names(after):
        named[name] = named.get(name, 0) + 1
    told = set()
    for table, column, key, name in _names(after):
        if name in known or name in told or table not in before.rows:
            continue
        told.add(name)
        other = next((other for other in named if other not in {name, *told} and is_same(name, other)), None)
        if other:
            rows = f"{named[other]} row{'' if named[other] == 1 else 's'}"
            mend = f"if they are one person, write one name in all rows, such as “{other}”"
            expected = f"a name that is not almost that of {rows}, “{other}”"
            yield DataError(
                after.files[table], after.lines[table][key], column, f"“{name}”, a new name", expected, mend
            )


def _names(version: Version) -> list[tuple[str, str, str, str]]:
    """Each name: table, column, key of the row, name."""
    return [
        (table, column, key, row[column])
        for table, column in PEOPLE
        for key, row in version.tables.get(table, {}).items()
        if row.get(column)
    ]


def is_same(name: str, other: str) -> bool:
    """Whether two names are probably one person's: other accents, signs or order, a slip, an initial, a surname."""
    words, others = _words(name), _words(other)
    if not words or not others:
        return False
    if sorted(words) == sorted(others):
        return True
    if words[-1] == others[-1] and 1 in (len(words), len(others)) and len(words) + len(others) == 3:
        return True
    if len(words) != len(others):
        return False
    differing = [(word, twin) for word, twin in zip(words, others, strict=True) if word != twin]
    if words[-1] == others[-1] and len(words) == 2 and _is_short_for(words[0], others[0]):
        return True
    return all(_is_slip(word, twin) for word, twin in differing)


def _words(name: str) -> list[str]:
    """The words of a name in small letters, without accents, signs and what cannot be seen."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l").replace("ø", "o"))
    seen = "".join(sign for sign in letters if unicodedata.category(sign) not in ("Mn", "Cf"))
    return re.findall(r"\w+", seen)


def _is_short_for(word: str, other: str) -> bool:
    """Whether one first name may be short for the other: “J”, “Joe” and “Joseph”."""
    short, long = sorted((word, other), key=len)
    return long.startswith(short) or (len(short) == 3 and long[:2] == short[:2])


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ by a letter, or by two neighbours in another order; long ones by two letters."""
    from rapidfuzz.distance import OSA  # only a new name needs it

    shorter = min(len(word), len(other))
    return shorter >= 4 and OSA.distance(word, other) <= min(shorter // 4, 2)
