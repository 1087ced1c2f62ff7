"""Citation, BibTeX, embed snippet, and the text of a copied figure with its source."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.dataset.sources import Source
from caveat.domain.rule_log import Clock

AUTHOR = "The Caveat authors"
CLOCK = {"then": "as the public knew it then", "now": "in hindsight"}
LINK_NOTE = (
    "Every choice stands in this address, so it shows this view even if what the pages show by themselves "
    "changes. The tables grow, so cite the release with it."
)
CARD_NOTE = "The preview card of this view, as chats show it:"
CHARTS_NOTE = "The charts as you see them:"
FILES_NOTE = "Rows as CSV (UTF-8, opens in spreadsheets):"
# At most this many sources are named with a value that is copied.
MAX_NAMED_SOURCES = 3
# TeX reads these as commands.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class CitedView:
    """The citation of a view: page, question, day, clock, release, address, day of access."""

    page_id: str
    question: str
    day: date
    known: Clock
    release: str
    address: str
    accessed: date


def citation(view: CitedView) -> str:
    """A view as a line of a bibliography."""
    state = f"state on {spoken_long(view.day)} {CLOCK[view.known]}, release {view.release}"
    return f"{AUTHOR}. “{view.question}” Caveat, {state}. {view.address} (accessed {spoken_long(view.accessed)})."


def bibtex(view: CitedView) -> str:
    """A view as an entry for BibTeX and BibLaTeX.

    The year is that of access: the page shows the release current then.
    """
    key = re.sub(r"[^a-z0-9-]", "", f"caveat-{view.page_id}-{view.day.isoformat()}-{view.known}")
    state = f"State on {spoken_long(view.day)} {CLOCK[view.known]}, release {tex_escaped(view.release)}"
    return "\n".join(
        [
            f"@misc{{{key},",
            f'  author = "{{{tex_escaped(AUTHOR)}}}",',
            f'  title = "{{{tex_escaped(view.question)}}}",',
            "  howpublished = {Caveat},",
            f"  note = {{{state}}},",
            f"  year = {{{view.accessed.year}}},",
            f"  url = {{{view.address.replace('{', '%7B').replace('}', '%7D')}}},",
            f"  urldate = {{{view.accessed.isoformat()}}}",
            "}",
        ]
    )


def tex_escaped(text: str) -> str:
    """Text as TeX prints it."""
    return "".join(_TEX.get(sign, sign) for sign in text)


def copy_suffix(day: date, known: Clock, release: str) -> str:
    """What follows a copied figure, before its address: the day of the view, the clock, the release."""
    return f"As of {spoken(day)}, {CLOCK[known]}. Caveat, release {release}"


def publishers_phrase(sources: Sequence[Source], later: Collection[str] = ()) -> str:
    """The publishers with the date of each page: "Sources: Reuters (17 Nov 2024); AP (17 Nov 2024)".

    More than MAX_NAMED_SOURCES are counted. `later` has the ids of sources published after the day of the view.
    """
    pages = [
        f"{source.publisher} ({_dated(source, later)})" if source.title else source.publisher for source in sources
    ]
    named = list(dict.fromkeys(pages))
    if not named:
        return "No source"
    if len(named) == 1:
        return f"Source: {named[0]}"
    more = f" and {len(named) - MAX_NAMED_SOURCES} more" if len(named) > MAX_NAMED_SOURCES else ""
    return f"Sources: {'; '.join(named[:MAX_NAMED_SOURCES])}{more}"


def _dated(source: Source, later: Collection[str]) -> str:
    return f"{source.date}, published later" if source.id in later else source.date


def copy_text(value: str, sources: Sequence[Source], later: Collection[str] = ()) -> str:
    """A value to be copied: number, qualifier, unit, publishers. `later` as in `publishers_phrase`."""
    return f"{value.strip(' ,.')}. {publishers_phrase(sources, later)}."


def embed_footer(day: date, known: Clock, release: str) -> str:
    """The line under a part of a page in another page."""
    return f"{spoken(day)}, {CLOCK[known]}. Source: Caveat, release {release}."


FULL_VIEW = "Open the full view"
