"""Fixtures of all tests: the real tables, the log, a copy of the data to break, pages opened through AppTest."""

import logging
import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

from caveat import settings
from caveat.dataset import schema
from caveat.dataset import tables as table_files
from caveat.dataset.tables import Dataset
from caveat.domain import case, rule_log
from caveat.domain.case import Case
from caveat.domain.rule_log import RuleLog
from caveat.editing.commands import check
from caveat.settings import ROOT, Settings
from tests.support import broken, reference
from tests.support.opened_page import OpenedPage

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("caveat", deadline=None)
hypothesis.settings.load_profile("caveat")

_DRAWING_ERRORS = check._drawing_errors
# Tests in these places share a server and a browser, or opened pages, so one worker runs all of a place.
TOGETHER = (
    "tests/browser/test_accessibility.py",
    "tests/browser/engines/",
    "tests/browser/",
    "tests/load/",
    "tests/contract/test_briefing.py",
    "tests/contract/test_data.py",
    "tests/contract/test_first_html.py",
    "tests/contract/test_story.py",
    "tests/contract/test_system.py",
    "tests/editing/spreadsheet/test_corpus.py",
    "tests/ui/test_hostile_text.py",
)


# These open whole pages, run servers, check the whole package or go through every day: they cover the same lines many
# times, and tracing takes one to two times as long as they do.
UNMEASURED = (
    *("tests/browser/", "tests/contract/", "tests/links/", "tests/load/", "tests/soak/", "tests/ui/"),
    "tests/charts/test_static_map.py::test_every_range_fits",
    "tests/content/test_pages.py::test_first_html_of_the_map_works",
    "tests/content/test_search.py::test_each_name_finds_its_own",
    "tests/dataset/test_foreign_keys.py",
    "tests/dataset/test_live.py::test_fifty_edits",
    "tests/dataset/test_releases.py::test_a_release_says_what_changed",
    "tests/dataset/test_watch.py::test_edits_leave_one",
    "tests/domain/test_reach.py::test_the_edge_lies",
    "tests/domain/test_restrictions.py::test_spans_say_the_same",
    "tests/domain/test_timeline.py::test_lanes_say_what_the_fold_says",
    "tests/editing/spreadsheet/test_corpus.py::test_the_file_is_explained",
    "tests/editing/test_changelog.py::test_a_draft_is_written_anew",
    "tests/editing/test_drawing.py::test_all_that_is_sound",
    "tests/editing/test_drawing.py::test_what_is_not_refused",
    "tests/editing/test_german_excel.py",
    "tests/editing/test_link_check.py::test_the_command",
    "tests/text/test_map_sentences.py::test_every_day_on_which",
    "tests/web/api/test_openapi.py",
    "tests/web/api/test_restrictions.py::test_every_row_on_sixty_days",
    "tests/web/middleware/test_limits.py::test_ten_thousand_cards",
    "tests/web/test_basemaps.py::test_the_first_html_asks_early",
    "tests/web/test_cards.py::test_each_head_names",
    "tests/web/test_fuzz.py",
)
# Here each case of a test takes another way through the code. Elsewhere its cases are other tables or days.
EACH_CASE_MEASURED = tuple(
    f"tests/{folder}/" for folder in ("charts", "content", "dataset", "domain", "editing", "editor", "text", "web")
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the coverage what is long, and most cases of a test after its first."""
    measured = set()
    for item in items:
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        test = item.nodeid.partition("[")[0]
        is_again = test in measured and not item.nodeid.startswith(EACH_CASE_MEASURED)
        measured.add(test)
        if is_property or is_again or item.nodeid.startswith(UNMEASURED):
            item.add_marker("no_cover")


class PlaceScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hand out whole places, and all other tests one by one.

    The marks of `--dist loadgroup` do nothing under pytest 9.2: xdist 3.8 writes to a field that is gone.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> PlaceScheduling:
    """How the tests are shared out among the workers."""
    return PlaceScheduling(config, log)


def _settings_now() -> Settings:
    """The settings as the environment is now: a process reads it once, a test may change it."""
    return _settings_of(*(os.environ.get(f"CAVEAT_{name.upper()}") for name in Settings.model_fields))


@lru_cache(maxsize=8)
def _settings_of(*_: str | None) -> Settings:
    return settings.from_environment()


@pytest.fixture(autouse=True, scope="session")
def _at_the_root() -> Iterator[None]:
    """Streamlit looks for its configuration in the current folder, and warns in each test that no browser is there."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.delenv("CAVEAT_DATA", raising=False)
        # Most servers see no edit; preparing each for some would take the tests beside it 13 s of a core.
        patch.setenv("CAVEAT_PREPARE_EDITS", "no")
        patch.setattr(settings, "current", _settings_now)
        # It takes ten seconds; what is about it asks for `drawing`.
        patch.setattr(check, "_drawing_errors", lambda folder, answers, found: found())
        yield


@pytest.fixture(scope="session")
def in_full(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make soak`, which tries all of what a test tries a share of."""
    return "tests/soak" in request.config.args


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands of this test draw every page, as they do."""
    monkeypatch.setattr(check, "_drawing_errors", _DRAWING_ERRORS)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The real tables."""
    return table_files.load(schema.DATA)


@pytest.fixture(scope="session")
def names(dataset: Dataset) -> Case:
    """The names of the real countries, areas, issues and pairs."""
    return case.case(dataset)


@pytest.fixture(scope="session")
def log(dataset: Dataset) -> RuleLog:
    """The real log of restrictions."""
    return rule_log.rule_log(dataset)


@pytest.fixture(scope="session")
def csv_rows() -> Callable[[str], list[dict[str, str]]]:
    """The rows of a table straight from its CSV, past all of our own code."""
    return reference.rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of data/ that a test may break."""
    return broken.copy_data(tmp_path / "data")


@pytest.fixture
def data_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, which pages read in this test."""
    monkeypatch.setenv("CAVEAT_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def open_page() -> Callable[..., OpenedPage]:
    """`open_page(page_id, query, theme)`: a new session on a page."""
    return OpenedPage
