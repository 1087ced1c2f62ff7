"""GET /shapes/{name}.json: a basemap that figures name by the hash of its content, cached for good."""

from collections.abc import Mapping
from functools import lru_cache

import brotli
from starlette.requests import Request
from starlette.responses import Response

from caveat.charts import basemap
from caveat.charts.basemap import Basemap
from caveat.dataset import current
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import claims, geography, reach
from caveat.web import responses
from caveat.web.middleware.compression import takes_brotli
from caveat.web.problems import Problem, quoted


def find(name: str, dataset: Dataset) -> Basemap:
    """The basemap of the range in a name, if that range is in the tables.

    Problem (404) for any other; UnusableTable without the claims.

    The hash is left to the caller: a page of an earlier release may name a basemap whose outlines were drawn anew
    since.
    """
    range_km = ranges(dataset).get(basemap.range_in_name(name))
    if range_km is None:
        raise Problem(404, f"There is no shape {quoted(name)}. Pages name those that they need.")
    return basemap.range_basemap(geography.geography(dataset), range_km)


@memoized(4)
def ranges(dataset: Dataset) -> Mapping[str, float]:
    """The framed ranges (km) of all systems whose map is drawn, by their text in a name; none without maps."""
    if dataset.settings.map is None:
        return {}
    bands = [claims.range_band(dataset, system_id) for system_id in dataset["systems"]["system_id"]]
    return {
        basemap.range_text(band.frame_km): band.frame_km
        for band in bands
        if band is not None and band.frame_km <= reach.LONGEST_KM
    }


@lru_cache(maxsize=64)
def compressed(body: bytes) -> bytes:
    """A basemap compressed with brotli as small as it gets, once for all readers."""
    return brotli.compress(body, quality=11)


@responses.endpoint
def shape(request: Request) -> Response:
    """Answer with a basemap, in brotli if the client takes it."""
    name = str(request.path_params["name"])
    found = find(name, current.current_dataset())
    # A request with another hash is answered too, but not cached under that name.
    cache = responses.FROZEN if name == found.name else "no-store"
    response = responses.cached_response(request, found.name, found.body, "application/json", cache=cache)
    if response.status_code == 200 and takes_brotli(request.scope):
        response.headers.add_vary_header("Accept-Encoding")
        response.body = compressed(found.body)
        response.headers.update({"Content-Encoding": "br", "Content-Length": str(len(response.body))})
    return response
