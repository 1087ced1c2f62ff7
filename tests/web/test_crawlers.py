"""What crawlers of large networks and plain clients get: the page as readers get it, whatever part they ask for."""

import html
import re
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.content.page import Page, PageRequest
from caveat.content.pages import PAGES
from caveat.dataset import current
from caveat.domain.query import View
from caveat.settings import Settings
from caveat.web.middleware.compression import accepted_codings
from caveat.web.middleware.rate_limits import TrustedProxies
from caveat.web.middleware.security_headers import INDEX
from caveat.web.routes import ROUTES, middleware
from tests.support.elements import parse
from tests.web.conftest import first_html

DAY = "asof=2024-11-18&known=then"
# What each network's crawler is documented or seen to send.
CRAWLERS = {
    "facebook": {
        "user-agent": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "accept-encoding": "deflate, gzip",
        "range": "bytes=0-524288",
    },
    "twitter": {"user-agent": "Twitterbot/1.0", "accept-encoding": "gzip, deflate"},
    "linkedin": {
        "user-agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        "accept-encoding": "gzip, deflate",
    },
    "slack": {
        "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "range": "bytes=0-32768",
        "accept-encoding": "gzip,deflate",
    },
    "whatsapp": {"user-agent": "WhatsApp/2.23.20.0", "range": "bytes=0-524288", "accept-encoding": "gzip, deflate, br"},
    "telegram": {"user-agent": "TelegramBot (like TwitterBot)", "accept-encoding": "gzip"},
}


@pytest.fixture(scope="module")
def server() -> TestClient:
    """The whole server, with a file that can be had in parts in place of Streamlit's shell."""
    shell = Route("/{path:path}", lambda request: FileResponse(INDEX))
    app = Starlette(routes=[*ROUTES, shell], middleware=middleware(Settings(rate=0)))
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("name", CRAWLERS)
def test_each_network_gets_title_description_and_picture(server: TestClient, name: str) -> None:
    answer = server.get(f"/about?{DAY}", headers=CRAWLERS[name])
    assert answer.status_code == 200
    tags = parse(answer.text).select("meta[content]")
    said = {tag.get("property") or tag.get("name"): str(tag["content"]) for tag in tags}
    assert all(said[key] for key in ("og:title", "og:description", "description", "twitter:card"))
    card = server.get(said["og:image"], headers=CRAWLERS[name] | {"range": "bytes=0-"})
    assert (card.status_code, card.headers["content-type"]) == (200, "image/png")


@pytest.mark.parametrize("path", ["", "about", "system"])
def test_a_part_of_a_page_is_the_page(server: TestClient, path: str) -> None:
    whole = server.get(f"/{path}")
    assert "accept-ranges" not in whole.headers
    for asked in ("bytes=0-524288", "bytes=-5", "bytes=900000-", "bytes=0-1,4-5", "lines=1"):
        part = server.get(f"/{path}", headers={"range": asked, "if-range": '"x"'})
        assert (part.status_code, part.content, part.headers) == (200, whole.content, whole.headers)


@pytest.mark.parametrize(
    "address", ["/api/v1/state", "/feed.xml", "/card.png", "/shown/briefing/states.csv", "/sitemap.xml"]
)
def test_scripts_of_other_sites_may_ask_with_what_libraries_add(server: TestClient, address: str) -> None:
    asked = {"access-control-request-method": "GET", "access-control-request-headers": "cache-control,x-requested-with"}
    allowed = server.options(address, headers={"origin": "https://example.org"} | asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/about?{DAY}",
        "/nowhere",
        "/feed.xml",
        "/api/v1/state",
        "/app/static/caveat.css",
        "/card.png",
        "/robots.txt",
    ],
)
def test_head_has_the_headers_of_get(server: TestClient, address: str, coding: str) -> None:
    asked = {"accept-encoding": coding}
    got, head = server.get(address, headers=asked), server.head(address, headers=asked)
    assert (head.status_code, head.headers, head.content) == (got.status_code, got.headers, b"")


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br, gzip"),
        ("gzip, br;q=0", "gzip"),
        ("br ; q=0.0 , GZIP", "gzip"),
        ("br;q=0.5, gzip;q=1.0", "gzip"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br, gzip"),
        ("*", "br, gzip"),
        ("*;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("identity, gzip;q=0.5", ""),
        ("gzip;q=much", ""),
        ("brotli, x-gzip", ""),
    ],
)
def test_codings_by_their_quality(header: str, codings: str) -> None:
    assert accepted_codings(header) == codings


def test_a_page_comes_in_the_coding_that_was_asked(server: TestClient) -> None:
    for asked, sent in (("gzip, br;q=0", "gzip"), ("br, gzip;q=0", "br"), ("gzip;q=0, br;q=0", None)):
        for address in ("/", "/app/static/caveat.css"):
            answer = server.get(address, headers={"accept-encoding": asked})
            assert answer.headers.get("content-encoding") == sent


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
@pytest.mark.parametrize("day", [date(2022, 6, 15), date(2024, 11, 18), date(2026, 3, 13)], ids=str)
def test_descriptions_are_short_and_end_as_a_sentence(page: Page, day: date) -> None:
    for name in ("", "atacms") if page.by_id else ("",):
        said = PageRequest(page, current.current_dataset(), View(day, id=name), {}).description
        assert 20 < len(said) <= 300 and said.endswith((".", "?", "…", "”", "!"))


def test_addresses_of_pictures_have_signs_of_addresses_alone() -> None:
    """HTML checkers refuse blanks, brackets and the like in an address; a sheet belongs into the head."""
    text = first_html("/", DAY, INDEX.read_text(encoding="utf-8"))
    addresses = re.findall(r"data:image/[^\"]*", text)
    assert addresses and not [one for one in addresses if re.search(r"[\s<>{}\[\]|^`\\]", html.unescape(one))]
    assert not parse(text).select("body noscript style") and parse(text).select("head noscript style")
    assert parse(text).select("body > noscript aside")


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1", "::1"])
def test_a_trusted_proxy_and_a_monitor_are_known_by_any_socket(address: str) -> None:
    """`streamlit run` listens on a dual-stack socket."""

    async def told(scope, receive, send) -> None:
        await PlainTextResponse(f"{scope['client'][0]} {scope['scheme']}")(scope, receive, send)

    proxied = TestClient(TrustedProxies(told, ("127.0.0.1", "::1")), client=(address, 1))
    forwarded = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
    assert proxied.get("/", headers=forwarded).text == "203.0.113.7 https"
    stranger = TestClient(TrustedProxies(told, ("127.0.0.1",)), client=("::ffff:198.51.100.1", 1))
    assert stranger.get("/", headers=forwarded).text == "198.51.100.1 http"
    assert TestClient(Starlette(routes=ROUTES), client=(address, 1)).get("/metrics").status_code == 200


def test_text_extractors_and_reader_views_get_whole_sentences() -> None:
    """They take one `<article>` for the whole page, and leave buttons out with their words."""
    page = parse(first_html("", f"{DAY}&sys=atacms", INDEX.read_text(encoding="utf-8")))
    assert not page.select("article") and page.select(".cv-card .cv-lead")
    terms = page.select(".cv-term")
    assert terms and not any(term.select_one("button").text for term in terms) and all(term.text for term in terms)
