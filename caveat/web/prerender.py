"""The first HTML: title, description and the answer itself in Streamlit's fixed shell, before any JavaScript runs."""

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat import error_log, html
from caveat.content import choices, search
from caveat.content.first import First, first, matters
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, parse_query, query_bounds, view_query
from caveat.settings import STATIC
from caveat.text.page_titles import PAGES, PATHS
from caveat.web import jsonld, preload_links
from caveat.web.middleware.compression import light, takes_brotli
from caveat.web.middleware.security_headers import inline_hash
from caveat.web.site_url import origin

# The public addresses of pages (frame.site has the same list for Streamlit; a test compares them).
# How a page stands in a frame of another site; beside the page's own keys no others make a new first HTML.
FRAME_KEYS = ("embed", "part")
# Tells Streamlit's front end where its server is. Otherwise each page below the root first asks for one below itself, is refused twice and loses three rounds on the line.
# The same text for every reader, so that the content security policy can name it by its hash; `./` is the root, since pages lie directly below it
# (an address with a slash at its end is led to the one without).
START = 'window.__streamlit={BACKEND_BASE_URL:new URL("./",location.href).href,HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false}};'
START_HASH = inline_hash(START)
_TITLE = re.compile(r"<title>.*?</title>", re.S)
_ROOT = re.compile(r'<div id="root">\s*</div>')
# Streamlit asks early for a face that our pages do not use.
_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*?SourceSans[^>]*?>')
# The head names our icons.
_ICON = re.compile(r'<link\s+rel="shortcut icon"[^>]*?>')
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.S)
# For whom no script runs the answer stands in #root, where nothing replaces it then; one line says what is missing.
NOSCRIPT = (
    '<noscript><aside aria-label="Without JavaScript" style="max-width:1100px;margin:.5rem auto 0;padding:0 15px;font:13px/1.4 Caveat Sans,system-ui,sans-serif;color:CanvasText">'
    "Charts and controls need JavaScript.</aside></noscript>"
)
# The description of an API of Streamlit's that is closed here (web.guard), and that of ours.
_OTHER_API = re.compile(r'href="\./_stcore/agent/openapi\.json"')
DESCRIBED = "/api/v1/openapi.json"


class Prerender:
    """ASGI middleware: a page's HTML leaves with its own head and with the answer inside #root, which React replaces when it starts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # More at one time would only work out the same answer side by side.
        self.turns = asyncio.Semaphore(2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].strip("/") not in PATHS:
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        body = bytearray()

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            start = held[0]
            headers = MutableHeaders(raw=start["headers"])
            content = bytes(body)
            if (
                start["status"] == 200
                and headers.get("content-type", "").startswith("text/html")
                and "content-encoding" not in headers
            ):
                # Beside the loop: what nobody asked for before takes a second where there are maps, and all other readers would wait for it.
                async with self.turns:
                    content = await run_in_threadpool(dressed, content, scope)
                headers.add_vary_header("Accept-Encoding")
                if takes_brotli(scope):
                    headers["content-encoding"] = "br"
                headers["content-length"] = str(len(content))
                for stale in ("etag", "last-modified"):
                    if stale in headers:
                        del headers[stale]
            await send(start)
            await send({"type": "http.response.body", "body": content})

        # What was asked for may be compressed or unchanged only where we can still read and replace it.
        plain = [
            (name, value)
            for name, value in scope["headers"]
            if name not in (b"accept-encoding", b"if-none-match", b"if-modified-since")
        ]
        await self.app(dict(scope, headers=plain), receive, hold)


def dressed(shell: bytes, scope: Scope) -> bytes:
    """What `dress` makes of the shell for an address, packed where the browser takes it."""
    content = dress(shell.decode("utf-8"), PATHS[scope["path"].strip("/")], scope).encode("utf-8")
    return light(content) if takes_brotli(scope) else content


def dress(shell: str, page_id: str, scope: Scope) -> str:
    """Streamlit's shell with the head and the answer of a page and its address. Whatever fails on the way leaves the shell, under our title, to start the app, which says what it can."""
    shell = _OTHER_API.sub(f'href=".{DESCRIBED}"', shell, count=1)
    try:
        return _dressed(shell, page_id, scope)
    except UnusableTable:
        return _TITLE.sub("<title>Caveat</title>", shell, count=1)
    except Exception as error:
        # The log says under this number why there is no first HTML.
        note = html.render("error.html", number=error_log.record_error(error, f"first HTML of {page_id}"))
        return _ROOT.sub(
            lambda _: f'<div id="root">{note}</div>', _TITLE.sub("<title>Caveat</title>", shell, count=1), count=1
        )


