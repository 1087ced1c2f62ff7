"""The search in words: its labels, the kinds of results and a line for each."""

from caveat.domain.rule_log import RuleChange
from caveat.text.english import counted
from caveat.text.labels import rule_title
from caveat.text.positions import ISSUE

SEARCH_LABEL = "Search systems, people, sources and changes"
PLACEHOLDER = "Search"
HEADING = "Search results"
CLOSE_LABEL = "Close the search"
KIND = {
    "system": "System",
    "person": "Person",
    "supplier": "Supplier",
    "page": "Page",
    "change": "Rule",
    "event": "Event",
    "statement": "Statement",
    "transfer": "Transfer",
    "source": "Source",
}
SUPPLIER_RESULT = "What it was asked for, refused, pledged and delivered."


def system_result(one_line: str, reach: str) -> str:
    """A system's type and its headline range; `reach` is "" if none is published."""
    return f"{one_line} Published range: {reach}." if reach else one_line


def person_result(role: str, count: int) -> str:
    """Who somebody is and how much of what they said is here."""
    return f"{role}. {counted(count, 'statement')} here."


def rule_result(system: str, change: RuleChange) -> str:
    """A row of the log as a title."""
    return rule_title(system, change.supplier, change.territory, change.status, change.certainty)


def statement_result(actor: str, issue: str) -> str:
    """A statement as a title."""
    return f"{actor} on: {ISSUE.get(issue, issue)}"


def transfer_result(supplier: str, system: str, status: str) -> str:
    """A step of a transfer as a title."""
    lane = f"{supplier}, {system}" if system else supplier
    return f"{lane}: {status.replace('_', ' ')}"


def source_result(publisher: str, excerpt: str) -> str:
    """The line under the title of a source."""
    return f"{publisher}. {excerpt}"


def results_count(query: str, count: int, most: int) -> str:
    """How much was found."""
    if not count:
        return f"Nothing here fits “{query}”. Try a system, a person, a publisher or a word of a title."
    if count >= most:
        return f"The {count} best results for “{query}”."
    return f"{counted(count, 'result')} for “{query}”."
