"""Which clock a page runs on, what hindsight changes, and how old the newest entry on the rules is."""

from caveat.dataset import current
from caveat.dataset.tables import Dataset
from caveat.domain.headline import headline_facts
from caveat.domain.names import pair_name
from caveat.domain.pairs import changed_in_hindsight
from caveat.domain.query import View
from caveat.text.evidence import evidence_line
from caveat.text.permissions import KNOWN_THEN, hindsight_sentence


def clock_sentence(dataset: Dataset, view: View) -> str:
    """Which clock a page runs on; of hindsight what it changes. UnusableTable as in `headline_facts`."""
    if view.known == "then":
        return KNOWN_THEN
    days = (view.asof, view.since) if view.since else (view.asof,)
    changed = [pair for day in days for pair in changed_in_hindsight(dataset, day, view.systems)]
    return hindsight_sentence([pair_name(dataset, *pair) for pair in changed], view.since is not None)


def age_line(dataset: Dataset, view: View) -> str:
    """How old the newest entry on the rules is, on every page that says so."""
    return evidence_line(headline_facts(dataset, view.asof, view.known, view.systems), current.today())


def clock_and_age(dataset: Dataset, view: View) -> str:
    """Both in one line."""
    return f"{clock_sentence(dataset, view)} {age_line(dataset, view)}"
