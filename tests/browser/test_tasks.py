"""Twelve tasks of readers, from the front page in at most two steps: the question is typed, its first result followed.

The answer stands on the screen without scrolling, at a desk and on a phone, and is the one of the tables.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO

import pytest
from playwright.sync_api import Error, Response

from tests.browser.conftest import PHONE, Visit
from tests.support import reference
from tests.support.reference import first_day, rows, spoken_date

pytestmark = pytest.mark.browser

DESK = (1280, 800)
RUSSIA = "ru_any"
# The words of a page that stand on the screen, whole lines only: what is cut off at an edge is not read.
ON_SCREEN = """() => {
    const walker = document.createTreeWalker(document.querySelector('.stApp'), NodeFilter.SHOW_TEXT), lines = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].filter(box => box.width > 1);
        const seen = box => box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth + 1;
        if (boxes.length && boxes.every(seen)) lines.push(node.textContent);
    }
    return lines.join(' ').replace(/\\s+/g, ' ');
}"""


def newest_day() -> date:
    """The day on which the front page opens: the last on which the public learned of an entry."""
    return max(first_day(row["reported"]) for row in rows("restrictions"))


def country(code: str, column: str = "name") -> str:
    return next(row[column] for row in rows("countries") if row["code"] == code)


def who_stopped_it() -> list[str]:
    day = date(2024, 10, 1)
    state = reference.fold("GB", "storm-shadow", RUSSIA, day, "then")
    disputed = [
        row
        for row in rows("restrictions")
        if (row["supplier"], row["system_id"], row["certainty"]) == ("GB", "storm-shadow", "disputed")
        and row["authority"] != state.authority
        and first_day(row["reported"]) <= day
    ]
    claimed = max(disputed, key=lambda row: first_day(row["effective"]))
    capital, other = country(state.authority, "capital"), country(claimed["authority"], "capital")
    status = f"{capital}: ✕ {reference.STATUS_WORDS[state.status]}"
    return ["1 October 2024", status, f"{capital} alone, or {other} too", claimed["summary"]]


def first_allowed() -> list[str]:
    allowed = [
        row
        for row in rows("restrictions")
        if (row["supplier"], row["system_id"], row["territory"]) == ("FR", "scalp-eg", RUSSIA)
        and row["status"] in ("permitted", "restricted", "case_by_case")
        and row["certainty"] != "disputed"
    ]
    first = min(allowed, key=lambda row: first_day(row["effective"]))
    words = {"permitted": "allowed", "restricted": "allowed with conditions", "case_by_case": "case by case"}
    return [spoken_date(first["effective"]), words[first["status"]], first["certainty"], "Macron says"]


def _plain(phrase: str) -> bool:
    """The pages say "more than" of a range that is at least so far."""
    return not phrase.startswith("more than")


def reach_of_taurus() -> Iterator[str]:
    yield min(reference.value_phrases(reference.headline_range("taurus-kepd-350")), key=_plain)
    publishers = {row["source_id"]: row["publisher"] for row in rows("sources")}
    ranges = [row for row in rows("claims") if (row["system_id"], row["attribute"]) == ("taurus-kepd-350", "range_km")]
    for row in ranges:
        if float(row["value_high"] or row["value_low"]) < 500:
            yield from (publishers[row["source_id"]], min(reference.value_phrases(row), key=_plain))


def changed_between() -> Iterator[str]:
    days = date(2025, 5, 1), date(2025, 9, 1)
    yield from (f"{day.day} {day:%B}" for day in days)
    for pair in reference.supplier_system_pairs():
        for territory in reference.TERRITORIES:
            before, after = (reference.fold(*pair, territory, day, "then").status for day in days)
            if before != after:
                yield reference.system_name(pair[1])


def numbers_delivered() -> list[str]:
    totals = [
        row["value_as_published"]
        for row in rows("quantities")
        if (row["system_ids"], row["what"]) == ("atacms", "delivered_total")
        and (not row["published"] or first_day(row["published"]) <= newest_day())
    ]
    assert len(totals) > 1
    return ["Nobody has said on the record", *totals]


def never_allowed() -> list[str]:
    state = reference.fold("DE", "taurus-kepd-350", RUSSIA, newest_day(), "then")
    return [
        "No entry up to this day allows its use inside Russia",
        f"{reference.STATUS_WORDS[state.status]} since {spoken_date(state.since)}",
    ]


def before_and_after_the_office() -> Iterator[str]:
    office = max(row["since"] for row in rows("roles") if row["actor"] == "Friedrich Merz")
    said = [row for row in rows("positions") if (row["actor"], row["issue"]) == ("Friedrich Merz", "taurus_supply")]
    said = [row for row in said if first_day(row["date"]) <= newest_day()]
    words = {"supports": "supports", "supports_with_limits": "supports with limits", "opposes": "opposes"}
    for row in (
        max(said, key=lambda row: row["date"]),
        max((row for row in said if row["date"] < office), key=lambda row: row["date"]),
    ):
        yield f"{words.get(row['stance'], 'declines to comment')} ({spoken_date(row['date'])}"
    yield f"Before taking office on {spoken_date(office)}"


def not_held() -> list[str]:
    facts = rows("article_facts")
    return [
        *(row["fact"] for row in facts if row["independent_agrees"] == "no"),
        "Contradicted by other pages",
    ]


def strictest() -> list[str]:
    answers: dict[str, int] = {}
    for supplier, system in reference.supplier_system_pairs():
        status = reference.fold(supplier, system, RUSSIA, newest_day(), "then", supplier).status
        if supplier != "UA" and status != "no_record":
            rank = reference.STRICTNESS.index(status)
            answers[supplier] = min(rank, answers.get(supplier, rank))
    names = sorted(country(code) for code, rank in answers.items() if rank == max(answers.values()))
    return [f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} the strictest"]


def rules_of_washington() -> list[dict[str, str]]:
    """Its rules on what others supply, the newest first."""
    found = [row for row in rows("restrictions") if row["authority"] == "US" != row["supplier"]]
    return sorted(found, key=lambda row: first_day(row["effective"]), reverse=True)


def blocked(only: int | None = None) -> list[str]:
    return [f"{country('US', 'capital')} on Storm Shadow", *(row["summary"] for row in rules_of_washington()[:only])]


# Question -> the words that answer it. Each is typed on the front page; its first result is followed.
READ: dict[str, Callable[[], list[str] | Iterator[str]]] = {
    "Could Ukraine use Storm Shadow inside Russia on 1 Oct 2024, and who stopped it?": who_stopped_it,
    "When did France first allow SCALP in Russia, on whose word?": first_allowed,
    "How far does Taurus reach, and who says less than 500 km?": reach_of_taurus,
    "What changed between 1 May and 1 Sep 2025?": changed_between,
    "How many ATACMS were delivered?": numbers_delivered,
    "Did Germany ever allow Taurus?": never_allowed,
    "What did Merz say about Taurus before and after he became chancellor?": before_and_after_the_office,
    "Which claims of the founding article did not hold?": not_held,
    "Which supplier is strictest on the newest day?": strictest,
    "Everything that Washington's consent blocks": blocked,
}


def ask(seen: Visit, question: str) -> None:
    """Step 1, from the front page: type the question, press Enter."""
    seen.go("/")
    field = seen.page.get_by_label("Search").first
    field.fill(question)
    field.press("Enter")
    seen.page.locator(".stApp .cv-found a").first.wait_for()


def follow(seen: Visit) -> None:
    """Step 2: the first result."""
    link = seen.page.locator(".stApp .cv-found a").first
    path = str(link.get_attribute("href")).removeprefix(".")
    link.click()
    seen.until_address(path)


def missing(seen: Visit, wanted: list[str] | Iterator[str]) -> list[str]:
    """The words that are not on the screen; the page scrolls to its anchor a little after it is drawn."""
    wanted, lacking = list(dict.fromkeys(wanted)), []
    for _ in range(15):
        on_screen = seen.page.evaluate(ON_SCREEN)
        lacking = [words for words in wanted if words not in on_screen]
        if not lacking:
            break
        seen.page.wait_for_timeout(200)
    return lacking


def spreadsheet(seen: Visit) -> None:
    """Task 8: every rule on ATACMS, as a file that a spreadsheet opens."""
    ask(seen, "All rules on ATACMS as a spreadsheet")
    with seen.page.expect_download() as started:
        seen.page.locator(".stApp .cv-found a").first.click()
    assert started.value.suggested_filename.endswith(".csv")
    text = started.value.path().read_text(encoding="utf-8-sig")
    found = {row["change_id"] for row in csv.DictReader(StringIO(text))}
    assert found == {row["change_id"] for row in rows("restrictions") if row["system_id"] == "atacms"}


def picture(seen: Visit) -> None:
    """Task 7: the first result is a picture; its words and credit line are tested where it is drawn."""
    ask(seen, "A chart image with a correct credit line")
    with seen.page.expect_response(lambda response: "/picture/" in response.url) as answered:
        seen.page.locator(".stApp .cv-found a").first.click()
    response: Response = answered.value
    assert response.ok and response.headers["content-type"] == "image/png"


def citation(seen: Visit) -> None:
    """Task 9: a value on the front page opens its sheet, with the citation and its button at the top."""
    seen.go("/")
    value = seen.page.locator(".stApp a[href*='row=']:visible").first
    row = str(value.get_attribute("href")).split("row=")[1].split("&")[0]
    value.click()
    seen.until_address(f"row={row}")
    [summary] = [each["summary"] for each in rows("restrictions") if each["change_id"] == row]
    assert missing(seen, ["Cite this value", summary, f"data?row={row}", "Copy citation"]) == []


def test_twelve_tasks_in_two_steps(visit: Callable[..., Visit]) -> None:
    """Asked at a desk; the address that is reached answers on a phone too, where one question is asked in full."""
    desk, phone, failed = visit("/", DESK), visit("/", PHONE), {}
    for number, (question, answer) in enumerate(READ.items()):
        # Four rules with their conditions, days and sources are longer than a phone's screen: the newest two are on it.
        wanted = {DESK: list(answer()), PHONE: list(blocked(only=2) if answer is blocked else answer())}
        try:
            ask(desk, question)
            follow(desk)
            if number:
                phone.go(desk.page.url.removeprefix(desk.base))
            else:
                ask(phone, question)
                follow(phone)
            for seen, size in ((desk, DESK), (phone, PHONE)):
                if lacking := missing(seen, wanted[size]):
                    failed[question, size] = f"not on the screen: {lacking}"
        except Error as error:
            failed[question, DESK] = str(error)
    for task in (spreadsheet, citation, picture):
        try:
            task(desk)
        except (Error, AssertionError) as error:
            failed[str(task.__doc__), DESK] = str(error)
    try:
        citation(phone)
    except (Error, AssertionError) as error:
        failed[str(citation.__doc__), PHONE] = str(error)
    assert failed == {}
    assert desk.complaints == [] and phone.complaints == []
