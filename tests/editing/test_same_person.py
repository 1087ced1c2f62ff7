"""A person under two spellings is found, and two people with like names are told apart."""

from dataclasses import replace

import pytest

from caveat.editing import accidents
from caveat.editing.same_person import is_same
from tests.editing.test_accidents import BASE, edited, replaced, said


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        *(
            ("Joe Biden", other, True)
            for other in ("Joe Bidan", "Biden", "Joseph Biden", "J. Biden", "Joe\u200b Biden")
        ),
        *(("Volodymyr Zelensky", other, True) for other in ("Volodymyr Zelenskyy", "Zelensky", "Volodimir Zelensky")),
        ("Gitanas Nausėda", "Gitanas Nauseda", True),
        ("Wang Yi", "Yi Wang", True),
        ("Joe Biden", "Jill Biden", False),
        ("Donald Trump", "Donald Tusk", False),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("US officials", "UK officials", False),
        ("Swedish officials", "Finnish officials", False),
        ("Keith Kellogg", "Keir Starmer", False),
    ],
)
def test_two_spellings(name, other, same):
    assert is_same(name, other) == is_same(other, name) == same


def test_the_people_of_the_tables_are_told_apart():
    names = {row["actor"] for table in ("positions", "roles") for row in BASE.rows[table].values()}
    alike = {(a, c) for a in names for c in names if a < c and is_same(a, c)}
    assert alike == set()


def test_a_person_under_two_spellings_is_named():
    [line] = said("positions", lambda rows: rows[0].update(actor="Joe Bidan"))
    assert line.startswith("data/positions.csv:2:actor: found “Joe Bidan”, a new name; expected a name that is not ")
    assert line.endswith("if they are one person, write one name in all rows, such as “Joe Biden”")


def test_a_person_renamed_everywhere_is_not_named():
    after = edited("positions", replaced("Joe Biden", "Joseph Biden"))
    roles = edited("roles", replaced("Joe Biden", "Joseph Biden"))
    assert accidents.find(BASE, replace(after, rows={**after.rows, "roles": roles.rows["roles"]})) == []
