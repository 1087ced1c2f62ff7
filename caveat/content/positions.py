"""The page Positions: who said what up to a day, who moved, and all statements."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import positions as chart
from caveat.charts.style import Figure
from caveat.content import blocks
from caveat.content.blocks import Block, Chart, Container, Group, Html, Notice, Section
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.content.provenance import Provenance
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import names, positions, roles, rule_log
from caveat.domain.case import Case, case, usable_case
from caveat.domain.headline import headline_facts
from caveat.domain.query import View, query_bounds
from caveat.text import positions as words
from caveat.text.evidence import newest_line
from caveat.text.headline import headline
from caveat.theme import Theme

# The address of the page.
PATH = "positions"


@dataclass(frozen=True, eq=False)
class Statements:
    """The statements of an issue and a country up to a day."""

    issue: str
    country: str
    day: date
    said: pd.DataFrame
    later: int
    last: pd.DataFrame
    actors: pd.DataFrame
    left_out: int
    named_elsewhere: str
    case: Case

    @property
    def title(self) -> str:
        """What was chosen, as a heading."""
        return words.chart_title(self.issue, self.country, self.case)


@memoized()
def build_statements(dataset: Dataset, day: date, issue: str, country_key: str) -> Statements:
    """The statements of an issue and a country. UnusableTable if positions cannot be used."""
    statements, later = positions.statements_until(
        positions.select_statements(dataset["positions"], issue, country_key), day
    )
    actors, left_out = positions.top_actors(statements)
    return Statements(
        issue,
        country_key,
        day,
        statements,
        later,
        positions.latest_statements(statements),
        actors,
        left_out,
        _named_elsewhere(dataset, day, issue, country_key),
        case(dataset),
    )


def _named_elsewhere(dataset: Dataset, day: date, issue: str, country_key: str) -> str:
    """A note on the statements up to a day that name a system of the issue and are on another one."""
    chosen = case(dataset).issues.get(issue)
    if chosen is None or not chosen.system_ids:
        return ""
    said, _ = positions.statements_until(positions.select_statements(dataset["positions"], country=country_key), day)
    count = len(positions.naming_systems(said, chosen.system_ids, issue))
    return words.named_elsewhere_note(count, [names.short_name(dataset, key) for key in chosen.system_ids])


def country_options(dataset: Dataset) -> dict[str, str]:
    """The countries and bodies of the table after "all", those with the most statements first."""
    counts = dataset["positions"]["country_or_body"].value_counts()
    known = usable_case(dataset)
    return {positions.ALL: words.ALL_COUNTRIES} | {str(code): known.country_name(str(code)) for code in counts.index}


def issue_options(dataset: Dataset) -> dict[str, str]:
    """The issues after "all"."""
    issues = usable_case(dataset).issues.values()
    return {positions.ALL: words.ALL_ISSUES} | {issue.id: issue.name for issue in issues}


def default_issue(dataset: Dataset, view: View) -> str:
    """The first issue about a system that the reader chose; that of the case if there is none."""
    issues = usable_case(dataset).issues.values()
    about = (issue.id for issue in issues if set(issue.system_ids) & set(view.systems))
    return next(about, dataset.settings.defaults.issue)


@memoized()
def answer_html(dataset: Dataset, statements: Statements, view: View) -> Markup:
    """Where each actor stands by the day, then who moved.

    In groups by stance for one issue, in one line an issue for all issues.
    """
    one_issue, last = statements.issue != positions.ALL, statements.last
    counts = [] if one_issue else [(key, stance_counts(last[last["issue"] == key])) for key in case(dataset).issues]
    moved = positions.stance_changes(statements.said)
    return html.render(
        "positions_answer.html",
        verdict=verdict(statements),
        groups=[(stance, rows.to_dict("records")) for stance, rows in positions.group_by_stance(last) if one_issue],
        issues=[words.issue_counts(case(dataset).issue_name(key), stances) for key, stances in counts if stances],
        moved=moved.to_dict("records"),
        offices={actor: roles.role_on(dataset, actor, statements.day) for actor in last["actor"]},
        before=before_office(dataset, statements) if one_issue else {},
        one_issue=one_issue,
        names=case(dataset),
        later=statements.later,
        named_elsewhere=statements.named_elsewhere,
        words=words,
        provenance=Provenance(dataset, view, PATH),
    )


def before_office(dataset: Dataset, statements: Statements) -> dict[str, str]:
    """actor -> where they stood before they took the office of the day, if they spoke before and after."""
    told = {}
    for actor in statements.last["actor"]:
        _, since = roles.office_on(dataset, actor, statements.day)
        own = statements.said[statements.said["actor"] == actor]
        earlier = own[[since is not None and day < since for day in own["day"]]]
        if since and 0 < len(earlier) < len(own):
            last = earlier.iloc[-1]
            told[actor] = words.before_office(since, last["stance"], last["date"], last["role"])
    return told


def verdict(statements: Statements) -> str:
    """The page's first sentence; `said` must not be empty."""
    if statements.issue != positions.ALL:
        return words.stance_counts_sentence(stance_counts(statements.last), statements.day)
    return words.statements_total(len(statements.said), statements.said["actor"].nunique(), statements.day)


def stance_counts(last: pd.DataFrame) -> list[tuple[str, int]]:
    """The number of actors by their newest stance."""
    return [(stance, len(rows)) for stance, rows in positions.group_by_stance(last)]


