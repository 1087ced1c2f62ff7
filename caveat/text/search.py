"""The search in words: its labels, the kinds of results and a line for each."""

from caveat.text.english import counted

SEARCH_LABEL = "Search systems, people, sources and changes"
PLACEHOLDER = "Search"
CLOSE_LABEL = "Close the search"
KIND = {
    "system": "System",
    "person": "Person",
    "supplier": "Supplier",
    "page": "Page",
    "numbers": "Numbers",
    "change": "Rule",
    "event": "Event",
    "statement": "Statement",
    "transfer": "Transfer",
    "source": "Source",
}
NUMBERS_RESULT = "Every published number with who gave it: delivered, promised, fired, left, in stock."
SUPPLIER_RESULT = "What it was asked for, refused, pledged and delivered."


def system_result(one_line: str, reach: str) -> str:
    """A system's type and its headline range; `reach` is "" if none is published."""
    return f"{one_line} Published range: {reach}." if reach else one_line


def person_result(role: str, count: int) -> str:
    """Who somebody is and how much of what they said is here."""
    return f"{role}. {counted(count, 'statement')} here."
