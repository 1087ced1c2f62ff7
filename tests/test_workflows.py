"""The workflows of pull requests: their steps are run as they are written, with a gh that notes what it is told."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from caveat.settings import ROOT
from tests.editing.conftest import git
from tests.support import broken as b
from tests.support.broken import edit

WORKFLOWS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}
HEAD = "c0ffee" * 6 + "c0ff"
URL = "https://example.org/runs/1"
# gh, as far as the workflow needs it: `run download` copies the files of the run, `pr comment` keeps the text.
GH = """#!/bin/sh
echo "$@" >> "$STUB/calls.txt"
case "$1 $2" in
  "run download") cp -R "$STUB/artifact" review ;;
  "pr view") cat "$STUB/head.txt" ;;
  "pr comment") for last; do :; done; cp "$last" "$STUB/posted.md" ;;
esac
"""


def step(workflow: str, name: str) -> dict[str, Any]:
    (job,) = WORKFLOWS[workflow]["jobs"].values()
    (found,) = [entry for entry in job["steps"] if entry.get("name") == name]
    return found


def run(workflow: str, name: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does: bash -e, with the variables that the step names."""
    found = step(workflow, name)
    assert set(found["env"]) <= set(variables)
    path = os.pathsep.join([variables.get("BIN", ""), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"HOME": str(folder), "PATH": path, "LANG": "C.UTF-8", **variables}
    words = ["bash", "--noprofile", "--norc", "-e", "-c", found["run"]]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with the program and the data, committed once."""
    folder = tmp_path_factory.mktemp("base")
    shutil.copytree(
        ROOT / "caveat", folder / "caveat", ignore=shutil.ignore_patterns("__pycache__", "static", "*.html")
    )
    b.copy_data(folder / "data")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "The data")
    yield folder


@pytest.fixture
def proposal(base: Path) -> Iterator[Path]:
    """The same repository, as it was before once the test is over."""
    yield base
    git(base, "reset", "-q", "--hard", "HEAD")
    git(base, "clean", "-qfd")


def reviewed(proposal: Path, place: Path) -> tuple[int, str]:
    """The exit status of the step and the comment that it left."""
    base = subprocess.run(["git", "rev-parse", "HEAD"], cwd=proposal, capture_output=True, text=True, check=True)
    summary = place / "summary.md"
    variables = {"BASE": base.stdout.strip(), "NUMBER": "7", "RUN_URL": URL}
    done = run(
        "data", "Review", proposal, {**variables, "RUNNER_TEMP": str(place), "GITHUB_STEP_SUMMARY": str(summary)}
    )
    comment = (place / "review" / "comment.md").read_text(encoding="utf-8")
    assert (place / "review" / "number.txt").read_text() == "7\n"
    assert summary.read_text(encoding="utf-8") == (place / "review" / "whole.md").read_text(encoding="utf-8")
    return done.returncode, comment


def test_a_sound_change(proposal: Path, tmp_path: Path) -> None:
    edit(proposal / "data", "events", b.cell(4, "title", "Other"))
    (proposal / "review").write_text("a file of the proposal")
    status, comment = reviewed(proposal, tmp_path)
    assert status == 0
    assert comment.startswith("## Check\n\n") and " rows are sound.\n" in comment and "- Event: Other" in comment


def test_a_mistyped_status(proposal: Path, tmp_path: Path) -> None:
    """The input that once left an empty comment."""
    edit(proposal / "data", "restrictions", b.cell(2, "status", "permited"))
    status, comment = reviewed(proposal, tmp_path)
    assert status == 1
    check, _, changes = comment.partition("## What changes in the data")
    assert check.startswith("## Check\n\n**1 fault.**") and "permited" in check and "permited" in changes


def test_a_program_that_does_not_start_leaves_a_sentence(proposal: Path, tmp_path: Path) -> None:
    (proposal / "caveat" / "__main__.py").write_text("import nothing_of_that_name")
    status, comment = reviewed(proposal, tmp_path)
    assert status == 1
    assert comment == f"## Check\n\n**The check did not run.** The log says why: {URL}\n"


def posted(
    place: Path, number: str = "7", comment: str | None = "## Check\n", head: str = HEAD
) -> tuple[int, str, str]:
    """The exit status of the step that comments, the text that it posted, and all that gh was told."""
    stub = place / "stub"
    (stub / "artifact").mkdir(parents=True)
    (place / "empty").mkdir()
    (stub / "artifact" / "number.txt").write_text(number)
    if comment is not None:
        (stub / "artifact" / "comment.md").write_text(comment, encoding="utf-8")
    (stub / "head.txt").write_text(head + "\n")
    (stub / "gh").write_text(GH)
    (stub / "gh").chmod(0o755)
    variables = {"GH_TOKEN": "x", "GH_REPO": "o/r", "RUN": "12", "CHECKED": HEAD, "STUB": str(stub), "BIN": str(stub)}
    done = run("comment", "Comment", place / "empty", variables)
    text = stub / "posted.md"
    calls = (stub / "calls.txt").read_text()
    return done.returncode, text.read_text(encoding="utf-8") if text.is_file() else "", calls


def test_the_comment_is_posted(tmp_path: Path) -> None:
    status, text, calls = posted(tmp_path, "7\n", "## Check\n\n- “Fine” &\n")
    assert (status, text) == (0, "## Check\n\n- “Fine” &\n")
    assert calls.splitlines() == [
        "run download 12 --name review --dir review",
        "pr view 7 --json headRefOid --jq .headRefOid",
        "pr comment 7 --edit-last --create-if-none --body-file comment.md",
    ]


@pytest.mark.parametrize(
    "number", ["", "7 8", "-1", "7; rm x", "$(id)", "7\n8", "--repo=o/r", "https://example.org/pull/7"]
)
def test_a_number_that_is_none_posts_nothing(tmp_path: Path, number: str) -> None:
    status, text, calls = posted(tmp_path, number)
    assert (status, text) == (1, "") and len(calls.splitlines()) == 1


def test_another_pull_request_gets_no_comment(tmp_path: Path) -> None:
    status, text, calls = posted(tmp_path, head="d" * 40)
    assert (status, text) == (0, "") and "pr comment" not in calls


def test_a_run_without_a_text_posts_nothing(tmp_path: Path) -> None:
    status, text, _ = posted(tmp_path, comment=None)
    assert (status, text) == (1, "")


def test_a_text_that_a_fork_made_calls_nobody_and_is_cut(tmp_path: Path) -> None:
    status, text, _ = posted(tmp_path, comment="@admin, a@b and @&#8203;c " + "x" * 300_000)
    assert status == 0
    assert text.startswith("@&#8203;admin, a@&#8203;b and @&#8203;c x") and len(text) < 241_000


def test_nothing_of_a_pull_request_runs_with_rights() -> None:
    """What runs its code may only read; what may comment has no checkout and knows the texts as variables."""
    for name, workflow in WORKFLOWS.items():
        steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
        assert not any("${{" in step.get("run", "") for step in steps), name
        events = workflow.get("on", workflow.get(True))
        assert "pull_request_target" not in events
        if "pull_request" in events:
            assert workflow["permissions"] == {"contents": "read"}, name
            assert all(
                step["with"]["persist-credentials"] is False for step in steps if "checkout" in step.get("uses", "")
            )
            assert "github.token" not in json.dumps(steps) and "secrets." not in json.dumps(steps)
    (job,) = WORKFLOWS["comment"]["jobs"].values()
    assert WORKFLOWS["comment"]["permissions"] == {"actions": "read", "pull-requests": "write"}
    assert not any("uses" in step for step in job["steps"])
    assert WORKFLOWS["comment"].get("on", WORKFLOWS["comment"].get(True))["workflow_run"]["workflows"] == ["data"]
    assert not re.search(r"python|pip|npm|make", job["steps"][0]["run"])


def test_what_others_wrote_is_named_by_its_digest() -> None:
    """A tag can be moved to other code; the digest of a commit cannot."""
    used = [
        entry["uses"]
        for flow in WORKFLOWS.values()
        for job in flow["jobs"].values()
        for entry in job["steps"]
        if "uses" in entry
    ]
    assert used and [name for name in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name)] == []


def test_packages_are_installed_by_hash() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        for line in re.findall(r"pip install.*", path.read_text(encoding="utf-8")):
            assert "--require-hashes" in line
    for name in ("Makefile", "deploy/Containerfile", ".ci/run"):
        for line in re.findall(r"^.*pip install.*$", (ROOT / name).read_text(encoding="utf-8"), re.M):
            assert "--require-hashes" in line, line
