"""The query parameters of the API and the feed: meaning, form and allowed values.

FastAPI reads requests and writes the OpenAPI description by these models.

A query is read strictly: each value is used, or named in a Problem with what was expected. A blank value counts as
not given.
"""

from collections.abc import Callable, Collection, Coroutine, Iterable
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, cast
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from starlette.concurrency import run_in_threadpool

from caveat.dataset import current
from caveat.dataset.partial_dates import parse_day
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions
from caveat.domain.address import is_tracking
from caveat.domain.claims import ATTRIBUTES
from caveat.domain.query import CLOCKS, query_bounds
from caveat.domain.rule_log import Clock
from caveat.web import problems, releases
from caveat.web.problems import WrongValue

Pairs = list[tuple[str, str]]
Values = Callable[[Dataset], Collection[str]]
FORMATS = ("json", "csv")


def suppliers(dataset: Dataset) -> tuple[str, ...]:
    """The suppliers that the log speaks of, in the order of the file."""
    return tuple(
        dict.fromkeys(supplier for supplier, _ in restrictions.logged_pairs(releases.checked_rule_log(dataset)))
    )


def authorities(dataset: Dataset) -> tuple[str, ...]:
    """Those whose rules the log has, in the order of the file."""
    return tuple(dict.fromkeys(change.authority for change in releases.checked_rule_log(dataset).changes))


def systems(dataset: Dataset) -> tuple[str, ...]:
    """The ids of all systems."""
    return tuple(dataset["systems"]["system_id"])


def territories(dataset: Dataset) -> tuple[str, ...]:
    """The ids of all territories."""
    return tuple(dataset["territories"]["territory_id"])


def _refusal(parameter: str | None, found: object, expected: str, hint: str = "") -> PydanticCustomError:
    """The error of a value that cannot be used; its context has the fields of WrongValue."""
    context = {"parameter": parameter, "found": str(found), "expected": expected, "hint": hint}
    return PydanticCustomError("wrong_value", "Expected {expected}", context)


def _one_of(values: Values) -> BeforeValidator:
    """A validator of one value; `values` gives those that are allowed."""

    def check(value: str, info: ValidationInfo) -> str:
        allowed = values(releases.current_dataset())
        if value not in allowed:
            hint = problems.suggestion_sentence(value, allowed)
            raise _refusal(info.field_name, value, f"one of {', '.join(allowed)}", hint)
        return value

    return BeforeValidator(check)


def _ordered(values: Values) -> AfterValidator:
    """A validator that puts several values in the order of the tables. Equal queries then have equal answers."""
    return AfterValidator(
        lambda chosen: tuple(value for value in values(releases.current_dataset()) if value in chosen)
    )


def _day(bounded: bool = False, key: str = "") -> BeforeValidator:
    """A validator of a day, which may be bounded to those that the tables cover; `key` if not the field's name."""

    def parse(text: object, info: ValidationInfo) -> object:
        if not isinstance(text, str):
            return text
        earliest, latest = date.min, date.max
        if bounded:
            bounds = query_bounds(releases.current_dataset(), current.today())
            earliest, latest = bounds.earliest, bounds.latest
        day = parse_day(text)
        if day is None or not earliest <= day <= latest:
            span = f", from {earliest} to {latest}" if bounded else ""
            raise _refusal(key or info.field_name, text, f"a day as YYYY-MM-DD{span}")
        return day

    return BeforeValidator(parse)


def _describe_day(schema: dict[str, Any]) -> None:
    """A day that is not given is left out; null is no value of a query."""
    del schema["anyOf"]
    schema |= {"type": "string", "format": "date"}


DescribedDay = Annotated[date | None, Field(json_schema_extra=_describe_day)]
Day = Annotated[DescribedDay, _day()]
Known = Annotated[
    Clock,
    _one_of(lambda dataset: CLOCKS),
    Field(description="then: as the public knew it on that day (default); now: in hindsight."),
]
Format = Annotated[
    Literal["json", "csv"],
    _one_of(lambda dataset: FORMATS),
    Field(description="json (default) or csv."),
]
Suppliers = Annotated[
    tuple[Annotated[str, _one_of(suppliers)], ...],
    _ordered(suppliers),
    Field(description="Who gave it, by country code. May be repeated. Default: all."),
]
Authorities = Annotated[
    tuple[Annotated[str, _one_of(authorities)], ...],
    _ordered(authorities),
    Field(description="Whose rule it is, by country code; it may be another state than the supplier. Default: all."),
]
Systems = Annotated[tuple[Annotated[str, _one_of(systems)], ...], _ordered(systems)]
FamilySystems = Annotated[
    Systems,
    Field(description="The id of a system. May be repeated; a variant has the rules of its family. Default: all."),
]


