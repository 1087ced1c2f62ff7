"""The OpenAPI description by FastAPI, each parameter with the ids of the tables that it takes."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from fastapi import FastAPI

from caveat import settings
from caveat.dataset import schema as schema_module
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.claims import ATTRIBUTES
from caveat.web.api import models, parameters

PREFIX = "/api/v1"
_SCHEMAS = "#/components/schemas/"
TAGS = {
    "answers": "What the tables say on a day, worked out.",
    "tables": "The tables as files.",
    "releases": "The tables as they were: these addresses give these bytes or nothing.",
    "api": "The API about itself.",
}
PROBLEM = {"$ref": f"{_SCHEMAS}Problem"}


def endpoints(app: FastAPI) -> dict[str, str]:
    """The path of each endpoint and what it is for, in one line."""
    return {f"{PREFIX}{path}": operations["get"]["summary"] for path, operations in app.openapi()["paths"].items()}


@memoized(4)
def description(dataset: Dataset, app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document; a table that cannot be used leaves its parameters without a list of values."""
    document = deepcopy(app.openapi())
    document["servers"] = [{"url": PREFIX}]
    # Nobody needs a key.
    document["security"] = []
    document["info"]["contact"] = _contact()
    document["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    document["paths"] = {path: item for whole in document["paths"].items() for path, item in _by_format(*whole)}
    if dataset.read_settings:
        document["info"]["summary"] = dataset.read_settings.summary
    values = _allowed_values(dataset)
    for path in document["paths"].values():
        operation = path["get"]
        operation["tags"] = [_tag(operation["operationId"])]
        for parameter in operation.get("parameters", []):
            _list_values(parameter, values.get(parameter["name"], []))
        for content in operation["responses"]["200"]["content"].values():
            # Schemas of tables and of the API itself have shapes that stand elsewhere.
            content["schema"] = content["schema"] or {"type": "object"}
        # FastAPI adds an answer of its own for wrong values; ours come in the form of RFC 9457.
        if "HTTPValidationError" in str(operation["responses"].get("422")):
            del operation["responses"]["422"]
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = models.Problem.model_json_schema(ref_template=_SCHEMAS + "{model}")
    schemas |= problem.pop("$defs")
    schemas["Problem"] = problem
    _add_examples(schemas, _examples(dataset))
    return document


def _contact() -> dict[str, str]:
    """Where a wrong value is told: the mail or tracker of the settings, or the page that says how."""
    now = settings.current()
    if now.report_url.startswith("mailto:"):
        return {"name": "Caveat", "email": now.report_url.removeprefix("mailto:").partition("?")[0]}
    address = now.report_url or (f"{now.url}/about" if now.url else "")
    return {"name": "Caveat"} | ({"url": address} if address else {})


def _tag(operation_id: str) -> str:
    kind = operation_id.partition("-")[0]
    return {"table": "tables", "datapackage": "tables", "release": "releases", "openapi": "api", "doors": "api"}.get(
        kind, "answers"
    )


def _by_format(path: str, item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The operations of a path, one for each form of its answer, so that a generated client knows what comes.

    `format=csv` is left out: /state.csv and the like give the same.
    """
    operation = item["get"]
    by_name = {parameter["name"]: parameter for parameter in operation.get("parameters", [])}
    kept = [parameter for name, parameter in by_name.items() if name not in ("format", "ending")]
    if "parameters" in operation:
        operation["parameters"] = kept
    if "ending" not in by_name:
        yield path, item
        return
    for ending, media_type in (("json", "application/json"), ("csv", "text/csv")):
        own = deepcopy(operation)
        content = own["responses"]["200"]["content"]
        own["responses"]["200"]["content"] = {media_type: content[media_type]}
        if ending == "csv":
            own |= {"operationId": f"{own['operationId']}-csv", "summary": f"{own['summary']}, as CSV"}
        yield path.replace("{ending}", ending), {"get": own}


def _list_values(parameter: dict[str, Any], values: list[str]) -> None:
    """Give a parameter the values that it takes. In a query a blank value counts as not given, so it is one of them."""
    schema = parameter["schema"]
    schema.pop("default", None)
    taking = schema.get("items", schema)
    if values:
        taking["enum"] = list(values)
    if parameter["in"] != "query":
        return
    if "enum" in taking:
        taking["enum"].append("")
    elif "format" in schema:
        schema["anyOf"] = [{"type": schema.pop("type"), "format": schema.pop("format")}, {"const": ""}]


def _add_examples(schemas: dict[str, Any], examples: dict[str, str]) -> None:
    """Give each field that holds an id of the tables one as an example."""
    for model in schemas.values():
        for name, field in model.get("properties", {}).items():
            if name in examples and field.get("type") == "string":
                field["examples"] = [examples[name]]


def _examples(dataset: Dataset) -> dict[str, str]:
    """The first rule and the first claim of the tables, by the fields that name their ids."""
    columns = {
        "restrictions": {
            "change_id": "change_id",
            "supplier": "supplier",
            "authority": "authority",
            "system": "system_id",
            "territory": "territory",
        },
        "claims": {"claim_id": "claim_id"},
    }
    examples: dict[str, str] = {}
    for table, names in columns.items():
        if table not in dataset.broken and len(dataset[table]):
            examples |= {name: str(dataset[table][column].iloc[0]) for name, column in names.items()}
    return examples


def _allowed_values(dataset: Dataset) -> dict[str, list[str]]:
    sources: dict[str, Callable[[Dataset], tuple[str, ...]]] = {
        "supplier": parameters.suppliers,
        "system": parameters.systems,
        "territory": parameters.territories,
        "authority": parameters.authorities,
    }
    allowed = {
        "attribute": list(ATTRIBUTES),
        "table": schema_module.table_names(dataset.folder),
        "release": [dataset.fingerprint],
    }
    for key, values in sources.items():
        try:
            allowed[key] = list(values(dataset))
        except UnusableTable:
            continue
    return allowed
