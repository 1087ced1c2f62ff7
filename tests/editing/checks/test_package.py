"""Files and keys that the package does not describe are found."""

import json

from caveat.dataset import tables
from caveat.editing.checks import package


def test_a_file_that_the_package_does_not_list_is_found(folder):
    (folder / "claim.csv").write_text("a,b\n", encoding="utf-8")
    [error] = package.files_are_listed(tables.load(folder))
    assert (error.file, error.mend) == ("data/claim.csv", 'did you mean "claims.csv"?')


def test_a_key_to_a_table_or_column_that_the_package_lacks_is_found(folder):
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    claims, events = (
        next(resource for resource in described["resources"] if resource["name"] == name)["schema"]
        for name in ("claims", "events")
    )
    claims["foreignKeys"][0]["reference"]["resource"] = "weapons"
    field = next(field for field in events["fields"] if field["name"] == "system_ids")
    field["list"]["reference"]["field"] = "id"
    path.write_text(json.dumps(described), encoding="utf-8")
    errors = {(error.column, error.found) for error in package.keys_name_columns(tables.load(folder))}
    assert errors == {("claims.system_id", "a key to weapons.system_id"), ("events.system_ids", "a key to systems.id")}
