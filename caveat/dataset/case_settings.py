"""What case.toml says of the subject of the site, where it is not a row of a table."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from caveat.dataset.errors import DataError
from caveat.dataset.partial_dates import parse_day

FILE = "case.toml"
# Stands for the day in a question.
DAY = "{day}"
# The head of a section: "[map]", "[[windows]]".
_SECTION = re.compile(r"\[{1,2}([\w.]+)\]")
# What a value has to be, by the kind of what is wrong with it.
_EXPECTED = {
    "string_pattern_mismatch": "lower-case letters and digits, with hyphens between",
    "string_too_short": "some words",
    "too_short": "at least one",
    "finite_number": "a number",
}
# A key with its sections: ("windows", 1, "id").
KeyPath = Sequence[str | int]


def _with_day(text: str) -> str:
    if DAY not in text:
        raise ValueError(f"a question with {DAY} in it")
    return text


Question = Annotated[str, AfterValidator(_with_day)]


Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("first_day", "last_day", "next_review", mode="before", check_fields=False)
    @classmethod
    def _is_a_day(cls, value: object) -> object:
        # A number would be read as seconds since 1970, and a time as its day.
        day = parse_day(value) if isinstance(value, str) else value
        if not isinstance(day, date) or isinstance(day, datetime):
            raise ValueError("a valid date such as 2024-11-17, without quotes")
        return day


class Defaults(_Section):
    """What a page shows if its address does not choose: ids of the tables."""

    systems: tuple[str, ...] = Field(
        min_length=1, description="The systems that the page Ranges sets side by side, in this order."
    )
    system: str = Field(description="The system of the small map beside the answer, and of the published numbers.")
    territory: str = Field(description="The area that the timeline shows first.")
    issue: str = Field(description="The issue that the page “Who said what” shows first.")
    search_example: str = Field(
        min_length=1, description="What the search for sources gives as an example: words of two sources."
    )


class Anchor(_Section):
    """The place that every map shows, in degrees (WGS84), with what is around it."""

    name: str = Field(description="What the place is called.")
    longitude: Longitude = Field(description="Degrees east of Greenwich; west is negative.")
    latitude: Latitude = Field(description="Degrees north of the equator; south is negative.")
    margin_km: float = Field(ge=0, le=5000, description="How much around the place is in the picture too.")


class MapSettings(_Section):
    """What the maps are about. Leave the whole section out if there are no shapes: then there is no map page."""

    home: str = Field(description="The shape in `geo/countries.geojson` from whose border ranges are counted.")
    opposite: str = Field(description="The shape in `geo/countries.geojson` in which the maps show permissions.")
    home_name: str = Field(description="What maps call the first.")
    opposite_name: str = Field(description="What maps call the second.")
    opposite_adjective: str = Field(description="The second as an adjective, for its land and its areas.")
    anchor: Anchor = Field(description="The place that every map shows.")
    centre: tuple[Longitude, Latitude] | None = Field(
        None, description="Where the projection is true: degrees east and north. Without it, at the anchor."
    )
    note: str = Field("", description="What a map says of how its borders are drawn; blank for nothing.")

    @property
    def plane_centre(self) -> tuple[float, float]:
        """The centre of the projection: longitude and latitude in degrees."""
        return self.centre or (self.anchor.longitude, self.anchor.latitude)


class Window(_Section):
    """A named span of days that the timeline offers; the first is shown if an address names none."""

    id: str = Field(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$", description="What addresses call the span. It stays when the name changes."
    )
    name: str = Field(description="What readers call it.")
    first_day: date = Field(description="Its first day.")
    last_day: date | None = Field(None, description="Its last day. Without one it goes on to the newest entry.")


class CaseSettings(_Section):
    """What the site is about, where it is not a row of a table."""

    subject: str = Field(
        min_length=1, description="What the site is about, as in “policy on …”: it follows such words."
    )
    summary: str = Field(description="The same in one or two sentences, for programs that ask the API what it is.")
    question: Question = Field(description="The question of the front page; `{day}` stands for the day.")
    question_carried: Question = Field(
        description="The same for a day after the newest entry, to which the rules are carried forward."
    )
    recipient: str = Field(description="The code of the country that receives the systems, as `countries.csv` has it.")
    weapon: str = Field("system", description="One of the systems that have a card, as in “no … could be used”.")
    weapons: str = Field("systems", description="All of them, as in “all … could be used”.")
    supplied_column: str = Field(description="The column of `systems.csv` that says whether it has received one.")
    first_day: date = Field(ge=date(1900, 1, 1), description="The first day that a reader can choose.")
    next_review: date | None = Field(
        None,
        description="When the next full review of the data is due, as the page About says it; "
        "no earlier than the newest release.",
    )
    defaults: Defaults = Field(description="What pages show first.")
    windows: tuple[Window, ...] = Field(
        description="The spans of days of the timeline, beside the 60 days before the chosen one."
    )
    map: MapSettings | None = Field(None, description="What maps are about.")


def read(body: bytes | None, folder: Path) -> tuple[CaseSettings | None, tuple[DataError, ...]]:
    """Read the settings from the bytes of case.toml, or what is wrong with them."""
    name = f"{folder.resolve().name}/{FILE}"
    if body is None:
        return None, (DataError(name, 0, "", "no such file", "the settings of the case", "put the file back"),)
    try:
        text = body.decode("utf-8")
        return CaseSettings.model_validate(tomllib.loads(text)), ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, (DataError(name, 0, "", f"no readable TOML ({error})", 'lines such as key = "value"'),)
    except ValidationError as error:
        return None, tuple(
            DataError(name, line_of(text, problem["loc"]), key_name(problem["loc"]), *_in_words(problem))
            for problem in error.errors()
        )


def _in_words(problem: ErrorDetails) -> tuple[str, str, str]:
    """What was found, what was expected, and how to mend it."""
    key = problem["loc"][-1]
    if problem["type"] == "missing":
        return "no such line", f"{key} = …", "docs/case.md says what it does"
    if problem["type"] == "extra_forbidden":
        return "an unknown line", "one that docs/case.md names", "take it out"
    if expected := _EXPECTED.get(problem["type"]):
        return f'"{problem["input"]}"', expected, ""
    return f'"{problem["input"]}"', problem["msg"].removeprefix("Input should be ").removeprefix("Value error, "), ""


def key_name(path: KeyPath) -> str:
    """A key with its sections: "windows.id"."""
    return ".".join(part for part in path if isinstance(part, str))


def line_of(text: str, path: KeyPath) -> int:
    """The line of a key, by its sections, a number for one of several, and its name.

    The line of the section if the key is not there, 0 for neither.
    """
    names = [part for part in path if isinstance(part, str)]
    wanted = names[0] if len(names) > 1 else ""
    number = next((part for part in path[1:2] if isinstance(part, int)), 0)
    section, seen, header = "", Counter({"": 1}), 0
    for row, line in enumerate(text.splitlines(), 1):
        if match := _SECTION.match(line):
            section = match[1]
            seen[section] += 1
        if section != wanted or seen[section] != number + 1:
            continue
        if match:
            header = row
        elif line.partition("=")[0].strip() in names:
            return row
    return header
