"""Every page, choice, system and day drawn from tables that hold all that is sound."""

from pathlib import Path

from tests.editing.test_drawing import faults
from tests.support.mutations import SOUND


def test_all_that_is_sound_is_drawn_at_once(folder: Path) -> None:
    for mutation in SOUND.values():
        mutation(folder)
    assert faults(folder) == []
