"""Read-only responses with an ETag of the content, 304, Cache-Control and CORS; CSV that is safe to open."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat.content import pages
from caveat.content.page import Page
from caveat.web import problems

# Cache-Control of the current release and of a frozen one.
CURRENT = "public, max-age=300"
FROZEN = "public, max-age=31536000, immutable"
CSV = "text/csv; charset=utf-8"
# How a formula begins in a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?")


def etag(release: str, body: bytes) -> str:
    """A weak ETag of release and content: equal on all replicas, and still true if a proxy compresses the response."""
    return f'W/"{release}-{hashlib.sha256(body).hexdigest()[:16]}"'


def not_modified(request: Request, tag: str) -> bool:
    """Whether the client has the content already (If-None-Match, compared weakly)."""
    tags = [held.strip().removeprefix("W/") for held in request.headers.get("if-none-match", "").split(",")]
    return "*" in tags or tag.removeprefix("W/") in tags


def cached_response(
    request: Request, release: str, body: bytes, media_type: str, filename: str = "", cache: str = CURRENT
) -> Response:
    """The content, or 304 without it. `filename` is the name under which a browser saves it."""
    headers = {
        "ETag": etag(release, body),
        "Cache-Control": cache,
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
    }
    if not_modified(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if filename:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return Response(body, headers=headers, media_type=media_type)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (UTF-8, CRLF), with an apostrophe before text that a spreadsheet would run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_safe_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _safe_cell(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run the text of a cell as a formula; a signed number is none."""
    return cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)


class HeadAsGet:
    """ASGI middleware: HEAD is GET without the content, so that length and tag are those of GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def without_content(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope.get("method") == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, without_content)
        else:
            await self.app(scope, receive, send)


class ReadOnly:
    """ASGI middleware: OPTIONS names the methods, any other but GET is a 405."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope.get("method", "GET")
        if method == "GET":
            await self.app(scope, receive, send)
        elif method == "OPTIONS":
            await Response(status_code=204, headers={"Allow": problems.ALLOWED_METHODS})(scope, receive, send)
        else:
            await problems.response(problems.Problem(405, problems.ONLY_READING))(scope, receive, send)


# Open to scripts of all sites. A browser asks first whether it may send any header but the simplest: those of
# conditional requests, and those that libraries add by themselves.
MIDDLEWARE = [
    Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["ETag"],
        max_age=86400,
    ),
    Middleware(HeadAsGet),
    Middleware(ReadOnly),
]


def pairs_of(scope: Scope) -> list[tuple[str, str]]:
    """The keys and values of a request, blank ones too."""
    return parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)


def query_of(scope: Scope, page: Page | None = None, more: Collection[str] = ()) -> dict[str, list[str]]:
    """What the address of a request asks: of a page, or of what has a view alone, which takes the keys `more` too."""
    return pages.read_address(pairs_of(scope), page, more).query


def site_url(scope: Scope) -> str:
    """The public address of the site for a request, without a slash at its end; "" if its host is not valid."""
    return pages.site_url(f"{scope.get('scheme', 'http')}://{Headers(scope=scope).get('host', '')}")


def endpoint(respond: Callable[[Request], Response]) -> ASGIApp:
    """A function as an ASGI app behind the API's middleware, run in a thread; an error becomes a problem."""

    @layered
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await run_in_threadpool(respond, Request(scope, receive))
        except Exception as error:
            response = problems.response(problems.from_error(error))
        await response(scope, receive, send)

    return serve


def layered(app: ASGIApp) -> ASGIApp:
    """An ASGI app behind the API's middleware."""
    for layer in reversed(MIDDLEWARE):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    return app
