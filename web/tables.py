"""GET /api/v1/tables/<table>.csv or .json and /api/v1/datapackage.json: the data and its schema, the same bytes on every replica."""

from __future__ import annotations

import csv
import io
import json

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from caveat import package


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """An error as RFC 9457 asks for it."""
    return JSONResponse({"type": "about:blank", "title": title, "status": status, "detail": detail}, status, media_type="application/problem+json")


async def table(request: Request) -> Response:
    """One table as its CSV file, or as JSON rows of text exactly as published."""
    name, _, ending = request.path_params["file"].rpartition(".")
    if name not in package.table_names() or ending not in ("csv", "json"):
        known = ", ".join(package.table_names())
        return problem(404, "No such table", f"Found “{request.path_params['file'][:60]}”; expected one of {known}, with .csv or .json.")
    path = package.DATA / package.resource(name)["path"]
    if not path.is_file():
        return problem(404, "The table is missing", f"The file of the table “{name}” is not there at present.")
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
    if ending == "csv":
        return FileResponse(path, media_type="text/csv; charset=utf-8", filename=f"{name}.csv", headers=headers)
    return Response(_rows(path.read_text(encoding="utf-8-sig")), media_type="application/json", headers=headers)


def _rows(text: str) -> str:
    return json.dumps({"rows": list(csv.DictReader(io.StringIO(text, newline="")))}, ensure_ascii=False)


async def datapackage(request: Request) -> Response:
    """The schema of all tables (Frictionless data package)."""
    return FileResponse(package.DATA / "datapackage.json", media_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


ROUTES = [Route("/api/v1/tables/{file}", table), Route("/api/v1/datapackage.json", datapackage)]
