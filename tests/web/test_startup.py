"""What the server draws after its start gives way to edits."""

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
