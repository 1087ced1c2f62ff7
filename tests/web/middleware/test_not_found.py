"""404 for addresses that lead nowhere, as a page for readers and a problem for programs, and for no others."""

import struct
from io import BytesIO

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config

from caveat.dataset import current
from caveat.settings import STATIC, Settings
from caveat.web import icons
from caveat.web.middleware import not_found, rate_limits
from caveat.web.middleware.metrics import RouteNames
from caveat.web.middleware.not_found import NotFound
from caveat.web.middleware.security_headers import INDEX
from caveat.web.routes import ROUTES, middleware
from tests.support.elements import parse
from tests.support.registry import PATHS
from tests.web.conftest import Guarded

UNKNOWN = [
    "/nosuchpage",
    "/nosuchpage?asof=2024-11-18",
    "/nosuchpage/",
    "/a/b/c",
    "/index.html",
    "/manifest.json",
    "/static/nosuch.js",
    "/_stcore/nosuch",
    "/map/_stcore/health",
    "/apis",
    "/feed.xml/",
    "/healthz/x",
    "/%0a",
    "/%3Cscript%3Ealert(1)",
    "/map%2F..%2F..",
]


async def _streamlit(request: object) -> Response:
    """What Streamlit's own part answers: its shell wherever it has nothing else."""
    path = request.url.path  # type: ignore[attr-defined]
    if path == "/_stcore/health":
        return PlainTextResponse("ok")
    if path == "/_stcore/host-config":
        return JSONResponse({})
    if path.startswith(("/media/", "/component/", "/app/static/")):
        return PlainTextResponse("theirs")
    if path.startswith("/static/") and (file := INDEX.parent / path.lstrip("/")).is_file():
        return FileResponse(file)
    return FileResponse(INDEX)


@pytest.fixture(scope="module")
def site() -> TestClient:
    return TestClient(
        Starlette(
            routes=[*ROUTES, Route("/{path:path}", _streamlit)],
            middleware=[Middleware(NotFound, routes=RouteNames(ROUTES))],
        ),
        raise_server_exceptions=False,
    )


@pytest.mark.parametrize("address", UNKNOWN)
def test_a_reader_gets_a_page_that_names_the_pages(site: TestClient, address: str) -> None:
    found = site.get(address)
    assert found.status_code == 404 and found.headers["content-type"].startswith("text/html")
    page = parse(found.text)
    assert {tag["href"] for tag in page.select("nav a")} == {f"/{path}" for path in PATHS}
    assert (
        page.select_one("title").text == "There is no page at this address · Caveat"
        and page.select_one("meta[name=robots]")["content"] == "noindex"
    )
    assert page["lang"] == "en" and len(page.select("h1")) == 1 and not page.select("script")
    assert "streamlit" not in found.text.lower() and "alert(1)" not in found.text
    assert site.head(address).status_code == 404


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/v2/state", "/api/v1/nosuch"])
def test_a_program_gets_a_problem(site: TestClient, address: str) -> None:
    found = site.get(address)
    assert found.status_code == 404 and found.headers["content-type"] == "application/problem+json"
    assert "no such endpoint" in found.json()["detail"] and "/api/v1/" in found.json()["detail"]


def _known() -> list[str]:
    script = min((INDEX.parent / "static" / "js").glob("*.js")).name
    routes = [
        route.path
        for route in ROUTES
        if isinstance(route, Route) and "{" not in route.path and route.path not in ("/readyz", "/metrics")
    ]
    streamlits = [
        "/_stcore/health",
        "/_stcore/host-config",
        "/media/x.png",
        "/component/a/index.html",
        "/app/static/caveat.css",
        f"/static/js/{script}",
    ]
    return [f"/{path}" for path in PATHS] + [
        "/story/",
        "/api/v1/state",
        "/shown/compare/claims.csv",
        "/api/v1/tables/claims.csv",
        *routes,
        *streamlits,
    ]


@pytest.mark.parametrize("address", _known())
def test_what_is_there_is_left_alone(site: TestClient, address: str) -> None:
    assert site.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/map.", "/Map", "/map)", "/map,", "/MAP/", "/map%E2%80%9D"])
def test_the_address_of_a_page_in_a_sentence_leads_to_it(site: TestClient, address: str) -> None:
    found = site.get(f"{address}?asof=2024-11-18", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, "/map?asof=2024-11-18")


@pytest.mark.parametrize("address", ["/map%3Fasof=2024-11-18", "/map&asof=2024-11-18", "/Map;asof=2024-11-18"])
def test_a_query_that_became_part_of_the_path_is_one_again(site: TestClient, address: str) -> None:
    found = site.get(address, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, "/map?asof=2024-11-18")
    assert site.get("/%3Fasof=2024-11-18?known=now", follow_redirects=False).headers["location"] == (
        "/?asof=2024-11-18&known=now"
    )


def test_every_address_that_a_first_html_names_is_there(site: TestClient) -> None:
    page = parse(not_found.not_found_page(current.current_dataset()))
    root = STATIC.parent
    files = [tag["href"] for tag in page.select("link[href]")]
    assert len(files) >= 3 and all((root / file.removeprefix("/app/")).is_file() for file in files)


def test_below_a_base_path_streamlit_answers_as_before(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our routes answer at the root only; there nothing of ours may stand in the way of the pages."""
    option = config.get_option
    monkeypatch.setattr(config, "get_option", lambda key: "caveat" if key == "server.baseUrlPath" else option(key))
    assert site.get("/caveat/map").status_code == 200


def test_the_server_has_it_before_the_shell() -> None:
    order = [layer.cls for layer in middleware(Settings())]
    assert order.index(NotFound) < len(order) - 1


def test_unknown_addresses_are_cheap_and_counted_under_one_name(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader with a broken list of links does not use up what she may ask for."""
    monkeypatch.setattr(rate_limits, "MAX_COMPUTED", 5)
    client = guarded()
    assert {client.get(f"/nosuch{number}?x={number}").status_code for number in range(20)} == {200}
    assert [client.get(f"/map?asof={number}").status_code for number in range(8)].count(429) >= 1


def test_the_icon_is_a_picture(site: TestClient) -> None:
    found = site.get("/favicon.ico")
    assert found.headers["content-type"] == "image/x-icon" and "max-age=86400" in found.headers["cache-control"]
    assert struct.unpack("<HHH", found.content[:6]) == (0, 1, 1)
    with Image.open(BytesIO(found.content)) as picture:
        assert picture.format == "ICO" and picture.size == (icons.FAVICON_PX, icons.FAVICON_PX)
        assert len(set(picture.convert("RGBA").get_flattened_data())) > 4
    with Image.open(BytesIO(site.get("/favicon.png").content)) as same:
        assert same.format == "PNG" and same.size == picture.size
    again = site.get("/favicon.ico", headers={"if-none-match": found.headers["etag"]})
    assert again.status_code == 304


def test_a_part_of_the_shell_is_no_file_either() -> None:
    """Crawlers ask for the first bytes; Starlette's answer to them is a 206."""

    def shell(request: Request) -> Response:
        return Response("<!doctype html>", 206, {"content-range": "bytes 0-14/900"}, "text/html; charset=utf-8")

    app = Starlette(routes=[Route("/{path:path}", shell)], middleware=[Middleware(NotFound, routes=RouteNames(ROUTES))])
    for path in ("/static/x", "/static/js/x.js", "/_stcore/x"):
        found = TestClient(app).get(path, headers={"range": "bytes=0-14"})
        assert found.status_code == 404 and found.text != "<!doctype html>"
