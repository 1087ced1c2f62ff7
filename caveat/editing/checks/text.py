"""Rules on text: plain and tidy."""

import html
import re
from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.cells import Cell, cell_error

_HTML = re.compile(r"</?[a-zA-Z!][^>]*>|&(?:[a-zA-Z]+|#\d+);")
_UNTIDY = re.compile(r"^\s|\s$|\s\s|[\x00-\x1f\x7f]")


def is_plain(dataset: Dataset) -> Iterator[DataError]:
    """A cell is plain text: no HTML, and nothing that a spreadsheet would run as a formula."""
    for cell, text in _text_cells(dataset):
        if text.startswith(("=", "+", "-", "@")):
            yield cell_error(dataset, cell, "text that does not start with =, +, - or @", "begin with a word")
        elif not text.startswith(("https://", "http://")) and (tag := _HTML.search(text)):
            sign = html.unescape(tag[0])
            mend = f"write {sign} in place of {tag[0]}" if sign != tag[0] else f"take {tag[0]} out"
            yield cell_error(dataset, cell, "text without HTML", mend)


def is_tidy(dataset: Dataset) -> Iterator[DataError]:
    """A cell is one line without spaces at its ends or twice in a row."""
    for cell, text in _text_cells(dataset):
        if _UNTIDY.search(text):
            expected = "one line, without spaces at its ends or twice in a row"
            yield cell_error(dataset, cell, expected, "take the spaces out", repr(text))


def _text_cells(dataset: Dataset) -> Iterator[tuple[Cell, str]]:
    for table, frame in dataset.frames.items():
        for field in schema.fields(table, dataset.folder):
            if field["type"] == "string":
                for index, text in frame[field["name"]].items():
                    yield (table, index, field["name"]), text
