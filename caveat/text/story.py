"""The founding article in sentences: how many of its facts are confirmed, and by what."""

from collections.abc import Mapping
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.text.english import capital_first, counted

QUESTION = "What did the founding article say, and does it hold?"
# What stands where a note names a page that the table of sources does not have.
UNLISTED_PAGE = "a page that our list of sources does not have,"
# Agreement by glyph and word, in ink: colour is for what is allowed, and so are that scale's glyphs.
GLYPH = {"yes": "✓", "partly": "≈", "not_found": "∅", "no": "≠"}
AGREES = {"yes": "confirmed", "partly": "partly confirmed", "not_found": "found nowhere else", "no": "contradicted"}
# The agreements of facts that hold, at least in part.
HOLDS = ("yes", "partly")
# The choice of the facts that rest on an original.
ORIGINAL = "original"
# Agreement as the subject of a page that shows only such facts.
FILTER_SUBJECT = {agrees: f"Facts {word}" for agrees, word in AGREES.items()} | {ORIGINAL: "Facts read in an original"}


def page_context(publisher: str = "", published: str = "", title: str = "") -> str:
    """The line under the question; without the article's title, publisher and date if these cannot be read."""
    named = f"“{title.partition(' (')[0]}”, " if title else ""
    article = f" ({named}{publisher.split(' via ')[0]}, {spoken(published)})" if published else ""
    return f"This dashboard grew from one news article{article}. Each thing it said, checked against pages of others."


AGE = "The check does not depend on the chosen day."


def headline(counts: Mapping[str, int]) -> str:
    """How many facts hold, in a sentence without a full stop."""
    total, holding = sum(counts.values()), sum(counts.get(agrees, 0) for agrees in HOLDS)
    if not total:
        return ""
    wrong, alone = counts.get("no", 0), counts.get("not_found", 0)
    held = f"{holding} of the article’s {counted(total, 'fact')} {'holds' if holding == 1 else 'hold'} at least in part"
    said = [f"{wrong} {'is' if wrong == 1 else 'are'} contradicted"] if wrong else []
    said += [f"{alone} {'was' if alone == 1 else 'were'} found nowhere else"] if alone else []
    return "; ".join([held, ", ".join(said)] if said else [held])


def facts_sentence(counts: Mapping[str, int]) -> str:
    """How many facts hold, from the number of facts by agreement."""
    total = sum(counts.values())
    if not total:
        return "No fact of the article is in the table."
    return (
        f"{total} facts: {counts.get('yes', 0)} confirmed by independent pages, {counts.get('partly', 0)} partly, "
        f"{counts.get('not_found', 0)} found nowhere else, {counts.get('no', 0)} contradicted."
    )


def originals_sentence(count: int) -> str:
    """How many facts were read on a government's own page too."""
    pages = "a government’s own page, such as a transcript"
    if not count:
        return f"None of them was read in an original, {pages}."
    return f"{count} of them {'was' if count == 1 else 'were'} also read in an original: {pages}."


def before_article_note(day: date, published: date) -> str:
    """A notice for a day before the article; "" from its day on."""
    if day >= published:
        return ""
    return (
        f"On {spoken_long(day)} this article had not appeared yet: it is of {spoken_long(published)}. "
        "It is shown all the same; the check of its facts does not depend on the day."
    )


def filter_labels(counts: Mapping[str, int], originals: int) -> dict[str, str]:
    """The filter: all facts, then each agreement, then those read in an original, with their numbers."""
    labels = {agrees: f"{GLYPH[agrees]} {capital_first(word)}: {counts[agrees]}" for agrees, word in AGREES.items()}
    return {"all": f"All facts: {sum(counts.values())}", **labels, ORIGINAL: f"Read in an original: {originals}"}


def facts_listed(count: int, total: int) -> str:
    """How many facts the list shows, in the order of the article."""
    shown = f"All {total}" if count == total else f"{count} of {total}"
    return f"{shown} facts, in the order of the article."
