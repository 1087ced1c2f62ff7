"""The name of a route: what an address is counted under, so that no reader's words get into numbers or logs."""

from __future__ import annotations

import re
from functools import lru_cache

from starlette.routing import Route

from web.shell import PATHS

# Whole folders and Streamlit's own doors are counted as one each.
FOLDERS = ("/static/", "/app/static/", "/component/", "/media/", "/_stcore/")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every route that the server answers beside Streamlit, and those of the API, as pattern and name."""
    from web import api, openapi
    from web.routes import ROUTES

    beside = [(route.path_regex, route.path) for route in ROUTES if isinstance(route, Route)]
    # What is mounted knows its addresses without the prefix.
    mounted = [(re.compile(f"^{openapi.PREFIX}{route.path_regex.pattern.removeprefix('^')}"), f"{openapi.PREFIX}{route.path}") for route in api.app.routes]  # type: ignore[attr-defined]
    return (*beside, *mounted)


def name(path: str) -> str:
    """The name of an address: "/map", "/static/*", "/api/v1/tables/{table}.{ending}"; "other" where there is no such route."""
    if path.strip("/") in PATHS:
        return f"/{path.strip('/')}"
    folder = next((one for one in FOLDERS if path.startswith(one)), "")
    return f"{folder}*" if folder else next((found for pattern, found in _patterns() if pattern.match(path)), "other")
