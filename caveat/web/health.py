"""Whether this process is alive (/healthz) and whether readers should come here (/readyz): warm, with sound tables, and not on its way out."""

import time
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from caveat.dataset.errors import UnusableTable
from caveat.web import problems, releases
from caveat.web.problems import Problem

# How long an answer to "ready?" serves the requests that come in between.
FRESH_SECONDS = 1.0


@dataclass
class ProcessState:
    """Where this process stands in its life."""

    warm: bool = False
    draining: bool = False
    asked: float = -FRESH_SECONDS
    found: Problem | None = None


process_state = ProcessState()


def unready() -> Problem | None:
    """503 with the reason why readers should go elsewhere; None where they may come. A broken edit of sound tables waits and is no reason."""
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
    """The same, asked once a second at most; what does not cost anything is always new."""
    if process_state.draining or not process_state.warm:
        return unready()
    now = time.monotonic()
    if now - process_state.asked >= FRESH_SECONDS:
        process_state.found, process_state.asked = unready(), now
    return process_state.found


async def healthz(request: Request) -> Response:
    """200 as long as the process answers at all."""
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """200 where readers may come, else 503 as problem+json that names the table and no path."""
    problem = await run_in_threadpool(unready)
    return (
        problems.response(problem)
        if problem
        else JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})
    )
