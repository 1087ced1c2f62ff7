"""The sheet of a row says all that is known of it, and how to report it, with a tracker and without."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from caveat.content import record_sheet
from caveat.dataset import records, schema, tables
from caveat.dataset.tables import Dataset
from caveat.domain import citations
from caveat.domain.query import View
from caveat.text import error_reports
from tests.support import reference
from tests.support.elements import Element, parse
from tests.support.opened_page import OpenedPage

VIEW = View(date(2024, 11, 18), "then")
ROW = "us-atacms-kursk-20241117"
NUMBERS = {"value", "value_low", "value_high", "quantity_low", "quantity_high"}


def sheet(dataset: Dataset, row: str) -> Element:
    return parse(record_sheet.record_sheet_html(dataset, row, VIEW))


@pytest.mark.parametrize("table", schema.table_names())
def test_a_row_of_each_table_has_its_file_its_cells_and_its_sources(dataset: Dataset, table: str) -> None:
    row = records.table_records(dataset, table)[-1]
    found = sheet(dataset, row.id)
    text = found.get_text(" ", strip=True)
    line = (
        (schema.DATA / f"{table}.csv")
        .read_text(encoding="utf-8")
        .splitlines()[dataset.line(table, len(dataset[table]) - 1) - 1]
    )
    assert f"data/{table}.csv, line {dataset.line(table, len(dataset[table]) - 1)}" in text
    assert line.startswith(row.id.split("/")[0])
    assert {tag["href"] for tag in found.select(".cv-plain:not(.cv-rule) a")} == {
        one["url"] for one in reference.rows("sources") if one["source_id"] in row.source_ids
    }
    for source_id in row.source_ids:
        assert citations.source_excerpts(dataset)[source_id] in found.get_text()
    assert found.select(".cv-cells dt") or not record_sheet.record_cells(dataset, row)


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ("us-atacms-kursk-20241117", []),
        ("us-atacms-ruany-20241025", ["Repeats the rule of 17 Oct 2023: The first ATACMS"]),
        ("fr-scalp-20241118-ru", []),
        ("de-taurus-2023-10-refusal", ["Last confirmed on 18 Nov 2024, on the record: The government"]),
        ("us-atacms-m39-ua-20231017", ["Condition: only inside Ukrainian", "Last confirmed on 11 Jul 2024, on the"]),
    ],
)
def test_a_row_of_the_log_says_what_it_has_to_do_with_the_rule(dataset: Dataset, row: str, lines: list[str]) -> None:
    found = [item.get_text() for item in sheet(dataset, row).select(".cv-rule li")]
    assert len(found) == len(lines)
    assert all(text.startswith(begin) for text, begin in zip(found, lines, strict=True))


def test_an_id_that_no_table_has_is_said_so(dataset: Dataset) -> None:
    assert "No table has a row with the id nothing." in sheet(dataset, "nothing").get_text()
    assert "<script" not in str(sheet(dataset, "<script>alert(1)</script>"))


def test_without_a_tracker_the_reader_gets_the_text_to_send(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAVEAT_REPORT_URL", raising=False)
    monkeypatch.setenv("CAVEAT_URL", "http://127.0.0.1:8501")
    copied = sheet(dataset, ROW).select_one(".cv-report-text").get_text()
    line = 2 + [row["change_id"] for row in reference.rows("restrictions")].index(ROW)
    assert f"Row: {ROW}\nFile: data/restrictions.csv, line {line}\n" in copied
    assert copied.startswith(f"Wrong value\nPage: http://127.0.0.1:8501/data?row={ROW}&asof=2024-11-18&known=then\n")
    assert copied.endswith("What it should be: \nSource (address, publisher, date): ")


def test_with_a_tracker_the_form_opens_with_page_row_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAT_REPORT_URL", "https://127.0.0.1/issues/new?template=report-a-wrong-value.yml")
    fresh = tables.load()  # what is drawn once is kept by its tables
    found = sheet(fresh, ROW)
    assert not found.select(".cv-report-text")
    query = parse_qs(urlsplit(found.select_one("#report ~ p a")["href"]).query)
    assert query["template"] == ["report-a-wrong-value.yml"]
    assert query["title"] == [f"Wrong value: {ROW}"]
    shown, page, row = query["shown"][0].split("\n")
    assert "Kursk" in shown
    assert (page.split("?")[0].removeprefix("Page: "), row) == ("/data", f"Row: {ROW}")


@pytest.fixture(scope="module")
def fresh() -> Dataset:
    """The tables with nothing drawn from them: what is drawn once is kept by its tables."""
    return tables.load()


@pytest.mark.parametrize("table", schema.table_names())
def test_a_change_is_proposed_with_all_cells_of_the_row(
    fresh: Dataset, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """The form has the row's cells as the file has them; its address is short enough for a tracker."""
    monkeypatch.setenv("CAVEAT_REPORT_URL", "https://127.0.0.1/issues/new?template=report-a-wrong-value.yml&labels=x")
    row, cells = records.table_records(fresh, table)[-1], reference.rows(table)[-1]
    link = sheet(fresh, row.id).select_one("#propose ~ p a")["href"]
    query = {key: values[0] for key, values in parse_qs(urlsplit(link).query, keep_blank_values=True).items()}
    assert (query["template"], query["labels"], query["title"]) == ("propose-a-change.yml", "x", f"Change: {row.id}")
    assert query["row"].startswith(f"{row.id} (data/{table}.csv, line ")
    proposed = dict(line.split(": ", 1) for line in query["cells"].split("\n"))
    assert {name: cell for name, cell in proposed.items() if name not in NUMBERS} == {
        name: cell for name, cell in cells.items() if name not in NUMBERS
    }
    assert [float(proposed[name] or 0) for name in NUMBERS & set(cells)] == [
        float(cells[name] or 0) for name in NUMBERS & set(cells)
    ]


