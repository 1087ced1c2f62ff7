"""The answer of /claims, as a model and as rows for CSV. Every claim, and the headline with the rule that chose it."""

from caveat.dataset import sources
from caveat.dataset.schema import CLAIM_UNITS
from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.domain.claims import Claim
from caveat.web.api import parameters, restrictions
from caveat.web.api.models import ClaimsAnswer
from caveat.web.api.parameters import ClaimsQuery
from caveat.web.api.restrictions import Values

CLAIM_COLUMNS = (
    "release",
    "claim_id",
    "system",
    "attribute",
    "qualifier",
    "value_low",
    "value_high",
    "unit",
    "headline",
    "value_as_published",
    "unit_as_published",
    "variant_note",
    "published",
    "note",
    "source_id",
    "source_publisher",
    "source_title",
    "source_url",
    "source_published",
)


def claims_answer(dataset: Dataset, query: ClaimsQuery) -> ClaimsAnswer:
    """The claims on the systems and properties of a query (() is all), as pages show them.

    UnusableTable if claims or systems cannot be used.
    """
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
    return {
        **_figure(claim),
        "headline": claim is headline,
        "value_as_published": claim.value_as_published,
        "unit_as_published": claim.unit_as_published,
        "variant_note": claim.variant_note or None,
        "published": claim.published or None,
        "note": claim.note or None,
        "source": restrictions.source_record(sources.resolve_sources(dataset, [claim.source_id])[0]),
    }


def claim_rows(dataset: Dataset, query: ClaimsQuery) -> list[list[object]]:
    """The claims for CSV, in the order of CLAIM_COLUMNS; the rule of a headline is in the JSON only."""
    return [
        [
            dataset.fingerprint,
            *(getattr(row, column) for column in CLAIM_COLUMNS[1:14]),
            row.source.id,
            row.source.publisher,
            row.source.title,
            row.source.url,
            row.source.published,
        ]
        for row in claims_answer(dataset, query).rows
    ]
