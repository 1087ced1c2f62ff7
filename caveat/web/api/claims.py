"""The answer of /claims, as a model and as rows for CSV: every claim, and the headline with the rule that chose it."""

from caveat.dataset import sources
from caveat.dataset.schema import CLAIM_UNITS
from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.domain.claims import Claim
from caveat.web.api import parameters, restrictions
from caveat.web.api.models import ClaimRow, ClaimsAnswer, Source
from caveat.web.api.parameters import ClaimsQuery
from caveat.web.api.restrictions import Values

CLAIM_COLUMNS = (
    "release",
    *(name for name in ClaimRow.model_fields if name != "source"),
    *(f"source_{name}" for name in Source.model_fields),
)


def claims_answer(dataset: Dataset, query: ClaimsQuery) -> ClaimsAnswer:
    """The claims of a query (() is all), as pages show them. UnusableTable if claims or systems cannot be used."""
    rows: list[Values] = []
    headlines: list[Values] = []
    for system_id in query.system or parameters.systems(dataset):
        for attribute in query.attribute or claims.ATTRIBUTES:
            published = claims.claims_of(dataset, system_id, attribute)
            headline = claims.headline_claim(published)
            rows += [_row(dataset, claim, headline.claim) for claim in published]
            if headline.claim:
                headlines.append({**_figure(headline.claim), "rule": headline.rule, "claims": headline.claims})
    return ClaimsAnswer.model_validate({**restrictions.stamp(dataset), "headlines": headlines, "rows": rows})


def _figure(claim: Claim) -> Values:
    return {
        "claim_id": claim.claim_id,
        "system": claim.system_id,
        "attribute": claim.attribute,
        "qualifier": claim.qualifier,
        "value_low": claim.low,
        "value_high": claim.high,
        "unit": CLAIM_UNITS[claim.attribute][0],
    }


def _row(dataset: Dataset, claim: Claim, headline: Claim | None) -> Values:
    as_published = ("value_as_published", "unit_as_published", "variant_note", "published", "note")
    [source] = sources.resolve_sources(dataset, [claim.source_id])
    return {
        **_figure(claim),
        **{name: getattr(claim, name) for name in as_published},
        "headline": claim is headline,
        "source": source,
    }


def claim_rows(dataset: Dataset, query: ClaimsQuery) -> list[list[object]]:
    """The claims for CSV, in the order of CLAIM_COLUMNS; the rule of a headline is in the JSON only."""
    return [
        [dataset.fingerprint, *row.model_dump(exclude={"source"}).values(), *row.source.model_dump().values()]
        for row in claims_answer(dataset, query).rows
    ]
