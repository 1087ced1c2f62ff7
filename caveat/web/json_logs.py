"""The log as JSON, a line for each event, with the ids of errors and without addresses of readers or queries."""

import json
import logging
import sys
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime

# The longest text of a line, and the longest trace: its end says what happened.
MAX_TEXT = 1_000
MAX_TRACE = 6_000
# Lines of one kind in a minute. What many readers meet at once is one event, and fills no disk.
MAX_LINES_A_MINUTE = 20
MAX_KINDS = 500
_EXTRA = ("error_id", "place", "request", "left_out")


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of a limited length, with the stack trace in it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": shortened(record.getMessage(), MAX_TEXT),
        }
        line |= {
            key: getattr(record, key) for key in ("error_id", "place", "request", "left_out") if hasattr(record, key)
        }
        if record.exc_info and record.exc_info[0]:
            trace = shortened(self.formatException(record.exc_info), MAX_TRACE)
            line |= {"error": record.exc_info[0].__name__, "trace": trace}
        return json.dumps(line, ensure_ascii=False, default=str)


def shortened(text: str, longest: int) -> str:
    """A text without its middle if it is longer."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} … {len(text) - 2 * half} letters left out … {text[-half:]}"


@dataclass
class _Minute:
    began: float
    lines: int = 0
    left_out: int = 0


@dataclass
class LineRates:
    """A filter of logging: so many lines of a kind a minute; the next one says how many were left out.

    A kind is the place in the code, with the type and the place of an error. Requests have their own log, which is
    wanted whole.
    """

    most: int = MAX_LINES_A_MINUTE
    left_out_in_all: int = 0
    minutes: "OrderedDict[tuple[object, ...], _Minute]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record becomes a line."""
        if record.name == "caveat.access":
            return True
        known = vars(record)
        if "counted" not in known:  # by another handler
            known["counted"] = self._count(record)
        return bool(known["counted"])

    def _count(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        with self._lock:
            kind = self._kind(record)
            minute = self.minutes.setdefault(kind, _Minute(now))
            self.minutes.move_to_end(kind)
            if len(self.minutes) > MAX_KINDS:
                self.minutes.popitem(last=False)
            if now - minute.began >= 60:
                if minute.left_out:
                    record.left_out = minute.left_out
                minute.began, minute.lines, minute.left_out = now, 0, 0
            minute.lines += 1
            if minute.lines > self.most:
                minute.left_out += 1
                self.left_out_in_all += 1
                return False
            return True

    @staticmethod
    def _kind(record: logging.LogRecord) -> tuple[object, ...]:
        error = record.exc_info[1] if record.exc_info else None
        trace = error.__traceback__ if error else None
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = (type(error), trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else (type(error),)
        return record.name, record.levelno, record.pathname, record.lineno, getattr(record, "place", ""), *place


RATES = LineRates()


def _is_kept(record: logging.LogRecord) -> bool:
    """False for what uvicorn 0.54 logs on each WebSocket that was refused with a status."""
    return record.getMessage() != "ASGI callable returned without completing handshake."


def write_lines(access: bool) -> None:
    """Log to standard error in this form from now on, requests too if `access` is set.

    Streamlit and uvicorn give each of their loggers a handler of its own, which keeps its place and gets our formatter.
    """
    formatter = JsonFormatter()
    handler = logging.StreamHandler(sys.stderr)
    logging.getLogger("caveat").handlers = [handler]
    logging.getLogger("caveat").propagate = False
    logging.getLogger("caveat.access").setLevel(logging.INFO if access else logging.CRITICAL)
    root = logging.getLogger()
    if not root.handlers:  # asyncio and others write without any handler otherwise, as long as they like
        root.addHandler(logging.StreamHandler(sys.stderr))
    handlers = {id(each): each for logger in [root, *_loggers()] for each in logger.handlers}
    for each in handlers.values():
        each.setFormatter(formatter)
        each.addFilter(RATES)
    # What uvicorn says of a connection begins with the reader's address.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_kept)


def _loggers() -> list[logging.Logger]:
    return [logging.getLogger(name) for name in logging.root.manager.loggerDict]
