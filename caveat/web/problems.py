"""Errors as application/problem+json (RFC 9457). What was found and what was expected in words, never a stack trace."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from caveat import error_log
from caveat.dataset.errors import UnusableTable
from caveat.dataset.suggest import nearest
from caveat.text.english import capital_first

MEDIA_TYPE = "application/problem+json"
ALLOWED_METHODS = "GET, HEAD, OPTIONS"
ONLY_READING = f"Only reading is possible here: {ALLOWED_METHODS}."
# How many faults of a table or an address a problem lists.
MAX_FAULTS = 20


@dataclass(frozen=True)
class WrongValue:
    """One value of a query that cannot be used."""

    parameter: str
    found: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        name = self.parameter or "A key without a name"
        return f"{name}: found {quoted(self.found)}; expected {self.expected}. {self.hint}".strip()


@dataclass
class Problem(Exception):
    """An error for a client: HTTP status, what was found and expected in a sentence, further members (`extra`)."""

    status: int
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail


def quoted(value: str) -> str:
    """A value from an address as it may be shown back. On one line, shortened, in quotes; "nothing" if blank."""
    value = shortened(value)
    return f"“{value}”" if value else "nothing"


def shortened(value: str) -> str:
    """A value on one line, at most 61 characters long."""
    value = " ".join(value.split())
    return f"{value[:60]}…" if len(value) > 61 else value


def suggestion_sentence(value: str, allowed: Iterable[str]) -> str:
    """A sentence that asks whether the nearest allowed value was meant; "" if none is similar."""
    return capital_first(nearest(value, allowed))


def invalid_query(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """422 for the errors of a query model, whose contexts have the fields of WrongValue."""
    return wrong_values(422, [WrongValue(**error["ctx"]) for error in errors])


def wrong_values(status: int, wrong: Sequence[WrongValue]) -> Problem:
    """A problem that lists values: 422 for a wrong form or name, 400 for keys that are unknown or given twice."""
    listed = [
        replace(value, parameter=shortened(value.parameter), found=shortened(value.found))
        for value in wrong[:MAX_FAULTS]
    ]
    return Problem(status, " ".join(str(value) for value in listed), {"errors": [asdict(value) for value in listed]})


def unknown_name(kind: str, name: str, known: Sequence[str]) -> Problem:
    """404 for a name from an address, with the names that there are."""
    hint = suggestion_sentence(name, known)
    return Problem(404, f"There is no {kind} {quoted(name)}; expected one of {', '.join(known)}. {hint}".strip())


def unusable_table(error: UnusableTable) -> Problem:
    """503 for a table that cannot be used at present, with its faults."""
    faults = [str(fault) for fault in error.faults[:MAX_FAULTS]]
    return Problem(
        503,
        f"The table “{error.table}” cannot be used at present. The other tables go on working.",
        {"table": error.table, "faults": faults},
    )


def response(problem: Problem) -> Response:
    """A problem as a response, which is never cached: the next request may find it mended."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    if problem.status == 405:
        headers["Allow"] = ALLOWED_METHODS
    return Response(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), problem.status, headers, MEDIA_TYPE
    )


def too_many(seconds: int) -> Problem:
    """429 for a client that asks for more than the limits allow."""
    return Problem(429, f"Too many requests from this address. Ask again in {seconds} s.", {"retry_after": seconds})


def from_error(error: Exception) -> Problem:
    """Any error as a problem. An unexpected error is a 500 with the id that it has in the log; its text stays there."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnusableTable):
        return unusable_table(error)
    if isinstance(error, HTTPException):
        return Problem(error.status_code, error.detail)
    if isinstance(error, RequestValidationError):
        return invalid_query(error.errors())
    error_id = error_log.record_error(error, "web")
    return Problem(500, f"Something went wrong on our side. The log knows it as {error_id}.")


async def handler(request: Request, error: Exception) -> Response:
    """The exception handler for Starlette and FastAPI."""
    return response(from_error(error))
