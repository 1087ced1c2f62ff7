"""What case.toml says of the subject of the site, where it is not a row of a table."""

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from caveat.dataset.errors import DataError

FILE = "case.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Defaults(_Section):
    """What a page shows if its address does not choose: ids of the tables."""

    systems: tuple[str, ...]
    system: str
    territory: str
    issue: str
    search_example: str


class Anchor(_Section):
    """The place that every map shows, in degrees (WGS84), with what is around it."""

    name: str
    longitude: float
    latitude: float
    margin_km: float


class MapSettings(_Section):
    """What the maps are about: ranges are counted from the border of `home`, permissions are shown in `opposite`.

    Both are codes of shapes in geo/countries.geojson. `centre`: where the projection is true, as longitude and
    latitude in degrees; the anchor if it is not given.
    """

    home: str
    opposite: str
    home_name: str
    opposite_name: str
    opposite_adjective: str
    anchor: Anchor
    centre: tuple[float, float] | None = None
    note: str = ""

    @property
    def plane_centre(self) -> tuple[float, float]:
        """The centre of the projection: longitude and latitude in degrees."""
        return self.centre or (self.anchor.longitude, self.anchor.latitude)


class Window(_Section):
    """A named span of days of the timeline; to the newest entry if it has no last day."""

    id: str
    name: str
    first_day: date
    last_day: date | None = None


class CaseSettings(_Section):
    """Everything that case.toml says. `map` is None for a case without shapes.

    `weapon` and `weapons` name the systems that have a card, one of them and all of them.
    """

    subject: str
    summary: str
    recipient: str
    supplied_column: str
    first_day: date
    defaults: Defaults
    windows: tuple[Window, ...]
    map: MapSettings | None = None
    weapon: str = "system"
    weapons: str = "systems"


def read(body: bytes | None, folder: Path) -> tuple[CaseSettings | None, tuple[DataError, ...]]:
    """Read the settings from the bytes of case.toml, or what is wrong with them."""
    name = f"{folder.resolve().name}/{FILE}"
    if body is None:
        return None, (DataError(name, 0, "", "no such file", "the settings of the case", "put the file back"),)
    try:
        return CaseSettings.model_validate(tomllib.loads(body.decode("utf-8"))), ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, (DataError(name, 0, "", f"no readable TOML ({error})", 'lines such as key = "value"'),)
    except ValidationError as error:
        return None, tuple(
            DataError(name, 0, ".".join(map(str, problem["loc"])), repr(problem["input"]), problem["msg"])
            for problem in error.errors()
        )
