"""Unexpected errors: one line in the log with an id, which is all that the reader sees."""

import logging
import secrets

_log = logging.getLogger("caveat")


def record_error(error: BaseException, part: str) -> str:
    """Log an error with its trace and return its id. `part` names the part of the code, never what a reader typed."""
    number = secrets.token_hex(4)
    _log.error("error %s in %s", number, part, exc_info=error, extra={"error_id": number, "place": part})
    return number
