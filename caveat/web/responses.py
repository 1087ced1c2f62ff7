"""Answers as HTTP sends them: an ETag from the content, 304 where the reader has it already, how long to keep it, open to all origins, for reading only."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat.web import problems

# What is current may be kept for five minutes; a frozen release for ever.
CURRENT = "public, max-age=300"
FROZEN = "public, max-age=31536000, immutable"
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?")


def etag(release: str, body: bytes) -> str:
    """A weak tag of the release and the content: the same on every replica, and still true where a proxy compresses the answer."""
    return f'W/"{release}-{hashlib.sha256(body).hexdigest()[:16]}"'


def not_modified(request: Request, tag: str) -> bool:
    """Whether the reader holds the content under this tag (If-None-Match, compared weakly)."""
    held = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in held or tag.removeprefix("W/") in held


def cached_response(
    request: Request, release: str, body: bytes, media_type: str, filename: str = "", cache: str = CURRENT
) -> Response:
    """The content, or 304 without it. `filename` is what a browser saves it as."""
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
    """A table as CSV (UTF-8, commas, lines end with CRLF), safe to open in a spreadsheet: text that would run as a formula gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the text of a cell for a formula; a number with its sign is none."""
    return cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)


class ReadOnly:
    """GET goes through, HEAD is answered as GET without the content, OPTIONS names the methods, and any other method is a problem (405)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope.get("method", "GET")

        async def without_content(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if method == "GET":
            await self.app(scope, receive, send)
        elif method == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, without_content)
        elif method == "OPTIONS":
            await Response(status_code=204, headers={"Allow": problems.ALLOWED_METHODS})(scope, receive, send)
        else:
            await problems.response(problems.Problem(405, problems.ONLY_READING))(scope, receive, send)


# Open to scripts of all sites. A conditional request is not a simple one for a browser, so its header has to be named.
MIDDLEWARE = [
    Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "OPTIONS"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag"],
    ),
    Middleware(ReadOnly),
]


def endpoint(answer: Callable[[Request], Response]) -> ASGIApp:
    """An answer as an ASGI app of its own: worked out in a thread, behind the same middleware as the API. Nothing but an answer or a problem leaves."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await run_in_threadpool(answer, Request(scope, receive))
        except Exception as error:
            # What nobody foresaw is in the log.
            response = problems.response(problems.from_error(error))
        await response(scope, receive, send)

    app: ASGIApp = serve
    for layer in reversed(MIDDLEWARE):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    return app
