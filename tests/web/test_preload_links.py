"""What a first visit loads is named in the first HTML, is small, and the front end is told where its server is."""

import re

import brotli
import pytest
from starlette.testclient import TestClient

import app as server
from caveat.content.pages import page_by_id
from caveat.web import preload_links
from caveat.web.middleware import compression
from caveat.web.middleware.security_headers import inline_hash
from caveat.web.prerender import START
from scripts import compress_static
from tests.support.registry import PATHS


@pytest.fixture(scope="module")
def client() -> TestClient:
    """The whole server without its warm-up: headers, compression, first HTML."""
    return TestClient(server.app)


@pytest.mark.parametrize("name", preload_links.FRAME)
def test_this_streamlit_has_each_part(name):
    path = preload_links.part(name)
    assert path is not None
    assert preload_links.imports(path), "a part stands on others"


@pytest.mark.parametrize(("path", "page_id"), PATHS.items())
def test_the_first_html_names_what_the_page_will_ask_for(client, path, page_id):
    html = client.get(f"/{path}").text
    named = re.findall(r'modulepreload" crossorigin fetchpriority="low" href="\./static/js/([\w.\-]+)"', html)
    assert tuple(named) == preload_links.files()
    # What Streamlit's shell names itself waits: what stands on the page comes first.
    assert html.count('fetchpriority="low"') > len(named)
    assert (
        ("plotly-basic.min.js" in html)
        == ("charts.js" in html)
        == (page_by_id(page_id).draws_charts and page_id != "system")
    )
    assert all(client.head(f"/static/js/{name}").status_code == 200 for name in named[:3])


def test_a_page_of_one_thing_draws_charts(client):
    assert "plotly-basic.min.js" in client.get("/system?id=atacms").text
    assert "plotly-basic.min.js" not in client.get("/system").text


def test_the_start_script_is_allowed_and_the_same_for_all(client):
    response = client.get("/map?asof=2024-11-18")
    assert f"<script>{START}</script>" in response.text
    assert inline_hash(START) in response.headers["content-security-policy"]
    assert client.get("/map/").url.path == "/map", "the start script takes the page's own folder for the root"


def test_a_copy_that_was_compressed_beforehand_is_served(tmp_path, monkeypatch):
    monkeypatch.setattr(compression, "PREPARED", tmp_path)
    path = compression.STATIC / "fonts.css"
    assert compress_static.compress(path) == compress_static.compress(path)
    copy = compression.prepared(path.read_bytes())
    assert brotli.decompress(copy.read_bytes()) == path.read_bytes()
    served = TestClient(server.app).get("/app/static/fonts.css", headers={"Accept-Encoding": "br"})
    assert served.content == path.read_bytes() or brotli.decompress(served.content) == path.read_bytes()


def test_what_is_compressed_beforehand_is_what_a_visit_loads():
    names = {path.name for path in compress_static.first_visit_files()}
    assert set(preload_links.files()) <= names
    assert {"caveat.css", "plotly-basic.min.js"} <= names


def test_the_faces_of_streamlit_lead_to_ours(client):
    for address, _ in compression.font_redirects():
        response = client.get(address)
        assert response.status_code == 200
        assert response.history[0].is_redirect
        assert len(response.content) < 60_000


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_static_files_may_be_kept_in_every_form(client, encoding):
    response = client.get("/app/static/caveat.css", headers={"Accept-Encoding": encoding})
    assert response.headers["cache-control"] == "public, max-age=600"
    assert "Accept-Encoding" in response.headers["vary"]
