"""What each page asks, the line under it, and its title in the reader's window and in previews: the same in the app and in the first HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from caveat.content import briefing, choices, story
from caveat.content import system as system_page
from caveat.dataset import records
from caveat.dataset.tables import Dataset
from caveat.domain import names
from caveat.domain.query import View
from caveat.text import claims as claim_words
from caveat.text import data_page as data_words
from caveat.text import labels
from caveat.text import map_labels as map_words
from caveat.text import page_titles as words
from caveat.text import positions as position_words
from caveat.text import records as row_words
from caveat.text import story as story_words
from caveat.text import system as profile_words
from caveat.text import timeline as timeline_words
from caveat.text import transfers as transfer_words
from caveat.text.permissions import known_sentence


@dataclass(frozen=True)
class Head:
    """A page's question and the line under it."""

    question: str
    context: str


def head(dataset: Dataset, page_id: str, view: View) -> Head:
    """The head of a page in a view. BrokenTable where what it names cannot be used."""
    if page_id == "briefing":
        built = briefing.build_briefing(dataset, view)
        return Head(built.question, built.context)
    if page_id == "system":
        system = system_page.find(dataset, view.id)
        if system is None:
            return Head(profile_words.LIST_QUESTION, profile_words.LIST_CONTEXT)
        return Head(profile_words.page_question(system.name, view.asof), system.row["one_line"])
    if page_id == "story":
        return Head(story_words.QUESTION, story.context(dataset))
    if page_id == "data":
        return Head(data_words.QUESTION, data_words.CONTEXT)
    context = {
        "map": map_words.page_context(known_sentence(view.known)),
        "compare": claim_words.CONTEXT,
        "timeline": timeline_words.page_context(view.asof, view.known),
        "positions": position_words.page_context(view.asof),
        "suppliers": transfer_words.page_context(view.asof, view.known),
    }[page_id]
    return Head(words.question(page_id, view), context)


def subject(dataset: Dataset, page_id: str, view: View, own: Mapping[str, str]) -> str:
    """What a reader chose that the question does not say, for the title: systems, the page's own choices, the clock; "" for what the page shows by itself.

    `own` has the page's own keys that differ from what it shows by itself (choices.changed). BrokenTable where a name cannot be looked up.
    """
    said = (
        [names.short_name(dataset, one) for one in view.systems] if "sys" in choices.VIEW_KEYS.get(page_id, ()) else []
    )
    said += [_said(dataset, key, value) for key, value in own.items()]
    if view.known == "now" and page_id in words.CLOCKED:
        said.append(words.IN_HINDSIGHT)
    return " · ".join(said)


def _said(dataset: Dataset, key: str, value: str) -> str:
    """One choice in words; a row by its line, so that the title of its sheet says what it is."""
    if key == "row":
        row = records.records_by_id(dataset).get(value)
        return row_words.record_line(dataset, row) if row else words.row(value)
    if key == "q":
        return words.searched(value)
    if key == "page":
        return words.page(value)
    return {
        "attribute": claim_words.ATTRIBUTE,
        "territory": timeline_words.TERRITORY_CHOICE,
        "zoom": timeline_words.ZOOM_CHOICE,
        "measure": transfer_words.MEASURE,
        "agrees": story_words.FILTER_SUBJECT,
        "kind": data_words.SOURCE_KIND,
        "issue": {"all": position_words.ALL_ISSUES} | position_words.ISSUE,
    }.get(key, {}).get(value) or (labels.country_name(value) if key == "country" else value)


def title(question: str, about: str) -> str:
    """The title of the reader's window and of a search engine's result."""
    return " · ".join(part for part in (question, about, "Caveat") if part)
