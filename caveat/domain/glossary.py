"""The terms of the glossary, and which of them a day may explain."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from caveat.dataset import sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset, list_items
from caveat.domain.query import View
from caveat.domain.restrictions import STATUSES
from caveat.theme import LINE

# What statuses and kinds of certainty are called is ours, whoever else says it.
_OWN_WORDS = {name.replace("_", " ") for name in (*STATUSES, *LINE)}
_QUOTED = re.compile(r"“([^”]+)”")


@dataclass(frozen=True)
class Term:
    """A row of the glossary.

    `public` is the day from which it may be explained, by its oldest dated source; words of our own always may.
    """

    id: str
    term: str
    plain: str
    sources: tuple[Source, ...]
    public: date

    @property
    def forms(self) -> tuple[str, ...]:
        """What a text has for the term: the words in quotation marks, else each of those that “and” joins."""
        return tuple(_QUOTED.findall(self.term)) or tuple(self.term.split(" and "))

    def is_public(self, view: View) -> bool:
        """Whether what the term says was public on the day of a view; in hindsight everything is."""
        return view.known == "now" or self.public <= view.asof


@memoized(1)
def terms(dataset: Dataset) -> tuple[Term, ...]:
    """All terms in the order of the table. UnusableTable if the glossary cannot be used."""
    return tuple(
        _term(row.term_id, row.term, row.plain, sources.resolve_sources(dataset, list_items(row.source_ids)))
        for row in dataset["glossary"].itertuples()
    )


def _term(term_id: str, term: str, plain: str, cited: Collection[Source]) -> Term:
    dated = [] if term in _OWN_WORDS else [first_day(source.published) for source in cited if source.published]
    return Term(term_id, term, plain, tuple(cited), min(dated, default=date.min))
