"""The front page and the map as a screen reader gets them: the accessibility tree of the browser."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
VIEW = "asof=2024-11-18&known=then"
LANDMARKS = {"main", "navigation", "search", "banner", "contentinfo", "complementary", "region"}
ACTIVE = {"link", "button", "DisclosureTriangle", "slider", "textbox", "combobox", "checkbox", "radio"}


@dataclass(frozen=True)
class Node:
    """One thing that is told; `inside` are those in it."""

    role: str
    name: str
    description: str
    inside: tuple["Node", ...]

    def all(self) -> Iterator["Node"]:
        yield self
        for node in self.inside:
            yield from node.all()


def tree(visit: Visit) -> Node:
    """The whole tree, without what is not told. A date field of the browser's own is told as the browser does."""
    session = visit.page.context.new_cdp_session(visit.page)
    found = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}

    def text(node: dict[str, Any], key: str) -> str:
        return str(node.get(key, {}).get("value", "")).strip()

    def told(node: dict[str, Any]) -> Iterator[Node]:
        inside = [found[child] for child in node.get("childIds", []) if child in found]
        below = () if text(node, "role") == "Date" else tuple(one for child in inside for one in told(child))
        if node["ignored"] or text(node, "role") in ("none", "generic", "InlineTextBox"):
            yield from below
        else:
            yield Node(text(node, "role"), text(node, "name"), text(node, "description"), below)

    (root,) = told(next(iter(found.values())))
    return root


@pytest.fixture(params=["", "map"], ids=["briefing", "map"])
def told(request: pytest.FixtureRequest, visit: Callable[..., Visit]) -> tuple[Visit, list[Node]]:
    seen = visit(f"/{request.param}?{VIEW}")
    return seen, list(tree(seen).all())


def test_what_a_screen_reader_is_told(told: tuple[Visit, list[Node]]) -> None:
    seen, nodes = told
    landmarks = Counter(node.role for node in nodes if node.role in LANDMARKS)
    assert landmarks["main"] == landmarks["navigation"] == landmarks["search"] == 1
    assert [node.name for node in nodes if node.role == "navigation"] == ["Pages"]
    assert all(node.name for node in nodes if node.role == "region"), "a region without a name is none"
    assert sum(node.role == "heading" and node.name == seen.title for node in nodes) == 1

    # Each map once, as one picture: nothing of its drawing is told beside its sentence.
    pictures = [node for node in nodes if node.role in ("image", "img") and node.name]
    shown = seen.page.locator(".stApp .cv-chart, .stApp .cv-still > img").filter(visible=True).count()
    assert len(pictures) == shown > 0 and not any(node.inside for node in pictures)
    assert max(Counter(node.name for node in pictures).values()) == 1
    assert all(len(node.name) > 40 for node in pictures), "a sentence, not a word"

    names = [node.name for node in nodes if node.role == "link"]
    assert sum(name.startswith("Previous day") for name in names) == 1
    assert sum(name.startswith("Next day") for name in names) == 1
    assert [node for node in nodes if node.role in ACTIVE and len(node.name) < 2] == []


def test_nothing_is_told_twice(told: tuple[Visit, list[Node]]) -> None:
    _, nodes = told
    doubled = [node.name for node in nodes if node.role in ACTIVE | {"heading"} and is_doubled(node.name)]
    described = [node.name for node in nodes if node.name and node.name == node.description]
    neighbours = [
        first.name
        for node in nodes
        for first, second in zip(node.inside, node.inside[1:], strict=False)
        if first.role == second.role and first.name == second.name and first.role in ACTIVE | LANDMARKS | {"heading"}
    ]
    assert doubled == [] and described == [] and neighbours == []


def is_doubled(name: str) -> bool:
    """Whether a name is the same words twice."""
    words = name.split()
    return len(words) > 1 and len(words) % 2 == 0 and words[: len(words) // 2] == words[len(words) // 2 :]
