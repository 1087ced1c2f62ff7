"""The shapes that figures name by address: GET /shapes/{name}.json. A name holds a hash of the content, so a browser asks once and keeps it for good."""

from functools import lru_cache

import brotli
from starlette.requests import Request
from starlette.responses import Response

from caveat.charts import basemap
from caveat.charts.basemap import Basemap
from caveat.dataset import current
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import claims, reach
from caveat.web import responses
from caveat.web.middleware.compression import takes_brotli
from caveat.web.problems import Problem, quoted


def find(name: str, dataset: Dataset) -> Basemap:
    """The ground that a name asks for, whoever drew the page that has the name: the range in it is one of the tables'. Problem (404) for any other; BrokenTable without the claims.

    The hash is left to the caller: a page of an earlier release may have one of a ground whose outlines were drawn anew since.
    """
    asked = ranges(dataset).get(basemap.range_in_name(name))
    if asked is None:
        raise Problem(404, f"There is no shape {quoted(name)}. Pages name those that they need.")
    return basemap.range_basemap(asked)


@memoized(4)
def ranges(dataset: Dataset) -> dict[str, float]:
    """The highest ranges (km) of all systems whose map is drawn, by their text in a name. Do not change it."""
    bands = [claims.range_band(dataset, system_id) for system_id in dataset["systems"]["system_id"]]
    return {
        basemap.range_text(band.highest_km): band.highest_km
        for band in bands
        if band is not None and band.highest_km <= reach.LONGEST_KM
    }


@lru_cache(maxsize=64)
def small(body: bytes) -> bytes:
    """The brotli copy of a shape, as small as it gets: once for all readers."""
    return brotli.compress(body, quality=11)


def _shape(request: Request) -> Response:
    name = str(request.path_params["name"])
    found = find(name, current.current_dataset())
    # Who asked under another hash draws with it all the same, but nobody keeps it under that name.
    answer = responses.cached_response(
        request,
        found.name,
        found.body,
        "application/json",
        cache=responses.FROZEN if name == found.name else "no-store",
    )
    if answer.status_code == 200 and takes_brotli(request.scope):
        answer.headers.add_vary_header("Accept-Encoding")
        answer.body = small(found.body)
        answer.headers.update({"Content-Encoding": "br", "Content-Length": str(len(answer.body))})
    return answer


app = responses.endpoint(_shape)
