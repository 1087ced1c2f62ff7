"""What each page says before any JavaScript runs: its title, one sentence for previews, and its own answer as plain HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from urllib.parse import urlencode

from markupsafe import Markup

from caveat.charts import embed_html
from caveat.content import (
    briefing,
    choices,
    compare,
    data,
    embeds,
    heads,
    pages,
    positions,
    record_sheet,
    story,
    suppliers,
    timeline,
)
from caveat.content import map as map_page
from caveat.content import system as system_page
from caveat.content.choices import Query
from caveat.content.heads import Head
from caveat.content.page import Page, PageRequest
from caveat.dataset import records
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, view_query
from caveat.html import notice
from caveat.text import data_page as source_words
from caveat.text import map_labels as map_words
from caveat.text import page_titles as words
from caveat.text import positions as position_words
from caveat.text import records as row_words
from caveat.text import story as story_words
from caveat.text import system as profile_words
from caveat.text import timeline as timeline_words
from caveat.text import transfers as transfer_words

NO_LINE = Markup("")
Parts = Callable[[], Sequence[Markup]]


@dataclass(frozen=True)
class First:
    """Head and body of a page's first HTML. `about` is what was chosen that the question does not say, `own` the page's own keys that an address of this view must name.

    `description` is what previews show; `make` makes the parts of the body, which previews do not need: each stands on the page in the same words. In a frame `line` stands under them.
    `listed` is False where the address names something that is not there, which search engines should not keep.
    """

    question: str
    context: str
    description: str
    make: Parts
    about: str = ""
    own: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    line: Markup = NO_LINE
    listed: bool = True

    @cached_property
    def parts(self) -> tuple[Markup, ...]:
        return tuple(one for one in self.make() if one)

    @property
    def body(self) -> Markup:
        return Markup("\n").join(self.parts)

    @property
    def heading(self) -> str:
        """The question with what was chosen, for previews."""
        return " · ".join(part for part in (self.question, self.about) if part)

    @property
    def title(self) -> str:
        return heads.title(self.question, self.about)


def first(dataset: Dataset, page_id: str, view: View, query: Query) -> First:
    """The first HTML of a page for a view; `query` has the page's own keys. BrokenTable where what it needs cannot be used."""
    registered = next((page for page in pages.PAGES if page.id == page_id), None)
    if registered:
        return _registered(registered, dataset, view, query)
    values, notes = choices.shown(dataset, page_id, view, query)
    own = choices.changed(dataset, page_id, view, query)
    description, make = _BUILDERS[page_id](dataset, view, values)
    head: Head = heads.head(dataset, page_id, view)
    whole = First(
        head.question,
        head.context,
        description,
        make,
        heads.subject(dataset, page_id, view, own),
        tuple(own.items()),
        tuple(notes),
        listed=_named_is_there(dataset, page_id, view, values),
    )
    framed = "true" in query.get("embed", ())
    part, _ = embeds.chosen(page_id, query, framed)
    if not part and not framed:
        return whole
    told = {key: [value] for key, value in values.items() if value}
    line = embeds.line_html(view, dataset.fingerprint, "" if page_id == "briefing" else page_id, told, part)
    return replace(whole, make=_PARTS[part](dataset, view, values) if part in _PARTS else whole.make, line=line)


def _registered(page: Page, dataset: Dataset, view: View, query: Query) -> First:
    request = PageRequest(page, dataset, view, query)
    framed = "true" in query.get("embed", ())
    embed, _ = page.embed(query, framed)
    line = NO_LINE
    if embed or framed:
        told = {key: [value] for key, value in request.params.items() if value}
        line = embeds.line_html(view, dataset.fingerprint, page.path, told, embed.name if embed else "")
    return First(
        request.heading.question,
        request.heading.context,
        request.description,
        lambda: [block.first_html() for block in request.blocks(embed) if block.prerender],
        request.choices,
        tuple(request.params.changed.items()),
        tuple(request.params.notes),
        line,
        request.exists,
    )


def _named_is_there(dataset: Dataset, page_id: str, view: View, values: Mapping[str, str]) -> bool:
    """Whether the one thing that an address names by its id is in the tables; an address that names none is about what is there."""
    if page_id == "system":
        return not view.id or system_page.find(dataset, view.id) is not None
    return page_id != "data" or not values["row"] or values["row"] in records.records_by_id(dataset)


