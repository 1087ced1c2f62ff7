"""The weak spots that the tables themselves show, for the page Data."""

from markupsafe import Markup

from caveat import html
from caveat.dataset.memo import memoized
from caveat.dataset.records import resolve_records
from caveat.dataset.tables import Dataset
from caveat.domain import weak_spots
from caveat.domain.weak_spots import WeakSpot
from caveat.text import weak_spots as words

# So many rows of a list stand open; the others open on a click.
SHOWN = 3


@memoized(4)
def weak_spots_html(dataset: Dataset) -> Markup:
    """Each way in which rows are weak: how many, the first few, and the others on a click."""
    return html.render(
        "data_weak_spots.html",
        intro=words.INTRO,
        spots=[
            (words.spot_sentence(spot.why, len(spot.ids)), _lines(dataset, spot))
            for spot in weak_spots.weak_spots(dataset)
        ],
        shown=SHOWN,
    )


def _lines(dataset: Dataset, spot: WeakSpot) -> list[tuple[list[tuple[str, str]], str]]:
    """For each row the ids and lines of it and of the row that it clashes with, and why a rule has no condition."""
    listed = []
    for ids in zip(spot.ids, spot.against, strict=True) if spot.against else zip(spot.ids, strict=True):
        rows = resolve_records(dataset, ids)
        remark = str(rows[0].values.get("condition_note", "")) if spot.why == "no_condition" else ""
        listed.append(([(row.id, words.row_line(dataset, row)) for row in rows], remark))
    return listed
