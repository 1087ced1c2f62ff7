"""GET /shown/<page>/<sheet>.csv with the keys of a page: the rows behind what that page shows, for spreadsheets. The same bytes on every server."""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from caveat.content import choices, exports
from caveat.content.share import PageParams, page_params
from caveat.dataset import current
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, parse_query, query_bounds
from caveat.web import releases, responses
from caveat.web.problems import Problem, quoted, suggestion_sentence

# Spreadsheets take a CSV for UTF-8 only where it begins with this mark; pandas and R skip it.
MARK = "\ufeff".encode()


@memoized()
def csv(dataset: Dataset, page_id: str, sheet: str, view: View, own: PageParams) -> bytes:
    """A sheet of a view as CSV. BrokenTable where a table that it needs cannot be used."""
    frame = exports.sheet(dataset, page_id, sheet, view, dict(own))
    blank = frame.astype("object").where(frame.notna(), None)
    return MARK + responses.csv_bytes(list(frame.columns), blank.itertuples(index=False, name=None))


def _sheet(request: Request) -> Response:
    """Values that name nothing fall back as on the page; the columns asof and known say what is in the file."""
    page_id, sheet = request.path_params["page"], request.path_params["sheet"]
    if sheet not in exports.TITLES.get(page_id, {}):
        known = [f"{page}/{one}" for page, sheets in exports.TITLES.items() for one in sheets]
        asked = f"{page_id}/{sheet}"
        raise Problem(
            404,
            f"There is no sheet {quoted(asked)}; expected one of {', '.join(known)}. {suggestion_sentence(asked, known)}".strip(),
        )
    read = releases.current_dataset()
    query = parse_qs(request.scope.get("query_string", b"").decode("latin-1"))
    view, _ = parse_query(query, query_bounds(read, current.today()))
    body = csv(
        read,
        page_id,
        sheet,
        view,
        page_params({key: values for key, values in query.items() if key in choices.KEYS.get(page_id, ())}),
    )
    return responses.cached_response(
        request,
        read.fingerprint,
        body,
        "text/csv; charset=utf-8",
        f"caveat-{page_id}-{sheet}-{view.asof}-{view.known}.csv",
    )


app = responses.endpoint(_sheet)
