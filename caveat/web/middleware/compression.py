"""Static files compressed with brotli once and kept: Streamlit's JavaScript and our static/.

Smaller fonts replace Streamlit's.

Streamlit leaves compression of its bundles to a proxy; by default there is none here.
"""

import hashlib
import mimetypes
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import brotli
import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat.settings import ROOT, STATIC

# Names in Streamlit's folder bear a hash of the content; ours do not.
FOLDERS = {
    "/static/": (Path(streamlit.__file__).parent / "static" / "static", "public, max-age=31536000, immutable"),
    "/app/static/": (STATIC, "public, max-age=600"),
}
SUFFIXES = {".js", ".css", ".svg", ".json", ".txt"}
# Fonts that Streamlit loads on every page whatever the theme says, and ours in their place: its icons
# (scripts/build_fonts.py), and letters that our pages have loaded already.
FONTS = {
    "MaterialSymbols-Rounded.*.woff2": "icons-material-symbols.woff2",
    "SourceSansVF-Upright.*.woff2": "source-sans-3-latin-wght-normal.woff2",
}
FONT_CACHING = "public, max-age=86400"
# Quality 9 takes 0.5 s for the largest file; 11 takes 9 s and saves a tenth more: scripts/compress_static.py does that
# once.
QUALITY = 9
_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
PREPARED = ROOT / ".compressed"


def files() -> Iterator[tuple[str, Path, str]]:
    """(address, file, Cache-Control) of every text file."""
    for prefix, (folder, caching) in FOLDERS.items():
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield prefix + path.relative_to(folder).as_posix(), path, caching


def prepared(body: bytes) -> Path:
    """The path of the copy compressed beforehand, named by content: no old copy can replace a newer file."""
    return PREPARED / f"{hashlib.sha256(body).hexdigest()[:32]}.br"


def accepted_codings(header: str) -> str:
    """The codings of ours that a client accepts, by the quality values of Accept-Encoding.

    Brotli is left out where gzip is preferred, either where no coding is.
    """
    found: dict[str, float] = {}
    for item in header.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        found[coding] = float(quality) if _QUALITY.fullmatch(quality) else 0.0
    brotli_quality, gzip_quality = (found.get(coding, found.get("*", 0.0)) for coding in ("br", "gzip"))
    least = max(found.get("identity", 0.0), 0.0005)
    codings = [
        *(["br"] if brotli_quality >= max(gzip_quality, least) else []),
        *(["gzip"] if gzip_quality >= least else []),
    ]
    return ", ".join(codings)


def takes_brotli(scope: Scope) -> bool:
    """Whether the client accepts brotli."""
    return "br" in accepted_codings(", ".join(Headers(scope=scope).getlist("accept-encoding")))


def preferred_coding(scope: Scope) -> str:
    """The coding of ours that a client takes rather than others; "" if it takes none."""
    return accepted_codings(", ".join(Headers(scope=scope).getlist("accept-encoding"))).partition(",")[0]


def _with_plain_codings(scope: Scope) -> Scope:
    """A request whose Accept-Encoding has no quality values, which Starlette and Streamlit do not read."""
    codings = accepted_codings(", ".join(Headers(scope=scope).getlist("accept-encoding")))
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": [*kept, (b"accept-encoding", codings.encode())]}


def font_redirects() -> Iterator[tuple[str, str]]:
    """(address of a font of Streamlit's, relative address of the smaller font of ours that replaces it)."""
    for pattern, ours in FONTS.items():
        for path in (FOLDERS["/static/"][0] / "media").glob(pattern):
            yield f"/static/media/{path.name}", f"../../app/static/fonts/{ours}"


def _set_caching(send: Send, caching: str) -> Send:
    """A `send` that lets the uncompressed file be cached as long as its compressed copy."""

    async def add(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 304):
            MutableHeaders(scope=message)["Cache-Control"] = caching
        await send(message)

    return add


class StaticCompression:
    """ASGI middleware: answers static files with a brotli copy if the client accepts it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.known = {address: (path, caching) for address, path, caching in files()}
        self.fonts = dict(font_redirects())
        self.kept: dict[str, tuple[float, bytes]] = {}
        # In the background, so that neither the first reader nor the start waits.
        threading.Thread(target=self._fetch, name="compress", daemon=True).start()

    def _fetch(self) -> None:
        """Read what was compressed beforehand; if nothing was, compress all."""
        wanted = [
            address for address, (path, _) in self.known.items() if prepared(path.read_bytes()).is_file()
        ] or list(self.known)
        for address in wanted:
            self.body(address)

    def body(self, address: str) -> bytes:
        """The brotli copy of a known file, made anew if the file has changed."""
        path, _ = self.known[address]
        if not self._fresh(address):
            changed = path.stat().st_mtime
            body = path.read_bytes()
            copy = prepared(body)
            self.kept[address] = (
                changed,
                copy.read_bytes() if copy.is_file() else brotli.compress(body, quality=QUALITY, lgwin=22),
            )
        return self.kept[address][1]

    def _fresh(self, address: str) -> bool:
        return address in self.kept and self.kept[address][0] == self.known[address][0].stat().st_mtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        address, scope = scope["path"], _with_plain_codings(scope)
        if scope["method"] == "GET" and address in self.fonts:
            await RedirectResponse(self.fonts[address], headers={"Cache-Control": FONT_CACHING})(scope, receive, send)
            return
        if scope["method"] != "GET" or address not in self.known or not self.known[address][0].is_file():
            await self.app(scope, receive, send)
            return
        path, caching = self.known[address]
        tag = f'"{path.stat().st_mtime_ns:x}-br"'
        headers = {"Cache-Control": caching, "Vary": "Accept-Encoding", "ETag": tag}
        if not takes_brotli(scope):
            await self.app(scope, receive, _set_caching(send, caching))
            return
        if Headers(scope=scope).get("if-none-match") == tag:
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        kind = mimetypes.guess_type(path.name)[0] or "text/plain"
        body = self.kept[address][1] if self._fresh(address) else await run_in_threadpool(self.body, address)
        await Response(body, headers=headers | {"Content-Encoding": "br"}, media_type=kind)(scope, receive, send)
