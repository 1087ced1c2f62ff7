"""The link check against a server on loopback."""

import csv
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from caveat.__main__ import main
from caveat.dataset import schema
from caveat.editing import link_check


@pytest.fixture(autouse=True)
def loopback_is_asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of these tests is on this machine, where no source is."""
    if "refused" not in request.node.name:
        monkeypatch.setattr(link_check, "refuse_private", lambda asked: None)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: Counter[str]
    at_once = 0
    most_at_once = 0
    pause = 0.0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.server.asked[f"{self.command} {self.path}"] += 1
        self.server.at_once += 1
        self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(self.server.pause)
        # Before the answer goes out: the next request may come before this thread goes on.
        self.server.at_once -= 1
        self.answer()

    do_GET = do_HEAD

    def answer(self) -> None:
        path = self.path
        if path == "/slow":
            time.sleep(0.6)
        if path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/fine")
        elif path == "/ring":
            self.send_response(302)
            self.send_header("Location", "/ring")
        elif path == "/no-head":
            self.send_response(404 if self.command == "HEAD" else 200)
        elif path == "/comes-back":
            self.send_response(503 if sum(self.server.asked.values()) < 2 else 200)
        else:
            self.send_response({"/gone": 410, "/missing": 404, "/forbidden": 403, "/broken": 500}.get(path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), Handler)
    running.asked = Counter()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def ask(
    server: Server, *paths: str, exceptions: dict[str, str] | None = None, timeout: float = 5, retries: int = 2
) -> list[link_check.Link]:
    base = f"http://127.0.0.1:{server.server_port}"
    paused: list[float] = []
    found = link_check.check(
        {path: base + path for path in paths},
        {base + path: why for path, why in (exceptions or {}).items()},
        timeout,
        link_check.Retries(retries, sleep=paused.append),
    )
    assert paused == sorted(paused), "each pause is longer than the one before"
    return found


@pytest.mark.parametrize(
    ("path", "state", "said", "tries"),
    [
        ("/fine", "answers", "200", 1),
        ("/moved", "answers", "200", 1),
        ("/no-head", "answers", "200", 1),
        ("/comes-back", "answers", "200", 2),
        ("/forbidden", "refuses", "403", 1),
        ("/gone", "gone", "410", 1),
        ("/missing", "gone", "404", 1),
        ("/ring", "gone", "TooManyRedirects", 1),
        ("/broken", "silent", "500", 3),
    ],
)
def test_how_an_address_fares(server, path, state, said, tries):
    [link] = ask(server, path)
    assert (link.state, link.reason, link.tries) == (state, said, tries)


def test_a_slow_server_is_asked_again_and_given_up(server):
    [link] = ask(server, "/slow", timeout=0.1, retries=1)
    assert (link.state, link.reason, link.tries) == ("silent", "ReadTimeout", 2)


def test_a_closed_port_is_silent():
    [link] = link_check.check({"a": "http://127.0.0.1:9/x"}, {}, 1, link_check.Retries(0))
    assert (link.state, link.reason) == ("silent", "ConnectError")


def test_an_ignored_address_is_not_asked_and_keeps_its_reason(server):
    ignored, answered = ask(server, "/gone", "/fine", exceptions={"/gone": "archived by hand"})
    assert (ignored.state, ignored.reason, answered.state) == ("ignored", "archived by hand", "answers")
    assert not any("/gone" in asked for asked in server.asked)


def test_a_host_is_asked_one_address_at_a_time_and_the_order_is_kept(server):
    server.pause = 0.005  # long enough for a second request to meet the first
    paths = [f"/page-{number}" for number in range(12)]
    assert [link.source_id for link in ask(server, *paths)] == paths
    assert server.most_at_once == 1


def test_an_exception_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "ignored.csv"
    path.write_text("url,reason,since\nhttps://example.org/a,,2026-01-01\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ignored\.csv:2: found an address without a reason"):
        link_check.ignored(path)
    assert link_check.ignored(tmp_path / "none.csv") == {}
    assert link_check.ignored(schema.DATA.parent / "docs" / "ignored-links.csv") is not None


def test_the_command_names_each_dead_link_at_its_line(server, folder, tmp_path: Path, capsys):
    """Every address of a copy of the sources leads to the server; two of them to nowhere, one of those is ignored."""
    base = f"http://127.0.0.1:{server.server_port}"
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    place, standing = rows[0].index("url"), sum(not row[-1] for row in rows[1:])
    for number, row in enumerate(rows[1:], 2):
        row[place] = f"{base}/page-{number}"
    rows[4][place], rows[7][place] = f"{base}/gone", f"{base}/missing"
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    ignored = tmp_path / "ignored.csv"
    ignored.write_text(f"url,reason,since\n{base}/missing,moved behind a wall,2026-01-01\n", encoding="utf-8")
    assert main(["check", "--tables", str(folder)]) == 0
    assert server.asked == Counter(), "off by default"
    capsys.readouterr()
    assert main(["check", "--tables", str(folder), "--links", "--ignored", str(ignored), "--retries", "0"]) == 1
    lines = capsys.readouterr().out.splitlines()
    dead, summary = lines[1:]
    gone = f"found an address that is gone (410 after 1 try): {base}/gone"
    assert dead.startswith(f"data/sources.csv:5:url: {gone}; expected a page that answers; look for an archived copy")
    assert summary == (
        f"{standing} addresses: {standing - 2} answer, 0 refuse programs and are left to readers, 1 are gone, "
        "0 do not answer, 1 are ignored for a recorded reason."
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[fe80::1]/",
        "http://100.64.0.1/",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    import httpx2

    with pytest.raises(link_check.PrivateAddress):
        link_check.refuse_private(httpx2.Request("HEAD", address))
    link_check.refuse_private(httpx2.Request("HEAD", "https://8.8.8.8/"))


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address is asked, the one that it leads to is not."""
    import httpx2

    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return httpx2.Response(302, headers={"Location": "http://127.0.0.1:1/inside"})

    client = httpx2.Client
    monkeypatch.setattr(httpx2, "Client", lambda **options: client(**options, transport=httpx2.MockTransport(answer)))
    [link] = link_check.check({"a": "http://8.8.8.8/"}, {}, 1, link_check.Retries(0))
    assert (link.state, link.reason) == ("gone", "PrivateAddress") and asked == ["http://8.8.8.8/"]
