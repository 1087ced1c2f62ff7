"""What a reader takes from a view: permanent link, citation, embed snippet, files, and copied values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.charts.pictures.frame import FORMATS
from caveat.content import pictures
from caveat.content.page import Embed
from caveat.content.pages import page_by_id
from caveat.domain.query import View, permanent_query
from caveat.text import share as words

PageParams = tuple[tuple[str, tuple[str, ...]], ...]
PICTURE_FILES = {"png": "PNG", "svg": "SVG"}
# The same for each frame, in the other site's page: a frame gets the height that it reports itself
# (static/frame.js), and no other frame does.
LISTENER = (
    '<script>addEventListener("message",e=>{for(const f of document.querySelectorAll("iframe"))'
    "if(f.contentWindow===e.source&&e.data?.caveatHeight>0)f.height=e.data.caveatHeight})</script>"
)


@dataclass(frozen=True)
class ShareTarget:
    """A view as it is shared.

    `site` is the address that links begin with, without a slash at its end; `path` is the page's ("" for the briefing);
    `own` are the page's own keys.
    """

    page_id: str
    path: str
    question: str
    view: View
    release: str
    site: str
    accessed: date
    own: PageParams = ()
    systems: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str | list[str]]:
        """The query with every value explicit."""
        return permanent_query(self.view, dict(self.own), self.systems)

    @property
    def link(self) -> str:
        """The permanent link."""
        return f"{self.site}/{self.path}?{urlencode(self.query, doseq=True)}"


def page_params(query: Mapping[str, Sequence[str]]) -> PageParams:
    """A page's own keys and values in a fixed order, without blank values."""
    return tuple(
        (key, tuple(value for value in values if value)) for key, values in sorted(query.items()) if any(values)
    )


def embed_link(target: ShareTarget, part: str) -> str:
    """The address of one part of a view for an <iframe>."""
    return f"{target.site}/{target.path}?{urlencode({'embed': 'true', 'part': part, **target.query}, doseq=True)}"


def embed_snippet(target: ShareTarget, embed: Embed) -> str:
    """The HTML that puts a part of a view into another page, as wide as there is room; the part reports its height."""
    return str(
        Markup(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" allow="clipboard-write" '
            'style="border:0"></iframe>\n{}'
        ).format(
            # As HTML allows in an attribute; people read and edit this line, and every other sign in it is encoded.
            Markup(embed_link(target, embed.name).replace('"', "%22").replace("<", "%3C")),
            f"Caveat: {target.question}",
            embed.height_px,
            Markup(LISTENER),
        )
    )


def file_links(page_id: str, query: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    """The CSVs of a view as (title, address): the rows behind its answer and its charts."""
    encoded = urlencode(query, doseq=True)
    return [(export.title, f"shown/{page_id}/{export.name}.csv?{encoded}") for export in page_by_id(page_id).exports]


def picture_links(target: ShareTarget) -> list[tuple[str, list[tuple[str, list[tuple[str, str, str]]]], str]]:
    """The pictures of a view: title, files of each format (name, address, name as saved), address of the alt text."""
    found = []
    for kind in pictures.kinds_of(target.page_id, target.view.since is not None):
        query = {"picture": kind.name, **target.query}
        path, saved_as = f"picture/{target.page_id}", f"caveat-{target.page_id}-{kind.name}-{target.view.asof}"
        forms = [
            (
                form.replace("x", ":"),
                [
                    (
                        name,
                        f"{path}.{ending}?{urlencode({'format': form, **query}, doseq=True)}",
                        f"{saved_as}-{form}.{ending}",
                    )
                    for ending, name in PICTURE_FILES.items()
                ],
            )
            for form in FORMATS
        ]
        found.append((kind.title, forms, f"{path}.txt?{urlencode(query, doseq=True)}"))
    return found


@lru_cache(maxsize=512)
def share_html(target: ShareTarget) -> Markup:
    """The content of the Share dialog, as one fragment."""
    page = page_by_id(target.page_id)
    card = urlencode({"view": target.page_id, **target.query}, doseq=True)
    cited = (target.question, target.view, target.release, target.link, target.accessed)
    return html.render(
        "share.html",
        link=target.link,
        citation=words.citation(*cited),
        bibtex=words.bibtex(target.page_id, *cited),
        embeds=[(embed.title, embed_snippet(target, embed)) for embed in page.embeds],
        cards=[(name, f"card.{form}?{card}") for form, name in PICTURE_FILES.items()],
        pictures=picture_links(target),
        files=file_links(target.page_id, target.query),
    )


@lru_cache(maxsize=512)
def copy_suffix_html(target: ShareTarget) -> Markup:
    """What is added to each value copied from a view, for the foot of the page: day, clock, release, permanent link."""
    clock = words.CLOCK[target.view.known]
    return html.render("share_tail.html", day=target.view.asof, clock=clock, release=target.release, link=target.link)
