"""The API under /api/v1: permissions on a day, the log, claims, tables and releases, for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from caveat.dataset import current, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.tables import Dataset
from caveat.domain.query import query_bounds
from caveat.web import problems, releases, responses
from caveat.web.api import claims as claims_answers
from caveat.web.api import models, openapi, restrictions
from caveat.web.api.parameters import (
    FORMATS,
    ChangesKeys,
    ChangesQuery,
    ClaimsKeys,
    ClaimsQuery,
    Parameters,
    StateKeys,
    StateQuery,
    StrictRoute,
)
from caveat.web.problems import Problem

JSON = "application/json"

app = FastAPI(
    title="Caveat",
    version="1",
    description=(
        "Read only, no key, open to all origins. Every value is an id, and every row names its sources. Days are those "
        "of UTC. An answer bears an ETag: ask again with If-None-Match. Errors are application/problem+json (RFC 9457). "
        "A blank value counts as not given. The data are CC BY 4.0."
    ),
    license_info={"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
    openapi_url=None,
    docs_url=None,
    redoc_url=None,
    redirect_slashes=False,
    middleware=responses.MIDDLEWARE,
)
app.router.route_class = StrictRoute

_PROBLEMS: Mapping[int, str] = {
    400: "The address has a key that this endpoint does not take, or one key twice.",
    404: "There is no such table or release.",
    422: "A value has the wrong form or names nothing that is there.",
    503: "A table cannot be used at present.",
}


def _get(
    path: str, operation_id: str, summary: str, *statuses: int, model: type[BaseModel] | None = None, csv: bool = False
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Decorate an endpoint. Its description has the model of its answer, and its problems beside 400 and 503."""
    success: dict[str, Any] = {"description": "The answer."}
    if model:
        success["model"] = model
    if csv:
        success["content"] = {"text/csv": {"schema": {"type": "string"}}}
    described: dict[int | str, dict[str, Any]] = {
        200: success,
        304: {"description": "The reader has it already (If-None-Match)."},
    }
    for status in (400, *statuses, 503):
        problem = {problems.MEDIA_TYPE: {"schema": openapi.PROBLEM}}
        described[status] = {"description": _PROBLEMS[status], "content": problem}
    # An answer in CSV has no model; without a class of response FastAPI describes one in JSON as well.
    kind = Response if csv and not model else JSONResponse
    return app.get(path, operation_id=operation_id, summary=summary, responses=described, response_class=kind)


def _json_bytes(model: BaseModel) -> bytes:
    # A key that only some questions ask for is left out where it was not asked for.
    return model.model_dump_json(by_alias=True, exclude_unset=True).encode()


# How an endpoint answers, by its parameters: as a model, and as columns and rows of a CSV.
_ANSWERS: Mapping[type[Parameters], tuple[Any, Callable[[Any], Sequence[str]], Any]] = {
    StateQuery: (restrictions.state, restrictions.state_columns, restrictions.state_rows),
    ChangesQuery: (restrictions.changes, lambda query: restrictions.CHANGE_COLUMNS, restrictions.change_rows),
    ClaimsQuery: (claims_answers.claims_answer, lambda query: claims_answers.CLAIM_COLUMNS, claims_answers.claim_rows),
}


# Kept as bytes: a quarter of the memory that models take, and nothing is made twice.
@memoized_by_bytes()
def _answer_body(dataset: Dataset, query: StateQuery | ChangesQuery | ClaimsQuery) -> bytes:
    model_of, csv_columns, csv_rows = _ANSWERS[type(query)]
    if query.format == "json":
        return _json_bytes(model_of(dataset, query))
    return responses.csv_bytes(csv_columns(query), csv_rows(dataset, query))


def _answer_response(
    request: Request, dataset: Dataset, query: StateQuery | ChangesQuery | ClaimsQuery, name: str
) -> Response:
    media_type, file_name = (JSON, "") if query.format == "json" else (responses.CSV, f"caveat-{name}.csv")
    return responses.cached_response(request, dataset.fingerprint, _answer_body(dataset, query), media_type, file_name)


@_get("/state", "state", "What is allowed on a day", 422, model=models.StateAnswer)
def state(request: Request, query: Annotated[StateQuery, Query()]) -> Response:
    """The status for every supplier, system and territory asked for, with its certainty and sources, each authority’s rule, and what is disputed."""
    dataset = releases.current_dataset()
    day = query.asof or query_bounds(dataset, current.today()).default
    if query.since and query.since >= day:
        wrong = problems.WrongValue("from", str(query.since), f"a day before asof={day}")
        raise problems.wrong_values(422, [wrong])
    query = query.model_copy(update={"asof": day})
    return _answer_response(request, dataset, query, f"state-{day}-{query.known}")


@_get("/state.csv", "state-csv", "What is allowed on a day, as CSV", 422, csv=True)
def state_csv(request: Request, query: Annotated[StateKeys, Query()]) -> Response:
    """The rows of /state, with the same keys. /state?format=csv gives the same."""
    return state(request, StateQuery.model_construct(**dict(query), format="csv"))


@_get("/changes", "changes", "The log, newest first", 422, model=models.ChangesAnswer)
def changes(request: Request, query: Annotated[ChangesQuery, Query()]) -> Response:
    """The entries that came in from the first day to the last, both included, each with what stood before it and after it."""
    return _answer_response(request, releases.current_dataset(), query, "changes")


