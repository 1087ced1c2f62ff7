"""GET /fragment/<page>: what changes of a page with its day, as it stands in the first HTML and in the app."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from caveat.content import page_html, pages
from caveat.dataset import current
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, parse_query, query_bounds
from caveat.web import packed, problems, releases, responses
from caveat.web.middleware.compression import preferred_coding
from caveat.web.middleware.rate_limits import WORK

HTML = "text/html; charset=utf-8"
# Under this key the address has the release that the fragment is of.
RELEASE = "release"
Pairs = tuple[tuple[str, str], ...]
Shown = tuple[View, page_html.Asked, tuple[str, ...]]


@memoized(4096)
def shown(dataset: Dataset, page_id: str, query: Pairs, today: date) -> Shown:
    """What a query asks of a page: its view, its own values, what is to be said of others."""
    page = pages.page_by_id(page_id)
    address = pages.read_address(query, page)
    view, notes = parse_query(address.query, query_bounds(dataset, today))
    return view, page_html.asked(address.query, page.param_keys), (*address.notes, *notes)


@dataclass(frozen=True)
class Asked:
    """A fragment that is asked for, in a coding."""

    dataset: Dataset
    page_id: str
    shown: Shown
    today: date
    coding: str
    for_good: bool

    @property
    def key(self) -> tuple[object, ...]:
        """All that its bytes depend on."""
        return self.dataset.fingerprint, self.page_id, self.shown, self.today, self.coding

    def pack(self) -> bytes:
        """Make the fragment. UnusableTable if a table that it needs cannot be used."""
        view, own, notes = self.shown
        made = page_html.page_html(self.dataset, self.page_id, view, own, self.today)
        content = packed.PACK[self.coding](made.fragment(notes).encode())
        packed.STORE.put(self.key, content)
        return content

    def response(self, request: Request, content: bytes) -> Response:
        """The packed content, or 304 without it."""
        cache = "public, immutable" if self.for_good else responses.CURRENT
        response = responses.cached_response(request, self.dataset.fingerprint, content, HTML, cache=cache)
        response.headers["Vary"] = "Accept-Encoding"
        if self.for_good:
            # A page says how old its newest entry is. A moment, and no length of time, so that a proxy can pass it on.
            response.headers["Expires"] = format_datetime(
                datetime.combine(self.today + timedelta(days=1), time(), UTC), usegmt=True
            )
        if self.coding and response.status_code == 200:
            response.headers["Content-Encoding"] = self.coding
        return response


def _asked(request: Request) -> Asked:
    """What an address asks for. Problem (404) for an unknown page, or a release that is not the current one."""
    dataset, page_id = releases.current_dataset(), request.path_params["page"]
    known = [page.id for page in pages.pages_of(dataset)]
    if page_id not in known:
        raise problems.unknown_name("page", page_id, known)
    query = responses.pairs_of(request.scope)
    release = next((value for key, value in reversed(query) if key == RELEASE), "")
    if release not in ("", dataset.fingerprint):
        raise releases.not_held(release, dataset.fingerprint)
    today = current.today()
    view = shown(dataset, page_id, tuple(pair for pair in query if pair[0] != RELEASE), today)
    return Asked(dataset, page_id, view, today, preferred_coding(request.scope), bool(release))


async def _made(scope: Scope, asked: Asked) -> bytes | None:
    """What nobody asked for before, made when it is this client's turn; None if it has gone meanwhile.

    Problem (429) where it has too much made.
    """
    turn = await scope[WORK]() if WORK in scope else None
    if turn is None and WORK in scope:
        return None
    try:
        # Another may have made it meanwhile.
        kept = packed.STORE.get(asked.key)
        return await run_in_threadpool(asked.pack) if kept is None else kept
    finally:
        if turn:
            turn.end()


@responses.layered
async def fragment(scope: Scope, receive: Receive, send: Send) -> None:
    """The fragment of a query; values that name nothing fall back as on the page.

    What is packed already is answered at once, in this thread.
    """
    request = Request(scope)
    try:
        asked = _asked(request)
        content = packed.STORE.get(asked.key)
        if content is None:
            content = await _made(scope, asked)
        if content is None:
            return
        response = asked.response(request, content)
    except Exception as error:
        response = problems.response(problems.from_error(error))
    await response(scope, receive, send)
