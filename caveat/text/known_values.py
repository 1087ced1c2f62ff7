"""The values of coded columns that pages have words for, or that the code tells apart.

A value that the package allows and that is not here would be drawn by nothing, or left out in silence.
"""

from collections.abc import Collection, Mapping
from itertools import chain

from caveat.dataset.schema import CLAIM_UNITS
from caveat.domain import positions, restrictions
from caveat.domain import quantities as domain_quantities
from caveat.text import claims, data_page, labels, permissions, quantities, story, system, transfers
from caveat.text import positions as position_words

_QUALIFIERS = ("exactly", "about", "up_to", "at_least", "between")
_YES = ("yes",)
_PRECISIONS = ("day", "month", "year")
_RULE_CERTAINTIES = ("official", "reported", "inferred", "disputed")
_STEPS = ("requested", "refused", "announced", "pledged", "delivered_confirmed", "delivered_reported")
_EVENT_CERTAINTIES = [value for value in labels.CERTAINTY if value != "inferred"]

_BY_COLUMN: Mapping[tuple[str, str], Collection[str]] = {
    ("systems", "kind"): system.KIND,
    ("systems", "launch_mode"): system.LAUNCH,
    ("claims", "attribute"): [value for value in claims.ATTRIBUTE if value in CLAIM_UNITS],
    ("claims", "headline"): _YES,
    ("claims", "qualifier"): _QUALIFIERS,
    ("claims", "unit_as_published"): list(chain.from_iterable(CLAIM_UNITS.values())),
    ("claims", "shown"): ("yes", "no"),
    ("restrictions", "effective_precision"): _PRECISIONS,
    ("restrictions", "reported_precision"): _PRECISIONS,
    ("restrictions", "status"): restrictions.STATUSES,
    ("restrictions", "certainty"): _RULE_CERTAINTIES,
    ("restrictions", "restates_how"): permissions.REPEATS,
    ("context", "status"): restrictions.STATUSES,
    ("context", "certainty"): _RULE_CERTAINTIES,
    ("transfers", "status"): _STEPS,
    ("transfers", "certainty"): _RULE_CERTAINTIES,
    ("transfers", "kind"): transfers.KIND,
    ("positions", "stance"): [value for value in positions.STANCES if value in position_words.STANCE],
    ("events", "certainty"): _EVENT_CERTAINTIES,
    ("article_facts", "independent_agrees"): story.AGREES,
    ("sources", "kind"): data_page.SOURCE_KIND,
    ("sources", "origin_form"): ("text", "report"),
    ("quantities", "what"): quantities.WHAT,
    ("quantities", "qualifier"): _QUALIFIERS,
    ("quantities", "certainty"): ("official", "reported", "claimed"),
    ("turning_points", "front"): _YES,
    ("territories", "lead"): ("general", "narrow"),
    ("countries", "kind"): ("country", "organisation", "group"),
    ("publishers", "kind"): data_page.SOURCE_KIND,
    ("publishers", "weight"): ("5", "4", "3", "2", "1"),
    ("publishers", "marked"): ("state_controlled", "machine_made"),
    ("publishers", "relation"): ("edition", "part", "owned", "sister"),
}


def has_words(table: str, column: str, value: str, supplied_column: str) -> bool:
    """Whether pages have words for a value of a coded column, or no page tells its values apart.

    `supplied_column` is the column of systems that case.toml names.
    """
    if (table, column) == ("systems", supplied_column):
        return value in system.SUPPLIED or value == "domestic"
    if (table, column) == ("quantities", "what") and value.startswith(domain_quantities.LEFT_IN):
        return True
    return value in _BY_COLUMN.get((table, column), [value])
