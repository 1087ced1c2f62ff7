"""The office of a person on a day."""

from dataclasses import replace
from datetime import date

import pytest

from caveat.dataset.tables import Dataset
from caveat.domain import roles


@pytest.mark.parametrize(
    ("actor", "day", "role"),
    [
        ("Friedrich Merz", date(2022, 2, 14), ""),
        ("Friedrich Merz", date(2024, 2, 22), "Leader of the CDU/CSU opposition in the Bundestag"),
        ("Friedrich Merz", date(2025, 5, 5), "German Chancellor-designate"),
        ("Friedrich Merz", date(2025, 5, 6), "German Chancellor"),
        ("Donald Trump", date(2024, 11, 5), "Former US President and candidate"),
        ("Donald Trump", date(2024, 11, 6), "US President-elect"),
        ("John Kirby", date(2024, 2, 1), "White House National Security Communications Advisor"),
        ("Somebody Else", date(2024, 2, 1), ""),
    ],
)
def test_the_office_of_a_day(dataset: Dataset, actor: str, day: date, role: str) -> None:
    assert roles.role_on(dataset, actor, day) == role


def test_without_the_table_nobody_has_an_office(dataset: Dataset) -> None:
    bare = replace(dataset, frames={name: frame for name, frame in dataset.frames.items() if name != "roles"})
    assert roles.role_on(bare, "Friedrich Merz", date(2025, 6, 1)) == ""
