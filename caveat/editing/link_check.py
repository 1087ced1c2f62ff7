"""Ask whether the addresses of the sources still answer. With time-outs, retries and recorded exceptions."""

import csv
import socket
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from caveat.dataset.errors import DataError

if TYPE_CHECKING:
    import httpx2

# Statuses of servers that may refuse programs and still serve readers.
REFUSED = (401, 403, 405, 406, 418, 429, 451)
OVERLOADED = (429, 500, 502, 503, 504)
_AGENT = "caveat-link-check (checks whether cited pages still answer)"
_RECORD = "record the address with a reason in docs/ignored-links.csv"
_MEND = {"gone": f"look for an archived copy, or {_RECORD}", "silent": f"try again another day, or {_RECORD}"}
State = Literal["answers", "refuses", "gone", "silent", "ignored"]


@dataclass(frozen=True)
class Link:
    """An address and its state. `reason` is the status or the name of the error, or why the address is ignored."""

    source_id: str
    url: str
    state: State
    reason: str
    tries: int = 0


@dataclass(frozen=True)
class Retries:
    """How often a silent server is asked again, and the first pause in seconds. Later pauses double."""

    count: int = 2
    pause: float = 1.0
    sleep: Callable[[float], None] = time.sleep


_RETRIES = Retries()


class PrivateAddress(Exception):
    """An address that leads to this machine or a private network, where no source is."""


def refuse_private(request: "httpx2.Request") -> None:
    """Refuse a request to a host that is not on the internet. A host without an address fails by itself."""
    try:
        found = socket.getaddrinfo(request.url.host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    for *_, address in found:
        if not ip_address(str(address[0]).partition("%")[0]).is_global:
            raise PrivateAddress(request.url.host)


def ignored(path: Path) -> dict[str, str]:
    """url -> reason from a CSV with columns url, reason, since; {} if the file is missing.

    ValueError if a reason is missing.
    """
    if not path.exists():
        return {}
    reasons: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            if not row.get("url") or not (row.get("reason") or "").strip():
                raise ValueError(f"{path.name}:{line}: found an address without a reason; expected url, reason, since")
            reasons[row["url"]] = row["reason"].strip()
    return reasons


def check(
    addresses: Mapping[str, str],
    exceptions: Mapping[str, str],
    timeout: float = 10.0,
    retries: Retries = _RETRIES,
    workers: int = 8,
) -> list[Link]:
    """Ask for every address (source_id -> url), one at a time per host; the links in the given order.

    `timeout` is in seconds for each step of a request. After a time-out, a broken connection or a status of an
    overloaded server it is asked again. An address in `exceptions` (url -> reason) is not asked.
    """
    import httpx2  # only where links are checked

    links: dict[str, Link] = {}
    by_host: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source_id, url in addresses.items():
        if url in exceptions:
            links[source_id] = Link(source_id, url, "ignored", exceptions[url])
        else:
            by_host[urlsplit(url).netloc].append((source_id, url))
    headers = {"User-Agent": _AGENT}
    hooks = {"request": [refuse_private]}  # before each request, those after a redirect among them
    with (
        httpx2.Client(
            timeout=timeout, follow_redirects=True, max_redirects=8, headers=headers, event_hooks=hooks
        ) as client,
        ThreadPoolExecutor(workers) as pool,
    ):

        def ask_host(host: list[tuple[str, str]]) -> list[Link]:
            return [_request_link(client, source_id, url, retries) for source_id, url in host]

        for of_host in pool.map(ask_host, by_host.values()):
            links |= {link.source_id: link for link in of_host}
    return [links[source_id] for source_id in addresses]


def _request_link(client: "httpx2.Client", source_id: str, url: str, retries: Retries) -> Link:
    import httpx2

    reason = ""
    for number in range(retries.count + 1):
        if number:
            retries.sleep(retries.pause * 2 ** (number - 1))
        try:
            status = _request_status(client, url)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.TooManyRedirects, PrivateAddress) as error:
            return Link(source_id, url, "gone", type(error).__name__, number + 1)
        except httpx2.HTTPError as error:
            reason = type(error).__name__
            continue
        reason = str(status)
        if status not in OVERLOADED:
            state: State = "answers" if status < 400 else "refuses" if status in REFUSED else "gone"
            return Link(source_id, url, state, reason, number + 1)
    return Link(source_id, url, "refuses" if reason == "429" else "silent", reason, retries.count + 1)


def _request_status(client: "httpx2.Client", url: str) -> int:
    """The status for the head of a page, or for the page itself, unread.

    The page is asked for if the server does not answer HEAD well.
    """
    status = client.head(url).status_code
    if status < 400 or status in OVERLOADED:
        return status
    with client.stream("GET", url) as response:
        return response.status_code


def dead(links: Iterable[Link]) -> list[Link]:
    """The links that an editor has to look at."""
    return [link for link in links if link.state in ("gone", "silent")]


def error(link: Link, file: str, row: int) -> DataError:
    """A dead link as an error of its cell in the table of sources."""
    what = "is gone" if link.state == "gone" else "does not answer"
    tries = "1 try" if link.tries == 1 else f"{link.tries} tries"
    found = f"an address that {what} ({link.reason} after {tries}): {link.url}"
    return DataError(file, row, "url", found, "a page that answers", _MEND[link.state])


def summary(links: Sequence[Link]) -> str:
    """How many addresses are in which state, in one sentence."""
    counts = Counter(link.state for link in links)
    return (
        f"{len(links)} addresses: {counts['answers']} answer, {counts['refuses']} refuse programs and are left to "
        f"readers, {counts['gone']} are gone, {counts['silent']} do not answer, "
        f"{counts['ignored']} are ignored for a recorded reason."
    )
