"""Notes of rows as readers see them: the ids in a note become links or names."""

import re

from markupsafe import Markup

from caveat import html
from caveat.dataset import records, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.text import records as row_words
from caveat.text import story as words

# An id in backticks, or a bare word with the form of an id, as the check of references finds them
# (caveat/editing/checks/references.py).
ID_PATTERN = re.compile(r"`([^`]+)`|\b([a-z][a-z0-9]*(?:-[a-z0-9]+)*-20\d{4}(?:\d\d)?(?:-[a-z0-9]+)*)\b")


@memoized(2048)
def linked_note(dataset: Dataset, text: str) -> Markup:
    """A note as HTML: an id becomes a link to its source or to the sheet of its row.

    An unknown id in backticks is marked as unlisted; a bare word with the form of an id stays a word.
    """
    out, rest = Markup(""), 0
    for match in ID_PATTERN.finditer(text):
        out += Markup.escape(text[rest : match.start()]) + _id_html(dataset, *match.groups())
        rest = match.end()
    return out + Markup.escape(text[rest:])


def _id_html(dataset: Dataset, quoted: str | None, bare: str | None) -> Markup:
    identifier = quoted or bare or ""
    if named := _name_and_url(dataset, identifier):
        return html.link(*named)
    return Markup("{} <code>{}</code>").format(words.UNLISTED_PAGE, identifier) if quoted else Markup.escape(identifier)


def _name_and_url(dataset: Dataset, identifier: str) -> tuple[str, str] | None:
    """What a note calls a source ("Reuters, 2 Jul 2024") or a row ("rule of 2 Jul 2024"), and its address."""
    if source := sources.sources_by_id(dataset).get(identifier):
        return f"{source.publisher}, {source.date}", source.url
    row = records.records_by_id(dataset).get(identifier)
    if row is None:
        return None
    name = f"{row_words.record_kind(row.table).lower()} of {spoken(row.date)}" if row.date else ""
    return name or row_words.record_line(dataset, row), f"data?row={identifier}"


def plain_note(dataset: Dataset, text: str) -> str:
    """A note as plain text, as for a chart: an id becomes the name of its source or row."""

    def name(match: re.Match[str]) -> str:
        identifier = match[1] or match[2]
        named = _name_and_url(dataset, identifier)
        return named[0] if named else identifier

    return ID_PATTERN.sub(name, text)
