"""The icon under the addresses that are asked for without being named: /favicon.ico by browsers, feed readers and link previews, /favicon.png by Streamlit's front end as it starts."""

import struct
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from caveat.web import cards, responses

SIDE_PX = 48
MEDIA_TYPE = "image/x-icon"


def ico(png: bytes, side_px: int) -> bytes:
    """One square picture as an icon file: the directory of one entry, then the PNG as it is (all browsers and Windows since Vista read that)."""
    head = struct.pack("<HHH", 0, 1, 1)
    # Sides, colours of a palette (none), reserved, planes, bits a pixel, length, where it begins.
    entry = struct.pack("<BBBBHHII", side_px, side_px, 0, 0, 1, 32, len(png), 22)
    return head + entry + png


@lru_cache(maxsize=1)
def picture() -> bytes:
    """The dashboard's icon as PNG."""
    return cards.png((cards.STATIC / "icon.svg").read_text(encoding="utf-8"), SIDE_PX)


def _favicon(request: Request) -> Response:
    body, kind = (
        (picture(), "image/png") if request.url.path.endswith(".png") else (ico(picture(), SIDE_PX), MEDIA_TYPE)
    )
    return responses.cached_response(request, "favicon", body, kind, cache="public, max-age=86400")


app = responses.endpoint(_favicon)
