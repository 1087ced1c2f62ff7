"""Whose report a page goes back to, by the ways in which the real table of sources names a copy."""

import pytest

from caveat.dataset.tables import Dataset
from caveat.domain.publishers import original_publisher


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("Reuters", "reuters"),
        ("Reuters via Japan Today", "reuters"),
        ("Reuters via MTV Lebanon mirror", "reuters"),
        ("Newsmax / Reuters", "reuters"),
        ("Actualno (citing Reuters)", "reuters"),
        ("Industry Today citing Reuters", "reuters"),
        ("Ironside News (Reuters text)", "reuters"),
        ("Reuters (copy at balitangmarino.com)", "reuters"),
        ("Arab News (Reuters)", "reuters"),
        ("AFP text via We News", "afp"),
        ("my.ua (relay of Wall Street Journal)", "wsj"),
        ("WSJ via News-Pravda", "wsj"),
        ("information.bz (relay of The Telegraph via RT)", "telegraph"),
        ("Zazoom (excerpt of Il Fatto Quotidiano)", "il fatto quotidiano"),
        ("La Repubblica (excerpt at Dagospia)", "la repubblica"),
        ("Dong-A Ilbo / News1 (citing Politico; copy at 7betz.com)", "politico"),
        ("Deutsche Welle (seen via mirror)", "deutsche welle"),
        ("Delfi (Estonia)", "delfi"),
        ("RFE/RL", "rfe/rl"),
        ("2LT (agency text)", "2lt (agency text)"),
        ("Kurir / agencies", "kurir / agencies"),
    ],
)
def test_the_original_of_a_page(publisher: str, expected: str) -> None:
    assert original_publisher(publisher) == expected


def test_every_publisher_has_one(dataset: Dataset) -> None:
    found = [original_publisher(one) for one in dataset["sources"]["publisher"]]
    assert all(found)
    assert len(set(found)) < dataset["sources"]["publisher"].nunique(), "copies fall together with their originals"
