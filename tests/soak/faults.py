"""What the long tests measured of faults and floods: docs/faults.csv, of which docs/hosting.md has the table."""

import csv
from pathlib import Path

from caveat.settings import ROOT

TABLE = ROOT / "docs" / "faults.csv"
HEAD = ("fault", "what happens", "how long readers notice")


def told(fault: str, what: str, noticed: str, table: Path = TABLE) -> None:
    """Enter what was measured, in place of what was measured before."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row for row in list(csv.reader(file))[1:]}
    rows[fault] = [fault, what, noticed]
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *rows.values()])
    print(f"\n{fault}: {what}; {noticed}")
