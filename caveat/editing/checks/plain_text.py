"""A cell is plain text: no HTML, and nothing that a spreadsheet would run as a formula."""

import html
import re
from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

_HTML = re.compile(r"</?[a-zA-Z!][^>]*>|&(?:[a-zA-Z]+|#\d+);")
_ADDRESS = re.compile(r"https?://")


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A cell is plain text: no HTML, and nothing that a spreadsheet would run as a formula."""
    for table, frame in dataset.frames.items():
        for field in schema.fields(table, dataset.folder):
            if field["type"] != "string":
                continue
            for index, text in frame[field["name"]].items():
                if text.startswith(("=", "+", "-", "@")):
                    yield at(
                        dataset,
                        table,
                        index,
                        field["name"],
                        "text that does not start with =, +, - or @",
                        "begin with a word",
                    )
                elif not _ADDRESS.match(text) and (found := _HTML.search(text)):
                    sign = html.unescape(found[0])
                    mend = f"write {sign} in place of {found[0]}" if sign != found[0] else f"take {found[0]} out"
                    yield at(dataset, table, index, field["name"], "text without HTML", mend)
