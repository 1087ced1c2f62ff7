"""Citation, BibTeX, embed snippet, and the text of a copied figure with its source."""

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from caveat.dataset.partial_dates import spoken_long
from caveat.dataset.sources import Source
from caveat.domain.query import View

AUTHOR = "The Caveat authors"
CLOCK = {"then": "as the public knew it then", "now": "in hindsight"}
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


def citation(question: str, view: View, release: str, address: str, accessed: date) -> str:
    """A view as a line of a bibliography."""
    state = f"state on {spoken_long(view.asof)} {CLOCK[view.known]}, release {release}"
    return f"{AUTHOR}. “{question}” Caveat, {state}. {address} (accessed {spoken_long(accessed)})."


def bibtex(page_id: str, question: str, view: View, release: str, address: str, accessed: date) -> str:
    """A view as an entry for BibTeX and BibLaTeX. The year is that of access, since the page shows that release."""
    key = f"caveat-{page_id}-{view.asof.isoformat()}-{view.known}{_chosen(address)}"
    state = f"State on {spoken_long(view.asof)} {CLOCK[view.known]}, release {tex_escaped(release)}"
    return "\n".join(
        [
            f"@misc{{{key},",
            f'  author = "{{{tex_escaped(AUTHOR)}}}",',
            f'  title = "{{{tex_escaped(question)}}}",',
            "  howpublished = {Caveat},",
            f"  note = {{{state}}},",
            f"  year = {{{accessed.year}}},",
            f"  url = {{{address.replace('{', '%7B').replace('}', '%7D')}}},",
            f"  urldate = {{{accessed.isoformat()}}}",
            "}",
        ]
    )


def _chosen(address: str) -> str:
    """What an address names beside day and clock, for a key of BibTeX: different for different views."""
    pairs = parse_qsl(urlsplit(address).query)
    chosen = [f"{key}={value}" for key, value in pairs if key not in ("asof", "known") and value != "all"]
    values = "-".join(pair.partition("=")[2] for pair in chosen if pair.startswith(("id=", "sys=")))
    if not chosen:
        return ""
    if len(chosen) == 1 and re.fullmatch(r"[a-z0-9-]{1,40}", values):
        return f"-{values}"
    digest = hashlib.sha256("&".join(chosen).encode("utf-8", "replace")).hexdigest()[:8]
    return f"-{digest}"


def tex_escaped(text: str) -> str:
    """Text as TeX prints it."""
    return "".join(_TEX.get(sign, sign) for sign in text)


def publishers_phrase(sources: Sequence[Source], later: Collection[str] = ()) -> str:
    """The publishers with the date of each page: "Sources: Reuters (17 Nov 2024); AP (17 Nov 2024)".

    More than MAX_NAMED_SOURCES are counted. `later` has the ids of sources published after the day of the view.
    """
    named = list(dict.fromkeys(_page_phrase(source, source.id in later) for source in sources))
    if not named:
        return "No source"
    if len(named) == 1:
        return f"Source: {named[0]}"
    more = f" and {len(named) - MAX_NAMED_SOURCES} more" if len(named) > MAX_NAMED_SOURCES else ""
    return f"Sources: {'; '.join(named[:MAX_NAMED_SOURCES])}{more}"


def _page_phrase(source: Source, later: bool) -> str:
    published = f"{source.date}, published later" if later else source.date
    return f"{source.publisher} ({published})" if source.title else source.publisher


def copy_text(value: str, sources: Sequence[Source], later: Collection[str] = ()) -> str:
    """A value to be copied: number, qualifier, unit, publishers. `later` as in `publishers_phrase`."""
    return f"{value.strip(' ,.')}. {publishers_phrase(sources, later)}."
