"""What an address of the API may ask for: the keys of each endpoint with their meaning. web.query reads them; the OpenAPI description lists them."""

from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from caveat.domain.query import CLOCKS

FORMATS = ("json", "csv")
_DAY: JsonDict = {"format": "date"}


def _known() -> str:
    described: str = Field(
        "",
        description="then: as the public knew it on that day (default); now: in hindsight.",
        json_schema_extra={"enum": list(CLOCKS)},
    )
    return described


def _suppliers() -> list[str]:
    described: list[str] = Field([], description="Who gave it, by country code. May be repeated. Default: all.")
    return described


def _systems() -> list[str]:
    described: list[str] = Field(
        [], description="The id of a system. May be repeated; a variant has the rules of its family. Default: all."
    )
    return described


def _format() -> str:
    described: str = Field("", description="json (default) or csv.", json_schema_extra={"enum": list(FORMATS)})
    return described


class StateQuery(BaseModel):
    """GET /state."""

    asof: str = Field(
        "",
        description="The day, from 2022-01-01 to today (UTC). Default: the newest day on which an entry came in.",
        json_schema_extra=_DAY,
        examples=["2024-11-18"],
    )
    known: str = _known()
    supplier: list[str] = _suppliers()
    system: list[str] = _systems()
    territory: list[str] = Field(
        [], description="The id of a territory. May be repeated. Default: the four of the matrix."
    )
    format: str = _format()


class ChangesQuery(BaseModel):
    """GET /changes."""

    since: str = Field(
        "", description="The first day. Default: from the first entry.", json_schema_extra=_DAY, examples=["2024-11-01"]
    )
    until: str = Field(
        "", description="The last day. Default: to the newest entry.", json_schema_extra=_DAY, examples=["2024-11-30"]
    )
    known: str = _known()
    supplier: list[str] = _suppliers()
    system: list[str] = _systems()
    format: str = _format()


class ClaimsQuery(BaseModel):
    """GET /claims."""

    system: list[str] = Field([], description="The id of a system. May be repeated. Default: all.")
    attribute: list[str] = Field([], description="The property that the figure is of. May be repeated. Default: all.")
    format: str = _format()


def keys(asked: type[BaseModel]) -> tuple[str, ...]:
    """The keys of an endpoint."""
    return tuple(asked.model_fields)


def repeatable(asked: type[BaseModel]) -> tuple[str, ...]:
    """Those of the keys that may stand in an address more than once."""
    return tuple(name for name, field in asked.model_fields.items() if field.annotation == list[str])
