"""The best source behind each answer of the front page, for the page Data."""

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.content import briefing
from caveat.content.provenance import Provenance
from caveat.dataset import sources
from caveat.dataset.memo import memoized
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import confirmations, rule_log
from caveat.domain.query import View, view_query
from caveat.domain.rule_log import RuleChange
from caveat.text import data_page as words
from caveat.text import evidence


@dataclass(frozen=True)
class BestSource:
    """A card of the front page with the weightiest source of its answer and the rule that cites it.

    `source` and `change_id` are None and "" where the card has no record.
    """

    card: briefing.MatrixRow
    source: Source | None = None
    change_id: str = ""

    @property
    def weight(self) -> float:
        return self.source.weight if self.source else -1


@memoized(64)
def best_sources(dataset: Dataset, view: View) -> tuple[BestSource, ...]:
    """The best source of each card of a day, the weightiest first. UnusableTable as for the front page and sources.

    It is looked for in the rule that the answer rests on, in the row that last confirmed it, and in the newest row.
    """
    dataset["sources"]  # raises its UnusableTable
    cards = briefing.build_briefing(dataset, View(view.asof, view.known)).cards
    return tuple(sorted((_best_source(dataset, card, view) for card in cards), key=lambda best: -best.weight))


def _best_source(dataset: Dataset, card: briefing.MatrixRow, view: View) -> BestSource:
    provenance = Provenance(dataset, view, "data")
    cited = [
        (source, row)
        for row in _rows_behind(dataset, card, view)
        for source in sources.resolve_sources(dataset, row.source_ids)
    ]
    public = [pair for pair in cited if not provenance.published_later(pair[0])] or cited
    # A government's page behind a rule that is only reported is silent on it, or evades the question.
    says_so = [(source, row) for source, row in public if source.kind != "official" or row.certainty == "official"]
    source, row = max(says_so or public, key=lambda pair: pair[0].weight, default=(None, None))
    return BestSource(card, source, row.change_id if row else "")


def _rows_behind(dataset: Dataset, card: briefing.MatrixRow, view: View) -> list[RuleChange]:
    rule = confirmations.standing_rule(rule_log.rule_log(dataset), card.lead, view.asof, view.known)
    newest = card.lead.deciding.change if card.lead.deciding else None
    return [row for row in (rule and rule.change, rule and rule.confirmed, newest) if row]


def verdict(dataset: Dataset, view: View) -> str:
    """How many answers of the day rest on a government's own text, in a sentence. UnusableTable as above."""
    kinds = [best.source.kind for best in best_sources(dataset, view) if best.source]
    return words.best_sources_sentence(view.asof, kinds)


def best_sources_html(dataset: Dataset, view: View) -> Markup:
    """The answers of the day, each with its best source."""
    found = best_sources(dataset, view)
    return html.render(
        "data_best_sources.html",
        verdict=verdict(dataset, view),
        found=found,
        read_where=evidence.read_where,
        provenance=Provenance(dataset, view, "data"),
        query=urlencode(view_query(View(view.asof, view.known)), doseq=True),
        order=words.BEST_SOURCES_ORDER if any(best.source for best in found) else "",
    )