def matters(dataset: Dataset, page_id: str, view: View) -> dict[str, str | list[str]]:
    """The query of a view with the keys alone that change what a page says: two addresses of one view become one. BrokenTable where systems cannot be used."""
    named = ("asof", "known", *choices.VIEW_KEYS.get(page_id, ()))
    if view.id and page_id == "system" and system_page.find(dataset, view.id) is None:
        view = replace(view, id="")
    return {key: value for key, value in view_query(view).items() if key in named}


Own = Mapping[str, str]
Built = tuple[str, Parts]


def _day(dataset: Dataset, view: View) -> str:
    """The day's answer in one line, for previews."""
    built = briefing.build_briefing(dataset, view)
    return words.description(
        [row.headline for row in built.cards], [row.system for row in built.cards], view.asof, view.known
    )


def _briefing(dataset: Dataset, view: View, own: Own) -> Built:
    return _day(dataset, view), lambda: [
        notice(briefing.build_briefing(dataset, view).carried),
        briefing.briefing_html(dataset, view),
    ]


def _map(dataset: Dataset, view: View, own: Own) -> Built:
    asked = map_page.map_pairs(dataset, view)
    more = notice(map_words.maps_left_out(map_page.MAX_MAPS, len(asked)) if len(asked) > map_page.MAX_MAPS else "")
    return _day(dataset, view), lambda: [
        more,
        *_maps(dataset, view, map_page.MAX_MAPS),
        map_page.paragraph(map_words.HOW_TO_READ),
    ]


def _maps(dataset: Dataset, view: View, most: int) -> list[Markup]:
    """Each map as the page has it, for both themes: which one the reader's is, only the browser knows yet."""
    found = [_one_map(dataset, view, *pair) for pair in map_page.map_pairs(dataset, view)[:most]]
    return [Markup('<div class="cv-maps">{}</div>').format(Markup("").join(found))]


def _one_map(dataset: Dataset, view: View, supplier: str, system_id: str) -> Markup:
    one = map_page.build_map(dataset, view, supplier, system_id)
    if one.missing:
        return Markup("<section>{}{}</section>").format(_heading(one.title), notice(one.missing))
    box = embed_html.figure_html(
        map_page.map_figure(one, "light"), one.alt, one.key, dark=map_page.map_figure(one, "dark")
    )
    shown = embed_html.with_table(box, map_page.table_html(dataset, view, supplier, system_id), one.caption)
    return Markup("<section>{}{}{}</section>").format(_heading(one.title), map_page.paragraph(one.sentence), shown)


def _heading(text: str) -> Markup:
    return Markup('<h2 class="cv-h2">{}</h2>').format(text)


def _compare(dataset: Dataset, view: View, own: Own) -> Built:
    chosen, attribute = list(view.systems) or list(compare.DEFAULT), own["attribute"]
    link = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    said = " ".join(line.sentence for line in compare.lines(dataset, chosen, attribute))
    return said, lambda: [
        compare.lines_html(dataset, chosen, attribute, link),
        compare.side_by_side_html(dataset, chosen, view),
    ]


def _timeline(dataset: Dataset, view: View, own: Own) -> Built:
    shown = timeline.build(dataset, view, own["territory"], own["zoom"])
    window = (
        []
        if own["zoom"] == choices.options("zoom", dataset, view)[1]
        else [f"{timeline_words.chart_title(shown.territory, shown.start, shown.end)}."]
    )
    return " ".join([*window, *shown.answer]), lambda: [
        timeline.answer_html(shown),
        timeline.entries_html(dataset, view, shown),
    ]


def _positions(dataset: Dataset, view: View, own: Own) -> Built:
    shown = positions.build(dataset, view.asof, own["issue"], own["country"])
    subject = position_words.chart_title(own["issue"], own["country"])
    if shown.said.empty:
        none = position_words.no_statement_note(view.asof, shown.later)
        return f"{subject}. {none}", lambda: [notice(none)]
    return f"{subject}. {positions.verdict(shown)}", lambda: [positions.answer_html(dataset, shown, view)]


