"""404 for unknown addresses, as a page or as a problem under /api; Streamlit would answer 200 with its shell."""

import re
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from caveat import html
from caveat.content import pages
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.address import trimmed
from caveat.web import problems
from caveat.web.api import openapi
from caveat.web.middleware.metrics import RouteNames
from caveat.web.problems import Problem

API = openapi.PREFIX.rsplit("/", 1)[0]
# Folders in which Streamlit answers with its shell for a file that is not there.
FOLDERS = ("/static/", "/_stcore/")
HTML = "text/html; charset=utf-8"
NO_ANSWER = "There is no answer to this request"
# What a person reads above the words of a problem.
HEADINGS = {
    400: "This address cannot be read",
    414: "This address is too long",
    429: "Too many requests at once",
    503: "No answer at the moment",
}


def unknown(path: str, routes: RouteNames) -> bool:
    """Whether an address is no page of the case, no route of ours and in no folder of Streamlit's.

    Below a base path (server.baseUrlPath) our routes do not answer, and nothing is unknown.
    """
    page = pages.page_by_path(path.strip("/"))
    return (
        (not page.in_case(current.current_dataset()) if page else routes.name(path) == "other")
        and not path.startswith(f"{openapi.PREFIX}/")
        and not config.get_option("server.baseUrlPath")
    )


@memoized(16)
def notice_page(dataset: Dataset, heading: str, said: str) -> bytes:
    """A page that says why there is no answer and names the pages; no part of an address may get into it."""
    return html.render("notice_page.html", heading=heading, said=said, pages=pages.pages_of(dataset)).encode()


def wants_page(scope: Scope) -> bool:
    """Whether a person opened the address of a page in a browser, who reads no JSON."""
    return "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith(f"{API}/")


def refusal(scope: Scope, problem: Problem) -> Response:
    """A problem as a response: a page in words for a person."""
    if scope["type"] != "http" or not wants_page(scope):
        return problems.response(problem)
    heading = HEADINGS.get(problem.status, NO_ANSWER)
    try:
        body = notice_page(current.current_dataset(), heading, problem.detail)
    except UnusableTable:  # nothing is known of the pages
        body = html.render("notice_page.html", heading=heading, said=problem.detail, pages=()).encode()
    return Response(body, problem.status, {"Cache-Control": "no-store", "Vary": "Accept"}, HTML)


def not_found_page(dataset: Dataset) -> bytes:
    """The page for an unknown address; the same for all, so that no part of an address gets into it."""
    return notice_page(dataset, "There is no page at this address", "It may be misspelt.")


def not_found_response(path: str) -> Response:
    """404 for an address."""
    if path == API or path.startswith(f"{API}/"):
        return problems.response(
            Problem(404, f"There is no such endpoint; {openapi.PREFIX}/ lists those that there are.")
        )
    return Response(not_found_page(current.current_dataset()), 404, {"Cache-Control": "no-cache"}, HTML)


def meant_page(scope: Scope) -> Response | None:
    """The way to the page whose address stands in a sentence (“/map.”) or in other case; None if there is none.

    A query whose question mark was encoded or replaced (“/map%3Fasof=…”, “/map&asof=…”) is one again.
    """
    name, *swallowed = re.split("[?&;]", scope["path"].strip("/"), maxsplit=1)
    page = None if "/" in name else pages.page_by_path(trimmed(name).casefold())
    if not page or not (page.path or swallowed) or not page.in_case(current.current_dataset()):
        return None
    parts = (quote("".join(swallowed), "=&;,"), scope.get("query_string", b"").decode("latin-1"))
    query = "&".join(part for part in parts if part)
    return RedirectResponse(f"/{page.path}{'?' if query else ''}{query}")


class NotFound:
    """ASGI middleware: answers 404 for unknown addresses, also in place of Streamlit's shell if a file is missing."""

    def __init__(self, app: ASGIApp, routes: RouteNames) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif unknown(scope["path"], self.routes):
            response = meant_page(scope) or not_found_response(scope["path"])
            await response(scope, receive, send)
        elif scope["path"].startswith(FOLDERS):
            await self.app(scope, receive, _replace_shell(scope, receive, send))
        else:
            await self.app(scope, receive, send)


def _replace_shell(scope: Scope, receive: Receive, send: Send) -> Send:
    """A `send` that answers 404 in place of an HTML page: these folders have none."""
    replaced = False

    async def send_files(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start" and message["status"] < 300:  # 206 for a part of the shell
            media_type = next((value for name, value in message["headers"] if name.lower() == b"content-type"), b"")
            replaced = media_type.startswith(b"text/html")
            if replaced:
                await not_found_response(scope["path"])(scope, receive, send)
        if not replaced:
            await send(message)

    return send_files
