"""Questions as readers type them: the first result is the page and the place that answers, on the day that was typed."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from caveat.content import search
from caveat.content.search_names import find_names
from caveat.dataset import current, schema
from caveat.dataset.tables import load
from caveat.domain.query import View, query_bounds

TABLES = load(schema.DATA)
BOUNDS = query_bounds(TABLES, current.today())
VIEW = View(BOUNDS.default)
NEWEST = BOUNDS.default.isoformat()

# The twelve tasks of readers, each in several wordings: page with its anchor, some keys of its address, words of the result.
TASKS = {
    ("/consent", "asof=2024-10-01&sys=storm-shadow", "disputed: London alone, or Washington too"): [
        "Could Ukraine use Storm Shadow inside Russia on 1 Oct 2024, and who stopped it?",
        "who stopped storm shadow 1 October 2024",
        "who blocked Stormshadow on 2024-10-01",
    ],
    ("/", "sys=scalp-eg&asof=2024-05-28&from=2024-05-27", "Macron says"): [
        "When did France first allow SCALP in Russia, on whose word?",
        "when did Paris allow SCALP in Russia",
        "france first permission scalp-eg russia",
    ],
    ("/compare", "sys=taurus-kepd-350", "More than 500 km. Less than 500 km: Büchel"): [
        "How far does Taurus reach, and who says less than 500 km?",
        "taurus range less than 500 km",
        "who says Taurus under 500 km",
    ],
    ("/", "from=2025-05-01&asof=2025-09-01", "tightened"): [
        "What changed between 1 May and 1 Sep 2025?",
        "changes from 1 May 2025 to 1 September 2025",
        "between 2025-05-01 and 2025-09-01",
    ],
    ("/suppliers", "quantity=atacms", "Nobody has said on the record"): [
        "How many ATACMS were delivered?",
        "how many ATACMS delivered",
        "number of atacms",
    ],
    ("/timeline", "sys=taurus-kepd-350", "The log has no entry that allows it"): [
        "Did Germany ever allow Taurus; what did Merz say before and after he became chancellor?",
        "did Berlin ever permit Taurus",
    ],
    ("/positions", "issue=taurus_supply&country=DE", "10 statements"): [
        "what did Merz say about Taurus",
        "Merz Taurus",
        "merz on taurus before and after he became chancellor",
    ],
    ("/picture/briefing.png", f"asof={NEWEST}", "credit line"): [
        "A chart image with a correct credit line.",
        "chart png",
        "publish a picture",
    ],
    ("/api/v1/changes", "system=atacms&format=csv", "All rules on ATACMS as a spreadsheet"): [
        "All rules on ATACMS as a spreadsheet.",
        "download ATACMS rules csv",
        "excel atacms",
    ],
    ("/about#cite", "", "cite"): ["Cite one value.", "how do I cite this", "bibtex"],
    ("/story", "agrees=no", "did not hold"): [
        "Which claims of the founding article did not hold?",
        "founding article wrong",
        "errors in the article",
    ],
    ("/consent", f"asof={NEWEST}", "Germany and Italy are the strictest"): [
        "Which supplier is strictest on the newest day?",
        "strictest",
        "strictest supplier",
        "who is the strictest supplier today",
    ],
    ("/consent#rules", "", "Every rule of Washington"): [
        "Everything that Washington's consent blocks.",
        "Washington consent",
        "US veto",
    ],
    ("/", "asof=2024-10-01&sys=atacms", "not allowed"): [
        "ATACMS 1 Oct 2024",
        "atacms 1st october 2024",
        "2024-10-01 ATACMS",
    ],
    ("/", "asof=2024-11-18", "ATACMS could be fired into the Kursk area"): [
        "18 November 2024",
        "2024-11-18",
    ],
    ("/suppliers", "", "United States"): ["Washington"],
    ("/about#term-himars", "", "launcher"): ["what is HIMARS", "HIMARS meaning"],
    ("/about#told", "", ""): ["where can I subscribe"],
    ("/about#kept", "", ""): ["next review"],
}


def first_result(typed, view=VIEW):
    found, there = search.find_results(TABLES, typed, view, BOUNDS)
    return found[0], urlsplit(search.entry_url(found[0], there, BOUNDS))


@pytest.mark.parametrize(("wanted", "typed"), [(wanted, typed) for wanted, many in TASKS.items() for typed in many])
def test_the_first_result_answers(wanted, typed):
    place, keys, said = wanted
    entry, address = first_result(typed)
    assert f"{address.path.removeprefix('.')}{f'#{address.fragment}' if address.fragment else ''}" == place
    query = parse_qs(address.query)
    assert {key: query.get(key) for key in parse_qs(keys)} == parse_qs(keys)
    assert said in f"{entry.title} {entry.snippet}"


def test_the_reader_s_own_day_and_clock_stay_without_a_day_in_the_question():
    _, address = first_result("strictest", View(date(2024, 10, 1), "now"))
    assert parse_qs(address.query) == {"asof": ["2024-10-01"], "known": ["now"]}
    entry, address = first_result("storm shadow 1 Oct", View(date(2024, 11, 18)))
    assert parse_qs(address.query)["asof"] == ["2024-10-01"] and entry.kind == "answer"


def test_a_day_outside_the_covered_days_opens_the_nearest():
    _, address = first_result("ATACMS 1 Oct 2019")
    assert parse_qs(address.query)["asof"] == [BOUNDS.earliest.isoformat()]


def test_what_is_called_as_the_query_comes_first():
    for kind, title in (("system", "Taurus KEPD 350"), ("person", "Friedrich Merz")):
        entry, _ = first_result(title)
        assert (entry.kind, entry.title) == (kind, title)
    assert first_result("taurus")[0].kind == "system"


def test_a_day_lists_what_happened_on_it():
    found, _ = search.find_results(TABLES, "18 November 2024", VIEW, BOUNDS)
    assert len(found) > 3 and {entry.when for entry in found[1:]} == {"2024-11-18"}


def test_the_official_comes_before_the_disputed():
    found = search.find_entries(TABLES, "storm shadow russia washington")
    certainties = [entry.title for entry in found if entry.kind == "change"]
    assert certainties and "(disputed)" not in certainties[0]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Washington’s consent", ((), ("US",), (), ())),
        ("did the UK allow stromshadow in Kursk", (("storm-shadow",), ("GB",), ("ru_kursk",), ())),
        ("let us see", ((), (), (), ())),
        ("Sholz on taurus", (("taurus-kepd-350",), (), (), ("Olaf Scholz",))),
    ],
)
def test_names_in_a_question(typed, named):
    found = find_names(TABLES, typed)
    assert (found.systems, found.countries, found.areas, found.people) == named


@pytest.mark.parametrize("table", ["restrictions", "positions", "quantities", "claims", "countries", "systems"])
def test_a_broken_table_takes_out_only_its_answers(table):
    frames = {name: frame for name, frame in TABLES.frames.items() if name != table}
    broken = replace(TABLES, frames=frames, broken={table: []})
    for many in TASKS.values():
        search.search_html(broken, many[0], VIEW, BOUNDS)
