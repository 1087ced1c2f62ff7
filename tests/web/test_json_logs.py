"""A line of the log has a limit, and a kind of line a rate: no reader fills the disk."""

import json
import logging

import pytest

from caveat.web import json_logs
from caveat.web.json_logs import MAX_TEXT, MAX_TRACE, JsonFormatter, LineRates


def record(said: str = "said", line: int = 1, **fields: object) -> logging.LogRecord:
    found = logging.LogRecord(str(fields.pop("name", "streamlit")), logging.ERROR, "a.py", line, said, (), None)
    vars(found).update(fields)
    return found


def failed(depth: int, text: str) -> logging.LogRecord:
    def fail(left: int) -> None:
        if left:
            fail(left - 1)
        raise ValueError(text)

    try:
        fail(depth)
    except ValueError as error:
        return record(exc_info=(type(error), error, error.__traceback__))
    raise AssertionError


def test_a_line_has_a_limit() -> None:
    for found in (record("x" * 250_000), failed(300, "y" * 250_000)):
        text = JsonFormatter().format(found)
        assert len(text) < MAX_TEXT + MAX_TRACE + 1_000 and "\n" not in text
        assert "letters left out" in text
    assert json.loads(JsonFormatter().format(record("short")))["said"] == "short"


def test_a_kind_of_line_has_a_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(json_logs.time, "monotonic", lambda: now)
    rates = LineRates(most=3)
    assert [rates.filter(record(f"reader {number}")) for number in range(10)] == [True] * 3 + [False] * 7
    assert rates.filter(record(line=2)) and rates.filter(failed(1, "a")), "other kinds go on"
    assert all(rates.filter(record(name="caveat.access")) for _ in range(50)), "what was switched on is whole"
    now = 61.0
    again = record()
    assert rates.filter(again) and again.left_out == 7 == rates.left_out_in_all
    assert json.loads(JsonFormatter().format(again))["left_out"] == 7


def test_errors_of_one_place_are_one_kind() -> None:
    rates = LineRates(most=2)
    assert [rates.filter(failed(2, str(number))) for number in range(4)] == [True, True, False, False]


def test_kinds_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_logs, "MAX_KINDS", 5)
    rates = LineRates()
    for number in range(50):
        rates.filter(record(line=number))
    assert len(rates.minutes) <= 5


def test_all_loggers_write_so() -> None:
    names = ("", "caveat", "caveat.access", "streamlit.a", "uvicorn.error", "uvicorn.access")
    before = {name: vars(logging.getLogger(name)).copy() for name in names}
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = [
        (handler, vars(handler) | {"filters": handler.filters[:]}) for own in loggers for handler in own.handlers
    ]
    try:
        for name in names:  # those of the test run stay as they are
            logging.getLogger(name).handlers, logging.getLogger(name).filters = [], []
        logging.getLogger("streamlit.a").addHandler(logging.StreamHandler())
        json_logs.write_lines(access=False)
        for name in ("", "caveat", "streamlit.a"):
            (handler,) = logging.getLogger(name).handlers
            assert isinstance(handler.formatter, JsonFormatter) and json_logs.RATES in handler.filters
    finally:
        for name, fields in before.items():
            vars(logging.getLogger(name)).update(fields)
        for handler, fields in handlers:
            vars(handler).update(fields)
