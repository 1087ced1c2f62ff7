"""A request over a limit gets a problem with words, a reader who takes everything 429; others notice nothing."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.settings import Settings
from caveat.web import health
from caveat.web.middleware import limits, rate_limits, websocket_filter
from caveat.web.middleware.limits import MAX_BODY_BYTES, MAX_PARAMETERS, MAX_URL_BYTES
from caveat.web.middleware.metrics import RouteNames
from caveat.web.routes import ROUTES
from tests.support.elements import parse
from tests.web.conftest import Guarded

RERUN = BackMsg(rerun_script={"query_string": "asof=2024-11-18"}).SerializeToString()


def of(client: TestClient, address: str) -> TestClient:
    """The same server, asked from another address."""
    return TestClient(client.app, client=(address, 1), raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("method", "address", "extra", "status"),
    [
        ("POST", "/", {}, 405),
        ("PUT", "/_stcore/upload_file/a/b", {"content": b"x"}, 405),
        ("DELETE", "/api/v1/state", {}, 405),
        ("TRACE", "/", {}, 405),
        ("GET", "/_stcore/metrics", {}, 404),
        ("GET", "/_stcore/upload_file/a/b", {}, 404),
        ("GET", "/_stcore/script-health-check", {}, 404),
        ("GET", "/_stcore/agent/mcp", {}, 404),
        ("GET", "/?q=" + "x" * MAX_URL_BYTES, {}, 414),
        ("GET", "/" + "x" * MAX_URL_BYTES, {}, 414),
        ("GET", "/?" + "&".join(["sys=a"] * (MAX_PARAMETERS + 1)), {}, 400),
        ("GET", "/", {"headers": {"content-length": str(MAX_BODY_BYTES + 1)}}, 413),
        ("GET", "/", {"headers": {"content-length": "9" * 40}}, 413),
        ("GET", "/", {"headers": {"transfer-encoding": "chunked"}}, 413),
    ],
)
def test_refused_with_words(guarded: Guarded, method: str, address: str, extra: dict, status: int) -> None:
    found = guarded().request(method, address, **extra)
    assert found.status_code == status and found.headers["content-type"] == "application/problem+json"
    assert len(found.json()["detail"]) > 15
    assert found.headers["x-content-type-options"] == "nosniff" and "content-security-policy" in found.headers


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/?q=" + "x" * MAX_URL_BYTES, 414, "This address is too long"),
        ("/map?" + "&".join(["sys=a"] * (MAX_PARAMETERS + 1)), 400, "This address cannot be read"),
    ],
)
def test_a_person_reads_words_and_finds_the_pages(guarded: Guarded, address: str, status: int, heading: str) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    found = guarded().get(address, headers=browser)
    assert found.status_code == status and found.headers["content-type"] == "text/html; charset=utf-8"
    page = parse(found.text)
    assert page.select_one("h1").text == heading and page.select("nav a[href='/map']") and "xxx" not in found.text
    program = guarded().get(f"/api/v1/state{address[1:].removeprefix('map')}", headers=browser)
    assert program.status_code == status and program.json()["status"] == status


def test_what_is_at_the_limit_goes_on(guarded: Guarded) -> None:
    client = guarded()
    assert client.get("/?" + "&".join(["sys=a"] * MAX_PARAMETERS)).text == "inner"
    assert client.get("/?q=" + "x" * (MAX_URL_BYTES - 4)).text == "inner"
    assert client.get("/map").text == "inner"


def test_hosts(guarded: Guarded) -> None:
    client = guarded(hosts=("caveat.example", "*.press.example"))
    assert client.get("/map", headers={"host": "caveat.example"}).status_code == 200
    assert client.get("/map", headers={"host": "a.press.example:8501"}).status_code == 200
    for wrong in ("evil.example", "caveat.example.evil.example", "press.example.evil", ""):
        found = client.get("/map", headers={"host": wrong})
        assert found.status_code == 400 and "inner" not in found.text
        with (
            pytest.raises(WebSocketDenialResponse) as refused,
            client.websocket_connect("/_stcore/stream", headers={"host": wrong}),
        ):
            pass
        assert refused.value.status_code == 400
    # Probes come by number.
    assert client.get("/healthz", headers={"host": "10.1.2.3:8501"}).status_code == 200


def test_ten_thousand_cards(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    """One reader asks for cards without end; everybody else goes on as before."""
    monkeypatch.setattr(rate_limits, "MAX_CARDS", 20)
    client = guarded()
    other = of(client, "192.0.2.2")
    statuses = [client.get(f"/card.png?n={number}").status_code for number in range(60)]
    # Where a minute turns, the sliding count rounds in the reader's favour.
    assert set(statuses[:20]) == {200} and statuses.count(429) >= 36
    refused = client.get("/card.png")
    assert 1 <= int(refused.headers["retry-after"]) <= 120 and "Ask again" in refused.json()["detail"]
    assert client.get("/map?asof=2024-11-18").status_code == 200, "what is less dear goes on"
    assert other.get("/card.png").status_code == 200


def test_dear_answers_have_their_own_limit(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MAX_COMPUTED", 10)
    client = guarded()
    assert [client.get(f"/?asof={number}").status_code for number in range(14)][:10] == [200] * 10
    assert client.get("/map?asof=1").status_code == 429 and client.get("/api/v1/state").status_code == 429
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/_stcore/stream"):
        pass
    assert refused.value.status_code == 429 and "retry-after" in refused.value.headers
    assert client.get("/map").status_code == 200 and client.get("/static/x.js").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_limits_can_be_lifted(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MAX_COMPUTED", 1)
    assert {guarded(rate=0.0).get(f"/?asof={number}").status_code for number in range(5)} == {200}
    assert [guarded(rate=3.0).get("/?a").status_code for _ in range(2)] == [200, 200]


def test_the_default_is_wide_enough_for_a_newsroom() -> None:
    """A hundred readers behind one address, who each open three pages in a minute and change the day on the way."""
    limits = rate_limits.RateLimiter()
    asked = ["kept"] * 90 + ["computed"] * 7
    assert all(limits.retry_after("192.0.2.1", kind) == 0 for _ in range(100) for kind in asked)


@pytest.mark.parametrize(
    ("path", "query", "kind"),
    [
        ("/", b"", "kept"),
        ("/map", b"", "kept"),
        ("/map", b"asof=2024-11-18", "computed"),
        ("/card.png", b"", "card"),
        ("/picture/map.png", b"format=1x1", "card"),
        ("/static/js/index.js", b"", "kept"),
        ("/shapes/ground-300-55612391078a.json", b"", "kept"),
        ("/static/js/index.js", b"x", "kept"),
        ("/api/v1/state", b"", "computed"),
        ("/nowhere", b"", "computed"),
    ],
)
def test_kinds(path: str, query: bytes, kind: str) -> None:
    assert rate_limits.request_kind(path, query, frozenset({"", "map"})) == kind


def test_one_reader_has_one_name() -> None:
    def key(host: str) -> str:
        return rate_limits.client_key({"client": (host, 5)})

    assert key("192.0.2.1") == key("::ffff:192.0.2.1") == "192.0.2.1"
    assert key("2001:db8:1:2:3::4") == key("2001:db8:1:2:ffff::1") == "2001:0db8:0001:0002"
    assert key("::ffff:192.0.2.1") != key("::ffff:192.0.2.2")
    assert rate_limits.client_key({"client": None}) == ""


def test_places_for_readers(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MAX_OPEN", 2)
    client = guarded(sessions=3)
    other = of(client, "192.0.2.2")
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(client.websocket_connect("/_stcore/stream"))
        with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/_stcore/stream"):
            pass
        assert refused.value.status_code == 429
        stack.enter_context(other.websocket_connect("/_stcore/stream"))
        with pytest.raises(WebSocketDenialResponse) as refused, other.websocket_connect("/_stcore/stream"):
            pass
        assert refused.value.status_code == 503
    with client.websocket_connect("/_stcore/stream") as again:
        again.send_bytes(RERUN)
        assert again.receive_bytes() == RERUN


def test_only_what_a_reader_needs_goes_on(guarded: Guarded) -> None:
    """Nobody clears the caches of others, reads the state of the repository or gets a place for an upload."""
    with guarded().websocket_connect("/_stcore/stream") as socket:
        for message in (
            BackMsg(clear_cache=True),
            BackMsg(load_git_info=True),
            BackMsg(file_urls_request={"request_id": "1"}),
            BackMsg(debug_shutdown_runtime=True),
        ):
            socket.send_bytes(message.SerializeToString())
        socket.send_bytes(RERUN)
        assert socket.receive_bytes() == RERUN


@pytest.mark.parametrize("garbage", ["{}", b"\xff\xff garbage", b"\x0a"], ids=["text", "bytes", "cut"])
def test_garbage_ends_a_session(guarded: Guarded, garbage: str | bytes) -> None:
    with guarded().websocket_connect("/_stcore/stream") as socket:
        socket.send_text(garbage) if isinstance(garbage, str) else socket.send_bytes(garbage)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
    assert closed.value.code == 1003


def test_a_new_session_tells_nothing_of_the_machine() -> None:
    sent = ForwardMsg()
    sent.new_session.main_script_path = f"{websocket_filter.PROJECT_ROOT.decode()}/app.py"
    sent.new_session.initialize.environment_info.python_version = "3.11.7"
    sent.new_session.initialize.environment_info.streamlit_version = "1.67.0"
    sent.new_session.initialize.user_info.installation_id = "a-machine"
    sent.new_session.initialize.session_id = "a-session"
    sent.new_session.name = "app"
    found = ForwardMsg.FromString(websocket_filter.redacted(sent.SerializeToString()))
    assert found.new_session.initialize.session_id == "a-session" and found.new_session.name == "app"
    assert found.new_session.initialize.HasField("environment_info"), "the browser's part of Streamlit looks into it"
    for private in (websocket_filter.PROJECT_ROOT.decode(), "3.11.7", "1.67.0", "a-machine"):
        assert private not in str(found)
    other = ForwardMsg(script_finished=0).SerializeToString()
    assert websocket_filter.redacted(other) == other


def test_a_replica_that_is_not_ready_sends_readers_on(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "process_state", health.ProcessState(warm=True, draining=True))
    assert guarded().get("/map").status_code == 200, "a server that stands alone shows what it has"
    client = guarded(replica=True)
    found = client.get("/map")
    assert found.status_code == 503 and found.headers["retry-after"] == "5"
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/_stcore/stream"):
        pass
    assert refused.value.status_code == 503
    assert client.get("/healthz").status_code == 200 and client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("host", "origin", "url", "allowed"),
    [
        ("caveat.example", "https://caveat.example", "", True),
        ("caveat.example:8501", "http://caveat.example:8501", "", True),
        ("caveat.example:443", "https://caveat.example", "", True),
        ("Caveat.example", "https://caveat.EXAMPLE:443", "", True),
        ("inside:8501", "https://caveat.example", "https://caveat.example", True),
        ("[::1]:8501", "http://[::1]:8501", "", True),
        ("caveat.example", None, "", True),
        ("caveat.example", "https://evil.example", "", False),
        ("caveat.example", "https://caveat.example.evil.example", "", False),
        ("caveat.example", "https://caveat.example@evil.example", "", False),
        ("caveat.example", "https://caveat.example:8443", "", False),
        ("caveat.example", "http://localhost:3000", "", False),
        ("caveat.example", "null", "", False),
        ("caveat.example", "", "", False),
        ("", "file://", "", False),
        ("caveat.example", "https://[bad", "", False),
        ("caveat.example", "chrome-extension://caveat.example", "", False),
    ],
)
def test_only_pages_of_this_site_open_sessions(
    guarded: Guarded, host: str, origin: str | None, url: str, allowed: bool
) -> None:
    headers = {"host": host} | ({"origin": origin} if origin is not None else {})
    client = guarded(url=url)
    if allowed:
        with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
            socket.send_bytes(RERUN)
            assert socket.receive_bytes() == RERUN
        return
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("/_stcore/stream", headers=headers),
    ):
        pass
    assert refused.value.status_code == 403


def test_streamlit_sees_no_origin() -> None:
    """It would ask another host for this machine's address, at /_stcore/health as at a handshake."""
    headers = [(b"host", b"a"), (b"origin", b"https://evil.example")]
    for path in ("/_stcore/health", "/_stcore/stream", "/base/_stcore/host-config", "/", "/media/x"):
        assert limits.without_origin({"path": path, "headers": headers})["headers"] == headers[:1]
    assert limits.without_origin({"path": "/api/v1/state", "headers": headers})["headers"] == headers


