"""The tree of territories: a rule on an area holds on each area in it that has no rule of its own."""

from collections.abc import Mapping

import pandas as pd


def territory_path(territory: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The territory and its parents, narrowest first: "ru_kursk" -> ("ru_kursk", "ru_any", "everywhere")."""
    path = [territory]
    while parents.get(path[-1]):
        if parents[path[-1]] in path:
            raise ValueError(f"found {territory} above itself; expected a tree of territories")
        path.append(parents[path[-1]])
    return tuple(path)


def territory_parents(territories: pd.DataFrame) -> dict[str, str]:
    """territory_id -> parent_id, from the table `territories`; roots are left out."""
    return {row.territory_id: row.parent_id for row in territories.itertuples() if row.parent_id}
