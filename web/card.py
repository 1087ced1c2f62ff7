"""The preview card as a picture: GET /card.png with the keys of a page, 1200 × 630, for chats and search engines. Also the icon as a picture."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import resvg_py
from starlette.requests import Request
from starlette.responses import Response

from caveat import answer, card, incidents, reading
from caveat.faults import BrokenTable
from caveat.tables import Tables
from caveat.view import View, parse
from web import releases, replies

STATIC = Path(__file__).resolve().parent.parent / "static"
FONTS = [str(path) for path in sorted((STATIC / "fonts").glob("card-*.ttf"))]
ICON_PX = 180


def png(svg: str, width: int) -> bytes:
    """An SVG as PNG, `width` px wide, with the card's faces alone: the same picture on every machine."""
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=width, font_files=FONTS, skip_system_fonts=True, sans_serif_family="Caveat Sans", font_family="Caveat Sans")
    )


@lru_cache(maxsize=256)
def drawn(tables: Tables, view: View) -> bytes:
    """The card of a view as PNG. BrokenTable where its tables cannot be used."""
    return png(card.svg(tables, view), card.WIDTH)


@lru_cache(maxsize=1)
def plain() -> bytes:
    """The card where no answer can be drawn."""
    return png(card.plain(), card.WIDTH)


@lru_cache(maxsize=1)
def icon() -> bytes:
    """The icon for phones' home screens, which take no SVG."""
    return png((STATIC / "icon.svg").read_text(encoding="utf-8"), ICON_PX)


def warm(tables: Tables) -> None:
    """Make the shapes of every system's map before a reader asks for one, the founding four first: they cost far more than the picture."""
    try:
        view = View(reading.bounds(tables).default)
        drawn(tables, view)
        founding = [system_id for _, system_id in answer.FOUNDING]
        for system_id in [*founding, *(one for one in tables["systems"]["system_id"] if one not in founding)]:
            chosen = View(view.asof, view.known, (system_id,))
            answer.html(tables, chosen)
            card.svg(tables, chosen)
    except BrokenTable:
        return


def _card(request: Request) -> Response:
    """A bad value falls back as on the pages; tables that cannot be used, or any other fault, give the plain card, kept by nobody."""
    release = ""
    try:
        read = releases.current()
        release = read.fingerprint
        view, _ = parse(parse_qs(request.scope.get("query_string", b"").decode("latin-1")), reading.bounds(read))
        # What the card does not show must not fill the store.
        return replies.reply(request, release, drawn(read, View(view.asof, view.known, view.systems)), "image/png")
    except BrokenTable:
        pass
    except Exception as error:
        incidents.record(error, "card")
    return replies.reply(request, release, plain(), "image/png", cache="no-cache")


def _icon(request: Request) -> Response:
    return replies.reply(request, "icon", icon(), "image/png", cache="public, max-age=86400")


app = replies.door(_card)
icon_app = replies.door(_icon)
