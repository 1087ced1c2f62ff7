"""Edits that the package allows, and that a page may not have been made for."""

from collections.abc import Callable
from pathlib import Path

from tests.support import broken as b

Mutation = Callable[[Path], None]
LONG = "Name " * 60
HOSTILE = "A < B & \"quoted\" 'n' $x^2$ {{ braces }} %s"


def added(table: str, key: str, **cells: str) -> Mutation:
    """A row added like the one with an id, with some other cells; its id and theirs get “-new”."""

    def run(folder: Path) -> None:
        path = folder / f"{table}.csv"
        header, *rows = b.rows_of(path.read_bytes())
        row = dict(zip(header, next(row for row in rows if row[0] == key), strict=True))
        row |= {header[0]: f"{key}-new"} | cells
        path.write_bytes(b.bytes_of([header, *rows, list(row.values())]))

    return run


def changed(table: str, key: str, **cells: str) -> Mutation:
    def run(folder: Path) -> None:
        path = folder / f"{table}.csv"
        header, *rows = b.rows_of(path.read_bytes())
        [row] = [row for row in rows if row[0] == key]
        for column, cell in cells.items():
            row[header.index(column)] = cell
        path.write_bytes(b.bytes_of([header, *rows]))

    return run


def emptied(*tables: str) -> Mutation:
    def run(folder: Path) -> None:
        for table in tables:
            b.edit(folder, table, b.header_only)
        (folder / "published_ids.txt").unlink()

    return run


def every(*steps: Mutation) -> Mutation:
    def run(folder: Path) -> None:
        for step in steps:
            step(folder)

    return run


RULE = "de-arms-2024-05-26-against"
NEW_RULE = {"restates": "", "restates_how": "", "reversed_by": ""}
# What is sound, and can stand in the tables beside the others.
SOUND: dict[str, Mutation] = {
    "a system and a variant without a claim": every(
        added("systems", "atacms", system_id="new-family", family_id="", name="New family", origin_countries="US"),
        added("systems", "atacms", system_id="new-variant", family_id="new-family", name="New variant"),
    ),
    "a rule on a system without a claim": every(
        added("systems", "atacms", system_id="bare", name="Bare"),
        added("restrictions", RULE, system_id="bare", territory="ru_any", **NEW_RULE),
    ),
    "a very long name": changed("systems", "eram", name=LONG.strip()),
    "signs of other languages in a name": changed("systems", "jassm", name=HOSTILE),
    "signs of other languages in a title": added("events", "ev-20220224-invasion", title=HOSTILE, summary=HOSTILE),
    "a group": added("system_groups", "all-long-range", group_id="new-group", name="New group"),
    "an event on the first day, and one long before": every(
        added("events", "ev-20220224-invasion", event_id="ev-first", date="2022-01-01"),
        added("events", "ev-20220224-invasion", event_id="ev-early", date="1991-08-24"),
    ),
    "a rule of which only the year is known": added(
        "restrictions",
        RULE,
        effective="2023",
        effective_precision="year",
        reported="2023",
        reported_precision="year",
        change_id="de-year",
        **NEW_RULE,
    ),
    "figures that are very small and very large": every(
        added("aid", "aid-20220601-us-pda", value="0"),
        added("aid", "aid-20220601-us-pda", figure_id="aid-huge", value="1000000000000000"),
    ),
    "a renamed area": changed("territories", "ru_kursk", name="Kursk and more"),
}
# What may be refused; if it is not, everything is drawn.
DOUBTFUL: dict[str, Mutation] = {
    "an area with a rule": every(
        added("territories", "ru_border", territory_id="ru_belgorod", parent_id="ru_border", name="Belgorod area"),
        added("restrictions", RULE, territory="ru_belgorod", **NEW_RULE),
    ),
    "optional tables without rows": emptied("context", "glossary", "turning_points", "system_sources", "roles"),
    "a log without rows": emptied("restrictions", "turning_points"),
    "a range of nothing": changed("claims", "atacms-m39-range-01", value_low="0", value_high="0"),
    "a range around the world": changed("claims", "atacms-m39-range-01", value_low="30000", value_high="30000"),
    "a date in the year 1": changed("events", "ev-20220224-invasion", date="0001-01-01"),
    "a date in the year 9999": changed("positions", "pos-20220530-biden-longrange", date="9999-12-31"),
    "HTML in a name": changed("systems", "jassm", name="<script>alert(1)</script>"),
    "a system in no name": changed("systems", "taurus-kepd-350", name="-", family="-"),
}
