"""Pictures of charts: the timeline, stances, deliveries, published figures and numbers, the founding article."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from caveat.charts.claims import claims_scale, numbered_claims
from caveat.charts.lane_layout import chart_window
from caveat.charts.pictures.claims import claims_body, qualifier_key
from caveat.charts.pictures.frame import Picture
from caveat.charts.pictures.keys import certainty_key, glyph_key, status_key
from caveat.charts.pictures.lanes import Bar, Lane, Lanes, lanes_body
from caveat.charts.pictures.quantities import quantities_body
from caveat.charts.pictures.sentences import sentences_body
from caveat.charts.pictures.table import Cell, Row, table_body
from caveat.charts.pictures.tiles import Fill, Tiles, tiles_body
from caveat.content import (
    aid,
    best_sources,
    briefing,
    compare,
    positions,
    published_figures,
    quantities,
    story,
    strip,
    suppliers,
    system_profile,
    timeline,
)
from caveat.content.page import PageRequest
from caveat.content.quantities import Numbers
from caveat.content.timeline import History
from caveat.dataset.partial_dates import spoken
from caveat.dataset.sources import Source
from caveat.domain import claims, names, rule_log, transfers
from caveat.domain import positions as stances
from caveat.domain.case import case
from caveat.domain.quantities import counted_families
from caveat.text import claims as claim_words
from caveat.text import labels
from caveat.text import pictures as words
from caveat.text import positions as position_words
from caveat.text import quantities as quantity_words
from caveat.text import story as story_words
from caveat.text import transfers as transfer_words
from caveat.text.records import money_amount

_FILLS: dict[str, Fill] = {"yes": "full", "partly": "half", "not_found": "open", "no": "crossed"}


def strip_picture(request: PageRequest) -> Picture | None:
    """The history of each pair of the matrix up to the day."""
    dataset, view = request.dataset, request.view
    built = briefing.build_briefing(dataset, view)
    data = strip.build_strip(dataset, view, built.pairs)
    bars = [bar for lane in data.lanes for bar in (*lane.bars.general, *lane.bars.freer)]
    if not bars:
        return None
    shown = tuple(
        Lane(
            lane.name,
            " · ".join(part for part in (lane.supplier, lane.range) if part),
            lane.answer.text,
            lane.answer.status,
            tuple(Bar(bar.start, bar.end, bar.status, bar.certainty) for bar in lane.bars.general),
            tuple(Bar(bar.start, bar.end, bar.status, bar.certainty) for bar in lane.bars.freer),
        )
        for lane in data.lanes
    )
    events = tuple((point.day, point.label) for point in data.points)
    subtitle = words.strip_subject(data.title, view)
    answers = [f"{lane.name} ({lane.supplier}): {lane.answer.text}, {lane.answer.remark}" for lane in data.lanes]
    return Picture(
        built.headline,
        subtitle,
        words.alt(built.headline, subtitle, answers),
        lanes_body(Lanes(shown, data.start, data.end, data.day, events, full=True)),
        certainty_key(bar.certainty for bar in bars),
        words.STRIP_NOTE if any(lane.freer for lane in shown) else words.PALE_NOTE,
    )


def strip_ids(request: PageRequest) -> list[str]:
    """The sources of the rows that began its bars."""
    log = {change.change_id: change for change in rule_log.rule_log(request.dataset).changes}
    built = briefing.build_briefing(request.dataset, request.view)
    lanes_shown = strip.build_strip(request.dataset, request.view, built.pairs).lanes
    began = [bar.change_id for lane in lanes_shown for bar in (*lane.bars.general, *lane.bars.freer)]
    return [source_id for change_id in began if change_id in log for source_id in log[change_id].source_ids]


def timeline_picture(request: PageRequest) -> Picture | None:
    """The lanes of the timeline."""
    dataset, view = request.dataset, request.view
    history = timeline.build_history(dataset, view, request.params["territory"], request.params["zoom"])
    if not history.names:
        return None
    shown = _history_lanes(history)
    bars = [bar for lane in shown.lanes for bar in lane.bars]
    if not bars:
        return None
    answers = [
        f"{labels.lane_name(*history.names[pair])}: {answer.text}, {answer.remark}"
        for pair, answer in history.answers.items()
    ]
    return Picture(
        history.headline,
        words.window(history.subject, shown.start, shown.end, view),
        words.alt(history.headline, history.subject, answers),
        lanes_body(shown),
        (*status_key(bar.status for bar in bars), *certainty_key(bar.certainty for bar in bars if not bar.carried)),
        words.PALER,
    )


def _history_lanes(history: History) -> Lanes:
    """The lanes of a history up to the day."""
    bars: dict[tuple[str, str], list[Bar]] = {}
    for row in history.spans.itertuples():
        bar = Bar(row.shown_from, row.shown_to, row.status, row.certainty, bool(row.carried))
        bars.setdefault((row.supplier, row.system_id), []).append(bar)
    found = []
    for pair, own in bars.items():
        status = next((bar.status for bar in own if bar.start <= history.day < bar.end), "")
        found.append(Lane(*history.names[pair], history.answers[pair].text if status else "", status, tuple(own)))
    events = tuple((point.day, point.label) for point in history.points)
    return Lanes(tuple(found), history.start, history.last_shown, history.day, events)


def stances_picture(request: PageRequest) -> Picture | None:
    """Who said what over time."""
    params, view = request.params, request.view
    statements = positions.build_statements(request.dataset, view.asof, params["issue"], params["country"])
    if statements.said.empty:
        return None
    start, end = chart_window(min(statements.said["day"]), statements.day, 2)
    one_issue = statements.issue != stances.ALL
    rows = []
    said: dict[str, list[tuple[date, str]]] = {}
    for actor, said_on, stance in zip(*(statements.said[key] for key in ("actor", "day", "stance")), strict=True):
        said.setdefault(actor, []).append((said_on, stance))
    for actor, code in zip(*(statements.actors[key] for key in ("actor", "country_or_body")), strict=True):
        signs = tuple((said_on, position_words.GLYPH[stance]) for said_on, stance in said[actor])
        newest = position_words.STANCE[said[actor][-1][1]] if one_issue else ""
        rows.append(Lane(actor, statements.case.country_name(code), newest, signs=signs))
    counts = positions.stance_counts(statements.last)
    title = position_words.issue_counts(statements.title, counts) if one_issue else positions.verdict(statements)
    shown = set(statements.said["stance"])
    key = [(glyph, position_words.STANCE[key]) for key, glyph in position_words.GLYPH.items() if key in shown]
    return Picture(
        title.rstrip("."),
        words.until(words.WHO_SAID_WHAT, view),
        words.alt(title, "", [positions.chart_alt(statements)]),
        lanes_body(Lanes(tuple(rows), start, end, statements.day)),
        glyph_key(key),
        position_words.actors_left_out(len(statements.actors), statements.left_out),
    )


def claims_picture(request: PageRequest) -> Picture | None:
    """Every published figure on the chosen property of the compared systems."""
    systems, attribute = compare.compared_systems(request.dataset, request.view), request.params["attribute"]
    return _claims_picture(request, systems, attribute)


def _figured_systems(request: PageRequest) -> tuple[str, ...]:
    """The system that the address names, or every system without a family."""
    systems = request.dataset["systems"]
    if system := system_profile.find_system(request.dataset, request.view.id):
        return (system.system_id,)
    return tuple(systems["system_id"][systems["family_id"] == ""])


def figures_picture(request: PageRequest) -> Picture | None:
    """Every published range of the system that the address names; without one, of all."""
    return _claims_picture(request, _figured_systems(request), "range_km")


def figure_ids(request: PageRequest) -> list[str]:
    """The sources of that picture."""
    chart = published_figures.attribute_chart(request.dataset, _figured_systems(request), "range_km")
    return [claim.source_id for claim in chart.claims]


def _claims_picture(request: PageRequest, systems: tuple[str, ...], attribute: str) -> Picture | None:
    dataset = request.dataset
    chart = published_figures.attribute_chart(dataset, systems, attribute)
    if chart.rows.empty:
        return None
    headlines = []
    for system_id in systems:
        headline = claims.headline_claim(claims.claims_of(dataset, system_id, attribute)).claim
        if headline and headline.value is not None:
            headlines.append((headline.value, names.short_name(dataset, system_id), claim_words.claim_figure(headline)))
    named = [(name, figure) for _, name, figure in sorted(headlines)]
    title = words.figures_title(claim_words.ATTRIBUTE[attribute], named)
    numbered = numbered_claims(chart.rows)
    subtitle = words.claims_subject(len(numbered), numbered["lane"].nunique(), claims_scale(numbered).log)
    return Picture(
        title,
        subtitle,
        words.alt(title, subtitle, [chart.alt]),
        claims_body(numbered),
        qualifier_key(set(numbered["qualifier"])),
    )


def _numbers(request: PageRequest) -> Numbers | None:
    """The numbers on the chosen system, or on the one that the address names."""
    if request.page.id != "system":
        family = request.params["quantity"]
    else:
        system = system_profile.find_system(request.dataset, request.view.id)
        family = system.family if system and system.family in counted_families(request.dataset) else ""
    return quantities.find_numbers(request.dataset, family, request.view.asof) if family else None


def number_ids(request: PageRequest) -> list[str]:
    """The sources of the picture of numbers."""
    numbers = _numbers(request)
    return [row.source_id for row in numbers.drawn] if numbers else []


def numbers_picture(request: PageRequest) -> Picture | None:
    """The published numbers of a system."""
    numbers = _numbers(request)
    if numbers is None:
        return None
    title = f"{quantity_words.question(numbers.name)} {numbers.answer.rstrip('.')}"
    return Picture(
        title,
        words.until(words.NUMBERS, request.view),
        quantity_words.chart_alt(numbers.name, numbers.answer, numbers.drawn),
        quantities_body(numbers.drawn)
        if numbers.drawn
        else sentences_body(quantity_words.no_number_note(numbers.name, request.view.asof)),
        qualifier_key({row.qualifier for row in numbers.drawn if row.has_number}),
        quantity_words.NEVER_ADDED if numbers.drawn else "",
    )


def deliveries_picture(request: PageRequest) -> Picture | None:
    """How far each supplier got with each system."""
    ledger = suppliers.build_ledger(request.dataset, request.view)
    if ledger.shown.empty:
        return None
    rows: list[Row] = []
    steps: dict[str, list[str]] = {}
    told: dict[tuple[str, str], list[dict[Hashable, Any]]] = {}
    for row in ledger.shown.to_dict("records"):
        if row["certainty"] != "disputed":
            told.setdefault((row["supplier"], row["lane"]), []).append(row)
    furthest = [step for _, step in suppliers.furthest_steps(ledger)]
    for (pair, (system, supplier)), step in zip(ledger.names.items(), furthest, strict=True):
        steps.setdefault(step, []).append(system)
        own = [row for row in told.get(pair, []) if step in ("", row["kind"])]
        if own:
            newest = own[-1]
            said = transfer_words.kind_and_certainty(newest["kind"], newest["certainty"])
            day = spoken(newest["date"])
            head = Cell(system, supplier, labels.lane_name(system, supplier), strong=True)
            rows.append([head, Cell(said, day, said), Cell(newest["summary"], tight=day)])
    delivered = list(dict.fromkeys(name for step in transfers.DELIVERIES for name in steps.get(step, [])))
    refused = [name for name in dict.fromkeys(steps.get("refused", [])) if name not in delivered]
    title = words.deliveries_title(delivered, refused, request.view.asof)
    return Picture(
        title,
        words.until(words.FURTHEST_STEP, request.view),
        words.alt(title, "", suppliers.verdict(ledger)),
        table_body((), rows, (1.1, 1.1, 2.0)),
        note=transfer_words.NEVER_ADDED,
    )


def aid_picture(request: PageRequest) -> Picture | None:
    """The published figures of one measure of aid."""
    dataset, view = request.dataset, request.view
    charts = aid.aid_charts(dataset, view.asof, view.known, request.params["measure"])
    if not charts:
        return None
    known_names = case(dataset)
    rows: list[Row] = [
        [
            Cell(transfer_words.donor_names(row.donor, known_names), transfer_words.period_text(period), strong=True),
            Cell(money_amount(row.value, row.currency), spoken(row.date)),
            Cell(row.summary, tight=transfer_words.period_text(period)),
        ]
        for chart in charts
        for period, figures in transfers.figures_by_period(chart.rows)
        for row in figures
    ]
    title = ". ".join(chart.title for chart in charts)
    return Picture(
        title,
        words.until(words.AID, view),
        words.alt(title, "", [chart.alt for chart in charts]),
        table_body((), rows, (1.2, 1, 2)),
        note=words.NEVER_ADDED,
    )


def story_picture(request: PageRequest) -> Picture | None:
    """How many facts of the founding article hold, and those that do not."""
    facts = story.article_facts(request.dataset)
    counts = {agrees: count for agrees, count in story.agreement_counts(facts).items() if count}
    if not counts:
        return None
    apart = [fact for agrees in ("no", "not_found") for fact in story.facts_by_agreement(facts, agrees)]
    title = words.story_title(story_words.facts_sentence(counts))
    context = story.heading_context(request.dataset)
    return Picture(
        title,
        context,
        words.alt(title, context, [f"{fact.word}: {fact.fact}" for fact in apart]),
        tiles_body(
            [Tiles(count, story_words.AGREES[agrees], _FILLS[agrees]) for agrees, count in counts.items()],
            [(fact.word, fact.fact) for fact in apart],
        ),
    )


def _best(request: PageRequest) -> list[tuple[best_sources.BestSource, Source]]:
    found = best_sources.best_sources(request.dataset, request.view)
    return [(best, best.source) for best in found if best.source]


def best_ids(request: PageRequest) -> list[str]:
    """The sources of the picture of best sources."""
    return [source.id for _, source in _best(request)]


def sources_picture(request: PageRequest) -> Picture | None:
    """The best source behind each answer of the front page."""
    view, found = request.view, _best(request)
    if not found:
        return None
    title = best_sources.verdict(request.dataset, view).rstrip(".")
    rows = [
        [
            Cell(best.card.system, best.card.country, strong=True),
            Cell(best.card.headline, status=best.card.lead.status),
            Cell(source.publisher, f"{source.date}: {source.title}"),
        ]
        for best, source in found
    ]
    subtitle = words.on_the_day(words.BEST_SOURCES, view)
    sentences = [f"{best.card.system}: {source.publisher}" for best, source in found]
    return Picture(title, subtitle, words.alt(title, subtitle, sentences), table_body((), rows, (1, 1.3, 2)))
