"""The parts of pages that other sites put into theirs (?embed=true&part=…): which there are, their names, their heights, their plain HTML."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html as html_html
from caveat.content import briefing
from caveat.content.provenance import Provenance
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, view_query
from caveat.text import labels
from caveat.text import share as words

# part -> the page that has it. The first part of a page is what `?embed=true` alone shows.
PAGE_OF = MappingProxyType(
    {"cards": "briefing", "matrix": "briefing", "map": "map", "claims": "compare", "timeline": "timeline"}
)
NAME = MappingProxyType(
    {
        "cards": "The cards",
        "matrix": "The matrix",
        "map": "The map",
        "claims": "The chart of published figures",
        "timeline": "The timeline",
    }
)
# What a frame of 600 to 800 px needs before its page has said how tall it is, and where scripts are not allowed; a narrower one then scrolls.
HEIGHT_PX = MappingProxyType({"cards": 760, "matrix": 1280, "map": 840, "claims": 1300, "timeline": 1300})

# The same for each frame, in the other site's page: a frame gets the height that it says itself (static/frame.js), and no other does.
LISTENER = (
    '<script>addEventListener("message",e=>{for(const f of document.querySelectorAll("iframe"))'
    "if(f.contentWindow===e.source&&e.data?.caveatHeight>0)f.height=e.data.caveatHeight})</script>"
)


def parts_of(page_id: str) -> list[str]:
    """The parts that a page has, its first choice first; none where it can only be embedded whole."""
    return [part for part, page in PAGE_OF.items() if page == page_id]


def chosen(page_id: str, query: Mapping[str, Sequence[str]], embedded: bool) -> tuple[str, str]:
    """(part, note): the part that an address asks for, "" for the whole page, and a note in words where it asks for one that the page has not.

    A page in a frame shows its first part where the address names none.
    """
    parts = parts_of(page_id)
    asked = next((one for one in reversed(query.get("part", ())) if one), "")
    if asked in parts:
        return asked, ""
    first = parts[0] if parts and embedded else ""
    if not asked:
        return first, ""
    possible = f"Possible here: {', '.join(parts)}." if parts else "This page has no parts."
    return (
        first,
        f"The address asks for part={asked[:40]}. {possible} Shown instead: {NAME[first][0].lower() + NAME[first][1:] if first else 'the whole page'}.",
    )


def html(dataset: Dataset, view: View, part: str) -> Markup:
    """A part of the briefing as HTML: its cards or its matrix. BrokenTable where the answer's tables cannot be used."""
    return html_html.render(
        "part.html",
        part=part,
        answer=briefing.build_briefing(dataset, view),
        status_words=labels.STATUS_SHORT,
        spoken=spoken,
        behind=Provenance(dataset, view, ""),
    )


def line_html(view: View, release: str, path: str, own: Mapping[str, Sequence[str]], part: str = "") -> Markup:
    """Under a part, or ("") a whole page: day, clock, source, and the link to the full view in a window of its own. `own` has the page's keys that the part answers."""
    link = (
        f"{path or './'}?{urlencode(view_query(view) | {key: list(values) for key, values in own.items()}, doseq=True)}"
    )
    return html_html.render(
        "embed_line.html",
        said=words.embed_footer(view.asof, view.known, release),
        link=link,
        full=words.FULL_VIEW,
        part=part,
    )
