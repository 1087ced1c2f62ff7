"""The rows behind what a page shows, as frames: what the CSVs beside a view hold. Ids and values as in the tables, never labels alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from caveat.content import briefing, choices, compare, positions, suppliers
from caveat.content import map as map_page
from caveat.content import system as system_page
from caveat.content import timeline as timeline_page
from caveat.dataset.tables import Dataset
from caveat.domain import claims, restrictions, rule_log, timeline, transfers
from caveat.domain.query import EARLIEST, View
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_log import RuleChange

Own = choices.Query
Maker = Callable[[Dataset, View, Own], pd.DataFrame]
# page -> sheet -> what it has, for the link's text. Names of sheets are public and stay.
TITLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "briefing": {"states": "Every cell of the matrix", "changes": "What changed since the day compared with"},
        "map": {"states": "The states that the maps show, with the ranges drawn"},
        "compare": {"claims": "The published figures of the chart", "headlines": "The headline figures side by side"},
        "timeline": {"lanes": "The lanes of the chart", "entries": "Every entry behind them", "events": "The events"},
        "positions": {"statements": "The statements"},
        "suppliers": {"transfers": "The steps of the transfers", "aid": "The aid figures of the measure"},
        "system": {"claims": "The published figures", "states": "The matrix of the day", "changes": "What changed"},
        "story": {"facts": "The facts of the article"},
        "data": {"sources": "The sources found"},
    }
)
_CHANGE = (
    "change_id",
    "day",
    "effective",
    "reported",
    "supplier",
    "system",
    "territory",
    "authority",
    "status",
    "certainty",
    "summary",
    "note",
    "source_ids",
)
# The columns of a state_record.
STATE = (
    "supplier",
    "system",
    "territory",
    "status",
    "certainty",
    "since",
    "authority",
    "change_id",
    "summary",
    "source_ids",
    "layers",
    "disputed_by",
)


def sheet(dataset: Dataset, page_id: str, name: str, view: View, own: Own) -> pd.DataFrame:
    """One sheet of a view, led by the columns asof, known, release. KeyError for a sheet that the page has not; BrokenTable where a table that it needs cannot be used.

    `own` has the page's own keys as the address has them; one that names nothing falls back as on the page.
    """
    frame = _MAKERS[page_id, name](dataset, view, own).reset_index(drop=True)
    lead = {"asof": view.asof.isoformat(), "known": view.known, "release": dataset.fingerprint}
    return pd.concat([pd.DataFrame(lead, index=frame.index), frame], axis=1)


def _rows(found: list[dict[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=list(columns), dtype="object")


def state_record(state: PermissionState) -> dict[str, object]:
    """A permission state as a flat row (STATE), as the API has it too: lists joined by ";", a layer as "US=prohibited", a dispute by its change_id."""
    return {
        "supplier": state.supplier,
        "system": state.system_id,
        "territory": state.territory,
        "status": state.status,
        "certainty": state.certainty,
        "since": state.since,
        "authority": state.authority,
        "change_id": state.change_id,
        "summary": state.summary,
        "source_ids": ";".join(state.source_ids),
        "layers": ";".join(f"{one.authority}={one.status}" for one in state.layers),
        "disputed_by": ";".join(one.change_id for one in state.disputed_by),
    }


def _change(one: RuleChange, day: date) -> dict[str, object]:
    return {
        "change_id": one.change_id,
        "day": day.isoformat(),
        "effective": one.effective_text,
        "reported": one.reported_text,
        "supplier": one.supplier,
        "system": one.system_id,
        "territory": one.territory,
        "authority": one.authority,
        "status": one.status,
        "certainty": one.certainty,
        "summary": one.summary,
        "note": one.note,
        "source_ids": ";".join(one.source_ids),
    }


def _matrix(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return _rows(
        [
            state_record(cell.state) | {"system": row.system_id}
            for row in briefing.build_briefing(dataset, view).matrix
            for cell in row.cells
        ],
        STATE,
    )


def _changed(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return _rows([_change(one.change, one.day) for one in briefing.build_briefing(dataset, view).changes], _CHANGE)


def _mapped(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    drawn = [
        map_page.build_map(dataset, view, *pair) for pair in map_page.map_pairs(dataset, view)[: map_page.MAX_MAPS]
    ]
    found = [
        state_record(state)
        | {"system": one.system_id}
        | {"lowest_km": one.lowest_km or None, "highest_km": one.highest_km or None}
        for one in drawn
        for state in one.states
    ]
    return _rows(found, [*STATE, "lowest_km", "highest_km"])


def _claims_of(
    dataset: Dataset, system_ids: Sequence[str], attributes: Sequence[str], headlines_only: bool = False
) -> pd.DataFrame:
    found: list[dict[str, object]] = []
    for system_id in system_ids:
        for attribute in attributes:
            some = claims.claims_of(dataset, system_id, attribute)
            head = claims.headline_claim(some)
            found += [
                {
                    "system": system_id,
                    "attribute": attribute,
                    "claim_id": one.claim_id,
                    "qualifier": one.qualifier,
                    "value_low": one.low,
                    "value_high": one.high,
                    "value_as_published": one.value_as_published,
                    "unit_as_published": one.unit_as_published,
                    "headline": one is head.claim,
                    "rule": head.rule if one is head.claim else "",
                    "variant_note": one.variant_note,
                    "published": one.published,
                    "note": one.note,
                    "source_ids": one.source_id,
                }
                for one in ([head.claim] if headlines_only and head.claim else [] if headlines_only else some)
            ]
    columns = (
        *(
            "system",
            "attribute",
            "claim_id",
            "qualifier",
            "value_low",
            "value_high",
            "value_as_published",
            "unit_as_published",
        ),
        *("headline", "rule", "variant_note", "published", "note", "source_ids"),
    )
    return _rows(found, columns)


def _claims(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return _claims_of(dataset, view.systems or compare.DEFAULT, [choices.one("attribute", dataset, view, own)])


def _headlines(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return _claims_of(dataset, view.systems or compare.DEFAULT, claims.ATTRIBUTES, headlines_only=True)


def _history(dataset: Dataset, view: View, own: Own) -> timeline_page.History:
    return timeline_page.build(
        dataset, view, choices.one("territory", dataset, view, own), choices.one("zoom", dataset, view, own)
    )


def _lanes(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return _history(dataset, view, own).shown


def _entries(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    one = _history(dataset, view, own)
    found = timeline.entries_in_window(
        rule_log.rule_log(dataset), one.pairs, one.territory, one.start, one.end, view.known
    )
    return _rows([_change(entry.change, entry.day) for entry in found], _CHANGE)


def _events(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return _history(dataset, view, own).events


def _statements(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return positions.build(
        dataset, view.asof, choices.one("issue", dataset, view, own), choices.one("country", dataset, view, own)
    ).said.iloc[::-1]


def _transfers(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return suppliers.build(dataset, view).shown.iloc[::-1]


def _aid(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    figures, _ = transfers.figures_until(dataset["aid"], view.asof, view.known)
    return figures[figures["measure"] == choices.one("measure", dataset, view, own)]


def _system_claims(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    system = system_page.find(dataset, view.id)
    return _claims_of(dataset, [system.system_id, *system.variants] if system else [], claims.ATTRIBUTES)


def _system_states(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    system = system_page.find(dataset, view.id)
    return _matrix(dataset, replace(view, systems=(system.family,), id=""), own) if system else _rows([], STATE)


def _system_changes(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    system, log = system_page.find(dataset, view.id), rule_log.rule_log(dataset)
    family = system.family if system else ""
    found = [
        one
        for one in restrictions.log_entries(log, EARLIEST, view.asof, view.known)
        if log.family(one.change.system_id) == family
    ]
    return _rows([_change(one.change, one.day) for one in found], _CHANGE)


def _facts(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    frame = dataset["article_facts"]
    asked = choices.one("agrees", dataset, view, own)
    return frame if asked == choices.ALL else frame[frame["independent_agrees"] == asked]


def _sources(dataset: Dataset, view: View, own: Own) -> pd.DataFrame:
    return choices.sources(dataset, choices.text(own, "q"), choices.one("kind", dataset, view, own))


_MAKERS: Mapping[tuple[str, str], Maker] = {
    ("briefing", "states"): _matrix,
    ("briefing", "changes"): _changed,
    ("map", "states"): _mapped,
    ("compare", "claims"): _claims,
    ("compare", "headlines"): _headlines,
    ("timeline", "lanes"): _lanes,
    ("timeline", "entries"): _entries,
    ("timeline", "events"): _events,
    ("positions", "statements"): _statements,
    ("suppliers", "transfers"): _transfers,
    ("suppliers", "aid"): _aid,
    ("system", "claims"): _system_claims,
    ("system", "states"): _system_states,
    ("system", "changes"): _system_changes,
    ("story", "facts"): _facts,
    ("data", "sources"): _sources,
}
