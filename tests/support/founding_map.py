"""What the maps of the founding case are drawn from."""

from caveat.dataset import tables
from caveat.domain import geography

_TABLES = tables.load()
LAND = geography.geography(_TABLES)
REGIONS = geography.shapes(_TABLES).regions
