"""The founding article in sentences: how many of its facts are confirmed, and by what."""

from collections.abc import Mapping
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long

QUESTION = "What did the founding article say, and does it hold?"

CONTEXT = "This dashboard grew from one news article. Each thing it said, checked against pages of others."

# What stands where a note names a page that the table of sources does not have.
UNLISTED_PAGE = "a page that our list of sources does not have,"

# Agreement by glyph and word, in ink: colour is for what is allowed, and so are that scale's glyphs.
GLYPH = {"yes": "✓", "partly": "≈", "not_found": "∅", "no": "≠"}
AGREES = {"yes": "confirmed", "partly": "partly confirmed", "not_found": "found nowhere else", "no": "contradicted"}
AGREES_ORDER = ("yes", "partly", "not_found", "no")


def page_context(publisher: str, published: str) -> str:
    """The line under the question."""
    return (
        f"This dashboard grew from one news article ({publisher.split(' via ')[0]}, {spoken(published)}). "
        "Each thing it said, checked against pages of others."
    )


def facts_sentence(counts: Mapping[str, int]) -> str:
    """How many facts hold, from the number of facts by agreement."""
    total = sum(counts.values())
    if not total:
        return "No fact of the article is in the table."
    return (
        f"{total} facts: {counts.get('yes', 0)} confirmed by independent pages, {counts.get('partly', 0)} partly, "
        f"{counts.get('not_found', 0)} found nowhere else, {counts.get('no', 0)} contradicted."
    )


def before_article_note(day: date, published: date) -> str:
    """A notice for a day before the article; "" from its day on."""
    if day >= published:
        return ""
    return (
        f"On {spoken_long(day)} this article had not appeared yet: it is of {spoken_long(published)}. "
        "It is shown all the same; the check of its facts does not depend on the day."
    )


def filter_label(agrees: str, count: int) -> str:
    """A filter's label."""
    word = AGREES[agrees]
    return f"{GLYPH[agrees]} {word[:1].upper()}{word[1:]}: {count}"


# The same as the subject of a page that shows only these.
FILTER_SUBJECT = {agrees: f"Facts {word}" for agrees, word in AGREES.items()}


def filter_labels(counts: Mapping[str, int]) -> dict[str, str]:
    """The filter: all facts, then each agreement, with their numbers."""
    return {"all": filter_all_label(sum(counts.values()))} | {
        agrees: filter_label(agrees, counts[agrees]) for agrees in AGREES_ORDER
    }


def filter_all_label(count: int) -> str:
    """The label of the filter that leaves nothing out."""
    return f"All facts: {count}"


def rows_carrying(count: int) -> str:
    """How many rows of our tables carry a fact."""
    return "1 row of our tables carries it" if count == 1 else f"{count} rows of our tables carry it"


def independent_pages(agrees: str, count: int) -> str:
    """What the pages of others do with a fact."""
    single = count == 1
    pages = "1 independent page" if single else f"{count} independent pages"
    return {
        "yes": f"{pages} {'agrees' if single else 'agree'}",
        "partly": f"{pages} {'agrees' if single else 'agree'} in part",
        "not_found": f"{pages} nearby, none that says this",
        "no": f"{pages} {'contradicts' if single else 'contradict'} it",
    }[agrees]


def facts_listed(count: int, total: int) -> str:
    """How many facts the list shows, in the order of the article."""
    return (
        f"All {total} facts, in the order of the article."
        if count == total
        else f"{count} of {total} facts, in the order of the article."
    )


def unconfirmed_heading(agrees: str) -> str:
    """The heading over a fact that does not hold."""
    return {"no": "Contradicted by other pages", "not_found": "Found nowhere else"}[agrees]
