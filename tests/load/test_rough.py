"""Half-open connections, slow readers and noise.

The server goes on for all others, logs no trace, and what it writes names no reader.
"""

import asyncio
import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import websockets
from websockets.sync.client import connect

from caveat.web import server
from tests.load import rough
from tests.support.processes import status
from tests.support.reader_sessions import Reader
from tests.support.served import Served


def test_a_reader_sees_a_page(served: Served) -> None:
    reader = Reader(served.base, "asof=2024-11-18&known=then", "compare")
    asyncio.run(reader.open())
    assert 'class="cv-h1"' in reader.html and reader.errors == []


@pytest.mark.parametrize(("scheme", "expected"), [("https", True), ("http", False)])
def test_behind_tls_browsers_are_told_to_stay_with_it(served: Served, scheme: str, expected: bool) -> None:
    """The word of the proxy that is believed (127.0.0.1) counts."""
    with urllib.request.urlopen(
        urllib.request.Request(f"{served.base}/map", headers={"X-Forwarded-Proto": scheme})
    ) as answer:
        assert ("max-age=" in (answer.headers["Strict-Transport-Security"] or "")) is expected


def test_half_open_connections_hold_nobody_up(served: Served) -> None:
    with rough.half_open(served.base, 100):
        assert status(f"{served.base}/api/v1/state?asof=2024-11-18") == 200
        assert status(f"{served.base}/healthz", timeout=2) == 200


def test_slow_readers_hold_nobody_up(served: Served) -> None:
    with rough.slow_readers(served.base, 30, "/?asof=2024-11-18"):
        assert status(f"{served.base}/api/v1/state?asof=2024-11-17") == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00" * 64 + b"\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%ff%fe?%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * server.MAX_HEAD_BYTES,
        b"GET /" + b"a" * server.MAX_HEAD_BYTES + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999\r\n\r\n" + b"a" * 10_000,
        b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request(served: Served, request_: bytes) -> None:
    line = rough.raw(served.base, request_)
    assert line == b"" or not line.startswith(b"HTTP/1.1 5"), line
    assert status(f"{served.base}/healthz") == 200


def test_noise_ends_a_session(served: Served) -> None:
    ended = asyncio.run(rough.noise(served.base, 24, seed=1))
    assert set(ended) <= {0, 1003} and ended[1003] >= 10


def test_an_oversized_message_ends_a_session(served: Served) -> None:
    assert asyncio.run(rough.oversized(served.base, server.MAX_MESSAGE_BYTES + 1)) == 1009


def test_a_reader_who_takes_every_card_is_refused_and_others_notice_nothing(tmp_path: Path) -> None:
    """Through a proxy that is believed: one address asks for card after card, another goes on as before.

    A refused session leaves no error in the log.
    """
    served = Served(tmp_path / "log.txt", CAVEAT_RATE="0.1")
    try:
        served.until(200)
        found = [asked(served, f"/card.png?asof=2024-11-{number % 3 + 1:02}", "203.0.113.1") for number in range(50)]
        # Where a minute turns, the sliding count rounds in the reader's favour.
        assert found[:30] == [200] * 30 and found[-10:] == [429] * 10
        assert {
            asked(served, f"/card.png?asof=2024-11-{number % 3 + 1:02}", "203.0.113.2") for number in range(10)
        } == {200}
        assert asked(served, "/map", "203.0.113.1") == 200
        for _ in range(130):
            asked(served, "/api/v1/releases/latest", "203.0.113.1")
        with pytest.raises(websockets.InvalidStatus) as refused:
            connect(
                f"{served.base.replace('http', 'ws')}/_stcore/stream",
                additional_headers={"X-Forwarded-For": "203.0.113.1"},
            )
        assert refused.value.response.status_code == 429
        assert [line for line in served.log.read_text().splitlines() if line.startswith("{")] == []
    finally:
        served.stop()


def asked(served: Served, path: str, address: str, **headers: str) -> int:
    """The status that a reader gets whose address a proxy tells."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{served.base}{path}", headers={"X-Forwarded-For": address, **headers}), timeout=20
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        assert error.headers["Content-Type"] == "application/problem+json" and int(error.headers["Retry-After"]) >= 1
        assert error.headers["X-Content-Type-Options"] == "nosniff" and "Content-Security-Policy" in error.headers
        return error.code


def test_the_log_has_no_trace_and_no_reader(served: Served) -> None:
    """Runs last: what all of the above left behind."""
    assert status(f"{served.base}/map?asof=2024-11-11", 60) == 200
    # The line is written after the last byte has gone.
    time.sleep(0.5)
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert any(line["said"] == "request" and line["request"]["route"] == "/map" for line in lines)
    assert [line for line in lines if "trace" in line or line["level"] in ("error", "critical")] == []
    text = json.dumps(lines)
    assert "asof" not in text and "127.0.0.1" not in text and "2024-11-11" not in text
    assert [
        line for line in served.log.read_text().splitlines() if line and not line.startswith(("{", "Caveat: "))
    ] == []
