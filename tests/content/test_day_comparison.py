"""What changed between two days as a page shows it: the second implementation's differences, nothing else."""

from datetime import date

import pytest

from caveat.content import day_comparison
from caveat.domain.query import QueryBounds, View
from tests.support import reference
from tests.support.elements import parse
from tests.support.registry import body, request

MAY = View(date(2025, 9, 1), since=date(2025, 5, 1))
WEEKEND = View(date(2024, 11, 18), since=date(2024, 11, 16))
QUIET = View(date(2024, 6, 20), since=date(2024, 6, 4))


def _soup(dataset, view, page_id="briefing"):
    return parse(body(request(dataset, page_id, view)))


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize("view", [MAY, WEEKEND, QUIET, View(date(2022, 6, 15), since=date(2022, 5, 1))])
def test_the_rows_are_the_differences_between_two_days(dataset, view, known):
    view = View(view.asof, known, since=view.since)
    wanted = set()
    for supplier, system_id in reference.supplier_system_pairs():
        for area in reference.TERRITORIES:
            was, now = (reference.fold(supplier, system_id, area, day, known) for day in (view.since, view.asof))
            # In other words only: no change, though the log gives them another status.
            reworded = (now.change_id, was.status) == ("fr-scalp-20241118-ru", "restricted")
            if was.status != now.status and not reworded:
                wanted.add((supplier, system_id, area, was.status, now.status))
    frame = day_comparison.comparison_frame(dataset, view, request(dataset, "briefing", view).params)
    columns = ["supplier", "system", "territory", "status_before", "status"]
    changed = frame[frame["status_before"] != frame["status"]]
    assert set(changed[columns].itertuples(index=False, name=None)) == wanted
    # What is public later than the day is no reason for anything on it.
    days = {row["change_id"]: reference.entry_day(row, known) for row in reference.rows("restrictions")}
    assert all(view.since < days[change_id] <= view.asof for change_id in frame["change_id"])


def test_the_page_opens_with_what_changed(dataset):
    asked = request(dataset, "briefing", WEEKEND)
    assert asked.title == f"{asked.heading.headline} · 16 November 2024 to 18 November 2024 · Caveat"
    assert asked.heading.question == "What changed between 16 and 18 November 2024?"
    assert asked.description.startswith("One rule opened (ATACMS, the Kursk area), as reported")
    assert asked.description.startswith(asked.heading.headline)
    page = _soup(dataset, WEEKEND)
    rows = page.select(".cv-changed tbody tr")
    assert [row.select_one("th a").get_text() for row in rows] == ["ATACMS", "Storm Shadow"]
    atacms = rows[0]
    assert [cell.select_one(".cv-word").get_text() for cell in atacms.select("td:not(.cv-reason)")] == [
        "not allowed",
        "allowed",
    ]
    assert "US media citing officials" in atacms.select_one(".cv-reason").get_text()
    assert (
        "The rule on SCALP-EG changed in words only (“case by case”, no longer “allowed with conditions”)."
        in asked.heading.context
    )
    stayed = page.select_one(".cv-stayed")
    assert (
        stayed.select_one("summary").get_text().startswith("Unchanged: SCALP-EG, Taurus KEPD 350")
        and len(stayed.select("li")) == 8
    )
    assert page.select_one('a[href="feed.xml?since=2024-11-17"]'), "the feed of what changes after the first day"
    assert page.select_one("details.cv-rest .cv-cards"), "the answer of the second day is under one line"


@pytest.mark.parametrize("known", ["then", "now"])
def test_a_description_fits_a_preview_and_the_page_names_every_system(dataset, known):
    for start, end in ((date(2025, 5, 1), date(2025, 9, 1)), (date(2022, 1, 1), date(2026, 3, 13))):
        view = View(end, known, since=start)
        said = request(dataset, "briefing", view).description
        assert len(said) <= day_comparison.MAX_DESCRIPTION and said.endswith(".")
        rows = _soup(dataset, view).select(".cv-changed tbody")
        assert len(rows) == len(
            {(change.supplier, change.name) for change in day_comparison.compared(dataset, view).changes}
        )


def test_a_reason_for_two_areas_is_said_once(dataset):
    first = _soup(dataset, MAY).select(".cv-changed tbody")[0]
    assert len(first.select("tr")) == 2 and len(first.select(".cv-reason")) == 1
    for group in _soup(dataset, View(date(2026, 3, 13), since=date(2022, 1, 1))).select(".cv-changed tbody"):
        assert sum(int(cell.get("rowspan", 1)) for cell in group.select(".cv-reason")) == len(group.select("tr"))


def test_where_nothing_changed_the_page_says_so_and_shows_the_day(dataset):
    page = _soup(dataset, QUIET)
    assert request(dataset, "briefing", QUIET).description.startswith("No rule changed between 4 and 20 June 2024.")
    assert not page.select(".cv-changed, .cv-two-maps, details.cv-rest") and page.select(".cv-cards")


@pytest.mark.parametrize(("chosen", "name"), [("", "ATACMS"), ("storm-shadow", "Storm Shadow"), ("nope", "ATACMS")])
def test_two_maps_of_the_first_system_that_changed_or_the_chosen_one(dataset, chosen, name):
    page = _soup(dataset, View(WEEKEND.asof, since=WEEKEND.since, id=chosen))
    assert page.select_one("#cv-two-maps").get_text() == f"{name} on the map"
    days = [figure.select_one("figcaption").get_text() for figure in page.select(".cv-two-maps figure")]
    assert days == ["16 Nov 2024", "18 Nov 2024"]
    picked = [link.get_text() for link in page.select(".cv-pick a[aria-current]")]
    assert picked == [name] and len(page.select(".cv-pick a")) == 2


def test_the_page_of_maps_draws_both_days_and_one_map_of_what_stayed(dataset):
    view = View(WEEKEND.asof, since=WEEKEND.since, systems=("atacms", "gmlrs"))
    titles = [title.get_text() for title in _soup(dataset, view, "map").select("section h2")]
    assert titles[:2] == ["ATACMS on 16 November 2024", "ATACMS on 18 November 2024"]
    assert len(titles) == 4 and all("GMLRS" in title for title in titles[2:])


def test_the_form_keeps_clock_and_systems_and_starts_a_week_before():
    bounds = QueryBounds(WEEKEND.asof, date(2026, 11, 1), ("atacms",), date(2022, 1, 1))
    view = View(WEEKEND.asof, "now", ("atacms",), id="atacms")
    form = parse(day_comparison.form_html(view, "map", bounds)).select_one("form")
    fields = [(field["name"], field["value"]) for field in form.select("input")]
    assert fields == [("known", "now"), ("sys", "atacms"), ("from", "2024-11-11"), ("asof", "2024-11-18")]
    assert form["action"] == "map" and form["method"] == "get"
