"""Under which address the site is served: what absolute links in heads, maps of the site and pictures begin with."""

import os
import re

from starlette.types import Scope

_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")


def origin(scope: Scope) -> str:
    """CAVEAT_URL, or scheme and host as the reader's browser sent them, without a stroke at the end; "" where the host is no address."""
    set_by_hand = os.environ.get("CAVEAT_URL", "").rstrip("/")
    if set_by_hand:
        return set_by_hand
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return f"{scope.get('scheme', 'http')}://{host}" if _HOST.fullmatch(host) else ""
