"""`python -m caveat edit` becomes a server of the editors' page, on this machine only unless told otherwise."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from caveat import settings
from caveat.__main__ import main


class Replaced(Exception):
    """The process would now be another program."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The program, its words and its environment, once the command has run."""
    found: dict[str, Any] = {}

    def become(program: str, words: list[str]) -> None:
        found.update(program=program, words=words, folder=Path.cwd())
        raise Replaced

    monkeypatch.chdir(settings.ROOT)
    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(os, "putenv", lambda name, value: found.setdefault("environment", {}).update({name: value}))
    return found


def test_it_listens_on_this_machine_only(started: dict[str, Any], folder: Path, capsys) -> None:
    with pytest.raises(Replaced):
        main(["edit", str(folder), "--port", "9000"])
    assert started["program"] == sys.executable
    assert started["words"][1:5] == ["-m", "caveat.editor", "run", str(settings.ROOT / "caveat" / "editor" / "main.py")]
    assert {"--server.address=127.0.0.1", "--server.port=9000", "--server.headless=true"} <= set(started["words"])
    assert started["environment"]["CAVEAT_DATA"] == str(folder)
    assert started["folder"] == settings.ROOT, "its settings are those of .streamlit/config.toml"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("address", "warns"), [("0.0.0.0", True), ("::1", False), ("localhost", False), ("x", True)])
def test_it_warns_where_others_can_reach_it(started: dict[str, Any], capsys, address: str, warns: bool) -> None:
    with pytest.raises(Replaced):
        main(["edit", "--address", address])
    assert f"--server.address={address}" in started["words"]
    assert ("can change the tables" in capsys.readouterr().err) == warns


def test_a_folder_without_a_package_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["edit", str(tmp_path)]) == 1
    assert "datapackage.json" in capsys.readouterr().out
