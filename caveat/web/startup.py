"""What the server does before its first reader comes, whatever command started it. Files, logs, warm caches."""

import ctypes
import gc
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from typing import get_args

import streamlit as st
from starlette.concurrency import run_in_threadpool
from streamlit import net_util

from caveat import error_log, settings
from caveat.charts.style import Figure
from caveat.content import briefing
from caveat.content import map as map_page
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history, rule_log
from caveat.domain.query import CLOCKS, View, query_bounds
from caveat.theme import Theme
from caveat.web import health, json_logs, pictures
from caveat.web.judging import Judge

# How long a thread that works something out may keep the others waiting each time. A view passes some forty times from
# its own thread to that of the sessions; with Python's 5 ms it took a second more beside one card that is drawn.
SWITCH_SECONDS = 0.0005
# So long after a start the judge prepares with a processor to itself: the first edit waits for that.
JUDGE_PREPARES_SECONDS = 30.0
# What the description of the tables is called where it cannot be used.
DESCRIPTION = "datapackage"


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Read the tables, build the default answer, and keep what is loaded out of later garbage collections.

    A judge beside the server looks at the tables before readers get them, and at each edit.
    """
    raise_file_limit()
    ask_no_host()
    sys.setswitchinterval(SWITCH_SECONDS)
    # Our routes answer at the root only.
    Figure.basemaps_by_url = not st.get_option("server.baseUrlPath")
    over = threading.Event()
    with ExitStack() as stack:
        stack.callback(current.remove_copies)
        stack.callback(over.set)
        judge = Judge(current.data_folder())
        stack.callback(judge.close)
        await run_in_threadpool(_watch_tables, stack, judge)
        warm(over, judge if settings.current().prepare_edits else None)
        json_logs.write_lines(settings.current().access_log)
        gc.collect()
        gc.freeze()
        health.process_state.warm = True
        yield
    Figure.basemaps_by_url = False


def _watch_tables(stack: ExitStack, judge: Judge) -> None:
    """Let a judge see the tables and each edit. The server starts in any case."""
    try:
        stack.enter_context(current.watched(judge, _prepare_edit))
    except UnusableTable as error:
        print(f"The tables cannot be read; readers are told so until they can.\n{error}")
    except Exception as error:
        error_log.record_error(error, "watch the tables")


def prepare(dataset: Dataset) -> View:
    """Build the default answer, so that no reader waits for it, and return its view."""
    view = View(query_bounds(dataset, current.today()).default)
    briefing.briefing_html(dataset, view)
    return view


def _prepare_edit(dataset: Dataset) -> None:
    """Build what a first reader would wait for, and give back to the machine what the tables before it took.

    The C library keeps what is freed for later, in pieces; after sixty edits that were some ninety MB.
    """
    prepare(dataset)
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def warm(over: threading.Event, judge: Judge | None = None) -> None:
    """Build the default answer; maps, and what `judge` prepares, follow beside the first readers. It never fails.

    `over` says that the server ends: what is not prepared by then never is.
    """
    try:
        dataset = current.current_dataset()
        view = prepare(dataset)
        # The bands of the default maps take about a second each; readers of other pages need not wait for them.
        threading.Thread(target=_warm_more, args=(dataset, view, judge, over), daemon=True).start()
    except UnusableTable as error:
        if error.table != DESCRIPTION:  # that was said already
            print(f"The table {error.table} cannot be used; its pages will say so:\n{error}")
    except Exception as error:
        error_log.record_error(error, "first answer")


def ask_no_host() -> None:
    """Keep Streamlit from asking a host on the internet for this machine's address: at the start, at an origin."""
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def raise_file_limit() -> int:
    """Let the process open as many files as the machine allows, and return how many; 0 where there is no limit."""
    try:
        import resource
    except ImportError:  # not on Windows, where there is no such limit
        return 0
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    return limit


def _warm_more(dataset: Dataset, view: View, judge: Judge | None, over: threading.Event) -> None:
    try:
        if judge:
            judge.warm(dataset)
        warm_maps(dataset, view)
        if judge and not over.wait(JUDGE_PREPARES_SECONDS):
            warm_days(dataset, lambda: judge.was_asked or over.is_set())
    except Exception as error:
        if not over.is_set():  # the copies of the tables go with the server
            error_log.record_error(error, "prepared answers")


def warm_days(dataset: Dataset, is_edited: Callable[[], bool]) -> None:
    """Draw the maps of every day with an entry, which readers fetch ahead: few differ. At half pace, after all else.

    An edit ends it: that is drawn beside the server, and what is left here are tables that nobody reads any more.
    """
    with suppress(UnusableTable):
        bounds, log = query_bounds(dataset, current.today()), rule_log.rule_log(dataset)
        days = {(day, known) for known in CLOCKS for day in rule_history.change_days(log, known)}
        for day, known in sorted(days, reverse=True) if map_page.PAGE.in_case(dataset) else ():
            if is_edited():
                return
            if bounds.earliest <= day <= bounds.latest:
                begun = time.monotonic()
                _draw_maps(dataset, View(day, known))
                time.sleep(time.monotonic() - begun)


def warm_maps(dataset: Dataset, view: View) -> None:
    """Draw the maps of a view and of the preview cards for their first reader; broken tables are left to the pages."""
    with suppress(UnusableTable):
        if map_page.PAGE.in_case(dataset):
            _draw_maps(dataset, view)
    pictures.warm(dataset)


def _draw_maps(dataset: Dataset, view: View) -> None:
    for pair in map_page.map_pairs(dataset, view):
        drawn = map_page.build_map(dataset, view, *pair)
        for theme in get_args(Theme) if drawn.facts else ():
            map_page.map_figure(drawn, theme)