@pytest.mark.parametrize("path", ["/", "/map", "/_stcore/health", "/api/v1/state", "/_stcore/streams"])
def test_there_is_one_address_for_sessions(guarded: Guarded, path: str) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused, guarded().websocket_connect(path):
        pass
    assert refused.value.status_code == 404


@pytest.mark.parametrize("folder", ["", "/base", "/x/y"])
@pytest.mark.parametrize(
    "name", ["metrics", "agent", "upload_file", "bidi-components/a/b.js", "", "health/x", "stream"]
)
def test_only_what_our_pages_ask_of_streamlit_is_served(guarded: Guarded, folder: str, name: str) -> None:
    assert guarded().get(f"{folder}/_stcore/{name}").status_code == 404
    assert guarded().get(f"{folder}/_stcore/health").text == "inner"


def test_places_follow_what_the_machine_gives(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for files, sessions in ((128, 16), (70, 1), (20, 1), (resource.RLIM_INFINITY, float("inf"))):
        monkeypatch.setattr(resource, "getrlimit", lambda kind, files=files: (files, files))
        assert limits.places() == sessions
    monkeypatch.setattr(limits, "places", lambda: 0)
    with pytest.raises(WebSocketDenialResponse) as refused, guarded().websocket_connect("/_stcore/stream"):
        pass
    assert refused.value.status_code == 503


def test_every_drawn_picture_counts_as_one() -> None:
    assert rate_limits.request_kind("/card.svg", b"", frozenset()) == "card"
    assert rate_limits.request_kind("/picture/map.svg", b"", frozenset()) == "card"


def test_data_that_cannot_be_read_is_said_in_words(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise UnusableTable("datapackage", ())

    monkeypatch.setattr(current, "current_dataset", fail)
    client = guarded()
    for path in ("/", "/map", "/nowhere"):
        found = client.get(path, headers={"accept": "text/html"})
        assert found.status_code == 503 and "The data of this site cannot be read" in found.text
    assert client.get("/static/x.js").text == "inner" and client.get("/healthz").status_code == 200


def test_nothing_is_worked_out_for_who_has_gone() -> None:
    """Requests that wait for their turn end with their client; who stays gets an answer, and its own messages."""

    async def run() -> list[object]:
        asked: list[object] = []

        async def app(scope: dict, receive: Callable, send: Callable) -> None:
            asked.append((scope["path"], await receive()))
            await send({"type": "http.response.start", "status": 200, "headers": []})

        layer = limits.RequestLimits(app, RouteNames(ROUTES), Settings())
        held = [layer.turns.ask("192.0.2.9", None, lambda: None) for _ in range(layer.turns.slots)]
        layer.turns.ask("192.0.2.8", None, lambda: None).end()

        async def request(path: str, *messages: str) -> None:
            came = [{"type": f"http.{name}"} for name in messages]

            async def receive() -> dict:
                return came.pop(0) if came else await asyncio.Event().wait()

            async def send(message: dict) -> None:
                pass

            scope = {"type": "http", "path": path, "client": ("192.0.2.1", 1), "headers": [], "method": "GET"}
            await layer._answer_in_turn(scope, receive, send)

        tasks = [
            asyncio.create_task(request("/gone", "request", "disconnect")),
            asyncio.create_task(request("/there", "request")),
        ]
        await asyncio.sleep(0.02)
        for turn in held:
            turn.end()
        await asyncio.wait_for(asyncio.gather(*tasks), 5)
        assert not layer.turns.waiting and not layer.turns.running
        return asked

    assert asyncio.run(run()) == [("/there", {"type": "http.request"})]
