"""The search in words: its labels, the kinds of results and a line for each."""

from caveat.domain.rule_log import RuleChange
from caveat.text import labels
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
    """What a system is, and how far it reaches by the headline figure; `reach` is "" where none is published."""
    return f"{one_line} Published range: {reach}." if reach else one_line


def person_result(role: str, count: int) -> str:
    """Who somebody is and how much of what they said is here."""
    return f"{role}. {count} {'statement' if count == 1 else 'statements'} here."


def rule_result(system: str, change: RuleChange) -> str:
    """A row of the log as a title."""
    territory = labels.TERRITORY.get(change.territory, change.territory)
    status = labels.STATUS.get(change.status, change.status)
    certainty = labels.CERTAINTY.get(change.certainty, change.certainty)
    return f"{system}, {labels.country_name(change.supplier)}, {territory}: {status} ({certainty})"


def statement_result(actor: str, issue: str) -> str:
    """A statement as a title."""
    return f"{actor} on: {ISSUE.get(issue, issue)}"


def transfer_result(supplier: str, system: str, status: str) -> str:
    """A step of a transfer as a title."""
    return f"{supplier}, {system}: {status.replace('_', ' ')}" if system else f"{supplier}: {status.replace('_', ' ')}"


def source_result(publisher: str, excerpt: str) -> str:
    """The line under the title of a source."""
    return f"{publisher}. {excerpt}"


def results_count(query: str, found: int, most: int) -> str:
    """How much was found."""
    if not found:
        return f"Nothing here fits “{query}”. Try a system, a person, a publisher or a word of a title."
    if found >= most:
        return f"The {found} best results for “{query}”."
    return f"1 result for “{query}”." if found == 1 else f"{found} results for “{query}”."
