"""The day control as HTML: links and forms that lead to other days, clocks and systems and keep the rest of the view."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content.day_control import control_html, neighbours, unfollowed_html
from caveat.content.pages import PAGES
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.domain.rule_log import Clock
from tests.support import reference
from tests.support.elements import Element, parse
from tests.support.registry import request

TODAY = date(2026, 11, 27)
VIEW = View(date(2024, 11, 18), systems=("atacms", "gmlrs"), since=date(2024, 11, 17))


def control(dataset: Dataset, view: View = VIEW, page_id: str = "briefing", **query: str) -> Element:
    asked = request(dataset, page_id, view, {key: (value,) for key, value in query.items()})
    return parse(control_html(asked, TODAY))


def days_of(known: Clock) -> list[date]:
    """The days with an entry, from the file."""
    return sorted({reference.entry_day(row, known) for row in reference.rows("restrictions")})


def query_of(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query)


@pytest.mark.parametrize("known", ["then", "now"])
def test_the_strip_has_every_day_with_an_entry(dataset: Dataset, known: Clock) -> None:
    strip = control(dataset, View(VIEW.asof, known)).select_one(".cv-strip")
    days = [day.isoformat() for day in days_of(known) if day >= dataset.settings.first_day]
    assert strip["data-days"].split() == days
    assert strip["role"] == "slider" and strip["aria-valuemax"] == str(len(days))
    assert strip["aria-valuenow"] == str(days.index("2024-11-18") + 1)
    assert strip["aria-valuetext"].startswith("18 Nov 2024, ")


@pytest.mark.parametrize("day", [date(2024, 11, 18), date(2024, 10, 2), date(2022, 1, 1), TODAY])
def test_the_arrows_lead_to_the_days_beside(dataset: Dataset, day: date) -> None:
    """On a day without an entry too; at either end what stands in its place is no link, and says so."""
    days = days_of("then")
    wanted = {
        "previous": max((other for other in days if other < day), default=None),
        "next": min((other for other in days if other > day), default=None),
    }
    for name, other in wanted.items():
        step = control(dataset, View(day)).select_one(f".cv-step-{name}")
        if other:
            assert step.name == "a" and query_of(step["href"])["asof"] == [other.isoformat()]
            assert step["aria-label"] == (
                f"{name.capitalize()} day with an entry, {reference.spoken_date(other.isoformat())}"
            )
        else:
            assert step.name == "span" and step.get_text(strip=True)[1:] == (
                f"No {'earlier' if name == 'previous' else 'later'} day with an entry"
            )


def test_neighbours_without_days() -> None:
    assert neighbours([], VIEW.asof) == (None, None)


def test_every_address_keeps_the_rest_of_the_view(dataset: Dataset) -> None:
    page = control(dataset, View(VIEW.asof, "now", ("atacms",), id="x"), "positions", issue="taurus_supply", find="no")
    links = page.select("a[href]")
    assert len(links) == 4
    for link in links:
        kept = query_of(link["href"])
        assert urlsplit(link["href"]).path == "./positions"
        assert (kept["sys"], kept["id"], kept["issue"]) == (["atacms"], ["x"], ["taurus_supply"])
        assert "find" not in kept
    assert query_of(page.select_one(".cv-control")["data-here"])["known"] == ["now"]
    for form in page.select(".cv-asof, .cv-systems form"):
        hidden = {(field["name"], field["value"]) for field in form.select("[type=hidden]")}
        assert {("known", "now"), ("id", "x"), ("issue", "taurus_supply")} <= hidden
        assert form["method"] == "get" and form["action"] == "./positions"


def test_a_value_that_is_not_possible_is_not_carried_along(dataset: Dataset) -> None:
    page = control(dataset, page_id="compare", attribute="<script>")
    assert query_of(page.select_one("a")["href"])["attribute"] == ["range_km"]


def test_the_earlier_day_of_two_stays_earlier(dataset: Dataset) -> None:
    links = {link["data-part"]: query_of(link["href"]) for link in control(dataset).select(".cv-step")}
    assert "from" not in links["previous"] and links["next"]["from"] == ["2024-11-17"]


def test_the_field_has_the_day_in_figures_and_in_words(dataset: Dataset) -> None:
    page = control(dataset)
    field = page.select_one("[name=asof][type=date]")
    assert (field["value"], field["min"], field["max"]) == ("2024-11-18", "2022-01-01", TODAY.isoformat())
    assert page.select_one(".cv-asof-words").text == "18 Nov 2024"


def test_the_clock_marks_what_is_shown(dataset: Dataset) -> None:
    clock = control(dataset, View(VIEW.asof, "now")).select(".cv-clock a")
    assert [(link.text, link.get("aria-current"), query_of(link["href"])["known"]) for link in clock] == [
        ("As known then", None, ["then"]),
        ("In hindsight", "true", ["now"]),
    ]


def test_every_system_can_be_chosen(dataset: Dataset) -> None:
    page = control(dataset)
    boxes = page.select(".cv-systems [type=checkbox]")
    assert [box["value"] for box in boxes] == [row["system_id"] for row in reference.rows("systems")]
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["atacms", "gmlrs"]
    assert page.select_one(".cv-systems summary").text == "Systems: 2"
    assert not page.select(".cv-systems [type=hidden][name=sys]")


def test_two_days_are_compared_where_the_page_can(dataset: Dataset) -> None:
    assert [control(dataset, page_id=page).select_one(".cv-days form")["action"] for page in ("map", "story")] == [
        "map",
        "./",
    ]


@pytest.mark.parametrize("day", [date(2024, 10, 2), date(2022, 5, 31), VIEW.asof])
def test_how_many_entries(dataset: Dataset, day: date) -> None:
    count = sum(reference.entry_day(row, "then") == day for row in reference.rows("restrictions"))
    said = {0: "no entry", 1: "1 entry"}.get(count, f"{count} entries")
    assert control(dataset, View(day)).select_one(".cv-count span").text == f"{said} on the rules that day"


def test_choices_that_do_not_change_a_page_are_named(dataset: Dataset) -> None:
    """A view goes along from page to page; a page of all systems, or of one day, says that it is one."""
    view = View(date(2024, 11, 18), systems=("taurus-kepd-350",), since=date(2024, 11, 16))
    for page in PAGES:
        said = unfollowed_html(request(dataset, page.id, view))
        assert ("The choice of Taurus KEPD 350 does not change this page." in said) == ("sys" not in page.view_params)
        assert ("What changed between 16 and 18 November 2024</a>" in said) == ("from" not in page.view_params)
        assert not unfollowed_html(request(dataset, page.id, View(view.asof)))
    link = parse(unfollowed_html(request(dataset, "data", view))).select_one("a")
    assert "from=2024-11-16" in link["href"] and "asof=2024-11-18" in link["href"]
