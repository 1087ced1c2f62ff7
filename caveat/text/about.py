"""The page About in words: how to read the site, questions with answers made from the tables, who keeps it."""

from collections.abc import Mapping
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.dataset.releases import Release
from caveat.domain.case import Case
from caveat.text.english import and_list, counted, possessive
from caveat.text.labels import CERTAINTY

QUESTION = "What is this, and how is it read?"
SECTIONS = {
    "read": "How to read it",
    "questions": "Questions",
    "terms": "Terms",
    "kept": "Who keeps it",
    "told": "Follow changes",
    "correct": "Correct it",
    "cite": "Cite it",
    "take": "Get the data",
    "never": "What is never here",
}
# What each status says of an area.
STATUS = {
    "permitted": "The supplier lets it be used there.",
    "restricted": "It may be used there on conditions that were made public.",
    "case_by_case": "Each use, or each request, is decided on its own.",
    "unclear": "The supplier says neither yes nor no, or its statements do not fit together.",
    "prohibited": "The supplier does not let it be used there.",
    "not_supplied": "The supplier has not given it, so there is nothing to allow.",
    "no_record": "We found no rule. That does not mean “not allowed”.",
}
SURE = {
    "official": "Said on the record by a government or its spokesperson.",
    "reported": "Told by the press from unnamed or second-hand sources.",
    "inferred": "Drawn by us from other published facts; no source says it in these words.",
    "disputed": "Sources contradict each other, or a party denies it. It is shown and never counted.",
}
CLOCKS = {
    "then": "What the public could know on that day, without anything that came out later.",
    "now": "What applied on that day by all that is known today.",
}
NEVER = (
    "Targets, units, launch places, routes and tactics, and distances from chosen points to places. "
    "What is here is policy: published ranges, makers, suppliers, permissions, statements and dates. "
    "Every value comes from a published page that it names."
)


def context(subject: str) -> str:
    """The line under the question."""
    return (
        f"Published policy on {subject}, on any day, with the source of every value: free to use, open to correction."
    )


def headline(pages: int) -> str:
    """What the site is, in a sentence without a full stop."""
    return f"Every rule, range and statement here names its source, one of {counted(pages, 'public page')}"


def extent(values: int, pages: int, publishers: int) -> str:
    """What the site rests on."""
    read_from = f"{counted(pages, 'public page')} of {counted(publishers, 'publisher')}"
    return f"{counted(values, 'row')} of data, read from {read_from}."


def certainty_answer(counts: Mapping[str, int], day: date) -> str:
    """How sure the entries on rules are that were in by a day."""
    total, disputed = sum(counts.values()), counts.get("disputed", 0)
    if not total:
        return f"No entry on rules was in by {spoken(day)}."
    sure = [f"{counts[key]} {said}" for key, said in CERTAINTY.items() if key != "disputed" and counts.get(key)]
    apart = [f"{disputed} disputed, which are shown and never counted"] if disputed else []
    return f"{counted(total, 'entry', 'entries')} on rules by {spoken(day)}: {and_list([*sure, *apart])}."


def authority_answer(counts: Mapping[str, int], day: date, names: Case) -> str:
    """Whose rule counts where the supplier's is not the only one, and how often that is so by a day."""
    rule = "The stricter one counts, and both are shown."
    if not counts:
        return rule
    whose = [f"{number} {possessive(names.capital_name(code))}" for code, number in counts.items()]
    total = sum(counts.values())
    of_others = f"{counted(total, 'entry is', 'entries are')} another government’s than the supplier’s"
    return f"{rule} By {spoken(day)}, {of_others} ({and_list(whose)})."


def sources_answer(official: int, pages: int) -> str:
    """How a value can be checked, and how many pages are first-hand."""
    own = (
        f"{official} of {counted(pages, 'page')} {'is' if official == 1 else 'are'} a government’s or public body’s own"
    )
    return f"Each value opens to the pages that it rests on, with their dates. {own}; most of the rest are the press."


def range_answer(sentence: str) -> str:
    """Why a range has several figures, with the figures of one system as an example."""
    return f"A figure is a claim of one page, and we keep them all. “More than” and “up to” are opposites. {sentence}"


def release_line(release: Release) -> str:
    """What a release added, corrected and withdrew."""
    kinds = ("added", "changed", "withdrawn")
    sums = {kind: sum(getattr(table, kind) for table in release.changes) for kind in kinds}
    told = [f"{number:,.0f} {kind}" for kind, number in sums.items() if number]
    return f"{counted(sum(sums.values()), 'row')}: {and_list(told)}" if told else "the tables as they were that day"


def review_line(due: date, today: date) -> str:
    """When the next full review of the data is due, or was."""
    return f"The next full review {'is' if today <= due else 'was'} due on {spoken_long(due)}."


def later_term(day: date) -> str:
    """The place of a term that came up after the day of the page."""
    return f"Not in use by this day: the oldest page that we have on it is of {spoken(day)}."