@_get("/changes.csv", "changes-csv", "The log, newest first, as CSV", 422, csv=True)
def changes_csv(request: Request, query: Annotated[ChangesKeys, Query()]) -> Response:
    """The rows of /changes, with the same keys. /changes?format=csv gives the same."""
    return changes(request, ChangesQuery.model_construct(**dict(query), format="csv"))


@_get("/claims", "claims", "Published figures and the headline", 422, model=models.ClaimsAnswer)
def claims(request: Request, query: Annotated[ClaimsQuery, Query()]) -> Response:
    """Every published claim with its qualifier and source, and for each system and property the headline with the rule that chose it."""
    return _answer_response(request, releases.current_dataset(), query, "claims")


@_get("/claims.csv", "claims-csv", "Published figures, as CSV", 422, csv=True)
def claims_csv(request: Request, query: Annotated[ClaimsKeys, Query()]) -> Response:
    """The rows of /claims, with the same keys. /claims?format=csv gives the same."""
    return claims(request, ClaimsQuery.model_construct(**dict(query), format="csv"))


TableName = Annotated[str, Path(description="The name of a table.")]
Ending = Annotated[
    str,
    Path(
        description="csv: the file as it is; json: its rows, as text exactly as published.",
        json_schema_extra={"enum": list(FORMATS)},
    ),
]
ReleaseName = Annotated[str, Path(description="The name of a release, as every answer bears it.")]


@_get("/tables/{table}.{ending}", "table", "A table", 404, model=models.TableRows, csv=True)
def table(request: Request, table: TableName, ending: Ending) -> Response:
    """One table as it is now."""
    dataset = releases.current_dataset()
    return _table_response(
        request, dataset.fingerprint, releases.table_bytes(dataset, table, ending), table, ending, responses.CURRENT
    )


def _table_response(request: Request, release: str, body: bytes, table: str, ending: str, cache: str) -> Response:
    saved_as = f"caveat-{table}-{release}.csv" if ending == "csv" else ""
    return responses.cached_response(
        request, release, body, responses.CSV if ending == "csv" else JSON, saved_as, cache
    )


@_get("/datapackage.json", "datapackage", "The schema of all tables")
def datapackage(request: Request) -> Response:
    """The tables and their columns: types, meanings, units, allowed values, keys (a Frictionless data package)."""
    dataset = releases.current_dataset()
    body = releases.package_bytes(dataset)
    return responses.cached_response(request, dataset.fingerprint, body, JSON)


@_get("/releases/latest", "release", "The current release", model=models.ReleaseAnswer)
def release_latest(request: Request) -> Response:
    """The name of the current release and the paths under which its files never change."""
    dataset = releases.current_dataset()
    described = schema.descriptor(dataset.folder)
    answer = models.ReleaseAnswer.model_validate(
        {
            **restrictions.stamp(dataset),
            "version": described.get("version", ""),
            "licence": ", ".join(licence["name"] for licence in described.get("licenses", [])),
            "datapackage": f"{openapi.PREFIX}/releases/{dataset.fingerprint}/datapackage.json",
            "tables": releases.table_files(dataset),
            "kept": [
                {
                    "release": kept.release,
                    "created": kept.created,
                    "datapackage": f"{openapi.PREFIX}/releases/{kept.release}/datapackage.json",
                }
                for kept in releases.kept_releases()
            ],
        }
    )
    return responses.cached_response(request, dataset.fingerprint, _json_bytes(answer), JSON)


@_get(
    "/releases/{release}/tables/{table}.{ending}",
    "release-table",
    "A table of a release",
    404,
    model=models.TableRows,
    csv=True,
)
def release_table(request: Request, release: ReleaseName, table: TableName, ending: Ending) -> Response:
    """One table, frozen: this address gives these bytes or nothing."""
    dataset = releases.dataset_of(release)
    return _table_response(
        request, release, releases.table_bytes(dataset, table, ending), table, ending, responses.FROZEN
    )


@_get("/releases/{release}/datapackage.json", "release-datapackage", "The schema of a release", 404)
def release_datapackage(request: Request, release: ReleaseName) -> Response:
    """The schema of all tables, frozen."""
    body = releases.package_bytes(releases.dataset_of(release))
    return responses.cached_response(request, release, body, JSON, cache=responses.FROZEN)


@_get("/openapi.json", "openapi", "This description")
def openapi_json(request: Request) -> Response:
    """The API’s own description (OpenAPI), with the ids that the tables hold at present."""
    dataset = releases.current_dataset()
    return responses.cached_response(
        request, dataset.fingerprint, json.dumps(openapi.description(dataset, app), ensure_ascii=False).encode(), JSON
    )


@_get("/", "doors", "The endpoints of the API", model=models.Endpoints)
def endpoints(request: Request) -> Response:
    """Where to go from here."""
    release = releases.current_dataset().fingerprint
    listed = [models.Endpoint(path=path, summary=summary) for path, summary in openapi.endpoints(app).items()]
    return responses.cached_response(
        request, release, _json_bytes(models.Endpoints(release=release, doors=listed)), JSON
    )


async def _no_endpoint(request: Request, error: Exception) -> Response:
    """Answer 404 with the endpoints that exist."""
    if not isinstance(error, HTTPException) or error.status_code != 404:
        return await problems.handler(request, error)
    known = [path for path in openapi.endpoints(app) if path != f"{openapi.PREFIX}/"]
    return problems.response(problems.unknown_name("such endpoint as", request.url.path, known))


app.add_exception_handler(HTTPException, _no_endpoint)
for kind in (Problem, UnusableTable, RequestValidationError, Exception):
    app.add_exception_handler(kind, problems.handler)
