"""What the server draws after its start gives way to edits, and to the end of the server."""

import threading

import pytest

from caveat.dataset.tables import Dataset
from caveat.web import startup


@pytest.mark.parametrize("most", [0, 3])
def test_an_edit_ends_the_drawing_of_days(dataset: Dataset, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    drawn: list[object] = []
    monkeypatch.setattr(startup, "_draw_maps", lambda _, view: drawn.append(view))
    startup.warm_days(dataset, lambda: len(drawn) == most)
    assert len(drawn) == most


def test_without_an_edit_every_day_is_drawn(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    monkeypatch.setattr(startup, "_draw_maps", lambda _, view: drawn.append(view))
    startup.warm_days(dataset, lambda: False)
    assert len(drawn) == len(set(drawn)) > 50


@pytest.mark.parametrize("is_over", [False, True])
def test_an_error_meanwhile_is_logged_unless_the_server_has_ended(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_over: bool
) -> None:
    """A server that ends removes the copies of the tables under the thread that still draws."""
    over = threading.Event()

    def draw(*_: object) -> None:
        if is_over:
            over.set()
        raise FileNotFoundError("datapackage.json")

    monkeypatch.setattr(startup, "warm_maps", draw)
    startup._warm_more(dataset, startup.prepare(dataset), None, over)
    assert ["prepared answers" in record.getMessage() for record in caplog.records] == [True] * (not is_over)
