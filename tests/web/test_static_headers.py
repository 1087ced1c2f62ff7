"""Headers and compression: what every response bears, and that a compressed file is the file."""

import base64
import hashlib
import re

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.web.middleware.compression import StaticCompression, files
from caveat.web.middleware.security_headers import INDEX, SecurityHeaders, policy, with_sockets


@pytest.fixture(scope="module")
def client():
    middleware = [Middleware(SecurityHeaders), Middleware(StaticCompression)]
    return TestClient(
        Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("inner"))], middleware=middleware)
    )


def test_every_response_bears_the_headers(client):
    found = client.get("/anything").headers
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "'unsafe-eval'" not in found["content-security-policy"]
    assert "script-src 'self'" in found["content-security-policy"]


def test_pages_and_answers_name_what_they_vary_by_once():
    """Each packer within names it again."""

    async def twice(scope, receive, send):
        headers = {"vary": "Accept-Encoding, Origin, accept-encoding,"}
        await HTMLResponse("x" * 2000, headers=headers)(scope, receive, send)

    app = SecurityHeaders(GZipMiddleware(GZipMiddleware(twice)))
    for packing in ("identity", "gzip"):
        found = TestClient(app).get("/", headers={"accept-encoding": packing}).headers
        assert found.get_list("vary") == ["Accept-Encoding, Origin"]


def test_the_policy_names_the_inline_scripts_of_the_shell_by_hash():
    shell = INDEX.read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", shell, re.S)
    assert scripts
    for script in scripts:
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy(shell)


def test_a_compressed_file_is_the_file(client):
    address, path, caching = next(file for file in files() if file[0].endswith("caveat.css"))
    found = client.get(address, headers={"accept-encoding": "br"})
    # The test client may undo the compression by itself.
    body = found.content if found.content == path.read_bytes() else brotli.decompress(found.content)
    assert body == path.read_bytes()
    assert found.headers["cache-control"] == caching
    assert found.headers["content-type"].startswith("text/css")
    again = client.get(address, headers={"accept-encoding": "br", "if-none-match": found.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_without_brotli_and_for_unknown_files_the_server_beneath_answers(client):
    address = next(files())[0]
    assert client.get(address, headers={"accept-encoding": "gzip"}).text == "inner"
    assert client.get("/static/../server.py", headers={"accept-encoding": "br"}).text == "inner"
    assert client.get("/static/js/none.js", headers={"accept-encoding": "br"}).text == "inner"


@pytest.mark.parametrize(
    ("host", "sockets"),
    [
        ("caveat.example", " ws://caveat.example wss://caveat.example"),
        ("127.0.0.1:8501", " ws://127.0.0.1:8501 wss://127.0.0.1:8501"),
        ("[::1]:8501", " ws://[::1]:8501 wss://[::1]:8501"),
        ("a; script-src *", ""),
        ("a, b", ""),
        ("*", ""),
        ("", ""),
    ],
)
def test_pages_connect_to_their_own_host_alone(host: str, sockets: str) -> None:
    found = with_sockets(policy(""), host)
    assert f"connect-src 'self'{sockets};" in found and "ws:;" not in found and " ws: " not in found


def test_the_policy_of_an_answer_names_the_host_that_was_asked(client):
    found = client.get("/anything", headers={"host": "caveat.example"}).headers["content-security-policy"]
    assert "connect-src 'self' ws://caveat.example wss://caveat.example;" in found
