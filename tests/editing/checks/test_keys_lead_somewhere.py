"""A key to a table that the package lacks is found."""

import json

from caveat.dataset import tables
from caveat.editing.checks.keys_lead_somewhere import rule


def test_found(folder):
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    claims = next(one for one in described["resources"] if one["name"] == "claims")
    claims["schema"]["foreignKeys"][0]["reference"]["resource"] = "weapons"
    events = next(one for one in described["resources"] if one["name"] == "events")
    listed = next(field for field in events["schema"]["fields"] if field["name"] == "system_ids")
    listed["list"]["reference"]["field"] = "id"
    path.write_text(json.dumps(described), encoding="utf-8")
    found = {(fault.column, fault.found) for fault in rule(tables.load(folder))}
    assert found == {("claims.system_id", "a key to weapons.system_id"), ("events.system_ids", "a key to systems.id")}
