"""Static files, brotli-compressed once and kept: Streamlit's own JavaScript and our static/ folder.

Streamlit leaves compression of its bundles to a proxy. One process is the embedded default here, so the process does it itself.
"""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from pathlib import Path

import brotli
import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

ROOT = Path(__file__).resolve().parent.parent
# Names in Streamlit's folder bear a hash of the content; ours do not.
FOLDERS = {
    "/static/": (Path(streamlit.__file__).parent / "static" / "static", "public, max-age=31536000, immutable"),
    "/app/static/": (ROOT / "static", "public, max-age=600"),
}
SUFFIXES = {".js", ".css", ".svg", ".json", ".txt"}
# Quality 9 takes 0.5 s for the largest file, 11 takes 10 s and saves a tenth more.
QUALITY = 9


def files() -> Iterator[tuple[str, Path, str]]:
    """(address, file, Cache-Control) of every text file that is worth compressing."""
    for prefix, (folder, caching) in FOLDERS.items():
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield prefix + path.relative_to(folder).as_posix(), path, caching


class Compressed:
    """ASGI middleware: answers GET and HEAD of a known static file with its brotli copy where the browser takes it; everything else goes on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.known = {address: (path, caching) for address, path, caching in files()}
        self.kept: dict[str, tuple[float, bytes]] = {}
        # In the background, so that the first reader need not wait for it and the start does not either.
        threading.Thread(target=lambda: [self.body(address) for address in self.known], name="compress", daemon=True).start()

    def body(self, address: str) -> bytes:
        """The brotli copy of a known file, made anew where the file has changed."""
        path, _ = self.known[address]
        changed = path.stat().st_mtime
        if address not in self.kept or self.kept[address][0] != changed:
            self.kept[address] = (changed, brotli.compress(path.read_bytes(), quality=QUALITY, lgwin=22))
        return self.kept[address][1]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or address not in self.known or not self.known[address][0].is_file():
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        path, caching = self.known[address]
        tag = f'"{path.stat().st_mtime_ns:x}-br"'
        headers = {"Cache-Control": caching, "Vary": "Accept-Encoding", "ETag": tag}
        if "br" not in asked.get("accept-encoding", ""):
            await self.app(scope, receive, send)
            return
        if asked.get("if-none-match") == tag:
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        kind = mimetypes.guess_type(path.name)[0] or "text/plain"
        await Response(self.body(address), headers=headers | {"Content-Encoding": "br"}, media_type=kind)(scope, receive, send)