def chart_alt(statements: Statements) -> str:
    """The alternative text of the chart; `said` must not be empty."""
    last = {row.actor: row.stance for row in statements.said.itertuples()}
    rows = [(row.actor, last[row.actor]) for row in statements.actors.itertuples()]
    return words.chart_alt(
        statements.title,
        (min(statements.said["day"]), statements.day),
        statements.said["actor"].nunique(),
        len(statements.said),
        rows,
    )


@memoized()
def statements_figure(statements: Statements, theme: Theme) -> Figure:
    """The chart, built once for each theme; `said` must not be empty."""
    return chart.positions_figure(
        statements.said,
        statements.actors,
        statements.day,
        statements.case,
        theme,
        one_issue=statements.issue != positions.ALL,
    )


@memoized()
def table_html(dataset: Dataset, statements: Statements, view: View) -> Markup:
    """Every statement up to the day as a table, newest first."""
    return html.render(
        "positions_table.html",
        rows=statements.said.iloc[::-1].to_dict("records"),
        words=words,
        names=case(dataset),
        provenance=Provenance(dataset, view, PATH),
    )


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """How many are for and against, and what the rule was that they speak of."""
    with suppress(UnusableTable):
        statements = _chosen_statements(dataset, view, params)
        question = words.question(view.asof)
        newest = max(statements.said["day"], default=None)
        bounds = query_bounds(dataset, current.today())
        # Without a statement the headline says so.
        age = newest_line("statement", newest, view.asof, bounds) if newest else ""
        context = f"{rule_line(dataset, statements.issue, view)} {most_heard(dataset, statements)}".strip()
        return PageHeading(question, context, _headline(statements), age)
    return PageHeading(words.question(view.asof), words.page_context(view.asof))


def most_heard(dataset: Dataset, statements: Statements) -> str:
    """Where the actor with the most statements stands, and where they stood before their office; "" for all issues.

    Of several the one who spoke last.
    """
    if statements.issue == positions.ALL or len(statements.last) < 2:
        return ""
    row = max(
        statements.last.rename(columns={"count": "statements"}).itertuples(), key=lambda row: (row.statements, row.day)
    )
    role = roles.role_on(dataset, row.actor, statements.day) or row.role
    before = before_office(dataset, statements).get(row.actor, "")
    return words.most_heard(row.actor, role, row.stance, row.date, before)


def _headline(statements: Statements) -> str:
    if statements.said.empty:
        return words.nobody_said(statements.title, statements.day)
    if statements.issue == positions.ALL:
        return verdict(statements).rstrip(".")
    return words.stances_headline(statements.title, stance_counts(statements.last), statements.last)


def rule_line(dataset: Dataset, issue: str, view: View) -> str:
    """What the rules on the systems of an issue came to on the day; how entries were read if it is about none."""
    chosen = case(dataset).issues.get(issue)
    with suppress(UnusableTable):
        if chosen and chosen.system_ids:
            families = tuple(dict.fromkeys(rule_log.rule_log(dataset).family(key) for key in chosen.system_ids))
            facts = headline_facts(dataset, view.asof, view.known, families)
            if facts.on_record:
                return words.rule_line(headline(facts), view.asof)
    return words.page_context(view.asof)


def _chosen_statements(dataset: Dataset, view: View, params: Params) -> Statements:
    return build_statements(dataset, view.asof, params["issue"], params["country"])


def description(dataset: Dataset, view: View, params: Params) -> str:
    """What was chosen, and the first sentence of the answer."""
    statements = _chosen_statements(dataset, view, params)
    answer = words.no_statement_note(view.asof, statements.later) if statements.said.empty else verdict(statements)
    return f"{statements.title}. {answer}"


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The answer, and every statement over time; a note if there is none by the day."""
    yield Container((params.choice("issue"), params.choice("country")), columns=(1, 1))
    statements = _chosen_statements(dataset, view, params)
    if statements.said.empty:
        note = f"{words.no_statement_note(view.asof, statements.later)} {statements.named_elsewhere}".strip()
        yield Notice(note, prerender=True)
    else:
        yield Html(answer_html(dataset, statements, view), prerender=True)
        yield Group(partial(_chart_blocks, dataset, view, statements))
    yield from blocks.method_blocks(dataset, "positions")


def _chart_blocks(dataset: Dataset, view: View, statements: Statements) -> Iterator[Block]:
    note = words.MIXED_ISSUES_NOTE if statements.issue == positions.ALL else ""
    yield Section(f"Over time: {statements.title}", note)
    yield Html(html.render("positions_legend.html", stances=words.STANCE, stance_glyph=words.GLYPH))
    yield Chart(
        partial(statements_figure, statements),
        chart_alt(statements),
        table_html(dataset, statements, view),
        "stances",
        words.actors_left_out(len(statements.actors), statements.left_out),
        "Every statement as a table",
    )


PAGE = Page(
    id="positions",
    nav_title="Who said what",
    summary="Who said what, for and against.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    view_params=("sys",),
    params=(
        ChoiceParam(
            key="issue",
            label="Issue",
            options=lambda dataset, view: (issue_options(dataset), default_issue(dataset, view)),
        ),
        ChoiceParam(
            key="country",
            label="Country or body",
            options=lambda dataset, view: (country_options(dataset), positions.ALL),
        ),
    ),
    draws_charts=True,
    exports=(Export("statements", "The statements", lambda *request: _chosen_statements(*request).said.iloc[::-1]),),
)
