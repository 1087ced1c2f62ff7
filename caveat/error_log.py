"""An error that nobody foresaw: one line in the log with an id, and the same id for the reader, who sees nothing else of it."""

import logging
import secrets

_log = logging.getLogger("caveat")


def record_error(error: BaseException, place: str) -> str:
    """Log an error with its trace and give the id that it bears. `place` says in which part of the house it happened, never what a reader typed."""
    number = secrets.token_hex(4)
    _log.error("error %s in %s", number, place, exc_info=error, extra={"error_id": number, "place": place})
    return number
