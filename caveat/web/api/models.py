"""The models of the API's answers: every field with its meaning. The OpenAPI description is made from these.

The examples of ids in it are of the tables (openapi.py).
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Status = Literal["permitted", "restricted", "case_by_case", "unclear", "prohibited", "not_supplied"]
Certainty = Literal["official", "reported", "inferred"]
CertaintyOrDisputed = Literal["official", "reported", "inferred", "disputed"]
Known = Literal["then", "now"]
Attribute = Literal["range_km", "warhead_kg", "unit_cost_usd", "length_m", "mass_kg", "speed_mach"]
PartialDate = Annotated[
    str,
    Field(
        description="A date as published: YYYY-MM-DD, or YYYY-MM or YYYY where only the month or the year is known.",
        examples=["2024-11-17"],
    ),
]
Release = Annotated[
    str, Field(description="The release of the tables, named by their content.", examples=["5f2c1a9be07d"])
]
GeneratedAt = Annotated[
    datetime | None,
    Field(
        description="When the release was made, the same on every server. It is no time of the request.",
        examples=["2026-03-13T00:00:00Z"],
    ),
]


# Blank cells of the tables are null in JSON.
BLANK_AS_NULL = BeforeValidator(lambda value: None if value == "" else value)
OptionalText = Annotated[str | None, BLANK_AS_NULL]
OptionalDate = Annotated[PartialDate | None, BLANK_AS_NULL]
OptionalCertainty = Annotated[Certainty | None, BLANK_AS_NULL]


class Model(BaseModel):
    """What all shapes share: no field beside those described. Objects of the domain are read by their attributes."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Source(Model):
    """A published page that a value rests on."""

    id: str = Field(description="The permanent id of the source.")
    publisher: str
    title: str
    url: OptionalText = Field(description="The page’s address; null where none can be linked to.")
    published: OptionalDate = Field(description="Null where the page shows no date.")


class Layer(Model):
    """What one authority’s rule says for the territory on the day."""

    authority: str = Field(description="Whose rule it is.")
    status: Status
    certainty: Certainty
    since: PartialDate = Field(description="Since when it has said so in an unbroken run.")
    territory: str = Field(description="The area that the rule names: the territory itself or one above it.")
    change_id: str = Field(description="The permanent id of the row of the log that holds.")
    summary: str
    sources: list[Source]


class Dispute(Model):
    """An entry of the log whose sources contradict each other. It never sets the state."""

    change_id: str
    authority: str
    territory: str
    status: Status
    certainty: Literal["disputed"]
    effective: PartialDate = Field(description="From when it is said to apply.")
    reported: PartialDate = Field(description="When the public learned of it.")
    summary: str
    sources: list[Source]


class Standing(Model):
    """The state of a territory at the end of a day, in short."""

    status: Status | Literal["no_record"]
    certainty: OptionalCertainty
    authority: OptionalText
    change_id: OptionalText


class StateRow(Model):
    """What a supplier allows for a system in a territory on the day. All from `certainty` to `summary` is null where there is no record."""

    supplier: str = Field(description="Who gave it.")
    system: str = Field(description="The id of the system.")
    territory: str
    status: Status | Literal["no_record"] = Field(
        description="The strictest of the layers. Silence is no_record, never prohibited."
    )
    certainty: OptionalCertainty
    since: OptionalDate = Field(description="Since when the deciding rule has said so in an unbroken run.")
    authority: OptionalText = Field(description="Whose rule decides.")
    change_id: OptionalText = Field(description="The row of the log that decides.")
    summary: OptionalText
    sources: list[Source] = Field(description="The sources of the deciding row.")
    layers: list[Layer] = Field(description="Each authority’s rule, the deciding one first.")
    disputed_by: list[Dispute] = Field(description="What is disputed and stands beside the state.")
    rule_id: OptionalText = Field(
        description="The row that set the rule; `change_id` may be a later one that repeats it."
    )
    condition: OptionalText = Field(
        description="On what condition use is allowed, as a clause after “allowed, but” or “each use”."
    )
    confirmed_on: OptionalDate = Field(description="When the rule was last repeated, on the record where it was.")
    confirmed_by: OptionalText = Field(description="The row that last repeated the rule.")
    before: Standing | None = Field(None, description="What stood on the day `from`; only with that key.")


class StateAnswer(Model):
    """What was allowed on a day."""

    asof: date = Field(description="The day that is answered for.", examples=["2024-11-18"])
    known: Known = Field(description="then: as the public knew it on that day; now: in hindsight.")
    release: Release
    generated_at: GeneratedAt
    headline: str = Field(
        description="The answer in one sentence, made by rule from the states: of the systems that are asked for, else of "
        "those with a card. It does not follow `supplier` and `territory`."
    )
    rows: list[StateRow]
    since: date | None = Field(
        None, alias="from", description="The earlier day that is compared with; only if asked for."
    )
    what_changed: str | None = Field(
        None,
        description="What changed after the day `from`, in sentences, made by rule: of the systems that are asked for, "
        "else of all. It does not follow the other keys. Only with `from`.",
    )


