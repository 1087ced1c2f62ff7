"""The public address of the site. Absolute links in heads, the feed, the sitemap and pictures begin with it."""

import re

from starlette.datastructures import Headers
from starlette.types import Scope

from caveat import settings

# A host as browsers send it: a name or an IP address, with or without a port.
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")


def origin(scope: Scope) -> str:
    """CAVEAT_URL, or scheme and host of the request, without a slash at the end. "" if the host is not valid."""
    if settings.current().url:
        return settings.current().url
    host = Headers(scope=scope).get("host", "")
    return f"{scope.get('scheme', 'http')}://{host}" if _HOST.fullmatch(host) else ""
