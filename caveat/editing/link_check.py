"""Whether the addresses of the sources still answer: a second pass over the network, with time-outs, retries and recorded exceptions."""

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx2

# What a server says that is not the page's end: it may refuse programs and still serve readers.
REFUSED = (401, 403, 405, 406, 418, 429, 451)
AGAIN = (429, 500, 502, 503, 504)
_AGENT = "caveat-link-check (checks whether cited pages still answer)"
State = Literal["answers", "refuses", "gone", "silent", "ignored"]


@dataclass(frozen=True)
class Link:
    """One address and how it fared: `said` is the status or the error, or the recorded reason where it is ignored."""

    source_id: str
    url: str
    state: State
    said: str
    tries: int = 0


def ignored(path: Path) -> dict[str, str]:
    """url -> reason from a CSV with the columns url, reason, since. ValueError where a row has no reason; {} where there is no file."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if not row.get("url") or not (row.get("reason") or "").strip():
                raise ValueError(
                    f"{path.name}:{number}: found an address without a reason; expected url, reason, since"
                )
            found[row["url"]] = row["reason"].strip()
    return found


def check(
    addresses: Mapping[str, str],
    exceptions: Mapping[str, str],
    timeout: float = 10.0,
    retries: int = 2,
    pause: float = 1.0,
    workers: int = 8,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Link]:
    """Ask for every address (source_id -> url), one at a time per host, and say how each fared, in the given order.

    `timeout` is in seconds for each step of a request; a time-out, a broken connection or an overloaded server is asked again `retries` times,
    after `pause` seconds and twice as long each time. An address in `exceptions` is not asked.
    """
    import httpx2  # only where links are checked

    hosts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    found: dict[str, Link] = {}
    for source_id, url in addresses.items():
        if url in exceptions:
            found[source_id] = Link(source_id, url, "ignored", exceptions[url])
        else:
            hosts[urlsplit(url).netloc].append((source_id, url))
    with (
        httpx2.Client(
            timeout=timeout, follow_redirects=True, max_redirects=8, headers={"User-Agent": _AGENT}
        ) as client,
        ThreadPoolExecutor(workers) as pool,
    ):
        for some in pool.map(
            lambda host: [_ask(client, source_id, url, retries, pause, sleep) for source_id, url in host],
            hosts.values(),
        ):
            found |= {one.source_id: one for one in some}
    return [found[source_id] for source_id in addresses]


def _ask(
    client: "httpx2.Client", source_id: str, url: str, retries: int, pause: float, sleep: Callable[[float], None]
) -> Link:
    import httpx2

    said = ""
    for number in range(retries + 1):
        if number:
            sleep(pause * 2 ** (number - 1))
        try:
            status = _status(client, url)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.TooManyRedirects) as error:
            return Link(source_id, url, "gone", type(error).__name__, number + 1)
        except httpx2.HTTPError as error:
            said = type(error).__name__
            continue
        said = str(status)
        if status not in AGAIN:
            state: State = "answers" if status < 400 else "refuses" if status in REFUSED else "gone"
            return Link(source_id, url, state, said, number + 1)
    return Link(source_id, url, "refuses" if said == "429" else "silent", said, retries + 1)


def _status(client: "httpx2.Client", url: str) -> int:
    """The status for the page's head; where a server does not answer that well, for the page itself, without reading it."""
    status = client.head(url).status_code
    if status < 400 or status in AGAIN:
        return status
    with client.stream("GET", url) as response:
        return response.status_code


def dead(links: Iterable[Link]) -> list[Link]:
    """The links that an editor has to look at."""
    return [one for one in links if one.state in ("gone", "silent")]
