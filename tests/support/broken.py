"""A copy of the data, and small functions that break a table as spreadsheets and hands do: bytes in, bytes out."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from caveat.dataset import schema

Break = Callable[[bytes], bytes]
Cell = Callable[[str], str]


def copy_data(folder: Path) -> Path:
    """Copy the folder of the case, and return the copy."""
    return Path(shutil.copytree(schema.DATA, folder))


def edit(folder: Path, table: str, change: Break) -> Path:
    """Change the file of a table, and return its path."""
    path = folder / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))
    return path


def text(old: str, new: str, count: int = 1) -> Break:
    """The first places of a text replaced; it is an error where it is nowhere."""

    def run(raw: bytes) -> bytes:
        assert old.encode() in raw, old
        return raw.replace(old.encode(), new.encode(), count)

    return run


def with_line(line: str) -> Break:
    """A line added at the end."""
    return lambda raw: raw + line.encode() + b"\n"


def header_only(raw: bytes) -> bytes:
    return raw.splitlines(keepends=True)[0]


def rows_of(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))


def bytes_of(
    rows: list[list[str]],
    delimiter: str = ",",
    lineterminator: str = "\n",
    encoding: str = "utf-8",
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=lineterminator, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode(encoding)


def both(*breaks: Break) -> Break:
    """One break after the other; what changes the form of the bytes must come last."""

    def run(raw: bytes) -> bytes:
        for step in breaks:
            raw = step(raw)
        return raw

    return run


def saved(
    delimiter: str = ",", lineterminator: str = "\n", encoding: str = "utf-8", quoting: int = csv.QUOTE_MINIMAL
) -> Break:
    """The table saved in another form."""
    return lambda raw: bytes_of(rows_of(raw), delimiter, lineterminator, encoding, quoting)


def before(start: bytes) -> Break:
    return lambda raw: start + raw


def cell(line: int, column: str, change: Cell | str) -> Break:
    """One cell (by its line, in a table whose rows are a line each) changed; it is an error where nothing changes."""

    def run(raw: bytes) -> bytes:
        rows = rows_of(raw)
        place = rows[0].index(column)
        old = rows[line - 1][place]
        rows[line - 1][place] = change if isinstance(change, str) else change(old)
        assert rows[line - 1][place] != old, f"{column} on line {line} is {old!r} already"
        return bytes_of(rows)

    return run


def column(name: str, change: Cell) -> Break:
    """All cells of a column changed where the change has something to say."""

    def run(raw: bytes) -> bytes:
        rows = rows_of(raw)
        place = rows[0].index(name)
        return bytes_of([rows[0], *([*row[:place], change(row[place]), *row[place + 1 :]] for row in rows[1:])])

    return run


def header(change: Callable[[list[str]], list[str]]) -> Break:
    def run(raw: bytes) -> bytes:
        rows = rows_of(raw)
        return bytes_of([change(rows[0]), *rows[1:]])

    return run


def renamed(old: str, new: str) -> Break:
    return header(lambda names: [new if name == old else name for name in names])


def each_row(change: Callable[[list[str]], list[str]]) -> Break:
    return lambda raw: bytes_of([change(row) for row in rows_of(raw)])


def wider(count: int) -> Break:
    """Empty columns at the right, as a spreadsheet adds them."""
    return each_row(lambda row: [*row, *[""] * count])


def longer(count: int) -> Break:
    """Empty rows at the end."""

    def run(raw: bytes) -> bytes:
        rows = rows_of(raw)
        return bytes_of([*rows, *[[""] * len(rows[0])] * count])

    return run


def line_put(at: int, text: bytes) -> Break:
    """A line put in before the line `at`."""

    def run(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        return b"\n".join([*lines[: at - 1], text, *lines[at - 1 :]])

    return run


def moved(names: list[str]) -> list[str]:
    return [names[0], *reversed(names[1:])]


def columns_moved(raw: bytes) -> bytes:
    return bytes_of([moved(row) for row in rows_of(raw)])


def rows_reversed(raw: bytes) -> bytes:
    head, *rest = rows_of(raw)
    return bytes_of([head, *reversed(rest)])


def one_line(at: int, change: Cell) -> Break:
    """The line `at` changed as text, whatever its cells are; it is an error where nothing changes."""

    def run(raw: bytes) -> bytes:
        lines = raw.decode("utf-8").split("\n")
        old, lines[at - 1] = lines[at - 1], change(lines[at - 1])
        assert lines[at - 1] != old, old
        return "\n".join(lines).encode()

    return run


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def german_date(text: str) -> str:
    return _DAY.sub(r"\3.\2.\1", text) if _DAY.fullmatch(text) else text


def us_date(text: str) -> str:
    return f"{int(text[5:7])}/{int(text[8:])}/{text[:4]}" if _DAY.fullmatch(text) else text


def british_date(text: str) -> str:
    return _DAY.sub(r"\3/\2/\1", text) if _DAY.fullmatch(text) else text


def serial(text: str) -> str:
    return str((date.fromisoformat(text) - date(1899, 12, 30)).days) if _DAY.fullmatch(text) else text


def comma(text: str) -> str:
    return text.replace(".", ",")


def doubled(text: str) -> str:
    """UTF-8 read as Windows-1252."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in text.encode("utf-8")
    )


def german_excel(*dates: str) -> Break:
    """Semicolons, Windows-1252, Windows line ends, 17.11.2024 and decimal commas in the named columns."""
    return both(*(column(name, german_date) for name in dates), saved(";", "\r\n", "cp1252"))