class ChangeRow(Model):
    """One entry of the log."""

    change_id: str = Field(description="The permanent id of the entry.")
    day: date = Field(
        description="The first day on which the entry counts: it applied and, with known=then, the public knew of it."
    )
    kind: Literal["changed", "confirmed", "restated", "disputed"] = Field(
        description=(
            "changed: another status; confirmed: another certainty; restated: as before; disputed: never counted."
        )
    )
    effective: PartialDate = Field(description="From when it applied.")
    reported: PartialDate = Field(description="When the public learned of it.")
    supplier: str
    authority: str
    system: str
    territory: str
    status: Status
    certainty: CertaintyOrDisputed
    before: Standing = Field(description="What stood on the entry’s territory on the day before.")
    after: Standing = Field(description="What stood there at the end of the day.")
    reversed_by: OptionalText = Field(description="The entry that ended it later, where one did.")
    summary: str
    note: OptionalText
    sources: list[Source]
    condition: OptionalText = Field(description="On what condition the entry allows use.")
    restates: OptionalText = Field(description="The older entry that this one repeats.")
    restates_how: OptionalText = Field(
        description=(
            "restated, confirmed_on_record, narrowed_in_words, reported_again, use_reported (no words, but use) or "
            "said_by_others (no words of those who set the rule)."
        )
    )


class ChangesAnswer(Model):
    """The log, newest first."""

    since: date | None = Field(description="The first day asked for; null: from the beginning.")
    until: date | None = Field(description="The last day asked for; null: to the newest entry.")
    known: Known
    release: Release
    generated_at: GeneratedAt
    rows: list[ChangeRow]


class Figure(Model):
    """A published figure. `up_to` has only a highest value, `at_least` only a lowest; both are null for a price without an exchange rate."""

    claim_id: str
    system: str
    attribute: Attribute = Field(description="The property that the figure is of.")
    qualifier: Literal["exactly", "about", "up_to", "at_least", "between"] = Field(
        description="What the source says of the number: at_least is “more than”."
    )
    value_low: float | None = Field(description="In `unit`.")
    value_high: float | None = Field(description="In `unit`.")
    unit: str = Field(examples=["km"])


class HeadlineFigure(Figure):
    """The figure that stands for a system and a property."""

    rule: Literal["editor", "only", "most_published"] = Field(
        description=(
            "What chose it. editor: the editors marked it; only: nothing else is published; "
            "most_published: the figure that most claims state, among equals one that needed no conversion, then the "
            "newest."
        )
    )
    claims: int = Field(description="How many claims it was chosen from.")


class ClaimRow(Figure):
    """One published figure with its source."""

    headline: bool = Field(description="Whether it is the headline of its system and property.")
    value_as_published: str
    unit_as_published: str
    variant_note: OptionalText = Field(description="Which variant the source means, where it says so.")
    published: OptionalDate
    note: OptionalText
    source: Source


class ClaimsAnswer(Model):
    """The published figures. Those withheld from pages are withheld here too; the table has them."""

    release: Release
    generated_at: GeneratedAt
    headlines: list[HeadlineFigure]
    rows: list[ClaimRow]


class ReleaseTable(Model):
    """One table of a release."""

    name: str
    title: str
    rows: int
    bytes: int = Field(description="The size of the CSV.")
    sha256: str = Field(description="The SHA-256 of the CSV.")
    csv: str = Field(description="The path under which this release keeps the CSV.")
    json_path: str = Field(alias="json", description="The same as JSON.")


class KeptRelease(Model):
    """A release that the server keeps beside the current one."""

    release: Release
    created: str = Field(description="The day on which it was made.")
    datapackage: str = Field(description="The path of its schema; the tables lie beside it.")


class ReleaseAnswer(Model):
    """The current release of the tables."""

    release: Release
    version: str = Field(description="The version of the data package.")
    generated_at: GeneratedAt
    licence: str
    datapackage: str = Field(description="The path of the schema of all tables in this release.")
    tables: list[ReleaseTable]
    kept: list[KeptRelease] = Field(description="Releases that were frozen, the newest first.")


class TableRows(Model):
    """A table in JSON."""

    table: str
    release: Release
    rows: list[dict[str, str]] = Field(
        description="Each row by the names of its columns, as text exactly as published."
    )


class Endpoint(Model):
    """One endpoint of the API."""

    path: str
    summary: str


class Endpoints(Model):
    """Where to go from here."""

    release: Release
    doors: list[Endpoint] = Field(description="The endpoints; the key stays as it was first called.")


class WrongValue(Model):
    """One part of an address that cannot be used."""

    parameter: str
    found: str
    expected: str
    hint: str


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(description="What is wrong and what was expected, in words.")
    errors: list[WrongValue] | None = Field(
        default=None, description="For 400 and 422: each key or value that cannot be used."
    )
    table: str | None = Field(default=None, description="For 503: the table that cannot be used.")
    faults: list[str] | None = Field(default=None, description="For 503: what is wrong in it.")