def _dressed(shell: str, page_id: str, scope: Scope) -> str:
    """What `dress` gives where nothing fails."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    tables = current.current_dataset()
    view, notes = parse_query(query, query_bounds(tables, current.today()))
    keys = (*choices.KEYS.get(page_id, ()), *FRAME_KEYS)
    found = _first(
        tables, page_id, view, tuple((key, tuple(values)) for key, values in sorted(query.items()) if key in keys)
    )
    link = urlencode(view_query(replace(view, id="")), doseq=True)
    results = (
        search.search_html(tables, query["find"][-1], view, query_bounds(tables, current.today()))
        if query.get("find")
        else Markup("")
    )
    charts = preload_links.draws_charts(page_id, bool(view.id))
    head = _head(tables, page_id, view, found, scope)
    bar = html.render("pages_bar.html", pages=pages(), here=page_id, query=link)
    body = html.render(
        "first_body.html", first=found, bar=bar, view=view, results=results, notes=[*notes, *found.notes]
    )
    if charts:
        # The chart is drawn before the app starts: its library goes before the app's, on the same line.
        shell = shell.replace('rel="modulepreload"', 'rel="modulepreload" fetchpriority="low"').replace(
            '<script type="module"', '<script type="module" fetchpriority="low"'
        )
    shell = _TITLE.sub(lambda _: str(head), shell, count=1)
    shell = _ICON.sub("", _PRELOAD.sub("", shell, count=1), count=1)
    shell = _NOSCRIPT.sub(lambda _: NOSCRIPT, shell, count=1)
    return _ROOT.sub(lambda _: f'<div id="root">{body}</div>', shell, count=1)


def pages() -> list[tuple[str, str, str]]:
    """(id, title, path) of each page, as the line of pages takes them."""
    return [(one, PAGES[path][0], path) for path, one in PATHS.items()]


def _head(dataset: Dataset, page_id: str, view: View, found: First, scope: Scope) -> Markup:
    site = origin(scope)
    # What previews and search engines are told of: the view and the page's own choices, whatever else the address says and whether it stands in a frame or not.
    told = {**matters(dataset, page_id, view), **dict(found.own)}
    canonical = f"{site}{scope['path']}?{urlencode(told, doseq=True)}"
    return html.render(
        "first_head.html",
        first=found,
        sheet=f"{page_id}.css" if (STATIC / f"{page_id}.css").is_file() else "",
        canonical=canonical,
        card=f"{site}/card.png?{urlencode({'view': page_id, **told}, doseq=True)}",
        start=Markup(START),
        linked=_linked(dataset, page_id, found, canonical, site),
        preloads=preload_links.files(),
        shapes=preload_links.shapes(found.body),
        charts=preload_links.draws_charts(page_id, bool(view.id)),
    )


def _linked(dataset: Dataset, page_id: str, found: First, address: str, site: str) -> Markup:
    """What search engines for data read; nothing where a table that it needs cannot be used."""
    with suppress(UnusableTable):
        return jsonld.script(
            jsonld.dataset(dataset, site)
            if page_id == "data"
            else jsonld.page(dataset, found.heading, found.description, address, site)
        )
    return Markup("")


@memoized(256)
def _first(dataset: Dataset, page_id: str, view: View, own: tuple[tuple[str, tuple[str, ...]], ...]) -> First:
    return first(dataset, page_id, view, dict(own))
