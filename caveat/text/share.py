"""What a reader takes along from a page: citation, BibTeX, embed snippet, and a figure with its source."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.dataset.sources import Source
from caveat.domain.rule_log import Clock

AUTHOR = "The Caveat authors"
CLOCK = {"then": "as the public knew it then", "now": "in hindsight"}
LINK_NOTE = "Every choice stands in this address, so it shows this view even if what the pages show by themselves changes. The tables grow, so cite the release with it."
CARD_NOTE = "The preview card of this view, as chats show it:"
CHARTS_NOTE = "The charts as you see them:"
NO_CHARTS_NOTE = "This page has no chart."
FILES_NOTE = "Rows as CSV (UTF-8, opens in spreadsheets):"
# So many sources are named with a value that is copied.
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


def citation(question: str, day: date, known: Clock, release: str, address: str, accessed: date) -> str:
    """A view as a line of a bibliography: question, day, clock, release, address, day of access."""
    return f"{AUTHOR}. “{question}” Caveat, state on {spoken_long(day)} {CLOCK[known]}, release {release}. {address} (accessed {spoken_long(accessed)})."


def bibtex(key: str, question: str, day: date, known: Clock, release: str, address: str, accessed: date) -> str:
    """The same as an entry for BibTeX and BibLaTeX. The year is that of access: the page shows the release that was current then."""
    return "\n".join(
        [
            f"@misc{{{key},",
            f'  author = "{{{tex_escaped(AUTHOR)}}}",',
            f'  title = "{{{tex_escaped(question)}}}",',
            "  howpublished = {Caveat},",
            f"  note = {{State on {spoken_long(day)} {CLOCK[known]}, release {tex_escaped(release)}}},",
            f"  year = {{{accessed.year}}},",
            f"  url = {{{address.replace('{', '%7B').replace('}', '%7D')}}},",
            f"  urldate = {{{accessed.isoformat()}}}",
            "}",
        ]
    )


def tex_escaped(text: str) -> str:
    """Text as TeX prints it."""
    return "".join(_TEX.get(one, one) for one in text)


def bibtex_key(page_id: str, day: date, known: Clock) -> str:
    """The key of a BibTeX entry: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9-]", "", f"caveat-{page_id}-{day.isoformat()}-{known}")


def copy_suffix(day: date, known: Clock, release: str) -> str:
    """What follows a figure that is copied: the day of the view, the clock, the release. Its address comes after it."""
    return f"As of {spoken(day)}, {CLOCK[known]}. Caveat, release {release}"


def publishers_phrase(sources: Sequence[Source], later: Collection[str] = ()) -> str:
    """Who says so, with the date of each page: "Sources: Reuters (17 Nov 2024); The New York Times (17 Nov 2024)". More than NAMED are counted.

    `later` has the ids of those that were published after the day of the view.
    """
    said = list(
        dict.fromkeys(f"{one.publisher} ({_dated(one, later)})" if one.title else one.publisher for one in sources)
    )
    if not said:
        return "No source"
    if len(said) == 1:
        return f"Source: {said[0]}"
    more = f" and {len(said) - MAX_NAMED_SOURCES} more" if len(said) > MAX_NAMED_SOURCES else ""
    return f"Sources: {'; '.join(said[:MAX_NAMED_SOURCES])}{more}"


def _dated(source: Source, later: Collection[str]) -> str:
    return f"{source.date}, published later" if source.id in later else source.date


def copy_text(shown: str, sources: Sequence[Source], later: Collection[str] = ()) -> str:
    """A value as it is copied: what the page shows of it, with number, qualifier and unit, and who says so. `later` as in `publishers`."""
    return f"{shown.strip(' ,.')}. {publishers_phrase(sources, later)}."


def embed_footer(day: date, known: Clock, release: str) -> str:
    """The line under a part of a page in another page."""
    return f"{spoken(day)}, {CLOCK[known]}. Source: Caveat, release {release}."


FULL_VIEW = "Open the full view"
