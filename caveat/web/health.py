"""Probes: whether this process is alive (/healthz) and ready (/readyz): warm, with usable tables, not draining."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from caveat.dataset import current
from caveat.dataset.errors import DataError, UnusableTable
from caveat.web import problems, releases
from caveat.web.problems import Problem

# How long a result of `unready` is used again.
CACHED_SECONDS = 1.0


@dataclass
class ProcessState:
    """The state of this process: warmed up, draining, and the last result of `unready` with its time."""

    warm: bool = False
    draining: bool = False
    checked_at: float = -CACHED_SECONDS
    problem: Problem | None = None


process_state = ProcessState()


def unready() -> Problem | None:
    """503 with the reason why readers should go elsewhere; None if ready, also with a broken edit of sound tables."""
    if process_state.draining:
        return Problem(503, "This server is on its way out. Another one answers.")
    if not process_state.warm:
        return Problem(503, "This server is still getting ready.")
    try:
        broken = sorted(releases.current_dataset().broken)
    except UnusableTable as error:
        broken = [error.table]
    if not broken:
        return None
    return Problem(503, f"Tables that cannot be used: {', '.join(broken)}.", {"tables": broken})


def unready_cached() -> Problem | None:
    """The same as `unready`, with the tables checked once a second at most."""
    if process_state.draining or not process_state.warm:
        return unready()
    now = time.monotonic()
    if now - process_state.checked_at >= CACHED_SECONDS:
        process_state.problem, process_state.checked_at = unready(), now
    return process_state.problem


async def healthz(request: Request) -> Response:
    """Answer 200."""
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """Answer 200 if ready, with the files whose edit waits; else 503 as problem+json that names the table, no path."""
    if problem := await run_in_threadpool(unready):
        return problems.response(problem)
    waiting = await run_in_threadpool(current.pending_edits)
    answer = {"status": "ready"} | (
        {"waiting": {name: _reason(errors) for name, errors in waiting.items()}} if waiting else {}
    )
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _reason(errors: Sequence[DataError]) -> str:
    return str(errors[0]) if errors else "still being written"
