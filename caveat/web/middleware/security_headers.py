"""Security headers of every response: content security policy, sniffing, referrer, permissions, HSTS."""

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
# Behind TLS only, as the connection or a trusted proxy says: whoever serves without it must not lock readers out.
HSTS = "max-age=31536000"
# Where the sessions of the host that was asked are: older browsers do not take 'self' for them.
SOCKETS = "{sockets}"
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
_INLINE = re.compile(r"<script>(.*?)</script>", re.S)


def inline_hash(script: str) -> str:
    """The source by which a content security policy allows one inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(shell: str, *others: str) -> str:
    """The content security policy.

    Nothing from other hosts, no eval, the inline scripts of Streamlit's shell and `others` by hash. WebAssembly, since
    Streamlit's protobuf counts with it, and each refusal is a fault in the console; it runs nothing that is no script
    of ours.

    frame-ancestors is open on purpose: pages are made to be embedded, and there is nothing to log in to.
    """
    hashes = " ".join([*(inline_hash(script) for script in _INLINE.findall(shell)), *others])
    return "; ".join(
        [
            "default-src 'self'",
            f"connect-src 'self'{SOCKETS}",
            "img-src 'self' data: blob:",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".strip(),
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors *",
        ]
    )


def with_sockets(policy: str, host: str) -> str:
    """The policy for a host: its own sessions, no others; none are named where its name is none."""
    return policy.replace(SOCKETS, f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else "")


def without_repeats(values: list[str]) -> str:
    """The names in the lists of a header, each once whatever its case, in their order."""
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    return ", ".join(
        {name.lower(): name for name in reversed(names)}[key] for key in dict.fromkeys(name.lower() for name in names)
    )


class SecurityHeaders:
    """ASGI middleware: adds the headers that a response does not set itself, and names each header in Vary once."""

    def __init__(self, app: ASGIApp, scripts: tuple[str, ...] = ()) -> None:
        self.app = app
        self.policy = policy(INDEX.read_text(encoding="utf-8"), *scripts)
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "") if scope["type"] in ("http", "websocket") else ""

        async def add(message: Message) -> None:
            # A refused WebSocket is answered like a request.
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", with_sockets(self.policy, host))
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if "vary" in headers:
                    headers["Vary"] = without_repeats(headers.getlist("vary"))
                if scope.get("scheme") in ("https", "wss"):
                    headers.setdefault("Strict-Transport-Security", HSTS)
            await send(message)

        await self.app(scope, receive, add)
