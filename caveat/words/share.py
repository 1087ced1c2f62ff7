"""What a reader takes along from a page: citation, BibTeX, embed snippet, and a figure with its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from caveat.dates import spoken, spoken_long
from caveat.restrictions import Known, State
from caveat.sources import Source
from caveat.words import labels

AUTHOR = "The Caveat authors"
CLOCK = {"then": "as the public knew it then", "now": "in hindsight"}
LINK_NOTE = "Every choice stands in this address, so it shows this view even if what the pages show by themselves changes. The tables grow, so cite the release with it."
CARD_NOTE = "The preview card of this view, as chats show it:"
CHARTS_NOTE = "The charts as you see them:"
NO_CHARTS_NOTE = "This page has no chart."
FILES_NOTE = "Rows as CSV (UTF-8, opens in spreadsheets):"
ON_SERVER = "Files are served with the dashboard (`make run`)."
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


def citation(question: str, day: date, known: Known, release: str, address: str, accessed: date) -> str:
    """A view as a line of a bibliography: question, day, clock, release, address, day of access."""
    return f"{AUTHOR}. “{question}” Caveat, state on {spoken_long(day)} {CLOCK[known]}, release {release}. {address} (accessed {spoken_long(accessed)})."


def bibtex(key: str, question: str, day: date, known: Known, release: str, address: str, accessed: date) -> str:
    """The same as an entry for BibTeX and BibLaTeX. The year is that of access: the page shows the release that was current then."""
    return "\n".join(
        [
            f"@misc{{{key},",
            f"  author = {{{{{tex(AUTHOR)}}}}},",
            f"  title = {{{{{tex(question)}}}}},",
            "  howpublished = {Caveat},",
            f"  note = {{State on {spoken_long(day)} {CLOCK[known]}, release {tex(release)}}},",
            f"  year = {{{accessed.year}}},",
            f"  url = {{{address.replace('{', '%7B').replace('}', '%7D')}}},",
            f"  urldate = {{{accessed.isoformat()}}}",
            "}",
        ]
    )


def tex(text: str) -> str:
    """Text as TeX prints it."""
    return "".join(_TEX.get(one, one) for one in text)


def key(page_id: str, day: date, known: Known) -> str:
    """The key of a BibTeX entry: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9-]", "", f"caveat-{page_id}-{day.isoformat()}-{known}")


def tail(day: date, known: Known, release: str) -> str:
    """What follows a figure that is copied: the day of the view, the clock, the release. Its address comes after it."""
    return f"As of {spoken(day)}, {CLOCK[known]}. Caveat, release {release}"


def publishers(sources: Sequence[Source]) -> str:
    """Who says so, with the date of each page: "Source: Reuters (17 Nov 2024); The New York Times (17 Nov 2024)"."""
    said = list(dict.fromkeys(f"{one.publisher} ({one.date})" if one.title else one.publisher for one in sources))
    if not said:
        return "No source"
    return f"Source: {said[0]}" if len(said) == 1 else f"Sources: {'; '.join(said)}"


def state(system: str, country: str, value: State, when: str, sources: Sequence[Source]) -> str:
    """One cell of the matrix, to be copied: whose system, where, what is allowed, how sure and since when, whose rule, sources."""
    where = labels.TERRITORY_HEAD[value.territory]
    rule = f" ({labels.country(value.authority)}’s rule)" if value.deciding and value.authority != value.supplier else ""
    since = f", {when}" if when else ""
    return f"{system} ({country}), {where}: {labels.STATUS[value.status]}{rule}{since}. {publishers(sources)}."


def claim(system: str, attribute: str, figure: str, published_as: str, source: Source | None, published: str) -> str:
    """One published figure, to be copied: number with qualifier and unit, wording, source, date."""
    who = "no source" if source is None else source.publisher
    dated = published or "undated"
    return f"{system}, {attribute.lower()}: {figure} (as published: “{published_as}”). Source: {who}, {dated}."


def step(name: str, said: str, number: str, day: str, certainty: str, sources: Sequence[Source]) -> str:
    """One step of a transfer, to be copied."""
    how_many = f", {number}" if number else ""
    return f"{name}: {said}{how_many}, {day} ({certainty}). {publishers(sources)}."


def money(donors: str, amount: str, measure: str, period: str, sources: Sequence[Source]) -> str:
    """One figure of aid, to be copied."""
    return f"{donors}: {amount}, {measure}, {period}. {publishers(sources)}."
