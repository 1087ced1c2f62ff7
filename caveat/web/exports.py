"""GET /shown/<page>/<sheet>.csv: the rows behind what a page shows, with the keys of the page, for spreadsheets."""

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from caveat.content import pages
from caveat.content.page import Export, PageRequest
from caveat.content.share import PageParams, page_params
from caveat.dataset import current, sources
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, parse_query, query_bounds
from caveat.web import problems, releases, responses

# The columns that list the sources of a row.
SOURCE_LISTS = ("source_ids", "independent_source_ids")
# Spreadsheets take a CSV for UTF-8 only where it begins with this mark; pandas and R skip it.
MARK = "\ufeff".encode()


@memoized()
def csv(dataset: Dataset, page_id: str, sheet: str, view: View, own: PageParams) -> bytes:
    """A sheet of a view as CSV, each row led by the columns asof, known and release.

    UnusableTable if a table cannot be used. `own` has the page's own keys as the address has them; one that names
    nothing falls back as on the page.
    """
    request = PageRequest(pages.page_by_id(page_id), dataset, view, dict(own))
    frame = _strongest_first(dataset, _page_exports(dataset, page_id)[sheet].rows(dataset, view, request.params))
    blank = frame.astype("object").where(frame.notna(), None)
    stamp = (view.asof.isoformat(), view.known, dataset.fingerprint)
    rows = ((*stamp, *row) for row in blank.itertuples(index=False, name=None))
    return MARK + responses.csv_bytes(["asof", "known", "release", *frame.columns], rows)


def _strongest_first(dataset: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with their lists of sources in the order in which pages show them."""
    ordered = {
        column: [sources.weightiest_first(dataset, text) for text in frame[column]]
        for column in frame.columns.intersection(SOURCE_LISTS)
    }
    return frame.assign(**ordered)


def _page_exports(dataset: Dataset, page_id: str) -> dict[str, Export]:
    return {export.name: export for page in pages.pages_of(dataset) if page.id == page_id for export in page.exports}


@responses.endpoint
def sheet(request: Request) -> Response:
    """The sheet of a query; values that name nothing fall back as on the page, and asof and known say to what."""
    page_id, name = request.path_params["page"], request.path_params["sheet"]
    dataset = releases.current_dataset()
    if name not in _page_exports(dataset, page_id):
        known = [f"{page.id}/{export.name}" for page in pages.pages_of(dataset) for export in page.exports]
        raise problems.unknown_name("sheet", f"{page_id}/{name}", known)
    page = pages.page_by_id(page_id)
    query = responses.query_of(request.scope, page)
    view, _ = parse_query(query, query_bounds(dataset, current.today()))
    own = page_params({key: values for key, values in query.items() if key in page.param_keys})
    saved_as = f"caveat-{page_id}-{name}-{view.asof}-{view.known}.csv"
    body = csv(dataset, page_id, name, view, own)
    return responses.cached_response(request, dataset.fingerprint, body, responses.CSV, saved_as)