def test_the_address_of_a_proposal_is_never_too_long(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAT_REPORT_URL", "https://127.0.0.1/issues/new?template=report-a-wrong-value.yml")
    for row in records.all_records(dataset):
        assert len(error_reports.proposal_link("data/x.csv, line 1", row.id, row.values)) < 8000


def test_without_a_tracker_a_change_is_a_text_or_a_mail(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAVEAT_REPORT_URL", raising=False)
    text = sheet(dataset, ROW).select("#propose ~ details .cv-report-text")[0].get_text()
    assert text.startswith(f"Row: {ROW}\nFile: data/restrictions.csv, line ")
    assert "\nterritory: ru_kursk\n" in text
    monkeypatch.setenv("CAVEAT_REPORT_URL", "mailto:editors@127.0.0.1")
    link = error_reports.proposal_link("data/x.csv, line 1", "x", {"note": "a & b"})
    assert link.startswith("mailto:editors@127.0.0.1?subject=Change%3A%20x&body=")
    assert "note%3A%20a%20%26%20b" in link


@pytest.mark.parametrize(
    ("form", "filled"), [("report-a-wrong-value", {"shown"}), ("propose-a-change", {"row", "cells"})]
)
def test_the_prefilled_fields_are_fields_of_the_form(form: str, filled: set[str]) -> None:
    path = schema.DATA.parent / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert filled <= {one.get("id") for one in found["body"]}


@pytest.mark.parametrize(
    ("setting", "begins"),
    [
        ("https://127.0.0.1/new", "https://127.0.0.1/new?title="),
        ("https://127.0.0.1/new?a=b", "https://127.0.0.1/new?a=b&title="),
        ("mailto:editors@127.0.0.1", "mailto:editors@127.0.0.1?subject=Wrong%20value%3A%20x&body="),
        ("", ""),
    ],
)
def test_what_the_setting_may_be(monkeypatch: pytest.MonkeyPatch, setting: str, begins: str) -> None:
    monkeypatch.setenv("CAVEAT_REPORT_URL", setting)
    link = error_reports.report_link("x", "shown", "/?asof=2024-11-18")
    assert link.startswith(begins)
    assert bool(link) == bool(begins)


@pytest.mark.parametrize(
    "page", ["briefing", "map", "compare", "timeline", "consent", "positions", "suppliers", "system", "story", "data"]
)
def test_the_foot_of_each_page_has_both_questions(page: str) -> None:
    opened = OpenedPage(page, {"asof": "2024-11-18", "known": "then"})
    foot = opened.soup.select_one("footer.cv-foot .cv-ask-foot")
    assert [tag.get_text() for tag in foot.select("summary")] == [
        "How do you know?",
        "Report a wrong value",
    ]
    path = "" if page == "briefing" else page
    assert f"/{path}?asof=2024-11-18&known=then" in foot.select_one(".cv-report-text").get_text()
    assert ("#how" in {tag["href"] for tag in foot.select("a")}) == bool(opened.soup.select("#how"))
    assert bool(opened.soup.select("#how")) == (page not in ("system", "data"))


def test_the_data_page_shows_the_row_that_the_address_names() -> None:
    opened = OpenedPage("data", {"row": ROW})
    assert opened.problems == []
    assert opened.soup.select_one(".cv-row code").get_text() == ROW
    assert not OpenedPage("data").soup.select(".cv-row")
