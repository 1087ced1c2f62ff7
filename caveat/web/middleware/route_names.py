"""The name of a route: what an address is counted under, so that no reader's words get into numbers or logs."""

import re
from collections.abc import Iterable, Sequence

from starlette.routing import BaseRoute, Mount, Route

from caveat.text.page_titles import PATHS

# Whole folders and Streamlit's own doors are counted as one each.
FOLDERS = ("/static/", "/app/static/", "/component/", "/media/", "/_stcore/")


class RouteNames:
    """Names addresses by the routes that the server answers beside Streamlit, those of mounted apps included."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._patterns = [named for route in routes for named in _patterns(route)]

    def name(self, path: str) -> str:
        """The name of an address: "/map", "/static/*", "/api/v1/tables/{table}.{ending}"; "other" if there is no such route."""
        if path.strip("/") in PATHS:
            return f"/{path.strip('/')}"
        folder = next((prefix for prefix in FOLDERS if path.startswith(prefix)), "")
        return (
            f"{folder}*" if folder else next((name for pattern, name in self._patterns if pattern.match(path)), "other")
        )


def _patterns(route: BaseRoute) -> Sequence[tuple[re.Pattern[str], str]]:
    if isinstance(route, Mount):
        # What is mounted knows its addresses without the prefix.
        within = [inner for inner in route.routes if isinstance(inner, Route)]
        return [
            (re.compile(f"^{route.path}{inner.path_regex.pattern.removeprefix('^')}"), f"{route.path}{inner.path}")
            for inner in within
        ]
    return [(route.path_regex, route.path)] if isinstance(route, Route) else []
