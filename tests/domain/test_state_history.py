"""What a new release of the data may change in the answers of the past: nothing but what is named here."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.support import reference

# The release of 22 November 2026, before the second round of data.
FROZEN = ROOT / "releases" / "748b65ccb875.zip"
TERRITORIES = ["ua_occupied", "ru_border", "ru_kursk", "ru_any"]
# Found in the second round: the assurance on HIMARS was public on the evening before, and the word on Kursk came a day earlier.
EXPECTED = {
    ("US", "gmlrs", territory, date(2022, 5, 31), "no_record", "prohibited")
    for territory in ("ru_border", "ru_kursk", "ru_any")
} | {("US", "gmlrs", "ru_kursk", date(2024, 8, 7), "prohibited", "permitted")}


@contextmanager
def tables_of(folder: Path) -> Iterator[None]:
    """Let the reference implementation read another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "DATA", folder)
        reference.rows.cache_clear()
        yield
    reference.rows.cache_clear()


def statuses(days: list[date], pairs: list[tuple[str, str]], known: str) -> dict[tuple[str, str, str, date], str]:
    return {
        (supplier, system, territory, day): reference.fold(supplier, system, territory, day, known).status
        for supplier, system in pairs
        for territory in TERRITORIES
        for day in days
    }


@pytest.mark.parametrize("known", ["then", "now"])
def test_no_status_of_the_past_differs_but_two(tmp_path: Path, known: str) -> None:
    with zipfile.ZipFile(FROZEN) as archive:
        archive.extractall(tmp_path)
    now = reference.rows("restrictions")
    pairs = reference.supplier_system_pairs()
    with tables_of(tmp_path):
        rows = [*now, *reference.rows("restrictions")]
        # A status can only change on a day of a row.
        days = sorted({reference.first_day(row[column]) for row in rows for column in ("effective", "reported")})
        before = statuses(days, pairs, known)
    after = statuses(days, pairs, known)
    assert {(*key, before[key], after[key]) for key in after if before[key] != after[key]} == EXPECTED
