"""The icon: /favicon.ico for browsers and feed readers, /favicon.png for Streamlit's front end, home screens."""

import struct
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from caveat.settings import STATIC
from caveat.web import pictures, responses

APPLE_PX, FAVICON_PX = 180, 48
CACHING = "public, max-age=86400"


@cache
def icon(side_px: int) -> bytes:
    """The dashboard's icon as PNG."""
    return pictures.png((STATIC / "icon.svg").read_text(encoding="utf-8"), side_px)


def ico(png: bytes, side_px: int) -> bytes:
    """A square PNG as an icon file: a directory of one entry, then the PNG as it is."""
    directory = struct.pack("<HHH", 0, 1, 1)
    # Width, height, palette size (none), reserved, planes, bits a pixel, length, offset.
    entry = struct.pack("<BBBBHHII", side_px, side_px, 0, 0, 1, 32, len(png), 22)
    return directory + entry + png


@responses.endpoint
def apple_touch_icon(request: Request) -> Response:
    """Answer /apple-touch-icon.png."""
    return responses.cached_response(request, "icon", icon(APPLE_PX), "image/png", cache=CACHING)


@responses.endpoint
def favicon(request: Request) -> Response:
    """Answer /favicon.png and /favicon.ico."""
    body, media_type = icon(FAVICON_PX), "image/png"
    if request.url.path.endswith(".ico"):
        body, media_type = ico(body, FAVICON_PX), "image/x-icon"
    return responses.cached_response(request, "favicon", body, media_type, cache=CACHING)
