"""What an editor is asked for a new row, and what is said when it is in or kept out."""

from collections.abc import Iterable, Mapping
from typing import Any

SEVERAL = "Several are separated by semicolons."


def question(field: Mapping[str, Any], suggestion: str) -> str:
    """What a column is, what it may hold, and what Enter alone means."""
    rules = field.get("constraints", {})
    said = [f"\n{field['title']} ({field['name']})", f"  {field['description']}"]
    meanings = field.get("enumMeanings", {})
    said += [f"  {value}: {meanings[value]}" if value in meanings else f"  {value}" for value in rules.get("enum", [])]
    if "list" in field and "semicolon" not in field["description"]:
        said.append(f"  {SEVERAL}")
    if "list" in field and "enum" in field["list"]:
        said.append(f"  Values: {', '.join(field['list']['enum'])}")
    enter = f"Enter for {suggestion}" if suggestion else "needed" if rules.get("required") else "Enter for blank"
    return "\n".join([*said, f"[{enter}] > "])


def missing(fields: Iterable[Mapping[str, Any]]) -> str:
    """What is asked for where there is no terminal to ask at."""
    lines = [f"  --set {one['name']}=…   {one['description']}" for one in fields]
    return "\n".join(["A value is needed for:", *lines])


def misfit(column: str, cell: str, why: str) -> str:
    """A cell that does not fit its column."""
    return f'{column}: found "{cell}"; {why}.' if cell else f"{column}: {why}."


def added(file: str, identifier: str) -> str:
    """The row is in."""
    return f"{identifier} stands at the end of {file}."


def suggested(column: str, cell: str) -> str:
    """A cell that was filled with the suggestion."""
    return f"{column} is {cell}, as nothing else was said."


KEPT_OUT = "Nothing was written."
