"""What the server answers beside the pages, as parts that are drawn before tables reach readers (content.drawing)."""

import json
from collections.abc import Iterator
from datetime import date
from functools import partial

from caveat.charts.pictures import frame
from caveat.content.drawing import Part
from caveat.content.pages import pages_of
from caveat.content.pictures import kinds_of
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain.query import CLOCKS, View, query_bounds
from caveat.domain.rule_log import Clock
from caveat.web import feed, jsonld, pictures, releases
from caveat.web.api import app, claims, openapi, restrictions
from caveat.web.api.parameters import ChangesQuery, ClaimsQuery, StateQuery

_SITE = "http://localhost"


def answer_parts(dataset: Dataset, today: date) -> Iterator[Part]:
    """The feed, the API's answers by both clocks, the preview card of each page, the files of the tables."""
    day = query_bounds(dataset, today).default
    yield Part("the feed", partial(feed.atom, base=_SITE), first=True)
    for known in CLOCKS:
        yield Part("the API's answer /state", partial(_draw_state, day, known), first=True)
        yield Part("the API's answer /changes", partial(_draw_changes, known), first=True)
    yield Part("the API's answer /claims", _draw_claims)
    yield Part("the API's description", _draw_description)
    yield Part("the metadata of the page Evidence", partial(jsonld.dataset, site=_SITE))
    for page in pages_of(dataset):
        yield Part(f"the preview card of the page {page.nav_title}", partial(_draw_card, View(day), page.id))
        for kind in kinds_of(page.id, compares=False)[1:]:
            name = f"the picture “{kind.title}” of the page {page.nav_title}"
            yield Part(name, partial(_draw_picture, View(day), page.id, kind.name))
    for table in schema.table_names(dataset.folder):
        yield Part(f"the file {table}.json", partial(_draw_file, table))


def _draw_state(day: date, known: Clock, dataset: Dataset) -> None:
    query = StateQuery.model_validate({"asof": day, "known": known})
    # Not by the query's own check, which knows the areas that readers have now.
    areas = tuple(dataset["territories"]["territory_id"])
    restrictions.state(dataset, query.model_copy(update={"territory": areas}))


def _draw_changes(known: Clock, dataset: Dataset) -> None:
    restrictions.changes(dataset, ChangesQuery.model_validate({"known": known}))


def _draw_claims(dataset: Dataset) -> None:
    claims.claims_answer(dataset, ClaimsQuery.model_validate({}))


def _draw_description(dataset: Dataset) -> None:
    json.dumps(openapi.description(dataset, app.app))


def _draw_card(view: View, page_id: str, dataset: Dataset) -> None:
    frame.draw(pictures.picture(dataset, page_id, view, (), "", ""), frame.CARD)


def _draw_picture(view: View, page_id: str, name: str, dataset: Dataset) -> None:
    for shape in frame.FORMATS.values():
        frame.draw(pictures.picture(dataset, page_id, view, (), name, _SITE), shape)


def _draw_file(table: str, dataset: Dataset) -> None:
    releases.table_bytes(dataset, table, "json")
