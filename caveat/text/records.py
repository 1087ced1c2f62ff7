"""Rows of any table in words: as one line, what a row is called, the headings of its page."""

from collections.abc import Mapping, Sequence
from typing import Any

from caveat.dataset import records
from caveat.dataset.records import Record, records_by_id
from caveat.dataset.tables import Dataset
from caveat.domain import names
from caveat.domain.case import Case, usable_case
from caveat.text import labels
from caveat.text.claims import ATTRIBUTE

# What one row of a table is called.
KIND = {
    "systems": "System",
    "claims": "Published figure",
    "restrictions": "Rule",
    "context": "Context",
    "territories": "Territory",
    "system_groups": "Group of systems",
    "transfers": "Transfer",
    "positions": "Position",
    "events": "Event",
    "aid": "Aid figure",
    "article_facts": "Fact of the founding article",
    "sources": "Source",
    "system_sources": "Field of a system",
    "quantities": "Published number",
    "roles": "Office of a person",
    "turning_points": "Turning point",
    "glossary": "Term",
    "publishers": "Publisher",
    "countries": "Country or body",
    "issues": "Issue",
    "pairs": "Supplier with a system",
}
# The line of a row where its cells say it.
_LINES = {
    "positions": "{actor}, {role}: {summary}",
    "events": "{title}.",
    "systems": "{name}.",
    "territories": "{name}.",
    "system_groups": "{name}.",
    "article_facts": "{fact}",
    "sources": "{publisher}: {title}",
    "quantities": "{value_as_published} ({speaker}).",
    "roles": "{actor}: {role}.",
    "turning_points": "{label}. {why}",
    "glossary": "{term}: {plain}",
    "publishers": "{publisher}.",
    "countries": "{name}.",
    "issues": "{name}.",
}
# Headings and notes of the page of one row, and how the rows of each table count.
METHOD = {
    "restrictions": "The state of a day is made from these rows: of each government the newest row "
    "on the narrowest area counts, and of several governments the strictest. "
    "A disputed row sets nothing. “As known then” counts a row from “public since”, "
    "“in hindsight” from “in force from”.",
    "context": "Such a row is shown and sets no rule.",
    "claims": "Every published figure is kept with its qualifier and wording. "
    "“Up to” gives a ceiling and no floor, “more than” a floor and no ceiling. "
    "The headline of a system is one of its figures, chosen by a rule that the page Ranges states, never an average.",
    "transfers": (
        "One published step of a transfer. Numbers are never added: "
        "an announcement may repeat a pledge, and a delivery may be part of both."
    ),
    "positions": (
        "What an actor said on one issue on one day. The last statement by a day counts as the stance on that day."
    ),
    "events": "An event is shown for orientation and sets no rule.",
    "aid": "One published figure with its measure, period and currency. Measures overlap and are never added.",
    "article_facts": "One fact of the founding article, compared with rows that rest on other sources.",
    "sources": "A page that was read at least as an excerpt. What it states is told in our own words.",
    "system_sources": "Which page backs which field of a system.",
    "quantities": "A published number with who said it. Numbers disagree, count different things and are never added.",
    "roles": "Who somebody was from one day to another.",
    "turning_points": "A rule that the charts name in a few words; its days are those of the rule.",
    "glossary": "What a term of the field means, in one sentence.",
    "publishers": "Who publishes pages, with the weight by which its pages are ordered and what should be known of it.",
}


def record_kind(table: str) -> str:
    """What a row of the table is called; the table's own name if it has no word."""
    return KIND.get(table, table)


def line_of_values(table: str, record: Mapping[str, Any], system: str, known: Case) -> str:
    """A readable line for a row. `system` is the name of the system that the row is about, "" if none."""
    if table == "claims":
        attribute = ATTRIBUTE.get(record["attribute"], record["attribute"]).lower()
        return f"{system}, {attribute}: “{record['value_as_published']}”."
    if table == "restrictions":
        title = labels.rule_title(
            known, system, **{key: record[key] for key in ("supplier", "territory", "status", "certainty")}
        )
        return f"{title}. {record['summary']}"
    if table == "pairs":
        return f"{system}, {known.country_name(record['supplier'])}."
    if table == "aid":
        return f"{record['summary']} ({money_amount(record['value'], record['currency'])})"
    if table == "system_sources":
        return f"{system}: {record['fields'].replace(';', ', ').replace('_', ' ')}."
    if table in _LINES:
        return _LINES[table].format_map(record)
    return str(record.get("summary") or next(iter(record.values())))


def subject_name(dataset: Dataset, identifier: str) -> str:
    """The short name of a system or of a group of systems; the id if its table cannot be used."""
    record = records_by_id(dataset).get(identifier)
    return str(record.values["name"]).split(" (")[0] if record else identifier


def record_line(dataset: Dataset, row: Record) -> str:
    """A readable line for a row of the tables, or a sentence that no readable table has the id."""
    if not row.table:
        return missing_record(row.id, list(dataset.broken), records.withdrawn_reason(dataset, row.id))
    return line_of_values(row.table, row.values, _system(dataset, row.values), usable_case(dataset))


def _system(dataset: Dataset, values: Mapping[str, Any]) -> str:
    """The name of a row's system; the id if systems cannot be read.

    By the pair of supplier and system if the row has both: some pairs include other arms.
    """
    system_id = str(values.get("system_id", ""))
    if "systems" in dataset.broken or system_id not in names.system_names(dataset):
        return system_id
    return (
        names.pair_name(dataset, str(values["supplier"]), system_id)
        if values.get("supplier")
        else names.system_names(dataset)[system_id]
    )


def money_amount(value: float, currency: str) -> str:
    """A sum of money as readers see it: "6 billion USD", "0.25% of GDP"; never rounded."""
    if currency == "PCT_GDP":
        return f"{value:.15g}% of GDP"
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{round(value / size, 9):.12g} {word} {currency}"
    return f"{value:,.15g} {currency}"


def missing_record(identifier: str, broken: Sequence[str] = (), withdrawn: str = "") -> str:
    """The note in place of a row: why it was `withdrawn`, or that no table has it; `broken` tables cannot be used."""
    cut = " ".join(identifier.split())
    cut = f"{cut[:80]}…" if len(cut) > 80 else cut
    if withdrawn:
        return f"The row {cut} was withdrawn: {withdrawn.rstrip('.')}."
    if not broken:
        return f"No table has a row with the id {cut}."
    tables = f"the table {broken[0]}" if len(broken) == 1 else f"the tables {', '.join(broken)}"
    return f"The row {cut} cannot be shown: {tables} cannot be used at the moment, and no other table has it."


def file_and_line(file: str, line: int) -> str:
    """Where a row stands: "data/restrictions.csv, line 12"."""
    return f"{file}, line {line}"


def cell_with_meaning(value: object, meanings: Mapping[str, str]) -> str:
    """A cell with the meaning of a code: "permitted (Use is allowed …)"; other values as they are."""
    text = str(value)
    return f"{text}: {meanings[text]}" if text in meanings else text