def _suppliers(dataset: Dataset, view: View, own: Own) -> Built:
    shown, measure = suppliers.build(dataset, view), own["measure"]
    no_aid = transfer_words.aid_missing_note(measure, view.asof, view.known)
    nothing = (
        f"{transfer_words.no_step_note(view.asof)} {transfer_words.later_steps_note(shown.later, view.asof)}".strip()
    )
    said = suppliers.verdict(shown) if not shown.shown.empty else [nothing]
    if measure != choices.options("measure", dataset, view)[1]:
        said = [
            suppliers.aid_alt(measure, *one) for one in suppliers.aid_of(dataset, view.asof, view.known, measure)
        ] or [no_aid]

    def body() -> list[Markup]:
        given = notice(nothing) if shown.shown.empty else suppliers.answer_html(dataset, shown)
        money = [
            part
            for currency, rows in suppliers.aid_of(dataset, view.asof, view.known, measure)
            for part in (
                _heading(transfer_words.aid_title(measure, currency)),
                suppliers.aid_html(dataset, measure, currency, rows, View(view.asof, view.known)),
            )
        ]
        return [given, _heading(transfer_words.AID_HEADING), *(money or [notice(no_aid)])]

    return " ".join(said), body


def _system(dataset: Dataset, view: View, own: Own) -> Built:
    link = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    system = system_page.find(dataset, view.id)
    if system is None:
        unknown = notice(profile_words.unknown_system_note(view.id) if view.id else "")
        return profile_words.LIST_CONTEXT, lambda: [unknown, system_page.list_html(dataset, link)]

    def body() -> list[Markup]:
        return [
            system_page.identity_html(dataset, system, link),
            _heading(profile_words.RULES_HEADING),
            system_page.state_html(dataset, system, view),
            _heading(profile_words.FIGURES_HEADING),
            compare.lines_html(dataset, [system.system_id], "range_km", ""),
            _heading(profile_words.CHANGES_HEADING),
            system_page.entries_html(
                dataset, system, view, system_page.changes(dataset, system, view), profile_words.RULE_NOUN
            ),
        ]

    return system.row["one_line"], body


def _story(dataset: Dataset, view: View, own: Own) -> Built:
    found, agrees = story.facts(dataset), own["agrees"]
    counted = story_words.facts_sentence(story.counts(found))
    said = (
        counted
        if agrees == choices.ALL
        else f"{story_words.FILTER_SUBJECT[agrees]}: {story_words.facts_listed(len(story.chosen(found, agrees)), len(found))} {counted}"
    )
    return f"{story.context(dataset)} {said}", lambda: [
        notice(story.not_yet(dataset, view.asof)),
        story.answer_html(dataset),
        story.facts_html(dataset, agrees),
    ]


def _data(dataset: Dataset, view: View, own: Own) -> Built:
    found, number = choices.sources(dataset, own["q"], own["kind"]), int(own["page"])
    row = records.records_by_id(dataset).get(own["row"])
    narrowed = words.sources(own["q"], "" if own["kind"] == choices.ALL else source_words.source_kind(own["kind"]))
    searched = [one for one in (narrowed, data.count(dataset, found, number)) if one] if narrowed or number > 1 else []
    opened = (
        [row_words.record_line(dataset, row) if row else row_words.missing_record(own["row"], list(dataset.broken))]
        if own["row"]
        else []
    )
    said = opened or searched or data.answer(dataset)

    def body() -> list[Markup]:
        sheet = [record_sheet.record_sheet_html(dataset, own["row"], view)] if own["row"] else []
        return [
            *sheet,
            data.answer_html(dataset, {}),
            data.sources_html(dataset, found, number),
            data.downloads_html(dataset),
        ]

    return " ".join(said), body


def _map_part(dataset: Dataset, view: View, own: Own) -> Parts:
    return partial(_maps, dataset, view, 1)


def _lines(dataset: Dataset, view: View, own: Own) -> Parts:
    chosen = list(view.systems) or list(compare.DEFAULT)
    return lambda: [compare.lines_html(dataset, chosen, own["attribute"], "")]


def _turns(dataset: Dataset, view: View, own: Own) -> Parts:
    return lambda: [timeline.answer_html(timeline.build(dataset, view, own["territory"], own["zoom"]))]


# What stands in a frame of another site before the app has started: charts need it, so their sentences stand there.
_PARTS: Mapping[str, Callable[[Dataset, View, Own], Parts]] = {
    "cards": lambda tables, view, own: lambda: [embeds.html(tables, view, "cards")],
    "matrix": lambda tables, view, own: lambda: [embeds.html(tables, view, "matrix")],
    "map": _map_part,
    "claims": _lines,
    "timeline": _turns,
}
_BUILDERS: Mapping[str, Callable[[Dataset, View, Own], Built]] = {
    "briefing": _briefing,
    "map": _map,
    "compare": _compare,
    "timeline": _timeline,
    "positions": _positions,
    "suppliers": _suppliers,
    "system": _system,
    "story": _story,
    "data": _data,
}
