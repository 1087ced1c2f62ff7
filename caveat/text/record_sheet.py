"""The sheet of one row in words: where it stands, how such a row counts."""

from collections.abc import Mapping

SOURCES = "What each source states"
COUNTS = "How such a row counts"
WEAK = "What is weak in it"
ROW = "The row"
NO_SOURCE = "This row names no source: it is a name or an area that other rows use, and they have theirs."
UNDATED_PAGE = "its page shows no date"
METHOD = {
    "restrictions": "The state of a day is made from these rows: of each government the newest row on the narrowest area counts, and of several governments the strictest. "
    "A disputed row sets nothing. “As known then” counts a row from “public since”, “in hindsight” from “in force from”.",
    "context": "Such a row is shown and sets no rule.",
    "claims": "Every published figure is kept with its qualifier and wording. “Up to” gives a ceiling and no floor, “more than” a floor and no ceiling. "
    "The headline of a system is one of its figures, chosen by a rule that the page Compare states, never an average.",
    "transfers": "One published step of a transfer. Numbers are never added: an announcement may repeat a pledge, and a delivery may be part of both.",
    "positions": "What an actor said on one issue on one day. The last statement by a day counts as the stance on that day.",
    "events": "An event is shown for orientation and sets no rule.",
    "aid": "One published figure with its measure, period and currency. Measures overlap and are never added.",
    "article_facts": "One fact of the founding article, compared with rows that rest on other sources.",
    "sources": "A page that was read at least as an excerpt. What it states is told in our own words.",
    "system_sources": "Which page backs which field of a system.",
}


def place(file: str, line: int) -> str:
    """Where a row stands: "data/restrictions.csv, line 12"."""
    return f"{file}, line {line}"


def cell(value: object, meanings: Mapping[str, str]) -> str:
    """A cell with the meaning of a code: "permitted (Use is allowed …)"; other values as they are."""
    text = str(value)
    return f"{text}: {meanings[text]}" if text in meanings else text
