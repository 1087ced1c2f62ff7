"""The first HTML: title, description and answer in Streamlit's fixed shell. It is there before any JavaScript runs."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caveat import error_log, html
from caveat.content import page_html, pages, search
from caveat.content.page import Page
from caveat.content.page_html import PageHtml
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain.query import parse_query, query_bounds, view_query
from caveat.settings import STATIC
from caveat.web import jsonld, packed, preload_links, responses
from caveat.web.middleware.compression import takes_brotli
from caveat.web.middleware.security_headers import inline_hash

# Tells Streamlit's front end where its server is. Otherwise each page below the root first asks for a server below
# itself, is refused twice and loses three rounds on the line. The text is the same for every reader, so that the
# content security policy can name it by its hash; `./` is the root, since pages lie directly below it (an address with
# a slash at its end is redirected to the address without).
START = (
    'window.__streamlit={BACKEND_BASE_URL:new URL("./",location.href).href,'
    "HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false}};"
)
START_HASH = inline_hash(START)
_TITLE = re.compile(r"<title>.*?</title>", re.S)
PLAIN_TITLE = "<title>Caveat</title>"
_ROOT = re.compile(r'<div id="root">\s*</div>')
# Streamlit asks early for a face that our pages do not use.
_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*?SourceSans[^>]*?>')
# The head names our icons.
_ICON = re.compile(r'<link\s+rel="shortcut icon"[^>]*?>')
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.S)
# The description of an API of Streamlit's that is closed here (web.middleware.limits), and that of ours.
_OTHER_API = re.compile(r'href="\./_stcore/agent/openapi\.json"')
DESCRIBED = "/api/v1/openapi.json"
# What asks for a part of a page, an older copy or a packed one: it may be answered only where we can still read and
# replace the whole. The crawlers of large networks ask for the first bytes.
_REPLACED_HEADERS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range")


class Prerender:
    """ASGI middleware: gives a page's HTML its head and, inside #root until React replaces it, its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # More at one time would only work out the same answer side by side.
        self.turns = asyncio.Semaphore(2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not pages.page_by_path(scope["path"].strip("/")):
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
                # In a thread: an answer that is not cached takes a second if it has maps, and all other readers would
                # wait for it.
                async with self.turns:
                    content = await run_in_threadpool(dressed, content, scope)
                headers.add_vary_header("Accept-Encoding")
                if takes_brotli(scope):
                    headers["content-encoding"] = "br"
                headers["content-length"] = str(len(content))
                for stale in ("etag", "last-modified", "accept-ranges"):
                    if stale in headers:
                        del headers[stale]
            await send(start)
            await send({"type": "http.response.body", "body": content})

        plain = [(name, value) for name, value in scope["headers"] if name not in _REPLACED_HEADERS]
        await self.app(dict(scope, headers=plain), receive, hold)


def dressed(shell: bytes, scope: Scope) -> bytes:
    """The shell after `dress` for an address, compressed if the browser accepts it."""
    content = dress(shell.decode("utf-8"), scope).encode("utf-8")
    return packed.packed(content, "br") if takes_brotli(scope) else content


def dress(shell: str, scope: Scope) -> str:
    """Streamlit's shell with head and answer of an address; if that fails, the shell under our title."""
    shell = _OTHER_API.sub(f'href=".{DESCRIBED}"', shell, count=1)
    shell = _ROOT.sub(lambda root: f"{style_sheets(scope['path'].strip('/'))}{root[0]}", shell, count=1)
    try:
        return _dress_shell(shell, scope)
    except UnusableTable:
        return _replaced(shell, {_TITLE: PLAIN_TITLE})
    except Exception as error:
        # The log says under this number why there is no first HTML.
        part = f"first HTML of {scope['path'].strip('/') or 'briefing'}"
        note = html.render("error.html", number=error_log.record_error(error, part))
        return _replaced(shell, {_TITLE: PLAIN_TITLE, _ROOT: f'<div id="root">{note}</div>'})


@cache
def style_sheets(path: str) -> Markup:
    """The links to the style sheets of all pages, those of the page at a path in use."""
    paths: dict[str, set[str]] = {}
    for page in pages.PAGES:
        for name in (*page.sheets, f"{page.id}.css"):
            if (STATIC / name).is_file():
                paths.setdefault(name, set()).add(page.path)
    named = [(name, " ".join(f"/{one}" for one in sorted(of)), path in of) for name, of in paths.items()]
    return html.render("style_sheets.html", sheets=named)


def _replaced(shell: str, parts: Mapping[re.Pattern[str], str]) -> str:
    """The shell with the first match of each pattern replaced."""
    for pattern, text in parts.items():
        shell = pattern.sub(lambda _, text=text: text, shell, count=1)  # type: ignore[misc]
    return shell


def _dress_shell(shell: str, scope: Scope) -> str:
    """The result of `dress` if nothing fails."""
    page = pages.page_by_path(scope["path"].strip("/"))
    assert page
    address = pages.read_address(responses.pairs_of(scope), page)
    query = address.query
    dataset = current.current_dataset()
    today = current.today()
    bounds = query_bounds(dataset, today)
    view, notes = parse_query(query, bounds)
    own = page_html.asked(query, (*page.param_keys, *page_html.FRAME_KEYS))
    first = page_html.page_html(dataset, page.id, view, own, today)
    results = search.search_html(dataset, query["find"][-1], view, bounds) if query.get("find") else Markup("")
    link_query = urlencode(view_query(replace(view, id="")), doseq=True)
    bar = html.render("pages_bar.html", pages=pages.pages_of(dataset), here=page.id, query=link_query, view=first)
    body = html.render(
        "first_body.html",
        first=first,
        bar=bar,
        view=view,
        results=results,
        head=first.head([*address.notes, *notes]),
    )
    charts = page.draws_charts and page.shows_one_answer(view)
    # What stands on the page, its charts and the days beside it go before the app, on the same line.
    shell = shell.replace('rel="modulepreload"', 'rel="modulepreload" fetchpriority="low"').replace(
        '<script type="module"', '<script type="module" fetchpriority="low"'
    )
    parts = {
        # Without scripts the answer in #root stays, since nothing replaces it; one line says what is missing. First,
        # because the head has a noscript too.
        _NOSCRIPT: str(html.render("noscript.html")),
        _TITLE: str(_head_html(dataset, page, first, charts, scope)),
        _PRELOAD: "",
        _ICON: "",
        _ROOT: f'<div id="root">{body}</div>',
    }
    return _replaced(shell, parts)


def _head_html(dataset: Dataset, page: Page, first: PageHtml, charts: bool, scope: Scope) -> Markup:
    site = responses.site_url(scope)
    canonical = f"{site}{scope['path']}?{first.canonical}"
    return html.render(
        "first_head.html",
        first=first,
        sheets=[name for name in (*page.sheets, f"{page.id}.css") if (STATIC / name).is_file()],
        canonical=canonical,
        card=f"{site}/card.png?view={page.id}&{first.canonical}",
        start=Markup(START),
        linked=_linked_data(dataset, page.id, first, canonical, site),
        preloads=preload_links.files(),
        shapes=preload_links.shapes("".join(first.pieces)),
        charts=charts,
    )


def _linked_data(dataset: Dataset, page_id: str, first: PageHtml, address: str, site: str) -> Markup:
    """The metadata for data search engines; empty if a table that it needs cannot be used."""
    with suppress(UnusableTable):
        return jsonld.script(
            jsonld.dataset(dataset, site)
            if page_id == "data"
            else jsonld.page(dataset, first.name, first.description, address, site)
        )
    return Markup("")
