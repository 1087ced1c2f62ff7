"""The log as lines of JSON, one an event: errors bear the id that the reader saw too; no line bears an address of a reader or what was asked for."""

import json
import logging
import sys
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """One record as one line, its trace within it."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
        }
        found |= {key: getattr(record, key) for key in ("error_id", "place", "request") if hasattr(record, key)}
        if record.exc_info and record.exc_info[0]:
            found |= {"error": record.exc_info[0].__name__, "trace": self.formatException(record.exc_info)}
        return json.dumps(found, ensure_ascii=False, default=str)


def _told(record: logging.LogRecord) -> bool:
    """Not what uvicorn 0.54 says of every WebSocket that was refused with a status: it waits for an acceptance that never comes."""
    return record.getMessage() != "ASGI callable returned without completing handshake."


def write_lines(access: bool) -> None:
    """Send everything that is logged from now on to standard error as lines; requests too where `access` says so.

    Streamlit and uvicorn give each of their loggers a handler of its own, which keeps its place and gets our formatter.
    """
    line = JsonFormatter()
    own = logging.StreamHandler(sys.stderr)
    own.setFormatter(line)
    logging.getLogger("caveat").handlers = [own]
    logging.getLogger("caveat").propagate = False
    logging.getLogger("caveat.access").setLevel(logging.INFO if access else logging.CRITICAL)
    for found in [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]:
        for handler in found.handlers:
            handler.setFormatter(line)
    # What uvicorn says of a connection begins with the reader's address.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_told)
