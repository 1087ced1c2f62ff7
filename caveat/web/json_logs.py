"""The log as JSON, a line for each event, with the ids of errors and without addresses of readers or queries."""

import json
import logging
import sys
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """Formats a record as one line, with the stack trace in it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
        }
        line |= {key: getattr(record, key) for key in ("error_id", "place", "request") if hasattr(record, key)}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "trace": self.formatException(record.exc_info)}
        return json.dumps(line, ensure_ascii=False, default=str)


def _is_kept(record: logging.LogRecord) -> bool:
    """False for what uvicorn 0.54 logs on each WebSocket that was refused with a status."""
    return record.getMessage() != "ASGI callable returned without completing handshake."


def write_lines(access: bool) -> None:
    """Log to standard error in this form from now on, requests too if `access` is set.

    Streamlit and uvicorn give each of their loggers a handler of its own, which keeps its place and gets our formatter.
    """
    formatter = JsonFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.getLogger("caveat").handlers = [handler]
    logging.getLogger("caveat").propagate = False
    logging.getLogger("caveat.access").setLevel(logging.INFO if access else logging.CRITICAL)
    for logger in [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]:
        for existing in logger.handlers:
            existing.setFormatter(formatter)
    # What uvicorn says of a connection begins with the reader's address.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_kept)
