"""The day control of every page: previous and next entry, day, strip of days, clock, systems, two days to compare.

Links and forms, so that it works without scripts; static/day.js makes them follow within the open session.
"""

from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.content import day_comparison, pages
from caveat.content.page import PageRequest
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized, memoized_by_bytes
from caveat.dataset.tables import Dataset
from caveat.domain import names, rule_history, rule_log
from caveat.domain.query import CLOCKS, View, query_bounds, query_pairs, view_query
from caveat.domain.rule_log import Clock, RuleLog, entries_between
from caveat.text import day_control as words
from caveat.text import labels
from caveat.text.day_comparison import comparison_title

# The values of a page's own keys, in the order of the page.
Own = tuple[tuple[str, str], ...]


def control_html(request: PageRequest, today: date) -> Markup:
    """The control for a page and view. UnusableTable if the log of rules cannot be used."""
    return _control_html(request.dataset, request.page.id, request.view, own_values(request), today)


def own_values(request: PageRequest) -> Own:
    """The values of the page's own keys that the address names."""
    own = []
    for key in request.page.param_keys:
        with suppress(UnusableTable):
            if any(request.query.get(key, ())):
                own.append((key, request.params[key]))
    return tuple(own)


def address(request: PageRequest) -> str:
    """The address of a page in a view, with what was chosen."""
    return view_address(f"./{request.page.path}", request.view, own_values(request))


def view_address(path: str, view: View, own: Own) -> str:
    """The address of a path in a view."""
    return f"{path}?{urlencode([*query_pairs(view_query(view)), *own])}"


def unfollowed_html(request: PageRequest) -> Markup:
    """Which choices of the view do not change the page, with a link to the comparison of two days; "" if all do."""
    dataset, view = request.dataset, request.view
    told: list[Markup | str] = []
    if view.since and "from" not in request.page.view_params:
        link = html.link(comparison_title(view.since, view.asof).rstrip("?"), day_comparison.address("", view))
        told.append(Markup("{} {}.").format(words.ONE_DAY, link))
    if view.systems and "sys" not in request.page.view_params:
        told.append(words.unfollowed_systems([names.short_name(dataset, system_id) for system_id in view.systems]))
    return Markup(" ").join(told)


@memoized_by_bytes()
def _control_html(dataset: Dataset, page_id: str, view: View, own: Own, today: date) -> Markup:
    page, log, bounds = pages.page_by_id(page_id), rule_log.rule_log(dataset), query_bounds(dataset, today)
    days = covered_days(log, view.known, bounds.earliest, bounds.latest)
    path = f"./{page.path}"

    def step(name: str, day: date | None) -> tuple[str, str, str]:
        return name, view_address(path, view.on(day), own) if day else "", words.step_label(name, day)

    before, after = neighbours(days, view.asof)
    fields = [*query_pairs(view_query(view)), *own]
    return html.render(
        "day_control.html",
        view=view,
        bounds=bounds,
        path=path,
        here=view_address(path, view, own),
        steps=(step("previous", before), step("next", after)),
        days=days,
        marks=_strip_marks(log, view.known, bounds.earliest, bounds.latest),
        place=_place(view.asof, bounds.earliest, bounds.latest),
        count=words.entry_count(len(entries_between(log, view.asof - timedelta(days=1), view.asof, view.known))),
        clocks=[
            (view_address(path, replace(view, known=known), own), labels.KNOWN[known], known == view.known)
            for known in CLOCKS
        ],
        systems=names.system_names(dataset),
        day_fields=[field for field in fields if field[0] != "asof"],
        system_fields=[field for field in fields if field[0] != "sys"],
        words=words,
        compare=day_comparison.form_html(view, page.path if "from" in page.view_params else "", bounds),
    )


def covered_days(log: RuleLog, known: Clock, earliest: date, latest: date) -> list[date]:
    """The days with an entry among those that an address may name, in order."""
    return [day for day in rule_history.change_days(log, known) if earliest <= day <= latest]


def neighbours(days: list[date], day: date) -> tuple[date | None, date | None]:
    """The last of `days` (in order) before a day, and the first after it; None where there is none."""
    before, after = bisect_left(days, day), bisect_right(days, day)
    return days[before - 1] if before else None, days[after] if after < len(days) else None


def _place(day: date, earliest: date, latest: date) -> float:
    """Where a day lies on the strip, in percent of its length."""
    return 100 * (day - earliest).days / max((latest - earliest).days, 1)


@memoized(16)
def _strip_marks(log: RuleLog, known: Clock, earliest: date, latest: date) -> Markup:
    """The marks of the strip: days with an entry, longer where a status changed, and the years."""
    turned = rule_history.status_change_days(log, known)
    days = covered_days(log, known, earliest, latest)
    years = range(earliest.year + 1, latest.year + 1)
    return html.render(
        "day_strip.html",
        entries=_ticks([_place(day, earliest, latest) for day in days if day not in turned], 8),
        changes=_ticks([_place(day, earliest, latest) for day in days if day in turned], 14),
        years=[(year, _place(date(year, 1, 1), earliest, latest)) for year in years],
    )


def _ticks(places: list[float], length: int) -> str:
    """Lines as the address of a mask: an element for each would cost every reader."""
    lines = "".join(f"M{10 * place:.1f} 0v{length}" for place in places)
    return html.image_address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 14" preserveAspectRatio="none">'
        f'<path d="{lines}" stroke="#000" vector-effect="non-scaling-stroke"/></svg>'
    )
