"""/favicon.ico for browsers, feed readers and link previews, /favicon.png for Streamlit's front end."""

import struct
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from caveat.web import cards, responses

SIDE_PX = 48
MEDIA_TYPE = "image/x-icon"


def ico(png: bytes, side_px: int) -> bytes:
    """A square PNG as an icon file: a directory of one entry, then the PNG as it is."""
    directory = struct.pack("<HHH", 0, 1, 1)
    # Width, height, palette size (none), reserved, planes, bits a pixel, length, offset.
    entry = struct.pack("<BBBBHHII", side_px, side_px, 0, 0, 1, 32, len(png), 22)
    return directory + entry + png


@lru_cache(maxsize=1)
def picture() -> bytes:
    """The dashboard's icon as PNG."""
    return cards.png((cards.STATIC / "icon.svg").read_text(encoding="utf-8"), SIDE_PX)


def _favicon_response(request: Request) -> Response:
    png = request.url.path.endswith(".png")
    body, media_type = (picture(), "image/png") if png else (ico(picture(), SIDE_PX), MEDIA_TYPE)
    return responses.cached_response(request, "favicon", body, media_type, cache="public, max-age=86400")


app = responses.endpoint(_favicon_response)
