"""Settings are read in one place, described in docs/hosting.md, and each wrong variable is named."""

import re
import subprocess
import sys

import pytest

from caveat import settings
from caveat.settings import ROOT, Settings


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {
        "CAVEAT_HOSTS": "a.example, *.b.example",
        "CAVEAT_RATE": "0",
        "CAVEAT_REPLICA": "yes",
        "CAVEAT_DRAIN_SECONDS": "7.5",
        "CAVEAT_METRICS_FROM": "nowhere",
        "CAVEAT_URL": "https://caveat.example/",
    }.items():
        monkeypatch.setenv(name, text)
    read = settings.current()
    assert (read.hosts, read.rate, read.replica, read.drain_seconds) == (("a.example", "*.b.example"), 0, True, 7.5)
    assert (read.metrics_from, read.url) == ((), "https://caveat.example")


def test_a_blank_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAVEAT_PREPARE_EDITS")
    unset = settings.current()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"CAVEAT_{name.upper()}", "")
    assert settings.current() == unset
    assert unset.hosts == ("*",) and not unset.access_log


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("CAVEAT_RATE", "much", "a number, 0 or more"),
        ("CAVEAT_RATE", "nan", "a number, 0 or more"),
        ("CAVEAT_SESSIONS", "-1", "a number, 0 or more"),
        ("CAVEAT_REPLICA", "1", "yes or no"),
        ("CAVEAT_METRICS_FROM", "here", "networks such as 10.0.0.0/8, or nowhere"),
        ("CAVEAT_REPORT_URL", "javascript:alert(1)", "an address that begins with one of https://, http://, mailto:"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str, expected: str) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(ValueError, match=re.escape(f"{name}: found {text}; expected {expected}")):
        settings.current()


def test_a_server_with_wrong_settings_names_them_all_and_does_not_start() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from caveat import settings; settings.require()"],
        env={"CAVEAT_RATE": "much", "CAVEAT_REPLICA": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "CAVEAT_RATE: found much; expected a number, 0 or more",
        "CAVEAT_REPLICA: found 1; expected yes or no",
    ]


def test_every_setting_is_described() -> None:
    described = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    names = {f"CAVEAT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"^\| `(CAVEAT_[A-Z_]+)` \|", described, re.MULTILINE)) == names


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in [ROOT / "app.py", *(ROOT / "caveat").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
        if re.search(r"\b(environ|getenv)\b", path.read_text(encoding="utf-8"))
    ]
    assert readers == []