class Parameters(BaseModel):
    """The keys that an endpoint takes: none, unless a subclass names some."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)


class StateKeys(Parameters):
    """GET /state.csv."""

    asof: Annotated[DescribedDay, _day(bounded=True)] = Field(
        None,
        description="The day, from the first that the data covers to today (UTC). "
        "Default: the newest day on which an entry came in.",
        examples=["2024-11-18"],
    )
    known: Known = "then"
    supplier: Suppliers = ()
    system: FamilySystems = ()
    territory: Annotated[tuple[Annotated[str, _one_of(territories)], ...], _ordered(territories)] = Field(
        (), description="The id of a territory. May be repeated. Default: those of the matrix."
    )
    authority: Authorities = ()
    since: Annotated[DescribedDay, _day(bounded=True, key="from")] = Field(
        None,
        alias="from",
        description="An earlier day to compare with: each row then has what stood on it. Default: none.",
        examples=["2024-11-16"],
    )


class StateQuery(StateKeys):
    """GET /state."""

    format: Format = "json"


class DaysKeys(Parameters):
    """The keys of a span of days."""

    since: Day = Field(None, description="The first day. Default: from the first entry.", examples=["2024-11-01"])
    until: Day = Field(None, description="The last day. Default: to the newest entry.", examples=["2024-11-30"])

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if since and until and since > until:
            raise _refusal("since", since, f"a day that is not after until={until}")
        return until


class ChangesKeys(DaysKeys):
    """GET /changes.csv."""

    known: Known = "then"
    supplier: Suppliers = ()
    system: FamilySystems = ()
    authority: Authorities = ()


class ChangesQuery(ChangesKeys):
    """GET /changes."""

    format: Format = "json"


class ClaimsKeys(Parameters):
    """GET /claims.csv."""

    system: Systems = Field((), description="The id of a system. May be repeated. Default: all.")
    attribute: Annotated[
        tuple[Annotated[str, _one_of(lambda dataset: ATTRIBUTES)], ...], _ordered(lambda dataset: ATTRIBUTES)
    ] = Field((), description="The property that the figure is of. May be repeated. Default: all.")


class ClaimsQuery(ClaimsKeys):
    """GET /claims."""

    format: Format = "json"


class FeedQuery(DaysKeys):
    """GET /feed.xml. The days are those from which entries count, as the public knew it then."""

    supplier: Suppliers = ()
    system: FamilySystems = ()


Model = TypeVar("Model", bound=Parameters)


def repeatable(model: type[Parameters]) -> tuple[str, ...]:
    """The keys that an address may have more than once."""
    return tuple(field.alias or name for name, field in model.model_fields.items() if field.default == ())


def given_values(model: type[Parameters], pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs of a query that have a value, once each. Problem (400) names keys unknown or wrongly repeated.

    What campaigns, networks and caches add is left out.
    """
    keys = [field.alias or name for name, field in model.model_fields.items()]
    expected = f"only {', '.join(keys)} as keys" if keys else "no keys"
    unknown, values = [], dict[str, dict[str, None]]()
    for key, value in pairs:
        if key not in keys and is_tracking(key):
            continue
        if key not in keys:
            unknown.append(WrongValue(key, value, expected, problems.suggestion_sentence(key, keys)))
        elif value:
            values.setdefault(key, {})[value] = None
    repeated = [
        WrongValue(key, " and ".join(several), "one value")
        for key, several in values.items()
        if len(several) > 1 and key not in repeatable(model)
    ]
    if unknown or repeated:
        raise problems.wrong_values(400, [*unknown, *repeated])
    return [(key, value) for key, several in values.items() for value in several]


def parse(model: type[Model], pairs: Iterable[tuple[str, str]]) -> Model:
    """A query as a model, outside FastAPI. Problem (400 or 422) if it cannot be used."""
    values: dict[str, Any] = {}
    for key, value in given_values(model, pairs):
        values[key] = (*values.get(key, ()), value) if key in repeatable(model) else value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise problems.invalid_query(error.errors()) from None


class StrictRoute(APIRoute):
    """A FastAPI route that refuses keys it does not take, and leaves out blank values."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        models = [cast(type[Parameters], field.field_info.annotation) for field in self.dependant.query_params]
        model = models[0] if models else Parameters

        async def handle_strictly(request: Request) -> Response:
            pairs = given_values(model, request.query_params.multi_items())
            # An edit is read in a thread: FastAPI validates in the event loop.
            await run_in_threadpool(releases.current_dataset)
            scope = {**request.scope, "query_string": urlencode(pairs).encode()}
            return await handle(Request(scope, request.receive))

        return handle_strictly
